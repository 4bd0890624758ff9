"""The only code that changes episode, caseload and log together: request, join, part, close.

none --request--> waiting --join--> active --part--> waiting (interrupted) or, by close, none
"""

from typing import NamedTuple

from .compiled import rule
from .events import Cause, Event, Events, Who, note
from .tables import ACTIVE, NOBODY, NONE, WAITING, Episodes, Families, Professionals


class Ledger(NamedTuple):
    """The tables that change together, and the week in which they do."""

    families: Families
    episodes: Episodes
    professionals: Professionals
    events: Events
    week: int


@rule
def _with(book: Ledger, f: int, d: int) -> Who:
    """The family, its domain and, if somebody serves it, that professional."""
    seat = book.episodes.seat[f, d]
    organisation = book.professionals.organisation[seat] if seat != NOBODY else NOBODY
    return Who(book.families.id[f], d, book.episodes.person[f, d], seat, organisation)


@rule
def request(book: Ledger, f: int, d: int) -> None:
    """A need is referred: its episode joins the waiting list."""
    book.episodes.status[f, d] = WAITING
    book.episodes.since[f, d] = book.week
    book.episodes.given_up[f, d] = False
    if book.families.first_request[f] == NOBODY:
        book.families.first_request[f] = book.week
    note(book.events, book.week, Event.request, Cause.none, _with(book, f, d), book.families.need[f, d])


@rule
def join(book: Ledger, f: int, d: int, seat: int) -> None:
    """A waiting episode meets the professional in this seat."""
    book.episodes.status[f, d] = ACTIVE
    book.episodes.since[f, d] = book.week
    book.episodes.interrupted[f, d] = False
    book.episodes.seat[f, d] = seat
    book.episodes.person[f, d] = book.professionals.person[seat]
    book.professionals.caseload[seat] += 1
    note(book.events, book.week, Event.start, Cause.none, _with(book, f, d), book.families.need[f, d])


@rule
def part(book: Ledger, f: int, d: int, cause: int) -> None:
    """A family and its professional part; the episode waits for somebody else, unless it is closed at once."""
    episodes = book.episodes
    note(book.events, book.week, Event.relation_end, cause, _with(book, f, d), book.families.need[f, d])
    book.professionals.caseload[episodes.seat[f, d]] -= 1
    episodes.last_seat[f, d], episodes.last_person[f, d] = episodes.seat[f, d], episodes.person[f, d]
    episodes.seat[f, d], episodes.person[f, d] = NOBODY, NOBODY
    episodes.status[f, d], episodes.since[f, d] = WAITING, book.week
    episodes.interrupted[f, d] = True


@rule
def close(book: Ledger, f: int, d: int, cause: int) -> None:
    """An episode ends, waiting or active."""
    if book.episodes.status[f, d] == ACTIVE:
        part(book, f, d, cause)
    note(book.events, book.week, Event.close, cause, _with(book, f, d), book.families.need[f, d])
    book.episodes.status[f, d], book.episodes.since[f, d] = NONE, book.week
    book.episodes.given_up[f, d] = cause == Cause.left_list
    book.episodes.interrupted[f, d] = False
