"""How a quantity is declared once (Parameter, Column, Measure), and the views of that one line.

A mechanism's parameters are one `typing.NamedTuple` whose fields are `Annotated[float, rate(...)]`: the same class is
what pydantic validates, what numba takes apart and what every table, slider and sensitivity problem is made from.
Labels carry both languages; longer sentences are English here and Dutch in the catalogue.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Literal, NamedTuple, get_args, get_type_hints

import numpy as np
from annotated_types import Ge, GroupedMetadata, Gt, Le
from pydantic import Strict

type Array = np.ndarray[Any, np.dtype[Any]]
YEAR = 52  # weeks; the clock of the model
MOST_STAFF = 1.3  # times the establishment of a region: as many seats as have a row

type Role = Literal["lever", "uncertain", "fixed"]


class Lever(NamedTuple):
    """What makes a parameter something that somebody can decide."""

    question: str  # the question in words
    decides: str  # who decides it
    anchors: tuple[
        tuple[float, str], tuple[float, str], tuple[float, str]
    ]  # low, now, high: value and what it stands for
    price: str  # what it costs, and whom


@dataclass(frozen=True, slots=True)
class Parameter(GroupedMetadata):
    """What is known about a number besides the number. Iterating gives pydantic what is *valid*."""

    unit: str
    low: float  # plausible; the valid range is wider
    high: float
    source: str  # a key of sources.toml
    en: str
    nl: str
    role: Role = "uncertain"
    why: str = ""  # required when the source is "assumption"
    lever: Lever | None = None  # required when the role is "lever"
    valid: tuple[Any, ...] = ()
    options: tuple[str, ...] = ()
    name: str = ""
    default: Any = None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.valid)


def _from(least: float, most: float, unit: str) -> Any:
    def declared_as(low: float, high: float, source: str, en: str, nl: str, **more: Any) -> Parameter:
        return Parameter(unit, low, high, source, en, nl, valid=(Strict(), Ge(least), Le(most)), **more)

    return declared_as


rate = _from(0.0, 1e6, "1/year")  # how often a year
weekly = _from(0.0, 1.0, "1/week")  # a chance or share a week
factor = _from(0.0, 100.0, "factor")  # multiplies something
surplus = _from(1.0, 100.0, "factor")  # multiplies something, and never makes it less
weeks = _from(0.0, 1e6, "weeks")  # a duration
staffing = _from(0.5, MOST_STAFF, "factor")  # of the seats that a region has


def positive(unit: str, low: float, high: float, source: str, en: str, nl: str, **more: Any) -> Parameter:
    """Above 0, in its own unit."""
    return Parameter(unit, low, high, source, en, nl, valid=(Strict(), Gt(0), Le(1e6)), **more)


def share(low: float, high: float, source: str, en: str, nl: str, **more: Any) -> Parameter:
    """From 0 to 1."""
    return Parameter("share", low, high, source, en, nl, valid=(Strict(), Ge(0), Le(1)), **more)


def signed(low: float, high: float, source: str, en: str, nl: str, **more: Any) -> Parameter:
    """From -1 to 1: it may help or harm."""
    return Parameter("share", low, high, source, en, nl, valid=(Strict(), Ge(-1), Le(1)), **more)


class Word(IntEnum):
    """A choice: a word in files, a number in compiled code."""

    @classmethod
    def _missing_(cls, value: object) -> "Word | None":
        return cls.__members__.get(value) if isinstance(value, str) else None


def choice(options: type[Word], source: str, en: str, nl: str, **more: Any) -> Parameter:
    """One word of a list."""
    return Parameter("choice", 0, len(options) - 1, source, en, nl, options=tuple(options.__members__), **more)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its axes (F families, D domains, ...), unit and neutral value."""

    axes: str
    kind: type[np.generic]
    unit: str
    neutral: float
    en: str
    nl: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """A line of the week, in words."""

    name: str
    place: int  # in the week of the model, 1-13
    en: str
    nl: str
    plain: str  # what it does, in one sentence
    off: str = ""  # what happens without it; empty where a scenario cannot strike it out


type Way = Literal["+", "-", "±"]  # more of one makes more, or less, of the other; ±: either, by what nobody knows yet


@dataclass(frozen=True, slots=True)
class Link:
    """One thing pushes another, within a week, all else being equal; what a mechanism says of itself.

    Things are columns (`families.need`), parameters (`needs.recovery`) or flows (`leaving`).
    """

    cause: str
    way: Way
    effect: str
    rule: Callable[..., Any] | None = None  # that shows it, or
    argument: str = ""  # of the rule, which carries the cause; the parameter of that name in `p`, if not said
    turned: bool = False  # the rule says it the other way round: its argument or what it gives works against
    by: str = ""  # where no rule about one person shows it: the sentence that says what is counted
    channel: str = ""  # of neutrality, if it is part of one (see links.py)

    @property
    def expects(self) -> tuple[int, ...]:
        """The directions in which what the rule gives moves as its argument rises."""
        ways = {"+": (1,), "-": (-1,), "±": (-1, 1)}[self.way]
        return tuple(sorted(-w for w in ways)) if self.turned else ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Something that happens and is not kept in a column, as a name in both languages."""

    en: str
    nl: str


class Per100(NamedTuple):
    """The same quantity as people count: value x `times` is a number of `things` (a sentence) per 100 families."""

    times: float
    things: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something observed, weekly or at the end of a run, and how to read it."""

    name: str
    unit: str
    en: str
    nl: str
    plain: str  # one plain sentence
    better: Literal[-1, 0, 1]  # 1 up is better, -1 down is better, 0 neither
    matters: float  # the smallest difference that matters
    because: str  # why that
    per100: Per100
    silent: str  # what it does not say
    source: str
    kind: Literal["outcome", "weekly"] = "outcome"
    of: tuple[str, str] | None = None  # of families: sum of one column over sum of another, of a table of families
    times: float = 1.0  # that ratio
    headline: bool = False  # shown first
    set_by: tuple[str, ...] = ()  # parameters from which it follows directly: a change in them is put in, not found


def declared(group: Any, of: type[Parameter] | type[Column] = Parameter) -> list[Any]:
    """The declarations in a named tuple class, with name (and default) filled in."""
    found = []
    for name, hint in get_type_hints(group, include_extras=True).items():
        quantity = next((a for a in get_args(hint) if isinstance(a, of)), None)
        if quantity is not None:
            more = {"default": group._field_defaults[name]} if of is Parameter else {}
            found.append(replace(quantity, name=name, **more))
    return found


def table(columns: Any, **length: int) -> Any:
    """A table with every column at its neutral value; `length` gives the number of rows per axis letter."""
    return columns(**{c.name: blank(c, length) for c in declared(columns, Column)})


def blank(column: Column, length: dict[str, int]) -> Array:
    """A column at its neutral value; zeros take no memory before they are written."""
    shape = tuple(int(a) if a.isdigit() else length[a] for a in column.axes.split())
    return np.full(shape, column.neutral, column.kind) if column.neutral else np.zeros(shape, column.kind)
