"""What a study with `method = "break-even"` asks: at which value, or where on a map of two, an arm overtakes the first.

Tables, sentences and pictures of the differences between arms at the points of the study, pair by pair.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import _, language, number, tidy
from samenhang.model.measures import OUTCOMES
from samenhang.model.views import every
from samenhang.model.week import Parameters

from .batch import Result
from .designs.study_file import Asked
from .statistics.break_even import at_values, curve, lines_of, open_by_chance, touches
from .statistics.contrasts import both_sides, pairs_of
from .telling.stamp import stamped


@dataclass(frozen=True)
class BreakEven:
    """The differences of every arm from the first at every point of a study."""

    asked: Asked
    result: Result

    @property
    def is_asked(self) -> bool:
        """Is this a study about break-even?"""
        return self.asked.sample is not None and self.asked.sample.plan.method == "break-even"

    @property
    def factors(self) -> list[str]:
        """The one or two parameters that vary."""
        assert self.asked.sample is not None
        return [f.name for f in self.asked.sample.factors]

    @property
    def outcomes(self) -> list[Measure]:
        """The outcomes that the study is about."""
        return [m for m in OUTCOMES if m.name in self.asked.outcomes]

    @cached_property
    def differences(self) -> pd.DataFrame:
        """A row per point, arm and pair: sample, arm, replicate, and the difference in every outcome.

        Families count that are followed in both runs of a pair.
        """
        runs, found = self.result.everything, []
        for sample, world in runs[runs["sample"] > 0].groupby("sample"):
            families = self.result.folder.families(list(world["run_id"].unique()))
            for arm in range(1, len(self.asked.study.arms)):
                before, after, alike = both_sides(world, arm, families)
                d = {m.name: after[f"o.{m.name}"] - before[f"o.{m.name}"] for m in self.outcomes if alike or not m.of}
                found.append(pd.DataFrame(d).assign(sample=sample, arm=arm, replicate=pairs_of(world, arm, 0)["replicate"]))  # fmt: skip
        columns = ["sample", "arm", "replicate", *(m.name for m in self.outcomes)]
        return pd.concat(found, ignore_index=True).reindex(columns=columns) if found else pd.DataFrame(columns=columns)

    def rows(self) -> Iterator[tuple[int, Measure, Any, np.ndarray, np.ndarray]]:
        """(arm, outcome, value of the second parameter or None, values of the first [G], differences [R, G])."""
        assert self.asked.study.points is not None
        told = self.differences.merge(self.asked.study.points.table, left_on="sample", right_index=True)
        first, *second = self.factors
        for arm in range(1, len(self.asked.study.arms)):
            of_arm = told[told["arm"] == arm]
            for other, mine in of_arm.groupby(second[0]) if second else [(None, of_arm)]:
                for m in self.outcomes:
                    wide = mine.pivot(index="replicate", columns=first, values=m.name).dropna(axis=1, how="all").dropna()  # fmt: skip
                    if wide.shape[1] > 1 and len(wide) > 1:
                        yield arm, m, other, wide.columns.to_numpy(float), wide.to_numpy(float)

    @cached_property
    def curves(self) -> list[tuple[int, Measure, Any, pd.DataFrame]]:
        """(arm, outcome, value of the second parameter or None, the difference along the first)."""
        return [(arm, m, other, curve(x, d)) for arm, m, other, x, d in self.rows()]

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """By the name of a file: the crossings, and the difference at each point. Empty where nothing was asked."""
        if not self.is_asked:
            return {}
        second = self.factors[1:]
        where = [pd.DataFrame(lines_of(told, lines(m))).assign(outcome=m.name, arm=arm, **dict.fromkeys(second, other))
                 for arm, m, other, told in self.curves]  # fmt: skip
        each = [at_values(x, d).rename(columns={"value": self.factors[0]}).assign(outcome=m.name, arm=arm, **dict.fromkeys(second, other))
                for arm, m, other, x, d in self.rows()]  # fmt: skip
        found = {"break-even": where, "break-even-points": each}
        return {name: _ordered(pd.concat(t, ignore_index=True), self.factors) for name, t in found.items() if t}


def _ordered(table: pd.DataFrame, factors: list[str]) -> pd.DataFrame:
    ahead = [c for c in ("outcome", "arm", *factors) if c in table]
    return table[[*ahead, *(c for c in table if c not in ahead)]]


def lines(m: Measure) -> tuple[float, ...]:
    """Nothing, and the smallest difference that matters both ways."""
    return (0.0, m.matters, -m.matters) if m.better else (0.0,)


def named(key: str, value: float | None = None) -> str:
    """A parameter with its unit; or with a value and its unit."""
    q = every(Parameters)[key]
    label = getattr(q, language())
    return f"{label} ({_(q.unit)})" if value is None else f"{label} = {tidy(value)} {_(q.unit)}"


def told(found: BreakEven) -> list[str]:
    """Every arm and outcome in sentences."""
    labels, said = found.result.labels(), []
    for arm, m, other, table in found.curves:
        low, high = (tidy(float(table["at"].iloc[k])) for k in (0, -1))
        about = _("{outcome}, {after} against {before}, by {parameter} from {low} to {high}").format(
            outcome=getattr(m, language()), after=labels[arm], before=labels[0], parameter=named(found.factors[0]), low=low, high=high)  # fmt: skip
        at = "" if other is None else f", {named(found.factors[1], other)}"
        said.append(f"{about}{at}: " + " ".join(sentences(m, table, labels[arm])))
    return said


def sentences(m: Measure, table: pd.DataFrame, after: str) -> list[str]:
    """Where along one parameter an arm overtakes the first, and where that matters."""
    rows = lines_of(table, lines(m))
    crossed = [r for r in rows if r["line"] == 0]
    side = crossed[0]["standing"]
    if side == "identical":
        return [_("identical in all pairs at every value.")]
    if side != "crosses":
        up, level = side == "above", touches(table)
        said = [_("{after} is {side} at every value: there is no break-even here.").format(after=after, side=_side(m, up=up))]  # fmt: skip
        if level:
            said = [_("{after} is nowhere {side}: there is no break-even here. There is no difference {stretches}.").format(
                after=after, side=_side(m, up=not up), stretches=_stretches(table, level))]  # fmt: skip
        if not crossed[0]["sure"]:
            said.append(
                _("That is on average: chance leaves it open {stretches}.").format(
                    stretches=_stretches(table, open_by_chance(table, 0.0))
                )
            )
        return said + _matters(m, rows)
    said = [_("it crosses {n} times: there is no single break-even.").format(n=len(crossed))] if len(crossed) > 1 else []  # fmt: skip
    for ends in dict.fromkeys(map(_ends, crossed)):
        mine = [c for c in crossed if _ends(c) == ends]
        if len(mine) > 1:
            said.append(_("On average at {values}, all within {ends}: chance does not tell these apart, and perhaps it does not cross there at all.").format(
                values=", ".join(number(c["at"]) for c in mine), ends=ends))  # fmt: skip
        else:
            said.append(_("{after} is {side} from {at} {ends} upward.").format(after=after, side=_side(m, up=mine[0]["rises"]), at=number(mine[0]["at"]), ends=ends))  # fmt: skip
    if any(np.isnan(c["low"]) or np.isnan(c["high"]) for c in crossed):
        said.append(_("An interval runs on out of the range (…): perhaps it does not cross within it."))
    return said + _matters(m, rows)


def _matters(m: Measure, rows: list[dict[str, Any]]) -> list[str]:
    """Where a difference is as large as matters, better or worse."""
    said, least = [], f"{tidy(m.matters)} {_(m.unit)}"
    for up in (True, False) if m.better else ():
        mine = [r for r in rows if r["line"] == (m.matters if up else -m.matters)]
        side = _side(m, up=up)
        if mine[0]["standing"] == ("above" if up else "below"):
            said.append(_("It is {side} by as much as matters ({least}) everywhere.").format(side=side, least=least))
        for c in (c for c in mine if c["standing"] == "crosses"):
            sentence = _("It is {side} by as much as matters ({least}) from {at} {ends} upward.") if c["rises"] == up else _("It is {side} by as much as matters ({least}) from {at} {ends} downward.")  # fmt: skip
            said.append(sentence.format(side=side, least=least, at=number(c["at"]), ends=_ends(c)))
    if m.better and not said:
        said.append(_("Nowhere is it as large as matters ({least}).").format(least=least))
    return said


def _side(m: Measure, *, up: bool) -> str:
    if not m.better:
        return _("higher") if up else _("lower")
    return _("better") if up == (m.better > 0) else _("worse")


def _ends(c: dict[str, Any]) -> str:
    """[0.15; 0.22]; an end that runs on out of the range is an ellipsis."""
    return "[{}; {}]".format(*(number(c[k]) if np.isfinite(c[k]) else "…" for k in ("low", "high")))


def _stretches(table: pd.DataFrame, found: list[tuple[float, float]]) -> str:
    """From 0.10 to 0.14, at 0.2"""
    ends = (table["at"].iloc[0], table["at"].iloc[-1])
    within = ((a if np.isfinite(a) else ends[0], b if np.isfinite(b) else ends[1]) for a, b in found)
    return ", ".join(_("from {low} to {high}").format(low=number(a), high=number(b)) if a < b else _("at {value}").format(value=number(a))
                     for a, b in within)  # fmt: skip


def draw(found: BreakEven, into: Path) -> list[Path]:
    """For each arm a line per outcome with band and crossing, or a map of two parameters; in the language spoken now."""
    if not found.tables:
        return []
    from .telling import break_even_figures as figures

    made, labels, line = [], found.result.labels(), stamped(found.result.stamp)
    points = found.tables["break-even-points"]
    for arm in range(1, len(labels)):
        title = _("{after} against {before}").format(after=labels[arm], before=labels[0])
        mine, axes = points[points["arm"] == arm], [named(key) for key in found.factors]
        if mine.empty:
            continue
        of = {m: mine[mine["outcome"] == m.name] for m in found.outcomes if (mine["outcome"] == m.name).any()}
        if len(found.factors) == 1:
            curves = {m: told for k, m, _other, told in found.curves if k == arm}
            figure = figures.along(curves, of, found.factors[0], axes[0], title, line)
        else:
            figure = figures.area(of, found.factors, axes, title, line)
        made.append(figures.save(figure, into / f"break-even-{arm}.{language()}.png"))
    return made
