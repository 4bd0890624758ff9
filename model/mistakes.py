"""Mistakes in somebody's file, each a sentence: where, what stands there, what was expected, the nearest valid name."""

import difflib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .language import N_, _

FEW = 25  # names that a sentence can hold
WHAT = {  # pydantic's kinds of mistake, in our words
    "string_type": N_("expected text in quotes"),
    "int_type": N_("expected a whole number"),
    "int_from_float": N_("expected a whole number"),
    "float_type": N_("expected a number"),
    "finite_number": N_("expected a number"),
    "bool_type": N_("expected true or false"),
    "list_type": N_("expected a list [ ... ]"),
    "dict_type": N_("expected a table"),
    "model_type": N_("expected a table"),
    "greater_than": N_("expected more than {gt:g}"),
    "greater_than_equal": N_("expected {ge:g} or more"),
    "less_than_equal": N_("expected {le:g} or less"),
    "literal_error": N_("expected one of {expected}"),
    "too_short": N_("expected at least {min_length}"),
    "too_long": N_("expected at most {max_length}"),
    "tuple_type": N_("expected a list [ ... ]"),
    "string_pattern_mismatch": N_("expected something like {like}"),
}


class InputError(Exception):
    """Something that the author of a file (or of a command) can mend; `problems` holds every sentence."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type, tuple[list[str]]]:
        return type(self), (self.problems,)


class ScenarioError(InputError):
    """A scenario file, or what a command changes in it."""


class RegionError(InputError):
    """A region file."""


def shown(value: object) -> str:
    """A value as it stands in a file, cut when long."""
    text = f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) < 60 else text[:57] + "..."


def nearest(name: str, valid: Iterable[str]) -> str:
    """The ending of a sentence about an unknown name: the nearest valid one, or all of them."""
    known = list(valid)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return _("did you mean {name}?").format(name=f'"{near[0]}"')
    listed = ", ".join(known[:FEW]) + (", ..." if len(known) > FEW else "")
    return _("known: {names}").format(names=listed or "–")


def unknown(where: str, name: str, valid: Iterable[str]) -> str:
    """A sentence about a name that does not exist."""
    return _("{where}: {name} is not known; {hint}").format(where=where, name=f'"{name}"', hint=nearest(name, valid))


def not_found(what: str, name: str, shipped: Iterable[str]) -> str:
    """A sentence about a file that is not there, or a name that is not ours."""
    if name.endswith(".toml"):
        return _("{file}: there is no such file").format(file=name)
    return unknown(what, name, shipped)


def key_of(location: Iterable[int | str]) -> str:
    """("timeline", 0, "at") -> timeline[0].at"""
    key = ""
    for part in location:
        key += f"[{part}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return key


def structural(file: str, error: ValidationError, fields: Any) -> list[str]:
    """Pydantic's complaints about the shape of a file as sentences; `fields` is the model they are about."""
    sentences = []
    for e in error.errors():
        where = f"{file}: {key_of(e['loc'])}"
        if e["type"] == "extra_forbidden":
            inside = fields_at(fields, e["loc"][:-1])
            sentences.append(unknown(f"{file}: {key_of(e['loc'][:-1])}".rstrip(": "), str(e["loc"][-1]), inside))
        elif e["type"] == "missing":
            sentences.append(_("{where} is missing").format(where=where))
        else:
            sentences.append(f"{where} = {shown(e['input'])}: {said(e['type'], e.get('ctx', {}))}")
    return sentences


def said(kind: str, context: dict[str, Any]) -> str:
    """What was expected, in our words; in pydantic's where we have none."""
    told = context | {"like": '"*1.1"', "expected": str(context.get("expected", "")).replace(" or ", ", ")}
    return _(WHAT[kind]).format(**told) if kind in WHAT else kind


def fields_at(model: Any, location: Iterable[int | str]) -> list[str]:
    """The names that a pydantic model knows at a location."""
    for part in location:
        if isinstance(part, str) and hasattr(model, "model_fields") and part in model.model_fields:
            model = model.model_fields[part].annotation
            while getattr(model, "__args__", ()):
                model = model.__args__[0]
    return [f.alias or n for n, f in model.model_fields.items()] if hasattr(model, "model_fields") else []


def read_toml(path: Path, error: type[InputError]) -> dict[str, Any]:
    """The tables of a TOML file; `error` says in a sentence why it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise error([_("{file}: not a TOML file: {why}").format(file=path.name, why=wrong)]) from None
    except OSError as wrong:
        raise error([_("{file}: cannot be read: {why}").format(file=path, why=wrong.strerror)]) from None
