"""The event log: what can happen, as numbers, and how it is written down."""

from enum import IntEnum
from typing import Annotated, NamedTuple

import numpy as np

from .compiled import rule
from .declare import Array, Column, declared


class Event(IntEnum):
    """What happened; the words are those of the exported log."""

    request = 1
    start = 2
    relation_end = 3
    close = 4
    leave = 5
    hire = 6
    ask = 7
    sent_home = 8
    refused = 9
    step = 10
    absent = 11
    back = 12
    decision_raised = 13
    decision_made = 14
    overturned = 15
    done = 16


class Cause(IntEnum):
    """Why it happened."""

    none = 0
    goal_met = 1
    left_list = 2
    turnover = 3
    moved = 4
    aged_out = 5
    absence = 6
    transfer = 7
    passed_along = 8
    wish = 9
    dropout = 10
    term = 11
    contract_end = 12
    complexity = 13
    ceiling = 14
    no_offer = 15
    early = 16
    cut = 17
    out_of_view = 18
    change_of_stream = 20  # the case goes on with a provider of another kind
    project_end = 21
    warm = 19  # of a start: old and new professional saw the family together


class Events(NamedTuple):
    """The log [rows]; `used[0]` rows are filled."""

    used: Annotated[Array, Column("1", np.int64, "rows", 0, "rows in use", "regels in gebruik")]
    week: Annotated[Array, Column("E", np.int32, "week", 0, "week", "week")]
    family: Annotated[Array, Column("E", np.int64, "id", -1, "family", "gezin")]
    domain: Annotated[Array, Column("E", np.int8, "index", -1, "life domain", "leefgebied")]
    person: Annotated[Array, Column("E", np.int32, "ordinal", -1, "person in the seat", "persoon op de plek")]
    seat: Annotated[Array, Column("E", np.int32, "index", -1, "seat", "plek")]
    organisation: Annotated[Array, Column("E", np.int32, "index", -1, "organisation", "organisatie")]
    event: Annotated[Array, Column("E", np.int8, "code", 0, "event", "gebeurtenis")]
    cause: Annotated[Array, Column("E", np.int8, "code", 0, "cause", "oorzaak")]
    value: Annotated[Array, Column("E", np.float64, "0-1", 0, "need then", "nood op dat moment")]


class Who(NamedTuple):
    """Whom a line of the log is about; -1 where it is about nobody."""

    family: int
    domain: int
    person: int
    seat: int
    organisation: int


def log_of(rows: int) -> Events:
    """An empty log with room for so many rows; they are zeros, for which no memory is taken before they are written."""
    return Events(*(np.zeros(1 if c.axes == "1" else rows, c.kind) for c in declared(Events, Column)))


def longer(log: Events, rows: int) -> Events:
    """The same log with room for more."""
    new, kept = log_of(rows), max(1, int(log.used[0]))
    for old, fresh in zip(log, new, strict=True):
        fresh[:kept] = old[:kept]
    return new


@rule
def note(log: Events, week: int, event: int, cause: int, who: Who, value: float) -> None:
    """One more line; the runner has made sure that there is room."""
    n = log.used[0]
    log.week[n], log.event[n], log.cause[n], log.value[n] = week, event, cause, value
    log.family[n], log.domain[n] = who.family, who.domain
    log.person[n], log.seat[n], log.organisation[n] = who.person, who.seat, who.organisation
    log.used[0] = n + 1
