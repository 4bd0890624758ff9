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
    is_indexed: bool  # a design that gives indices
    enough: pd.DataFrame  # arm, outcome, matters, spread, pairs: of an arm against the first; of one arm its own runs
    settling: (
        pd.DataFrame
    )  # arm, measure, years (NaN: still moving in the second half); not of arms that a date changes

    @property
    def replicates(self) -> int | None:
        """Replicates for all outcomes and arms; None when the runs failed."""
        return int(self.enough["pairs"].max()) if len(self.enough) else None

    @property
    def burn_in(self) -> int | None:
        """Years for all arms and measures; None when one still moves, or no arm was seen."""
        years = self.settling["years"]
        return int(years.max()) if len(years) and years.notna().all() else None


def rehearse(asked: Asked, how: How) -> Rehearsal:
    """Lives a few runs of every arm at the defaults, and the pilot of the study.

    Raises:
        StudyError: with every mistake as a sentence.
    """
    _table, runs = design(asked.study)
    few = replace(asked.study, replicates=PAIRS, points=None, worlds=0, record=())
    table, short = design(few)
    with TemporaryDirectory() as away:
        folder = Folder(Path(away) / "pilot", kinds=asked.study.record)
        _first, cost, jobs = foreseen(list(runs.values()), folder, how)
        folder = Folder(Path(away) / "few")
        carry_out(table, short, folder, replace(how, quiet=True))
        lived = table.merge(folder.runs(), on="run_id", how="left")
        lived = lived[lived["status"] == "ok"]
        is_indexed = asked.sample is not None and asked.sample.plan.method in INDEXED
        enough, settling = _enough(lived, asked.outcomes), _settling(lived, folder, few)
        return Rehearsal(asked.study, len(runs), cost, jobs, is_indexed, enough, settling)


def _enough(lived: pd.DataFrame, outcomes: tuple[str, ...]) -> pd.DataFrame:
    """Of every arm and outcome: the spread between pairs, and the pairs wanted."""
    rows, several = [], lived["arm"].nunique() > 1
    for m in (m for m in OUTCOMES if m.name in outcomes and m.matters > 0):
        by_arm = lived.pivot_table(index="replicate", columns="arm", values=f"o.{m.name}", aggfunc="first")
        told = by_arm.iloc[:, 1:].sub(by_arm.iloc[:, 0], axis=0) if several else by_arm
        for arm in told:
            values = told[arm].dropna().to_numpy()
            if values.size > 1:
                rows.append({"arm": arm, "outcome": m.name, "matters": m.matters, "spread": np.std(values, ddof=1),
                             "pairs": pairs_wanted(values, m.matters)})  # fmt: skip
    return pd.DataFrame(rows, columns=["arm", "outcome", "matters", "spread", "pairs"])


def _settling(lived: pd.DataFrame, folder: Folder, study: Study) -> pd.DataFrame:
    """Of every arm that no date changes: the years after which the measures no longer move."""
    dated = {arm for arm, _replicate, run in study.runs() if len(run.chapters) > 1}
    still = lived[~lived["arm"].isin(dated)]
    rows, chance = [], 0.05 / max(1, still["arm"].nunique() * len(MOVES))
    for arm, own in still.groupby("arm"):
        series = folder.series(list(own["run_id"].unique()))
        by_year = series.groupby(["run_id", series["week"] // YEAR])[list(MOVES)].mean()
        rows += [{"arm": arm, "measure": m, "years": settled(by_year[m].unstack().to_numpy(), chance)} for m in MOVES if len(own) > 1]  # fmt: skip
    return pd.DataFrame(rows, columns=["arm", "measure", "years"]).astype({"years": float})


def tell(found: Rehearsal) -> None:
    """In the terminal: the cost; of every outcome the arm that asks most pairs; of every measure the last to settle."""
    labels, study = found.study.labels(language()), found.study
    names = {m.name: getattr(m, language()) for m in (*OUTCOMES, *WEEKLY)}
    show.say(in_words(found.runs, found.cost, found.jobs))
    most = found.enough.loc[found.enough.groupby("outcome", sort=False)["pairs"].idxmax()]
    spread, wanted = (_("spread of pairs"), _("pairs wanted")) if len(study.arms) > 1 else (_("spread of runs"), _("runs wanted"))  # fmt: skip
    show.table(
        [_("outcome"), _("matters from"), spread, wanted, _("scenario")],
        [[names[r.outcome], number(r.matters), number(r.spread), str(r.pairs), labels[r.arm]] for r in most.itertuples()],
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
        show.say(_("replicates = {n} in the file; for every outcome above: {wanted}").format(n=study.replicates, wanted=found.replicates))  # fmt: skip
    if found.burn_in is not None:
        show.say(_("burn_in = {n} in the file; by these runs: {wanted}").format(n=tidy(study.burn_in), wanted=found.burn_in))  # fmt: skip


def as_json(found: Rehearsal) -> dict[str, Any]:
    """The same as plain data."""
    settling = found.settling.astype(object).where(found.settling.notna(), None)
    return {"runs": found.runs, "minutes": found.cost.minutes, "megabytes": found.cost.megabytes, "processes": found.jobs,
            "replicates": found.replicates, "burn_in": found.burn_in,
            "enough": found.enough.to_dict("records"), "settling": settling.to_dict("records")}  # fmt: skip
