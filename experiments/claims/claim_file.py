"""A hypothesis file: its shape, and everything that can be wrong with it that needs no scenario to be read."""

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from samenhang.model.cohort import CLASSES
from samenhang.model.language import N_, _, tidy
from samenhang.model.measures import MEASURED
from samenhang.model.mistakes import InputError, structural, unknown
from samenhang.model.region import Table, Text
from samenhang.model.scenario import Change, nested, off_problems, parameter_problems
from samenhang.model.scenario_file import change_problems
from samenhang.model.sources import known_sources
from samenhang.model.views import every
from samenhang.model.week import Parameters

from ..designs.closing import FIVE
from ..designs.closing import problems_of as channel_problems
from ..designs.study import MOST_ARMS, MOST_RUNS
from ..statistics.looks import looks

LEAST_PAIRS = 2
MOST_LOOKS = 100

type Kind = Literal["contrast", "interaction", "trend", "share"]
KINDS: dict[Kind, tuple[str, ...]] = {  # what is claimed -> the tables that it needs
    "contrast": ("contrast",), "interaction": ("contrast", "moderator"), "trend": ("trend",), "share": ("contrast", "through"),
}  # fmt: skip
IN_WORDS: dict[Kind, str] = {
    "contrast": N_("one scenario against another"),
    "interaction": N_("a difference that is larger under one condition than under another"),
    "trend": N_("a trend that never turns, over the values of one parameter"),
    "share": N_("the share of a difference that goes through a channel or mechanism"),
}


class ClaimError(InputError):
    """A hypothesis file, or a folder that holds another claim."""


class Side(Table):
    """One side of a contrast: a scenario, and what is changed in it from a date on."""

    scenario: str = "baseline"
    set: dict[str, Any] = {}
    at: Annotated[float, Field(ge=0, le=50)] = 0.0  # years after burn-in
    timeline: list[Change] = []  # more dates
    off: list[str] = []


class Through(Table):
    """What is shut to see how much of a difference goes through it: channels or mechanisms, or parameters from the start on."""

    words: Text
    off: list[str] = []
    set: dict[str, Any] = {}


Given = Annotated[Side, BeforeValidator(lambda told: {"scenario": told} if isinstance(told, str) else told)]


class Contrast(Table):
    """After against before."""

    before: Given
    after: Given


class Moderator(Table):
    """Two conditions, set from the first week of burn-in: the effect is the difference under `high` less that under `low`."""

    words: Text
    low: dict[str, Any]
    high: dict[str, Any]


class Trend(Table):
    """Values of one parameter in a scenario, from low to high."""

    parameter: str
    values: Annotated[list[float], Field(min_length=3, max_length=MOST_ARMS)]
    scenario: str = "baseline"
    at: Annotated[float, Field(ge=0, le=50)] = 0.0


class Outcome(Table):
    """What is claimed of one outcome."""

    name: str
    direction: Literal["up", "down", "same"]
    smallest: Annotated[float, Field(gt=0)] | None = None  # effect that matters; that of the measure, if not said
    because: Text | None = None  # why that
    statistic: Literal["mean", "median", "ratio"] = "mean"
    among: str = ""  # families of one class of complexity at arrival


class Sequential(Table):
    """Pairs are added batch by batch until the verdict is clear."""

    minimum: Annotated[int, Field(ge=10)]
    maximum: Annotated[int, Field(le=MOST_RUNS)]
    batch: Annotated[int, Field(ge=1)]
    half_width: Annotated[float, Field(gt=0)] | None = None  # narrow enough to stop, whatever the verdict


class Decision(Table):
    """What it takes."""

    rule: Literal["matters", "direction"] = "matters"
    confidence: Annotated[float, Field(ge=0.8, le=0.999)] = 0.95
    replicates: Annotated[int, Field(ge=LEAST_PAIRS, le=MOST_RUNS)] | None = None
    sequential: Sequential | None = None
    correction: Literal["holm", "benjamini-hochberg"] = "holm"
    worlds: Annotated[int, Field(ge=0, le=MOST_RUNS)] = 0


class WhyTable(Table):
    """What is closed to take the difference apart afterwards: channels or mechanisms, over the first pairs."""

    channels: list[str] = list(FIVE)
    pairs: Annotated[int, Field(ge=LEAST_PAIRS)] = 20


class Runs(Table):
    """Where and how long."""

    regions: Annotated[list[str], Field(min_length=1)] = ["default"]
    size: int | None = None
    years: float = 5.0
    burn_in: float = 3.0
    seed: Annotated[int, Field(ge=1)] = 1


class ClaimFile(Table):
    """The shape of a hypothesis file."""

    schema_: Literal[1] = Field(alias="schema")
    title: Text
    claim: Text  # in words, so that it can turn out to be false
    limits: Text | None = None  # what this test of the claim does not reach
    source: str
    kind: Kind
    outcome: Outcome
    further: list[Outcome] = []
    contrast: Contrast | None = None
    moderator: Moderator | None = None
    trend: Trend | None = None
    through: Through | None = None
    decision: Decision
    runs: Runs = Runs()
    why: WhyTable | None = None


def shaped(name: str, raw: dict[str, Any]) -> ClaimFile:
    """The file.

    Raises:
        ClaimError: with every mistake in its shape, and in the contents of the tables that do have their shape.
    """
    try:
        return ClaimFile.model_validate(raw)
    except ValidationError as error:
        problems = structural(name, error, ClaimFile)
        for key, shape in (
            ("outcome", Outcome),
            ("contrast", Contrast),
            ("moderator", Moderator),
            ("trend", Trend),
            ("through", Through),
            ("why", WhyTable),
        ):
            try:
                problems += _part(name, key, shape.model_validate(raw[key])) if key in raw else []
            except ValidationError:  # said already
                continue
        raise ClaimError(dict.fromkeys(problems)) from None


def _part(name: str, key: str, part: Any) -> list[str]:
    """What is wrong in one table."""
    if isinstance(part, Outcome):
        return outcome_problems(f"{name}: {key}", part)
    if isinstance(part, Contrast):
        return [p for side in ("before", "after") for p in side_problems(f"{name}: contrast.{side}", getattr(part, side))]  # fmt: skip
    if isinstance(part, Moderator):
        ends = {end: set_problems(f"{name}: moderator.{end}", getattr(part, end)) for end in ("low", "high")}
        if part.low == part.high:
            ends["high"].append(_("{where}: low and high are the same").format(where=f"{name}: {key}"))
        return ends["low"] + ends["high"]
    if isinstance(part, Through):
        found = off_problems(f"{name}: through", tuple(part.off)) + set_problems(f"{name}: through.set", part.set)
        return found if part.off or part.set else [_("{file}: through: give off or set").format(file=name)]
    return channel_problems(f"{name}: why.channels", tuple(part.channels)) if isinstance(part, WhyTable) else trend_problems(f"{name}: trend", part)  # fmt: skip


def problems_of(name: str, file: ClaimFile) -> list[str]:
    """What is wrong with the contents, given the shape."""
    given = {key for key in ("contrast", "moderator", "trend", "through") if getattr(file, key)}
    found = [_("{file}: {key} is missing; kind = {kind} needs it").format(file=name, key=key, kind=f'"{file.kind}"')
             for key in KINDS[file.kind] if key not in given]  # fmt: skip
    found += [_("{file}: {key} has no place where kind = {kind}").format(file=name, key=key, kind=f'"{file.kind}"')
              for key in sorted(given - set(KINDS[file.kind]))]  # fmt: skip
    for key in ("contrast", "moderator", "trend", "through"):
        found += _part(name, key, getattr(file, key)) if key in given else []
    for where, outcome in ((f"{name}: outcome", file.outcome), *((f"{name}: further[{k}]", o) for k, o in enumerate(file.further))):  # fmt: skip
        found += outcome_problems(where, outcome)
    own = file.kind == "share" or file.outcome.statistic == "ratio"
    if own and file.outcome.smallest is None:
        found.append(_("{file}: outcome.smallest is missing: of a share or ratio nobody but you can say what matters").format(file=name))  # fmt: skip
    if file.why:
        found += channel_problems(f"{name}: why.channels", tuple(file.why.channels))
        found += [] if file.kind == "contrast" else [_("{file}: {key} has no place where kind = {kind}").format(file=name, key="why", kind=f'"{file.kind}"')]  # fmt: skip
    found += [unknown(f"{name}: source", s, known_sources()) for s in file.source.split() if s not in known_sources()]
    return found + decision_problems(name, file)


def decision_problems(name: str, file: ClaimFile) -> list[str]:
    """What is wrong with how it is decided."""
    found, decision = [], file.decision
    if (decision.replicates is None) == (decision.sequential is None):
        found.append(_("{file}: decision: give either replicates or sequential").format(file=name))
    if decision.sequential and decision.sequential.maximum < decision.sequential.minimum:
        found.append(_("{file}: decision.sequential.maximum = {value}: expected {least} or more").format(
            file=name, value=decision.sequential.maximum, least=decision.sequential.minimum))  # fmt: skip
    plan = decision.sequential
    if plan and (n := len(looks(plan.minimum, plan.maximum, plan.batch))) > MOST_LOOKS:
        found.append(_("{file}: decision.sequential: {n} looks; expected at most {most}").format(file=name, n=n, most=MOST_LOOKS))  # fmt: skip
    for k, o in enumerate(file.further):
        if o.statistic != "mean":
            found.append(_("{file}: further[{k}].statistic: expected \"mean\"; outcomes that are judged together are compared by their means").format(file=name, k=k))  # fmt: skip
    if file.kind in {"share", "interaction", "trend"} and file.outcome.statistic == "ratio":
        found.append(_('{file}: outcome.statistic = "ratio" goes with kind = "contrast" only').format(file=name))
    if file.kind == "share" and (file.outcome.direction != "up" or decision.rule != "matters"):
        found.append(_('{file}: a share is claimed to be at least so much: expected outcome.direction = "up" and decision.rule = "matters"').format(file=name))  # fmt: skip
    if file.kind == "share" and (file.outcome.statistic != "mean" or file.further):
        found.append(_("{file}: a share is one of means, of one outcome").format(file=name))
    return found


def outcome_problems(where: str, outcome: Outcome) -> list[str]:
    """An unknown outcome or class, or a class of what is not about families."""
    measure = MEASURED.get(outcome.name)
    if measure is None:
        return [unknown(f"{where}.name", outcome.name, MEASURED)]
    if outcome.among and outcome.among not in CLASSES:
        return [unknown(f"{where}.among", outcome.among, CLASSES)]
    if outcome.among and not measure.of:
        return [_("{where}: {name} is not about families, so not about a class of them").format(where=where, name=outcome.name)]  # fmt: skip
    return []


def set_problems(where: str, given: dict[str, Any]) -> list[str]:
    """Unknown parameters and impossible values."""
    declared = every(Parameters)
    found = [unknown(where, k, declared) for k in given if k not in declared]
    return found + parameter_problems(where, nested({k: v for k, v in given.items() if k in declared}))


def side_problems(where: str, side: Side) -> list[str]:
    """What is wrong with one side, apart from its scenario."""
    dated = [p for k, c in enumerate(side.timeline) for p in change_problems(f"{where}.timeline[{k}]", c)]
    return set_problems(f"{where}.set", side.set) + dated + off_problems(where, tuple(side.off))


def trend_problems(where: str, trend: Trend) -> list[str]:
    """An unknown parameter, a choice, or values that do not rise."""
    declared = every(Parameters)
    if trend.parameter not in declared:
        return [unknown(f"{where}.parameter", trend.parameter, declared)]
    if declared[trend.parameter].options:
        return [_("{where}.parameter: {name} is a choice, and choices have no order").format(where=where, name=trend.parameter)]  # fmt: skip
    found = [p for v in trend.values for p in set_problems(f"{where}.values", {trend.parameter: v})]
    if any(b <= a for a, b in pairwise(trend.values)):
        found.append(_("{where}.values = {values}: expected values from low to high").format(
            where=where, values=", ".join(map(tidy, trend.values))))  # fmt: skip
    return found


def is_claim(raw: dict[str, Any]) -> bool:
    """Is this a hypothesis file?"""
    return "claim" in raw or ("outcome" in raw and "decision" in raw)


SHIPPED = Path(__file__).resolve().parent.parent / "hypotheses"
