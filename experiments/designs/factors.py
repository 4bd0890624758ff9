"""What a study file says of its factors, checked: which parameters vary, between which ends, and which cannot."""

from typing import Any, Literal

from samenhang.model import Scenario, rivals
from samenhang.model.declare import Parameter
from samenhang.model.language import _, tidy
from samenhang.model.mistakes import shown, unknown
from samenhang.model.region import Table
from samenhang.model.scenario import nested, parameter_problems
from samenhang.model.views import every, groups
from samenhang.model.week import Parameters

from ..statistics.points import Factor

ROLES = {"uncertain": ("uncertain",), "levers": ("lever",), "all": ("uncertain", "lever")}


class FactorTable(Table):
    """Another range, scale or list of values than the declaration of a parameter gives."""

    low: float | None = None
    high: float | None = None
    scale: Literal["linear", "log", "integer"] | None = None
    values: list[Any] | None = None

    @property
    def ranged(self) -> bool:
        """Does it say anything of a range?"""
        return any(v is not None for v in (self.low, self.high, self.scale))


def set_by(arms: tuple[Scenario, ...]) -> dict[str, str]:
    """Parameter -> the scenario that sets it, at the start or by its timeline."""
    found: dict[str, str] = {}
    for arm in arms:
        dated = [k for c in arm.timeline for k in (*c.set, *c.add, *c.times)]
        for key in [*(f"{g}.{n}" for g, values in arm.given.items() for n in values), *dated]:
            found.setdefault(key, arm.name)
    return found


def factors_of(where: str, asked: Any, tables: dict[str, FactorTable], arms: tuple[Scenario, ...], least: int = 2) -> tuple[tuple[Factor, ...], list[str], list[str]]:  # fmt: skip
    """(factors, what to note, what is wrong); `least`: values that a list must have."""
    written, wild, problems = names_of(f"{where}: design.factors", asked)
    taken, notes = set_by(arms), []
    for key in (k for k in written if k in taken):
        problems.append(_("{where}: design.factors: {key} is set by {name}, so no point can vary it").format(where=where, key=key, name=taken[key]))  # fmt: skip
    if left_out := [k for k in wild if k in taken]:
        notes.append(_("not varied, because a scenario sets it: {names}").format(names=", ".join(left_out)))
    names = list(dict.fromkeys([*written, *(k for k in wild if k not in taken)]))
    problems += [unknown(f"{where}: factor", k, names) for k in tables if k not in names]
    known, factors = every(Parameters), []
    for key in names:
        factor, wrong, note = factor_of(
            f"{where}: factor.{key}", key, known[key], tables.get(key, FactorTable()), least
        )
        problems += wrong
        notes += note
        factors += [factor] if factor else []
    if not names and not problems:
        problems.append(_("{where}: design.factors: nothing is left to vary").format(where=where))
    return tuple(factors), notes, problems


def names_of(where: str, asked: Any) -> tuple[list[str], list[str], list[str]]:
    """(parameters that are named, those that a role or `mechanism.*` stands for, what is wrong)."""
    known = every(Parameters)
    if isinstance(asked, str):
        wrong = [] if asked in ROLES else [unknown(where, asked, ROLES)]
        return [], [k for k, q in known.items() if q.role in ROLES.get(asked, ())], wrong
    if not isinstance(asked, list):
        return [], [], [_("{where} = {value}: expected a list [ ... ]").format(where=where, value=shown(asked))]
    written, wild, wrong = [], [], []
    for name in map(str, asked):
        mechanism, _dot, rest = name.partition(".")
        if rest == "*" and mechanism in groups(Parameters):
            wild += [k for k, q in known.items() if k.startswith(f"{mechanism}.") and q.role in ROLES["all"]]
        elif rest == "*":
            wrong.append(unknown(where, mechanism, groups(Parameters)))
        elif name in known:
            written.append(name)
        else:
            wrong.append(unknown(where, name, known))
    return written, wild, wrong


def factor_of(where: str, key: str, q: Parameter, told: FactorTable, least: int) -> tuple[Factor | None, list[str], list[str]]:  # fmt: skip
    """(a factor, what is wrong with it, what to note of it)."""
    if told.values is not None or q.options:
        values, wrong = values_of(where, key, q, told, least)
        return (None if wrong else Factor(key, values=values)), wrong, []
    low, high = q.low if told.low is None else told.low, q.high if told.high is None else told.high
    wrong = [p for v in (low, high) for p in parameter_problems(where, nested({key: v}))]
    if not low < high:
        wrong.append(_("{where}: low = {low} must be below high = {high}").format(where=where, low=tidy(low), high=tidy(high)))  # fmt: skip
    if told.scale == "log" and low <= 0:
        wrong.append(_("{where}: a log scale needs a low above 0; it is {low}").format(where=where, low=tidy(low)))
    if told.scale == "integer" and (low % 1 or high % 1):
        wrong.append(_("{where}: low = {low}, high = {high}: expected whole numbers").format(where=where, low=tidy(low), high=tidy(high)))  # fmt: skip
    note = []
    if low < q.low or high > q.high:
        note.append(_("{key} varies outside what is plausible ({low} to {high} {unit})").format(
            key=key, low=tidy(q.low), high=tidy(q.high), unit=_(q.unit)))  # fmt: skip
    return (None if wrong else Factor(key, float(low), float(high), told.scale or "linear")), list(dict.fromkeys(wrong)), note  # fmt: skip


def values_of(where: str, key: str, q: Parameter, told: FactorTable, least: int) -> tuple[tuple[Any, ...], list[str]]:
    """(the values of a choice or of a list, what is wrong with them)."""
    wrong = []
    if told.ranged:
        wrong.append(_("{where}: a choice has values, no low, high or scale").format(where=where))
    own = [o for o in q.options if o != "own" or rivals.given(key.split(".")[0])]
    values = list(own if told.values is None else told.values)
    if len(values) < least:
        wrong.append(_("{where}: values: expected at least {least}").format(where=where, least=least))
    for value in values:
        if q.options and value not in q.options:
            wrong.append(unknown(f"{where}: values", str(value), q.options))
        else:
            wrong += parameter_problems(f"{where}: values", nested({key: value}))
    return tuple(values), wrong
