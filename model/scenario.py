"""A scenario: what changes, and the chapters (dated sets of parameters) that follow from it."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, ValidationError

from . import rivals
from .declare import YEAR
from .language import _, tidy
from .mistakes import ScenarioError, shown, unknown
from .region import Region, Table, Text
from .views import every, expected, groups, validated
from .week import On, Parameters

STRUCK = {m.replace("channel_", "channel."): m for m in On._fields}  # the words of `off`, and the lines of the week

type Given = dict[str, dict[str, Any]]  # mechanism -> parameter -> value


class Change(Table):
    """A dated change, in years after burn-in."""

    at: Annotated[float, Field(ge=0, le=100)]
    set: dict[str, Any] = {}
    add: dict[str, float] = {}
    times: dict[str, float] = {}


class Expect(Table):
    """What the source reports: which outcome moves which way, against which other scenario, and why. Never used in a run."""

    against: str = "baseline"
    moves: dict[str, Literal["up", "down", "same"]]  # "same": by less than what matters
    why: Text


@dataclass(frozen=True)
class Scenario:
    """What changes, checked: ready to run on any region."""

    name: str
    title: Text
    story: Text
    source: str
    holds: tuple[str, ...]
    off: tuple[str, ...]
    given: Given
    timeline: tuple[Change, ...]
    question: str = ""  # of an adviser, under which it is listed
    expect: Expect | None = None

    @property
    def on(self) -> On:
        """The mechanisms that are left."""
        return On(**{field: word not in self.off for word, field in STRUCK.items()})

    def stages(self) -> list[tuple[float | None, Given]]:
        """(years after burn-in or None for the start, everything given from then on), in order of date."""
        given = self.given
        out: list[tuple[float | None, Given]] = [(None, given)]
        for change in sorted(self.timeline, key=lambda c: c.at):
            now = validated(Parameters, given)
            given = merge(given, nested(change.set))
            given = merge(given, nested({k: _number(now, k) + v for k, v in change.add.items()}))
            given = merge(given, nested({k: _number(now, k) * v for k, v in change.times.items()}))
            out.append((change.at, given))
        return out

    def chapters(self, burn_in: int) -> list[tuple[int, Parameters]]:
        """(week from which, parameters); the first holds from week 0. burn_in in weeks."""
        return [(0 if at is None else burn_in + round(at * YEAR), validated(Parameters, g)) for at, g in self.stages()]

    def changed(self, given: Given, off: tuple[str, ...] = ()) -> "Scenario":
        """The same with other parameters (`--set`, a sample) or mechanisms struck out; the timeline still goes over it.

        Raises:
            ScenarioError: with every mistake as a sentence.
        """
        problems = parameter_problems("--set", given) + off_problems("--off", off)
        if not problems:
            out = replace(self, given=merge(self.given, given), off=tuple(dict.fromkeys((*self.off, *off))))
            problems = out.problems()
        if problems:
            raise ScenarioError(problems)
        return out

    def problems(self) -> list[str]:
        """Values that the timeline makes impossible, and values that contradict one another, as sentences."""
        found = []
        try:
            for _at, given in self.stages():
                found += parameter_problems(self.name, given)
                found += [_("{where}: variant.{mechanism} = own: no rule of that name in a file named by {variable}").format(where=self.name, mechanism=m, variable=rivals.GIVEN)
                          for m, values in given.items() if _is_own(values.get("variant")) and not rivals.given(m)]  # fmt: skip
                p = validated(Parameters, given).needs
                if p.closing >= p.opening:
                    found.append(_("{where}: needs.closing = {low:g} must be below needs.opening = {high:g}").format(
                        where=self.name, low=p.closing, high=p.opening))  # fmt: skip
        except ValidationError:  # a stage that cannot be: what came before it has been said
            found = found or [_("{where}: the timeline leads to an impossible value").format(where=self.name)]
        return list(dict.fromkeys(found))

    def warnings(self) -> list[str]:
        """Values outside what is plausible, as sentences: allowed, and said."""
        found = []
        for at, given in self.stages():
            for key, q in every(Parameters).items():
                group, name = key.split(".")
                value = given.get(group, {}).get(name)
                if value is None or q.options or q.low <= value <= q.high:
                    continue
                what = f"{key} = {tidy(value)}" if at is None else _("{what} from year {year}").format(what=f"{key} = {tidy(value)}", year=tidy(at))  # fmt: skip
                found.append(_("{name}: {what} is outside what is plausible ({low} to {high} {unit})").format(
                    name=self.name, what=what, low=tidy(q.low), high=tidy(q.high), unit=_(q.unit)))  # fmt: skip
        return list(dict.fromkeys(found))


def merge(given: Given, more: Given) -> Given:
    """The second over the first."""
    return {g: given.get(g, {}) | more.get(g, {}) for g in {**given, **more}}


def nested(flat: dict[str, Any]) -> Given:
    """{"workforce.exit_rate": 0.1} as nested tables; a key without a dot becomes an unknown mechanism."""
    out: Given = {}
    for key, value in flat.items():
        group, _dot, name = key.partition(".")
        out.setdefault(group, {})[name] = value
    return out


def _is_own(variant: Any) -> bool:
    return getattr(variant, "name", variant) == "own"


def _number(parameters: Parameters, key: str) -> float:
    group, name = key.split(".")
    return float(getattr(getattr(parameters, group), name))


def parameter_problems(where: str, given: Given) -> list[str]:
    """Unknown mechanisms, unknown parameters and impossible values, as sentences."""
    declared = every(Parameters)
    found = [unknown(where, group, groups(Parameters)) for group in given if group not in groups(Parameters)]
    for group, values in given.items():
        names = [k.split(".")[1] for k in declared if k.startswith(f"{group}.")]
        if not names:
            continue
        found += [unknown(f"{where}: {group}", n, names) for n in values if n not in names]
        try:
            validated(Parameters, {group: {n: v for n, v in values.items() if n in names}})
        except ValidationError as error:
            for wrong in {e["loc"][1]: e for e in error.errors()}.values():
                key = f"{group}.{wrong['loc'][1]}"
                bounds, unit = expected(declared[key])
                found.append(_("{where}: {key} = {value}: expected {bounds} ({unit})").format(
                    where=where, key=key, value=shown(wrong["input"]), bounds=bounds, unit=_(unit)))  # fmt: skip
    return found


def off_problems(where: str, off: tuple[str, ...]) -> list[str]:
    """Mechanisms that cannot be switched off."""
    return [unknown(f"{where}: off", m, STRUCK) for m in off if m not in STRUCK]


def contradictions(scenario: Scenario, region: Region) -> list[str]:
    """What a scenario asks of a region that cannot be: need that feeds itself without end (spill_over x lambda_max)."""
    strongest = float(np.abs(np.linalg.eigvals(region.spill())).max())
    slowest = min(d.pace for d in region.domain)
    found = []
    for _at, given in scenario.stages():
        p = validated(Parameters, given).needs
        if p.spill_over > 0 and p.spill_over * strongest >= p.recovery * slowest:
            found.append(_("{name}: needs.spill_over = {spill:g} outruns needs.recovery = {recovery:g} in this region; needs would feed themselves").format(
                name=scenario.name, spill=p.spill_over, recovery=p.recovery))  # fmt: skip
    return list(dict.fromkeys(found))
