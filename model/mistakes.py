"""Mistakes in somebody's file, each a sentence: where, what stands there, what was expected, the nearest valid name."""

import difflib
import errno
import stat
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .language import N_, _

if TYPE_CHECKING:
    from pydantic import ValidationError  # to load it takes as long as all the rest of `--help`

FEW = 25  # names that a sentence can hold
LONG = 60  # characters of a name or value that it can hold
LONGEST = 900  # characters of a sentence, whatever stands in it
MOST_BYTES = 5_000_000  # of a file that somebody writes
DEEPEST = 40  # tables and lists within one another: what reads them goes down by calls
WHOLE = 2**63  # whole numbers of TOML are below it, and not below its negative
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
        self.problems = [legible(p) for p in problems]
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type, tuple[list[str]]]:
        return type(self), (self.problems,)


class ScenarioError(InputError):
    """A scenario file, or what a command changes in it."""


class RegionError(InputError):
    """A region file."""


def legible(sentence: str) -> str:
    """A sentence on one line, with what cannot be printed as its code: names of a file must not steer a terminal."""
    text = sentence if len(sentence) <= LONGEST else sentence[: LONGEST - 3] + "..."
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def short(text: str) -> str:
    """A text, cut when long."""
    return text if len(text) < LONG else text[: LONG - 3] + "..."


def shown(value: object) -> str:
    """A value as it stands in a file, cut when long."""
    return short(f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value))  # fmt: skip


def nearest(name: str, valid: Iterable[str]) -> str:
    """The ending of a sentence about an unknown name: the nearest valid one, or all of them."""
    known = list(valid)
    near = difflib.get_close_matches(short(name), known, n=1, cutoff=0.5)
    if near:
        return _("did you mean {name}?").format(name=f'"{near[0]}"')
    listed = ", ".join(known[:FEW]) + (", ..." if len(known) > FEW else "")
    return _("known: {names}").format(names=listed or "–")


def unknown(where: str, name: str, valid: Iterable[str]) -> str:
    """A sentence about a name that does not exist."""
    return _("{where}: {name} is not known; {hint}").format(where=where, name=shown(name), hint=nearest(name, valid))


def not_found(what: str, name: str, shipped: Iterable[str]) -> str:
    """A sentence about a file that is not there, or a name that is not ours."""
    if name.endswith(".toml"):
        return _("{file}: there is no such file").format(file=name)
    return unknown(what, name, shipped)


def key_of(location: Iterable[int | str]) -> str:
    """("timeline", 0, "at") -> timeline[0].at"""
    key = ""
    for part in location:
        key += f"[{part}]" if isinstance(part, int) else f".{short(part)}" if key else short(part)
    return key


def structural(file: str, error: "ValidationError", fields: Any) -> list[str]:
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


def is_there(path: Path) -> bool:
    """Does something stand here? Also what may not be seen: reading it says why."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG  # no file can have this name
    return True


def read_toml(path: Path, error: type[InputError]) -> dict[str, Any]:
    """The tables of a TOML file; `error` says in a sentence why it cannot be read."""
    try:
        path.name.encode()  # results are named after it
    except UnicodeEncodeError:
        raise error([_("{file}: give this file a name in UTF-8").format(file=path)]) from None
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a device or pipe may never end
            raise error([_("{file}: expected a file").format(file=path)])
        if found.st_size > MOST_BYTES:
            raise error([_("{file}: expected at most {most} bytes").format(file=path, most=MOST_BYTES)])
        return parsed(path.read_text(encoding="utf-8-sig"))  # some editors of Windows begin with a mark
    except ValueError as wrong:
        raise error([_("{file}: not a TOML file: {why}").format(file=path.name, why=wrong)]) from None
    except OSError as wrong:
        raise error([_("{file}: cannot be read: {why}").format(file=path, why=wrong.strerror)]) from None


def parsed(text: str) -> dict[str, Any]:
    """The tables of a text.

    Raises:
        ValueError: it is no TOML, or holds what nothing that reads it further could take.
    """
    try:
        found = tomllib.loads(text)
    except RecursionError:
        raise ValueError(_("more than {most} deep").format(most=DEEPEST)) from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # thousands of digits, which Python refuses to count
        raise ValueError(_("a whole number of more than 64 bits")) from None
    for location, value in _inside(found):
        if len(location) > DEEPEST:
            raise ValueError(_("more than {most} deep").format(most=DEEPEST))
        if isinstance(value, int) and not -WHOLE <= value < WHOLE:
            raise ValueError(f"{key_of(location)}: {_('a whole number of more than 64 bits')}")
    return found


def _inside(tables: dict[str, Any]) -> Iterator[tuple[tuple[int | str, ...], Any]]:
    """(where, value) of all that stands in a file; without calls that go as deep as it does."""
    left: list[tuple[tuple[int | str, ...], Any]] = [((), tables)]
    while left:
        where, value = left.pop()
        yield where, value
        if isinstance(value, dict | list):
            left += [((*where, k), v) for k, v in (value.items() if isinstance(value, dict) else enumerate(value))]
