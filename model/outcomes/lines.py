"""An event table as plain columns: what continuity and access are counted from.

An event table is a data frame, simulated or real, with at least the columns `week, family, domain, event, cause, value`;
`event` and `cause` are words (request, start, relation_end, close, ...; goal_met, turnover, ...), `value` is the need at that
moment, and `person` says who, together with `seat` where there is one. `followed` has the columns `family, first, last`: the
weeks of each family's follow-up, the last not included. Lines of one week stand in the order of what happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Self

import numpy as np
import pandas as pd

from ..declare import Array
from ..events import Cause, Event
from ..tables import NOBODY

THREAD = ["family", "domain"]
OF_LINES = ("family", "domain", "week", "event", "cause", "value", "face")  # columns with one number for each line


@dataclass(frozen=True)
class Lines:
    """The lines about followed families, in the order of the table [L]."""

    family: Array  # its place in `followed`
    domain: Array  # its place in `domains`
    week: Array
    event: Array  # an Event; 0 for other words
    cause: Array  # a Cause; 0 for other words
    value: Array
    face: Array | None  # a number for each person; None where the table does not say who
    first: Array  # of the follow-up of its family [families]
    last: Array  # the week after it [families]
    domains: tuple[str, ...]

    @property
    def thread(self) -> Array:
        """A number for each family and domain."""
        return self.family * len(self.domains) + self.domain

    @property
    def who(self) -> Array:
        """The faces.

        Raises:
            KeyError: the table has no column `person`.
        """
        if self.face is None:
            raise KeyError("person")
        return self.face

    def at(self, rows: Array) -> Self:
        """Only these lines, in this order; rows [n] or a mask [L]."""
        told = (name for name in OF_LINES if getattr(self, name) is not None)
        return replace(self, **{name: getattr(self, name)[rows] for name in told})

    def of(self, *events: Event) -> Self:
        """Only the lines about such events."""
        return self.at(among(self.event, events))

    def within(self) -> Self:
        """Only the lines that fall in the follow-up of their family."""
        return self.at((self.week >= self.first[self.family]) & (self.week < self.last[self.family]))

    def summed(self, values: Array) -> Array:
        """Whole numbers, one for each line, added up by family."""
        return np.bincount(self.family, values, self.first.size).astype(float)

    def count(self) -> Array:
        """Lines of each family."""
        return np.bincount(self.family, minlength=self.first.size).astype(float)

    def earliest(self) -> Array:
        """Rows of the first line of each family that has one, in the order of `followed`."""
        return np.unique(self.family, return_index=True)[1]


def among(codes: Array, wanted: Iterable[IntEnum]) -> Array:
    """Which of these codes are wanted."""
    table = np.zeros(max(*Event, *Cause) + 1, bool)
    table[[w.value for w in wanted]] = True
    return table[codes]


def face_of[A: (Array, "pd.Series[int]")](seat: A, person: A) -> A:
    """A number for a person in a seat."""
    return seat.astype(np.int64) * 2**20 + person.astype(np.int64)


def faces(events: pd.DataFrame) -> "pd.Series[int]":
    """A number for each person; where there are seats, persons are numbered within their seat."""
    if "seat" not in events:
        return pd.Series(pd.factorize(events["person"])[0], index=events.index)
    return face_of(events["seat"].fillna(NOBODY), events["person"].fillna(NOBODY))


def coded(words: "pd.Series[str]", kinds: type[IntEnum]) -> Array:
    """The code of each word; 0 for words that are no kind."""
    number, known = pd.factorize(words)
    return np.append([kinds[w].value if w in kinds.__members__ else 0 for w in known], 0).astype(np.int64)[number]


def lines(events: "pd.DataFrame | Lines", followed: pd.DataFrame) -> Lines:
    """The lines of an event table about followed families; lines that are so already come back as they are."""
    if isinstance(events, Lines):
        return events
    place = pd.Index(followed["family"]).get_indexer(pd.Index(events["family"]))
    about, place = events[place >= 0], place[place >= 0]
    domain, domains = pd.factorize(about["domain"], use_na_sentinel=False)
    need = pd.to_numeric(about["value"], errors="coerce").to_numpy(float)
    face = faces(about).to_numpy() if "person" in about else None
    return Lines(place, domain, about["week"].to_numpy(), coded(about["event"], Event), coded(about["cause"], Cause), need, face,
                 followed["first"].to_numpy(), followed["last"].to_numpy(), tuple(domains))  # fmt: skip
