"""A scenario's file: its shape, everything that can be wrong with it, and what it extends."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from .language import N_, _
from .measures import OUTCOMES
from .mistakes import ScenarioError, is_there, key_of, not_found, read_toml, structural, unknown
from .region import Region, Table, Text, find
from .scenario import Change, Expect, Scenario, merge, nested, off_problems, parameter_problems
from .sources import known_sources
from .views import every
from .week import Parameters

SHIPPED = Path(__file__).resolve().parent.parent / "scenarios"
MOST_FILES = 20  # each over the next
OUTCOME_NAMES = [m.name for m in OUTCOMES]
VARIANTS = {k.split(".")[0]: q.options for k, q in every(Parameters).items() if k.endswith(".variant")}  # rival rules


QUESTIONS = {  # of an adviser
    "access": N_("Access: who gets help, and when?"),
    "together": N_("Working together: who decides what with whom?"),
    "staff": N_("Staff: who is there to help?"),
    "money": N_("Money: who pays for what?"),
    "permanence": N_("Permanence: what stays when a project ends?"),
}


class ScenarioFile(Table):
    """The shape of a scenario file."""

    schema_: Literal[1] = Field(alias="schema")
    extends: str | None = None
    question: str = ""  # of an adviser: a key of QUESTIONS
    source: str = ""  # keys of sources.toml, for what the story says
    holds: list[Literal["money", "staff", "demand"]]
    off: list[str] = []
    title: Text
    story: Text
    parameters: dict[str, dict[str, Any]] = {}
    variant: dict[str, str] = {}
    timeline: list[Change] = []
    expect: Expect | None = None


BLANK = {"schema": 1, "holds": [], "title": {"en": "", "nl": ""}, "story": {"en": "", "nl": ""}}


def shaped(name: str, raw: dict[str, Any]) -> tuple[ScenarioFile, list[str]]:
    """The file, with what has a wrong shape left out, and the sentences about that."""
    elsewhere = ("region", *(f.alias or n for n, f in Region.model_fields.items()))
    shared = {f.alias or n for n, f in ScenarioFile.model_fields.items()}
    misplaced = [k for k in raw if k in elsewhere and k not in shared]
    problems = [
        _("{file}: {key} belongs in a region file, not in a scenario; give a region with --region").format(
            file=name, key=k
        )
        for k in misplaced
    ]
    kept = {k: v for k, v in raw.items() if k not in misplaced}
    try:
        return ScenarioFile.model_validate(kept), problems
    except ValidationError as error:
        problems += structural(name, error, ScenarioFile)
        wrong = {e["loc"][0] for e in error.errors()}
        return ScenarioFile.model_validate(BLANK | {k: v for k, v in kept.items() if k in shared - wrong}), problems


def content_problems(name: str, file: ScenarioFile) -> list[str]:
    """What is wrong with the contents, given the shape."""
    found = parameter_problems(f"{name}: parameters", file.parameters) + off_problems(name, tuple(file.off))
    for mechanism, rule in file.variant.items():
        if rule not in VARIANTS.get(mechanism, ()):
            found.append(unknown(f"{name}: variant.{mechanism}", rule, VARIANTS.get(mechanism, ())))
    found += [unknown(f"{name}: source", s, known_sources()) for s in file.source.split() if s not in known_sources()]
    if file.question and file.question not in QUESTIONS:
        found.append(unknown(f"{name}: question", file.question, QUESTIONS))
    found += [
        unknown(f"{name}: expect.moves", k, OUTCOME_NAMES)
        for k in (file.expect.moves if file.expect else ())
        if k not in OUTCOME_NAMES
    ]
    for i, change in enumerate(file.timeline):
        found += change_problems(f"{name}: {key_of(('timeline', i))}", change)
    return found


def change_problems(where: str, change: Change) -> list[str]:
    """What is wrong with one dated change."""
    declared = every(Parameters)
    keys = [*change.set, *change.add, *change.times]
    found = [unknown(where, k, declared) for k in keys if k not in declared]
    for k in dict.fromkeys(keys):
        if keys.count(k) > 1:
            found.append(_("{where}: {key} is changed twice on one date").format(where=where, key=k))
        if k in declared and declared[k].options and k not in change.set:
            found.append(_("{where}: {key} is a choice: it can only be set").format(where=where, key=k))
    return found + parameter_problems(f"{where}.set", nested({k: v for k, v in change.set.items() if k in declared}))


def shipped_scenarios() -> list[str]:
    """Names of the scenarios that come with the package."""
    return sorted(p.stem for p in SHIPPED.glob("*.toml"))


def read_scenario(path: Path, seen: tuple[Path, ...] = ()) -> Scenario:
    """One file over what it extends; every mistake in either is said."""
    file, problems = shaped(path.name, read_toml(path, ScenarioError))
    problems += content_problems(path.name, file)
    if file.expect and near(path, file.expect.against) is None:
        problems.append(unknown(f"{path.name}: expect.against", file.expect.against, shipped_scenarios()))
    base: Scenario | None = None
    if file.extends is not None:
        try:
            base = extended(path, file.extends, (*seen, path.resolve()))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    given, off, timeline = (base.given, base.off, base.timeline) if base else ({}, (), ())
    scenario = Scenario(path.stem, file.title, file.story, file.source or (base.source if base else ""), tuple(file.holds), tuple(dict.fromkeys((*off, *file.off))),
                        merge(merge(given, file.parameters), {m: {"variant": rule} for m, rule in file.variant.items()}), (*timeline, *file.timeline),
                        file.question or (base.question if base else ""), file.expect)  # fmt: skip
    if problems := scenario.problems():
        raise ScenarioError(problems)
    return scenario


def near(path: Path, name: str) -> Path | None:
    """A scenario that a file names: one beside it, or one of ours."""
    beside = path.parent / (name if name.endswith(".toml") else f"{name}.toml")
    return beside if is_there(beside) else find(name, SHIPPED)


def extended(path: Path, name: str, seen: tuple[Path, ...]) -> Scenario:
    """The scenario that a file extends."""
    found = near(path, name)
    if found is None:
        raise ScenarioError([unknown(f"{path.name}: extends", name, shipped_scenarios())])
    if len(seen) > MOST_FILES:
        raise ScenarioError([_("{file}: extends goes on over more than {most} files").format(file=path.name, most=MOST_FILES)])  # fmt: skip
    if found.resolve() in seen:
        raise ScenarioError([_("{file}: extends goes round in a circle").format(file=path.name)])
    return read_scenario(found, seen)


def load_scenario(name: str = "baseline") -> Scenario:
    """A scenario by name (ours) or by the path of a TOML file.

    Raises:
        ScenarioError: with every mistake in the file as a sentence: key, value, what was expected, nearest valid name.
    """
    path = find(name, SHIPPED)
    if path is None:
        raise ScenarioError([not_found(_("scenario"), name, shipped_scenarios())])
    return read_scenario(path)
