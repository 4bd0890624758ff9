"""A rehearsal of a study: what it will cost, and whether its replicates and burn-in are enough. Nothing of it is kept."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import YEAR
from samenhang.model.language import _, language, number, tidy
from samenhang.model.measures import OUTCOMES, WEEKLY

from .campaign import Forecast, How, carry_out, foreseen, in_words
from .designs.design import design
from .designs.study import Study
from .designs.study_file import Asked
from .execution.store import Folder
from .statistics import contrasts
from .statistics.enough import pairs_wanted, settled
from .statistics.plans import INDEXED
from .telling import show

PAIRS = 8  # runs of every arm, at the defaults
MOVES = ("n_waiting", "n_active", "mean_workload", "mean_strain", "mean_fit")  # by these a run is seen to settle


@dataclass(frozen=True)
class Rehearsal:
    """What a study would take."""

    study: Study
    runs: int
    cost: Forecast  # of all its runs but the first few
    jobs: int
    failed: int  # of the few runs
    is_indexed: bool  # a design that gives indices
    enough: pd.DataFrame  # arm, outcome, matters, spread, pairs: of an arm against the first; of one arm its own runs
    settling: pd.DataFrame  # arm, measure, years (NaN: still moving in the second half); no arms that a date changes

    @property
    def replicates(self) -> int | None:
        """Replicates for all outcomes and arms; None when one is not known."""
        pairs = self.enough["pairs"]
        return int(pairs.max()) if pairs.notna().all() else None

    @property
    def burn_in(self) -> int | None:
        """Years for all arms and measures; None when one still moves, or no arm was seen."""
        years = self.settling["years"]
        return int(years.max()) if len(years) and years.notna().all() else None


def rehearse(asked: Asked, how: How) -> Rehearsal:
    """Lives the first runs of the study, and a few of every arm at the defaults.

    Raises:
        StudyError: with every mistake as a sentence.
    """
    _table, runs = design(asked.study)
    few = replace(asked.study, replicates=PAIRS, points=None, worlds=0, record=tuple(k for k in asked.study.record if k == "families"))  # fmt: skip
    table, short = design(few)
    if not how.quiet:
        show.warn(_("{n} runs that are not kept, to see what all of it would take").format(n=len(short)))
    with TemporaryDirectory() as away:
        _first, cost, jobs = foreseen(list(runs.values()), Folder(Path(away) / "pilot", kinds=asked.study.record), how)
        folder = Folder(Path(away) / "few", kinds=few.record)
        carry_out(table, short, folder, replace(how, quiet=True))
        lived = table.merge(folder.runs(), on="run_id", how="left")
        failed = int((lived["status"] != "ok").sum())
        enough, settling = _enough(lived, folder, asked), _settling(lived, folder, few)
    is_indexed = asked.sample is not None and asked.sample.plan.method in INDEXED
    return Rehearsal(asked.study, len(runs), cost, jobs, failed, is_indexed, enough, settling)


def _enough(lived: pd.DataFrame, folder: Folder, asked: Asked) -> pd.DataFrame:
    """Of every arm and outcome: the spread between pairs (of a single arm: between runs), and how many are wanted.

    NaN where fewer than two have the outcome.
    """
    rows, families = [], folder.families(list(lived["run_id"].unique()))
    for arm in range(1, len(asked.study.arms)) if len(asked.study.arms) > 1 else (0,):
        before, after, _alike = contrasts.both_sides(lived, arm, families)
        for m in (m for m in OUTCOMES if m.name in asked.outcomes):
            values = after[f"o.{m.name}"] - (before[f"o.{m.name}"] if arm else 0.0)
            values = values.dropna().to_numpy(float)
            known = values.size > 1
            rows.append({"arm": arm, "outcome": m.name, "matters": m.matters, "spread": np.std(values, ddof=1) if known else np.nan,
                         "pairs": pairs_wanted(values, m.matters) if known else np.nan})  # fmt: skip
    return pd.DataFrame(rows)


def _settling(lived: pd.DataFrame, folder: Folder, study: Study) -> pd.DataFrame:
    """Of every arm that no date changes: the years after which the measures no longer move. Whole years only."""
    dated = {arm for arm, _replicate, run in study.runs() if len(run.chapters) > 1}
    rows, good = [], lived[(lived["status"] == "ok") & ~lived["arm"].isin(dated)]
    for arm, own in good.groupby("arm"):
        series = folder.series(list(own["run_id"].unique()))
        whole = series[series["week"] < (series["week"].max() + 1) // YEAR * YEAR]
        by_year = whole.groupby(["run_id", whole["week"] // YEAR])[list(MOVES)].mean()
        rows += [{"arm": arm, "measure": m, "years": settled(by_year[m].unstack().to_numpy(), 0.05 / len(MOVES))} for m in MOVES if len(own) > 1]  # fmt: skip
    return pd.DataFrame(rows, columns=["arm", "measure", "years"]).astype({"years": float})


def tell(found: Rehearsal) -> None:
    """In the terminal: the cost; of every outcome the arm that asks most pairs; of every measure the last to settle."""
    labels, study = found.study.labels(language()), found.study
    names = {m.name: getattr(m, language()) for m in (*OUTCOMES, *WEEKLY)}
    show.say(in_words(found.runs, found.cost, found.jobs))
    most = found.enough.assign(order=found.enough["pairs"].fillna(np.inf))
    most = most.loc[most.groupby("outcome", sort=False)["order"].idxmax()]
    spread, wanted = (_("spread of pairs"), _("pairs wanted")) if len(study.arms) > 1 else (_("spread of runs"), _("runs wanted"))  # fmt: skip
    show.table(
        [_("outcome"), _("matters from"), spread, wanted, _("scenario")],
        [[names[r.outcome], number(r.matters), number(r.spread), str(int(r.pairs)) if np.isfinite(r.pairs) else "?", labels[r.arm]] for r in most.itertuples()],
        right=(1, 2, 3), title=_("Replicates, from {n} per scenario: so many that a 95 % interval reaches no further than what matters").format(n=PAIRS),
    )  # fmt: skip
    last = found.settling.assign(order=found.settling["years"].fillna(np.inf))
    last = last.loc[last.groupby("measure", sort=False)["order"].idxmax()]
    show.table(
        [_("measure"), _("years until it settles"), _("scenario")],
        [[names[r.measure], str(int(r.years)) if np.isfinite(r.years) else _("more"), labels[r.arm]] for r in last.itertuples()],
        right=(1,), title=_("Burn-in, from the same runs: years that differ from all later ones beyond chance"),
    )  # fmt: skip
    if found.is_indexed:
        show.say(
            _("Indices need no interval that narrow: the analysis tells which share of the variance is due to seeds.")
        )
    elif found.replicates:
        show.say(_("replicates = {n} as asked; for every outcome above: {wanted}").format(n=study.replicates, wanted=found.replicates))  # fmt: skip
    if found.burn_in is not None:
        show.say(_("burn_in = {n} as asked; in these runs no drift is seen after {wanted} years").format(n=tidy(study.burn_in), wanted=found.burn_in))  # fmt: skip
    if found.failed:
        show.warn(_("{n} of {all} runs failed").format(n=found.failed, all=PAIRS * len(study.arms)))


def as_json(found: Rehearsal) -> dict[str, Any]:
    """The same as plain data."""

    def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
        return table.astype(object).where(table.notna(), None).to_dict("records")

    return {"runs": found.runs, "minutes": found.cost.minutes, "megabytes": found.cost.megabytes, "processes": found.jobs,
            "failed": found.failed, "replicates": found.replicates, "burn_in": found.burn_in,
            "enough": plain(found.enough), "settling": plain(found.settling)}  # fmt: skip
