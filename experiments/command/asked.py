"""What was asked on the command line, checked as a whole: all mistakes of all files at once."""

from typing import Any

import click

from samenhang.model import InputError, load_region, load_scenario
from samenhang.model.language import _
from samenhang.model.mistakes import parsed
from samenhang.model.scenario import nested, off_problems, parameter_problems

from ..designs.study import Study, StudyError


def settings_of(pairs: tuple[str, ...]) -> dict[str, Any]:
    """--set mechanism.parameter=value, read as TOML reads values; a bare word is a choice."""
    out: dict[str, Any] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or "." not in key:
            raise click.UsageError(_("--set {pair}: expected mechanism.parameter=value").format(pair=pair))
        try:
            out[key.strip()] = parsed(f"value = {value}")["value"]
        except ValueError:
            out[key.strip()] = value.strip()
    return out


def study_of(names: list[str], name: str, asked: dict[str, Any]) -> Study:
    """What was asked, checked; all mistakes of all files at once."""
    given, off = nested(settings_of(asked["settings"])), asked["off"]
    wrong = parameter_problems("--set", given) + off_problems("--off", off)
    problems, arms, notes, region = list(wrong), [], [], None
    try:
        region = load_region(asked["region"])
        region = region.at_size(asked["size"]) if asked["size"] is not None else region
    except InputError as error:
        problems += error.problems
    for scenario in names:
        try:
            found = load_scenario(scenario)
            dated = {k for change in found.timeline for k in (*change.set, *change.add, *change.times)}
            notes += [_("{key} is also changed by the timeline of {name}, which goes over --set").format(key=k, name=found.name)
                      for k in settings_of(asked["settings"]) if k in dated]  # fmt: skip
            arms.append(found if wrong else found.changed(given, off))
        except InputError as error:
            problems += error.problems
    if problems or region is None:
        raise StudyError(dict.fromkeys(problems))
    return Study(name, tuple(arms), region, asked["years"], asked["burn_in"], asked["seed"], asked["replicates"],
                 tuple(notes), asked["record"], asked.get("worlds", 0))  # fmt: skip
