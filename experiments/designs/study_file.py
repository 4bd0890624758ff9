"""A study's file: its shape, everything that can be wrong with it, and the study that it asks for."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field, ValidationError

from samenhang.model import InputError, Region, Scenario, load_region, load_scenario
from samenhang.model.language import _
from samenhang.model.measures import HEADLINES, OUTCOMES
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.mistakes import not_found, read_toml, structural, unknown
from samenhang.model.records import KINDS
from samenhang.model.region import Table, Text, beside, find
from samenhang.model.scenario import off_problems
from samenhang.model.scenario_file import VARIANTS, near

from ..statistics.plans import Plan, n_points, refusals
from ..statistics.points import Factor
from ..statistics.sensitivity import Sample, lay
from .factors import FactorTable, factors_of
from .study import MOST_ARMS, Points, Study, StudyError

SHIPPED = Path(__file__).resolve().parent.parent / "studies"
MOST = 200_000  # points of a design
BREAK_EVEN_LEVELS = 7  # values of a parameter, if not said
type Several = Annotated[int, Field(ge=1)]
USES = {  # method -> the keys of [design] that it reads, besides method and factors
    "listed": {"points"}, "grid": {"levels"}, "break-even": {"levels"}, "factorial": set(), "latin": {"n"}, "sobol-sequence": {"n"},
    "morris": {"trajectories", "levels", "groups"}, "sobol": {"n", "second_order", "groups"}, "efast": {"n", "phases"},
    "given": {"n", "sample"},
}  # fmt: skip


class DesignTable(Table):
    """Where in the space of parameters the arms are run."""

    method: Literal[
        "listed", "grid", "break-even", "factorial", "latin", "sobol-sequence", "morris", "sobol", "efast", "given"
    ]
    factors: Any = "uncertain"  # "uncertain", "levers", "all" (both), or a list of names and mechanism.*
    n: Several | None = None  # points; of Sobol base points, of eFAST points per factor and phase
    trajectories: Annotated[int, Field(ge=2)] = 10  # of Morris
    levels: Annotated[int, Field(ge=2, le=100)] = 4  # of Morris, of a grid, and of break-even (7)
    second_order: bool = False  # of Sobol
    groups: Literal["parameter", "mechanism"] = "parameter"  # of Morris and Sobol: what is moved together
    phases: Several = 1  # of eFAST: repetitions, over which its interval is taken
    sample: Literal["latin", "sobol-sequence"] = "sobol-sequence"  # of given
    points: list[dict[str, Any]] = []  # of listed


class RunTable(Table):
    """How each run is run."""

    size: int | None = None  # inhabitants
    years: float = 5
    burn_in: float = 3
    seed: Several = 1
    record: list[str] = []


class StudyShape(Table):
    """The shape of a study file."""

    schema_: Literal[1] = Field(alias="schema")
    region: str = "default"
    scenarios: Annotated[list[str], Field(min_length=1, max_length=MOST_ARMS)] = [
        "baseline"
    ]  # the first is the comparator
    off: Annotated[list[str], Field(max_length=MOST_ARMS)] = []  # knock-outs of the first scenario, an arm each
    variants: dict[str, list[str]] = {}  # rival rules in the first scenario, an arm each
    replicates: Several = 20
    outcomes: list[str] = []  # those of the headlines when empty
    title: Text
    question: Text
    design: DesignTable = DesignTable(method="listed")
    factor: dict[str, Any] = {}  # a FactorTable each: another range, scale or list of values
    run: RunTable = RunTable()


BLANK = {"schema": 1, "title": {"en": "", "nl": ""}, "question": {"en": "", "nl": ""}}


@dataclass(frozen=True)
class Asked:
    """A study file, checked: the study to run, and what to make of it."""

    study: Study
    title: Text
    question: Text
    sample: Sample | None  # of a design over factors
    outcomes: tuple[str, ...]


def shipped_studies() -> list[str]:
    """Names of the studies that come with the package."""
    return sorted(p.stem for p in SHIPPED.glob("*.toml"))


def shaped(name: str, raw: dict[str, Any]) -> tuple[StudyShape, list[str]]:
    """The file, with what has a wrong shape left out, and the sentences about that."""
    try:
        return StudyShape.model_validate(raw), []
    except ValidationError as error:
        wrong = {e["loc"][0] for e in error.errors()}
        return StudyShape.model_validate(BLANK | {k: v for k, v in raw.items() if k not in wrong}), structural(name, error, StudyShape)  # fmt: skip


def load_study(name: str, *, size: int | None = None, replicates: int | None = None) -> Asked:
    """A study by name (ours) or by the path of a TOML file; `size` and `replicates` go over what the file says.

    Raises:
        StudyError: with every mistake in the file as a sentence: key, value, what was expected, nearest valid name.
    """
    path = find(name, SHIPPED)
    if path is None:
        raise StudyError([not_found(_("study"), name, shipped_studies())])
    raw = read_toml(path, StudyError)
    file, problems = shaped(path.name, raw)
    problems += named(path.name, file)
    region, wrong = region_of(path, file, size)
    arms, more = arms_of(path, file)
    sound = "design" not in raw or "design" in file.model_fields_set
    sample, notes, still = sampled(path.name, file, arms) if sound else (None, [], [])
    problems += wrong + more + still
    run = file.run
    if region is not None and not problems:
        points = Points(sample.points, sample.plan.is_whole) if sample else listed(file)
        alone = (
            ("families",) if len(arms) > 1 and (points is None or file.design.method == "break-even") else ()
        )  # differences count those followed in both runs
        study = Study(path.stem, arms, region, run.years, run.burn_in, run.seed, replicates or file.replicates,
                      tuple(notes), tuple(dict.fromkeys((*run.record, *alone))), points=points, file=raw)  # fmt: skip
        try:
            study.runs()
            return Asked(study, file.title, file.question, sample, tuple(file.outcomes or (m.name for m in HEADLINES)))
        except StudyError as error:
            problems += [f"{path.name}: {p}" for p in error.problems]
    raise StudyError(dict.fromkeys(problems))


def named(where: str, file: StudyShape) -> list[str]:
    """Names of outcomes, tables and rival rules that do not exist, and keys that the method does not read."""
    known = [m.name for m in OUTCOMES]
    found = [unknown(f"{where}: outcomes", k, known) for k in file.outcomes if k not in known]
    found += [unknown(f"{where}: run.record", k, KINDS) for k in file.run.record if k not in KINDS]
    found += off_problems(where, tuple(file.off))
    for mechanism, rules in file.variants.items():
        if mechanism not in VARIANTS:
            found.append(unknown(f"{where}: variants", mechanism, VARIANTS))
        found += [unknown(f"{where}: variants.{mechanism}", r, VARIANTS[mechanism]) for r in rules if mechanism in VARIANTS and r not in VARIANTS[mechanism]]  # fmt: skip
    method, given = file.design.method, file.design.model_fields_set - {"method", "factors"}
    if idle := sorted(given - USES[method]):
        found.append(_("{where}: design: {method} has no use for {keys}").format(where=where, method=method, keys=", ".join(idle)))  # fmt: skip
    if "n" in USES[method] and file.design.n is None:
        found.append(_("{where} is missing").format(where=f"{where}: design.n"))
    return found


def region_of(path: Path, file: StudyShape, size: int | None) -> tuple[Region | None, list[str]]:
    """The region of a study, at its size."""
    try:
        region = load_region(beside(path, file.region))
        asked = file.run.size if size is None else size
        return region if asked is None else region.at_size(asked), []
    except InputError as error:
        return None, [f"{path.name}: {p}" for p in error.problems]


def arms_of(path: Path, file: StudyShape) -> tuple[tuple[Scenario, ...], list[str]]:
    """The scenarios, then the first one without each mechanism in `off`, then with each rival rule; and what is wrong."""
    arms: list[Scenario] = []
    problems: list[str] = []
    for name in file.scenarios:
        found = near(path, name)
        try:
            arms.append(load_scenario(str(found) if found else name))
        except InputError as error:
            problems += [f"{path.name}: scenarios: {p}" for p in error.problems]
    labels = {m.name: m for m in MECHANISMS}
    for word in file.off if not problems else ():
        said = labels.get(word)
        told = {"en": f"without {said.en.lower() if said else word}", "nl": f"zonder {said.nl.lower() if said else word}"}  # fmt: skip
        problems += changed(arms, f"without {word}", told, {}, (word,)) if not off_problems("", (word,)) else []
    for mechanism, rules in file.variants.items() if not problems else ():
        told = {"en": f"{labels[mechanism].en}: ", "nl": f"{labels[mechanism].nl}: "} if mechanism in labels else {}
        for rule in [r for r in rules if told and r in VARIANTS.get(mechanism, ())]:
            words = {lang: text + rule for lang, text in told.items()}
            problems += changed(arms, f"{mechanism}={rule}", words, {mechanism: {"variant": rule}}, ())
    return tuple(arms), problems


def changed(arms: list[Scenario], what: str, told: dict[str, str], given: Any, off: tuple[str, ...]) -> list[str]:
    """Adds the first arm with something changed to the arms; or gives what is wrong with that."""
    first = arms[0]
    try:
        other = first.changed(given, off)
    except InputError as error:
        return error.problems
    title = Text(**{lang: f"{getattr(first.title, lang)}, {text}" for lang, text in told.items()})
    arms.append(replace(other, name=f"{first.name} {what}", title=title, holds=()))
    return []


def sampled(where: str, file: StudyShape, arms: tuple[Scenario, ...]) -> tuple[Sample | None, list[str], list[str]]:
    """The sample of a design over factors (none of a listed one), what to note and what is wrong with it."""
    asked = file.design
    if asked.method == "listed":
        unset = [_("{where}: design: listed has no use for {keys}").format(where=where, keys="factor")] if file.factor else []  # fmt: skip
        return None, [], unset + point_problems(where, asked.points, arms)
    levels = BREAK_EVEN_LEVELS if asked.method == "break-even" and "levels" not in asked.model_fields_set else asked.levels  # fmt: skip
    plan = Plan(asked.method, asked.n or 0, asked.trajectories, levels, asked.second_order, asked.groups,
                asked.phases, asked.sample, file.run.seed)  # fmt: skip
    sized = asked.n is not None or "n" not in USES[asked.method]  # if not, that has been said
    tables, wrong = tables_of(where, file.factor)
    factors, notes, more = factors_of(where, asked.factors, tables, arms)
    problems = [f"{where}: design.{p}" for p in refusals(plan, factors)] if sized else []  # fmt: skip
    problems += wrong + more
    problems += break_even_problems(where, factors, arms, wrong + more) if asked.method == "break-even" else []
    if (n := n_points(plan, factors)) > MOST:
        problems.append(_("{where}: design: {n} points; expected at most {most}").format(where=where, n=n, most=MOST))
    return (lay(plan, factors) if sized and not problems else None), notes, problems


def break_even_problems(where: str, factors: tuple[Factor, ...], arms: tuple[Scenario, ...], wrong: list[str]) -> list[str]:  # fmt: skip
    """What keeps a design from having a break-even: one arm, more than two parameters, or values without an order."""
    found = []
    if len(arms) < 2:
        found.append(_("{where}: scenarios: break-even needs two or more: which overtakes the first?").format(where=where))  # fmt: skip
    if not wrong and not 1 <= len(factors) <= 2:
        found.append(_("{where}: design.factors: break-even varies one parameter, or two for a map; these are {n}").format(
            where=where, n=len(factors)))  # fmt: skip
    unordered = [f.name for f in factors if not _rises(f.values)]
    return found + [_("{where}: factor.{key}: break-even needs numbers from low to high").format(where=where, key=k) for k in unordered]  # fmt: skip


def _rises(values: tuple[Any, ...]) -> bool:
    """Are these numbers, each above the last? Nothing counts as a range."""
    return all(isinstance(v, int | float) for v in values) and list(values) == sorted(set(values))


def tables_of(where: str, raw: dict[str, Any]) -> tuple[dict[str, FactorTable], list[str]]:
    """What the file says of each factor, and what has a wrong shape in it."""
    found, problems = {}, []
    for key, told in raw.items():
        try:
            found[key] = FactorTable.model_validate(told)
        except ValidationError as error:
            problems += structural(f"{where}: factor.{key}", error, FactorTable)
    return found, problems


def listed(file: StudyShape) -> Points | None:
    """The points that a file writes out, if any."""
    points = file.design.points
    return Points(pd.DataFrame(points, index=range(1, len(points) + 1))) if points else None


def point_problems(where: str, points: list[dict[str, Any]], arms: tuple[Scenario, ...]) -> list[str]:
    """What is wrong with points that are written out."""
    found = []
    if len({tuple(sorted(point)) for point in points}) > 1:
        found.append(_("{where}: design.points: every point must set the same parameters").format(where=where))
    for i, point in enumerate(points):
        _factors, _notes, wrong = factors_of(f"{where}: design.points[{i}]", list(point), {k: FactorTable(values=[v]) for k, v in point.items()}, arms, least=1)  # fmt: skip
        found += wrong
    return found
