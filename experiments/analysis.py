"""What a study file asks of its runs: tables of indices, points, regret and failing worlds, kept, drawn and shown."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import N_, _, language, number
from samenhang.model.measures import OUTCOMES
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.views import every
from samenhang.model.week import Parameters

from . import batch, break_even
from .batch import Result
from .designs.study_file import Asked
from .statistics.discovery import DiscoveryError, discover
from .statistics.plans import INDEXED
from .statistics.points import DUMMY
from .statistics.robustness import complete, regret
from .statistics.sensitivity import AnalysisError, IncompleteError, Sample, analyse, of_seeds
from .telling import discovered, show
from .telling.stamp import stamped

MUCH = 0.05  # of the variance between points, made by chance between seeds: a reader is warned
SHOWN = 8  # factors of a table in the terminal; all of them are in the file
RANKED = {"morris": "mu_star", "sobol": "ST", "efast": "ST", "pawn": "pawn", "delta": "delta", "sobol-pairs": "S2"}
HEADS = {  # a column of a table of indices, as somebody reads it
    "factor": N_("what varies"), "with": N_("together with"), "mu_star": N_("mean size of effect (mu*)"), "mu": N_("mean effect (mu)"),
    "sigma": N_("spread of effects (sigma)"), "S1": N_("alone (S1)"), "ST": N_("with all interactions (ST)"), "S2": N_("the two together (S2)"),
    "pawn": N_("PAWN"), "delta": N_("delta"),
}  # fmt: skip


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
        found = [*self.indices[1], *self.by_chance(), *self.discovery[1]]
        if study.points:
            left_out = len(study.points.table) - int(runs.loc[runs["sample"] > 0, "sample"].nunique())
            if left_out:
                found.append(_("points left out: {n} of {all}, because their numbers contradict one another").format(
                    n=left_out, all=len(study.points.table)))  # fmt: skip
            found += self.failed()
        if "seeds" in self.indices[0] and study.replicates < 2:
            found.append(_("one replicate: how much of the variance is due to seeds cannot be told"))
        compared = not study.points or len(study.arms) > 1
        return list(dict.fromkeys([*found, *(batch.cautions(self.result) if compared else (*study.notes, *study.unreached()))]))  # fmt: skip

    def n_runs(self, arm: int) -> int:
        """Distinct runs that went well behind the indices of an arm: at the points, its own and those of the first."""
        runs = self.result.everything
        good = runs[(runs["sample"] > 0) & (runs["status"] == "ok") & runs["arm"].isin({0, arm})]
        return int(good["run_id"].nunique())

    def by_chance(self) -> list[str]:
        """Where chance between seeds makes much of the variance that is shared out, as sentences."""
        seeds = self.indices[0].get("seeds", pd.DataFrame({"left": []}))
        labels, measures = self.result.labels(), {m.name: m for m in self.outcomes}
        much = [_("{name}, {outcome}: {left} %").format(name=labels[r["arm"]], outcome=getattr(measures[r["outcome"]], language()), left=number(100 * r["left"], 2))
                for r in seeds.to_dict("records") if r["left"] > MUCH]  # fmt: skip
        return [_("chance between seeds makes a part of the variance between points, and indices not larger than that say nothing; more replicates make it less ({where})").format(where="; ".join(much))] if much else []  # fmt: skip

    def failed(self) -> list[str]:
        """What failed runs took out of the points, as sentences."""
        runs, told = self.result.everything, self.compared
        points = runs[runs["sample"] > 0]
        gone = sorted(set(points["arm"]) - set(told["arm"])) if len(told) else []
        found = [_("{name}: no run at any point went well, so it is not compared").format(name=self.result.labels()[arm]) for arm in gone]  # fmt: skip
        planned, left = (t.groupby("sample")["replicate"].nunique() for t in (points, told))
        short = left.reindex(planned.index, fill_value=0) < planned
        if short.any():
            found.append(_("points with a failed run: {n} of {all}; a replicate counts where every scenario went well, and {none} points have none").format(
                n=int(short.sum()), all=len(planned), none=len(planned) - len(left)))  # fmt: skip
        return found


def at_points(runs: pd.DataFrame, outcome: str, arm: int, points: int, replicates: int) -> np.ndarray:
    """An outcome at every point [points, replicates]; of an arm after the first its difference from the first.

    Joined by the numbers of sample and replicate, never by the order in which runs came back; missing where a run failed.
    """
    good = runs[(runs["sample"] > 0) & (runs["status"] == "ok")]

    def of(k: int) -> np.ndarray:
        wide = good[good["arm"] == k].pivot(index="sample", columns="replicate", values=f"o.{outcome}")
        return wide.reindex(index=range(1, points + 1), columns=range(replicates)).to_numpy(float)

    return of(arm) - of(0) if arm else of(0)


def named(factor: str) -> str:
    """A factor, mechanism or the dummy in the language spoken now."""
    mechanisms = {m.name: m for m in MECHANISMS}
    thing: Any = every(Parameters).get(factor) or mechanisms.get(factor)
    return _("dummy: changes nothing") if factor == DUMMY else str(getattr(thing, language())) if thing else factor


def keep(found: Found) -> list[str]:
    """Every table as CSV in analysis/; gives the names of the files."""
    return batch.keep(found.result, found.tables)


def draw(found: Found) -> list[Path]:
    """The pictures of a study, in the language spoken now: for each arm its indices, the regret of all, and where they fail.

    Of a study without points those of a comparison.
    """
    from .telling import study_figures  # seaborn takes seconds to import

    lang, result = language(), found.result
    into, tables = result.folder.path / "analysis", found.indices[0]
    made = [] if found.asked.study.points else batch.draw(result)
    line = stamped(result.stamp)
    for name in (n for n in tables if n in study_figures.DRAWN):
        for arm, table in tables[name].groupby("arm"):
            told = {
                m: table[table["outcome"] == m.name].assign(label=lambda t: t["factor"].map(named))
                for m in found.outcomes
            }
            told = {m: t for m, t in told.items() if len(t)}
            what = result.labels()[int(arm)] if not arm else _("{after} against {before}").format(after=result.labels()[int(arm)], before=result.labels()[0])  # fmt: skip
            figure = study_figures.indices(name, told, what, found.n_runs(int(arm)), line)
            made.append(study_figures.save(figure, into / f"{name}-{arm}.{lang}.png"))
    if len(found.regret):
        figure = study_figures.regret(found.regret, found.outcomes, result.labels(), line)
        made.append(study_figures.save(figure, into / f"regret.{lang}.png"))
    if len(boxes := found.discovery[0]) and len(boxes := boxes[boxes["factor"] != ""]):
        said = {"label": boxes["factor"].map(named), "said": [discovered.limit(r) for r in boxes.to_dict("records")]}
        figure = study_figures.discovered(boxes.assign(**said), found.outcomes, result.labels(), line)
        made.append(study_figures.save(figure, into / f"discovery.{lang}.png"))
    return made + break_even.draw(found.overtaking, into)


def tell(found: Found, pictures: list[Path]) -> None:
    """The study in the terminal: question, differences between arms, the factors that count, regret, and where it is."""
    result, labels = found.result, found.result.labels()
    show.say(getattr(found.asked.question, language()))
    if not found.asked.study.points:
        show.summary(result.means, labels)
    for arm, table in result.paired.items():
        show.differences(table, labels[0], labels[arm])
    for name in (n for n in found.indices[0] if n in RANKED):
        for (arm, outcome), table in found.indices[0][name].groupby(["arm", "outcome"], sort=False):
            _indices(
                name, table, labels[int(arm)], next(m for m in OUTCOMES if m.name == outcome), is_difference=bool(arm)
            )
    if len(found.regret):
        _regret(found, labels)
    if len(found.discovery[0]):
        discovered.tell(found.discovery[0], found.outcomes, labels, named)
    for sentence in break_even.told(found.overtaking) if found.overtaking.is_asked else ():
        show.say(sentence)
    show.say(stamped(result.stamp))
    show.say(_("In {folder}: {pictures}").format(folder=result.folder.path,
        pictures=", ".join([*(f"{name}.csv" for name in found.tables), *(p.name for p in pictures)])))  # fmt: skip
    for sentence in found.notes():
        show.warn(_("Note: {sentence}").format(sentence=sentence))


def _indices(name: str, table: pd.DataFrame, label: str, m: Measure, *, is_difference: bool) -> None:
    """The factors that count most, and the dummy."""
    top = table.sort_values(RANKED[name], ascending=False)
    top = pd.concat([top[top["factor"] != DUMMY].head(SHOWN), top[top["factor"] == DUMMY]])
    numbers = [c for c in top if c in HEADS and c not in ("factor", "with")]
    words = [c for c in ("factor", "with") if c in top]
    rows = [[*(named(r[c]) for c in words), *(_with(r, c) for c in numbers)] for r in top.to_dict("records")]
    what = _("{name}: difference in {outcome}") if is_difference else _("{name}: {outcome}")
    seeds = table["seeds"].iloc[0]
    title = _("{what} ({method}, {n} points; share of the variance of single runs that is due to seeds: {seeds})").format(
        what=what.format(name=label, outcome=f"{getattr(m, language())}, {_(m.unit)}"), method=name, n=int(table["n"].iloc[0]), seeds=number(seeds, 2))  # fmt: skip
    show.table([_(HEADS[c]) for c in (*words, *numbers)], rows, right=tuple(range(len(words), len(words) + len(numbers))), title=title)  # fmt: skip


def _with(row: dict[str, Any], column: str) -> str:
    """A number, with the half width of its interval where it has one."""
    half = row.get(f"{column}_conf", float("nan"))
    half = 0.0 if half < 1e-9 * abs(row[column]) else half  # rounding
    return number(row[column]) + (f" ± {number(half, 2)}" if np.isfinite(half) else "")


def _regret(found: Found, labels: list[str]) -> None:
    """What each choice loses in worlds where it is not the best."""
    for m in found.outcomes:
        mine = found.regret[found.regret["outcome"] == m.name]
        rows = [[labels[int(r["arm"])], number(r["mean"]), number(r["often"]), number(r["most"]),
                 f"{number(100 * r['best'], 2)} % [{number(100 * r['best_low'], 2)}; {number(100 * r['best_high'], 2)}]",
                 f"{number(100 * r['fails'], 2)} %", number(r["crossed"])] for r in mine.sort_values("mean").to_dict("records")]  # fmt: skip
        if rows:
            heads = [
                _("scenario"),
                _("regret, mean"),
                _("in 9 of 10 worlds at most"),
                _("worst world"),
                _("the best in"),
                _("worse than the first, and it matters, in"),
                _("mean, the best told by other seeds"),
            ]
            show.table(heads, rows, right=(1, 2, 3, 4, 5, 6), title=_("{outcome} ({unit}), {n} worlds").format(
                outcome=getattr(m, language()), unit=_(m.unit), n=int(mine["worlds"].max())))  # fmt: skip


def as_json(found: Found, pictures: list[Path]) -> str:
    """Every table as JSON; what is not a number is null."""
    result = found.result
    return json.dumps({
        "stamp": result.stamp, "folder": str(result.folder.path), "pictures": [str(p) for p in pictures],
        "runs": int(result.everything["run_id"].nunique()), "failed": len(result.failed), "scenarios": result.labels(),
        "tables": {name: json.loads(t.to_json(orient="records", double_precision=15)) for name, t in found.tables.items()},
        "cautions": found.notes(),
    }, indent=2, allow_nan=False)  # fmt: skip
