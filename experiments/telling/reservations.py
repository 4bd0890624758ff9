"""What a reader of a study must know before believing its numbers: what chance makes of them, and what failed runs took out."""

import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import _, language, number

MUCH = 0.05  # of the variance between points, made by chance between seeds: a reader is warned


def of_chance(seeds: pd.DataFrame, labels: list[str], outcomes: list[Measure]) -> list[str]:
    """Where chance between seeds makes much of the variance that is shared out; seeds: of `sensitivity.of_seeds`, a row per arm and outcome."""
    measures = {m.name: m for m in outcomes}
    much = [_("{name}, {outcome}: {left} %").format(name=labels[r["arm"]], outcome=getattr(measures[r["outcome"]], language()), left=number(100 * r["left"], 2))
            for r in seeds.to_dict("records") if r["left"] > MUCH]  # fmt: skip
    return [_("chance between seeds makes a part of the variance between points, and indices not larger than that say nothing; more replicates make it less ({where})").format(where="; ".join(much))] if much else []  # fmt: skip


def of_failures(runs: pd.DataFrame, compared: pd.DataFrame, labels: list[str]) -> list[str]:
    """What failed runs took out of the points; compared: what `robustness.complete` leaves of the runs."""
    points = runs[runs["sample"] > 0]
    gone = sorted(set(points["arm"]) - set(points.loc[points["status"] == "ok", "arm"]))
    found = [_("{name}: no run at any point went well, so it is not compared").format(name=labels[arm]) for arm in gone]
    planned, left = (t.groupby("sample")["replicate"].nunique() for t in (points, compared))
    short = left.reindex(planned.index, fill_value=0) < planned
    if short.any():
        found.append(_("points with a failed run: {n} of {all}; a replicate counts where every scenario went well, and {none} points have none").format(
            n=int(short.sum()), all=len(planned), none=len(planned) - len(left)))  # fmt: skip
    return found
