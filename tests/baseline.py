"""The baseline against its specification: a table of targets, and what the default region does. `docs/baseline.md`.

`python tests/baseline.py docs` makes the page again (minutes); a slow test does the same and compares.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from samenhang.experiments.statistics.contrasts import interval
from samenhang.experiments.telling.reference import markdown
from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.language import number, tidy, use
from samenhang.model.tables import ACTIVE, PRESENT, STAY

RUNS, EVERY = 20, 13  # replicates; weeks between looks at the columns
BANDS = {  # around a figure of the specification: what counts as near (our choice)
    "starts": 0.2, "active": 0.2, "weeks": 0.25, "staff": 0.08, "caseload": 0.2, "workload": 0.1,
}  # fmt: skip
SECTORS = {  # starts a week, active, mean weeks, staff at work, episodes per person, workload, wait (low, high): model_spec 6
    "local_team": (5.5, 275, 50, 32, 9.5, 0.95, (2, 4)),
    "parenting": (8, 416, 52, 50, 9.2, 0.95, (8, 12)),
    "youth_mental_health": (7, 420, 60, 43, 10.8, 0.95, (12, 16)),
    "disability": (2.5, 212, 85, 25, 9.4, 0.95, (8, 14)),
    "safety": (1, 120, 120, 15, 8.9, 0.95, (0, 2)),
    "adult_mental_health": (4, 160, 40, 15, 11.8, 0.95, (12, 16)),
    "school": (6, 210, 35, 14, 16.6, 0.95, (3, 5)),
    "livelihood": (5, 225, 45, 17, 14.7, 0.95, (5, 7)),
}
WHOLE = {  # name -> (low, high, where it comes from)
    "families asking a week": (15, 19, "model_spec 6: 17 present"),
    "families in care at once": (1170, 1430, "model_spec 6: about 1,300"),
    "share of them helped in one domain": (0.57, 0.67, "model_spec 6: 62 %"),
    "share helped in two": (0.20, 0.28, "model_spec 6: 24 %"),
    "share helped in three or more": (0.11, 0.17, "model_spec 6: 14 %"),
    "exits, share a year": (0.15, 0.22, "ftm_2021; pattern 5"),
    "vacancies, share of seats": (0.015, 0.045, "azw_2023; pattern 5"),
    "absence, share of staff": (0.06, 0.08, "ftm_2021, jzw_absence; pattern 5"),
    "stays at once": (90, 130, "model_spec 6: 234 youths a year"),
    "spending a year per inhabitant, euros": (
        270,
        400,
        "model_spec 6: 12,500 a youth in youth help, and the other streams",
    ),
    "share of care that ends within a year": (0.60, 0.66, "CBS 2021; pattern 1"),
}


@dataclass(frozen=True)
class Row:
    """One target and what was found."""

    what: str
    low: float
    high: float
    found: np.ndarray  # one value a run

    @property
    def cells(self) -> list[str]:
        """As text: target band, mean, 95 % interval over runs, verdict."""
        i = interval(self.found)
        near = "near" if self.low <= i.mean <= self.high else "below" if i.mean < self.low else "above"
        return [self.what, f"{tidy(round(self.low, 2))} – {tidy(round(self.high, 2))}", number(i.mean, 3), f"[{number(i.low, 3)}; {number(i.high, 3)}]", near]  # fmt: skip


def looks(course: Course) -> pd.DataFrame:
    """Every quarter of the observed years: per sector active, waiting, at work, caseload, workload; families in care."""
    world, rows = course.world, []
    course.live(course.run.burn_in)
    sector_of = world.organisations.sector[world.professionals.organisation]
    while course.week < course.run.horizon:
        course.live(min(course.week + EVERY, course.run.horizon))
        world = course.world
        active, seated = world.episodes.status == ACTIVE, world.professionals.status == PRESENT
        n = active.sum(axis=1)
        whole = {"families": (n > 0).sum(), "one": (n == 1).sum(), "two": (n == 2).sum(), "stays": (world.episodes.intensity == STAY).sum()}  # fmt: skip
        for s, name in enumerate(course.run.region.sectors):
            here = seated & (sector_of == s)
            rows.append({"sector": name, "active": (active & (world.episodes.sector == s)).sum(), "at_work": here.sum(),
                         "caseload": world.professionals.caseload[here].mean(), "workload": world.professionals.workload[here].mean()} | whole)  # fmt: skip
    return pd.DataFrame(rows)


def trajectories(course: Course) -> pd.DataFrame:
    """First starts of trajectories in the observed years: sector, weeks waited, and weeks of care for those that ended."""
    events = course.events()
    told = events[events["event"].isin(["request", "start", "close"])].sort_values(
        ["family", "domain", "week"], kind="stable"
    )
    thread = told.groupby(["family", "domain"], observed=True)
    told = told.assign(asked=thread["week"].shift(), before=thread["event"].shift())
    starts = told[(told["event"] == "start") & (told["before"] == "request") & (told["week"] >= course.run.burn_in)]
    sectors = [course.run.region.sectors[k] for k in course.world.organisations.sector[starts["organisation"]]]
    first = told["week"].where((told["event"] == "start") & (told["before"] == "request"))
    began = first.groupby([told["family"], told["domain"]], observed=True).ffill()
    ends = told[(told["event"] == "close") & (told["before"] == "start")]
    ended = pd.DataFrame({"sector": None, "waited": np.nan, "lasted": (ends["week"] - began[ends.index]).dropna()})
    started = pd.DataFrame(
        {"sector": sectors, "waited": (starts["week"] - starts["asked"]).to_numpy(), "lasted": np.nan}
    )
    return pd.concat([started, ended], ignore_index=True)


def observed(seed: int) -> dict[str, float]:
    """Everything that has a target, for one run of the baseline on the default region."""
    course = Course(resolve(load_scenario(), load_region(), seed=seed))
    table = looks(course)
    told, weeks, series = trajectories(course), course.run.observed, course.series()
    out: dict[str, float] = {}
    means = table.groupby("sector").mean(numeric_only=True)
    for name in SECTORS:
        mine = told[told["sector"] == name]
        starts, active = len(mine) / weeks, float(means.loc[name, "active"])
        out |= {f"{name}.starts": starts, f"{name}.active": active, f"{name}.weeks": active / starts, f"{name}.wait": float(mine["waited"].mean()),
                f"{name}.staff": float(means.loc[name, "at_work"]), f"{name}.caseload": float(means.loc[name, "caseload"]), f"{name}.workload": float(means.loc[name, "workload"])}  # fmt: skip
    whole, opens = means.iloc[0], course.run.burn_in
    events = course.events()
    lasted = told["lasted"].dropna()
    found = [
        float(((events["event"] == "ask") & (events["week"] >= opens)).sum() / weeks), float(whole["families"]),
        float(whole["one"] / whole["families"]), float(whole["two"] / whole["families"]),
        float(1 - (whole["one"] + whole["two"]) / whole["families"]), course.outcomes()["o.staff.turnover"],
        float(series["share_vacant"][opens:].mean()), float(series["share_absent"][opens:].mean()), float(whole["stays"]),
        float(series["cost"][opens:].mean() * 52 / course.run.region.inhabitants), float((lasted <= 52).mean()),
    ]  # fmt: skip
    return out | dict(zip(WHOLE, found, strict=True))


def rows(runs: int = RUNS) -> list[Row]:
    """Targets and findings, over so many seeds."""
    found = pd.DataFrame([observed(seed) for seed in range(1, runs + 1)])
    out = []
    for name, (*figures, wait) in SECTORS.items():
        for (what, band), figure in zip(BANDS.items(), (figures[0], figures[1], figures[2], figures[3] * 0.9, figures[4], figures[5]), strict=True):  # fmt: skip
            out.append(
                Row(f"{name}: {what}", figure * (1 - band), figure * (1 + band), found[f"{name}.{what}"].to_numpy())
            )
        out.append(Row(f"{name}: wait, weeks", *wait, found[f"{name}.wait"].to_numpy()))
    return out + [Row(name, low, high, found[name].to_numpy()) for name, (low, high, _from) in WHOLE.items()]


def page(runs: int = RUNS) -> str:
    """The page, in English."""
    use("en")
    table = [r.cells for r in rows(runs)]
    near = sum(cells[-1] == "near" for cells in table)
    sources = markdown(["figure", "comes from"], [[name, source] for name, (_low, _high, source) in WHOLE.items()])
    return "\n\n".join([
        "# The baseline against its specification",
        "Made by `python tests/baseline.py docs`; do not edit. The specification balances a region of 100,000 on "
        "paper (`model_spec` 6); this is what the baseline does there, by hand-set values, before any calibration.",
        f"{near} of {len(table)} figures are near their target, over {runs} runs of three years of burn-in and five observed. A band is the one the "
        "specification gives, or a share around its figure: " + ", ".join(f"{k} ± {round(100 * v)} %" for k, v in BANDS.items())
        + "; staff at work is nine tenths of the seats (absence, vacancies). The interval is the play of chance only.",
        markdown(["figure", "target", "found", "95 % interval of the mean", "verdict"], table),
        "Where the figures of the whole region come from:", sources,
    ]) + "\n"  # fmt: skip


if __name__ == "__main__":
    (Path(sys.argv[1]) / "baseline.md").write_text(page(), encoding="utf-8")
