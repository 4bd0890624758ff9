"""What a study file asks of its runs: tables of indices, points, regret and failing worlds, kept, drawn and shown."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import _, language
from samenhang.model.measures import OUTCOMES

from . import batch, break_even
from .batch import Result
from .designs.study_file import Asked
from .statistics.discovery import DiscoveryError, discover
from .statistics.plans import INDEXED
from .statistics.robustness import complete, regret
from .statistics.sensitivity import AnalysisError, IncompleteError, Sample, analyse, of_seeds
from .telling.reservations import of_chance, of_failures


@dataclass(frozen=True)
class Found:
    """A study that was run, and what can be made of it."""

    asked: Asked
    result: Result

    @property
    def outcomes(self) -> list[Measure]:
        """The outcomes that the study is about."""
        return [m for m in OUTCOMES if m.name in self.asked.outcomes]

    @cached_property
    def compared(self) -> pd.DataFrame:
        """The runs at points by which arms are compared."""
        return complete(self.result.everything, [m.name for m in self.outcomes])

    @cached_property
    def by_point(self) -> pd.DataFrame:
        """Mean over replicates at every point: sample, arm, runs, the outcomes and, last, what was varied.

        A replicate counts where every arm went well.
        """
        means = self.compared.groupby(["sample", "arm"]).agg(
            runs=("run_id", "size"), **{m.name: (f"o.{m.name}", "mean") for m in self.outcomes}
        )
        varied = self.asked.study.points
        return (
            means.reset_index().merge(varied.table, left_on="sample", right_index=True)
            if varied
            else means.reset_index()
        )

    @cached_property
    def indices(self) -> tuple[dict[str, pd.DataFrame], list[str]]:
        """(name of a method -> its table over all arms and outcomes, what could not be said).

        Of the first arm the outcome itself is analysed, of every other its difference from the first.
        """
        sample, notes = self.asked.sample, list[str]()
        tables: dict[str, list[pd.DataFrame]] = {}
        if sample is None or sample.plan.method not in INDEXED:
            return {}, []
        seeds = []
        for arm, label in enumerate(self.result.labels()):
            for m in self.outcomes:
                y = at_points(self.result.everything, m.name, arm, len(sample.cube), self.asked.study.replicates)
                seeds.append({"arm": arm, "outcome": m.name} | of_seeds(y))
                told: dict[str, pd.DataFrame] = {}
                try:
                    told = analyse(sample, y)
                except AnalysisError as error:
                    notes += [f"{label}, {getattr(m, language())}: {p}" for p in error.problems]
                    told = error.tables if isinstance(error, IncompleteError) else told
                for name, table in told.items():
                    table.insert(0, "arm", arm)
                    table.insert(1, "outcome", m.name)
                    tables.setdefault(name, []).append(table)
        return {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items()} | {"seeds": pd.DataFrame(seeds)}, notes  # fmt: skip

    @property
    def worlds(self) -> Sample | None:
        """The sample in which choices are compared: laid evenly, with more than one arm; none of another study."""
        sample = self.asked.sample
        even = sample is not None and sample.plan.method in ("latin", "sobol-sequence", "given")
        return sample if even and len(self.asked.study.arms) > 1 else None

    @cached_property
    def regret(self) -> pd.DataFrame:
        """What is lost by each arm in worlds that were sampled evenly; empty for one arm or another design."""
        return regret(self.by_point, self.outcomes, self.compared) if self.worlds else pd.DataFrame()

    @cached_property
    def discovery(self) -> tuple[pd.DataFrame, list[str]]:
        """(in which of those worlds the favourite fails, why that was not looked for)."""
        try:
            return (discover(self.worlds, self.by_point, self.outcomes) if self.worlds else pd.DataFrame()), []
        except DiscoveryError as error:
            return pd.DataFrame(), error.problems

    @cached_property
    def overtaking(self) -> break_even.BreakEven:
        """Where an arm overtakes the first; of a study that asks so."""
        return break_even.BreakEven(self.asked, self.result)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table that has something to say, by the name of its file."""
        own = {
            "points": self.by_point if self.asked.study.points else pd.DataFrame(),
            "regret": self.regret,
            "discovery": self.discovery[0],
        }
        if not self.asked.study.points:  # the arms as they are
            own |= {"means": self.result.means} | batch.tables(self.result)
        return {name: t for name, t in (self.indices[0] | own | self.overtaking.tables).items() if len(t)}

    def notes(self) -> list[str]:
        """What a reader must know before believing the numbers."""
        study, runs = self.asked.study, self.result.everything
        found = [
            *self.indices[1],
            *of_chance(self.indices[0].get("seeds", pd.DataFrame()), self.result.labels(), self.outcomes),
            *self.discovery[1],
        ]
        if study.points:
            left_out = len(study.points.table) - int(runs.loc[runs["sample"] > 0, "sample"].nunique())
            if left_out:
                found.append(_("points left out: {n} of {all}, because their numbers contradict one another").format(
                    n=left_out, all=len(study.points.table)))  # fmt: skip
            found += of_failures(runs, self.compared, self.result.labels())
        if "seeds" in self.indices[0] and study.replicates < 2:
            found.append(_("one replicate: how much of the variance is due to seeds cannot be told"))
        compared = not study.points or len(study.arms) > 1
        return list(dict.fromkeys([*found, *(batch.cautions(self.result) if compared else (*study.notes, *study.unreached()))]))  # fmt: skip

    def n_runs(self, arm: int) -> int:
        """Distinct runs that went well behind the indices of an arm: at the points, its own and those of the first."""
        runs = self.result.everything
        good = runs[(runs["sample"] > 0) & (runs["status"] == "ok") & runs["arm"].isin({0, arm})]
        return int(good["run_id"].nunique())


def at_points(runs: pd.DataFrame, outcome: str, arm: int, points: int, replicates: int) -> np.ndarray:
    """An outcome at every point [points, replicates]; of an arm after the first its difference from the first.

    Joined by the numbers of sample and replicate, never by the order in which runs came back; missing where a run failed.
    """
    good = runs[(runs["sample"] > 0) & (runs["status"] == "ok")]

    def of(k: int) -> np.ndarray:
        wide = good[good["arm"] == k].pivot(index="sample", columns="replicate", values=f"o.{outcome}")
        return wide.reindex(index=range(1, points + 1), columns=range(replicates)).to_numpy(float)

    return of(arm) - of(0) if arm else of(0)
