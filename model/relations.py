"""The only code that changes episode, caseload and log together: request, join, part, close.

none --request--> waiting --join--> active --part--> waiting (interrupted) or, by close, none

What happens to everybody every week is done by sweeps that hold their columns and call rules about plain numbers; only
rules about events take the whole ledger. Open episodes are listed once a week, because most families have none: to look
for them in every sweep took half of the time of a week.
"""

from typing import NamedTuple

import numpy as np

from .compiled import rule, sweep
from .declare import Array
from .events import Cause, Event, Events, Who, note
from .tables import ACTIVE, MANDATED, NOBODY, NONE, NOT, ROW, WAITING, Episodes, Families, Professionals


class Ledger(NamedTuple):
    """The tables that change together, the week in which they do, and whom it is about.

    here: rows of the families with a need or an episode, this week or last.
    rows, domains: of every episode that is open at the start of the week or requested in it; `listed[0]` of them.
    """

    families: Families
    episodes: Episodes
    professionals: Professionals
    events: Events
    week: int
    here: Array
    rows: Array
    domains: Array
    listed: Array


class Shared(NamedTuple):
    """The families with two helpers or more: all others have nobody to work together with."""

    rows: Array  # [N] in the table of families
    seats: Array  # [N, D] of the helpers, each once, in order of domain; the first `n` of a row
    n: Array  # [N] helpers


@sweep
def in_view(families: Families, week: int) -> Array:
    """Rows of the families that have come and not gone, in order of arrival."""
    came = np.searchsorted(families.arrives, week, side="right")
    return np.nonzero(families.leaves[:came] == NOBODY)[0].astype(ROW)


@sweep
def open_book(
    families: Families, episodes: Episodes, staff: Professionals, log: Events, week: int, here: Array
) -> Ledger:
    """The ledger of a new week: what last week left behind is cleared, and the open episodes are listed, in order."""
    hours, days, billed_to, cost = episodes.hours, episodes.days, episodes.billed_to, episodes.cost
    contact, effect, status, stand_in, n = episodes.contact, episodes.effect, episodes.status, episodes.stand_in, 0
    n_domains = status.shape[1]
    rows, domains = np.empty(here.size * n_domains, ROW), np.empty(here.size * n_domains, ROW)
    for f in here:
        for d in range(n_domains):
            if billed_to[f, d] != NOBODY or days[f, d] > 0:
                hours[f, d], days[f, d], billed_to[f, d], cost[f, d] = 0.0, 0, NOBODY, 0.0
                contact[f, d], effect[f, d], stand_in[f, d] = NOT, 0.0, NOBODY
            if status[f, d] != NONE:
                rows[n], domains[n] = f, d
                n += 1
    return Ledger(families, episodes, staff, log, week, here, rows, domains, np.full(1, n))


@sweep
def pairs(book: Ledger, wanted: int) -> tuple[Array, Array]:
    """Rows and domains of the episodes that have this status now."""
    n, status, listed = 0, book.episodes.status, book.listed[0]
    rows, domains = np.empty(listed, ROW), np.empty(listed, ROW)
    for i in range(listed):
        f, d = book.rows[i], book.domains[i]
        if status[f, d] == wanted:
            rows[n], domains[n] = f, d
            n += 1
    return rows[:n], domains[:n]


@sweep
def helped_together(book: Ledger) -> Shared:
    """Who shares a family this week: listed once, because several mechanisms ask and to list them takes memory."""
    status, seat, k = book.episodes.status, book.episodes.seat, 0
    rows, counts = np.empty(book.here.size, ROW), np.empty(book.here.size, np.int64)
    seats = np.empty((book.here.size, status.shape[1]), ROW)
    for f in book.here:
        n = 0
        for d in range(status.shape[1]):
            if adds_helper(status, seat, f, d):
                seats[k, n] = seat[f, d]
                n += 1
        rows[k], counts[k] = f, n
        k += n >= 2
    return Shared(rows[:k], seats, counts)


@rule
def at_seat(book: Ledger, f: int, d: int) -> Who:
    """The family, its domain and, if somebody serves it, that professional."""
    seat = book.episodes.seat[f, d]
    organisation = book.professionals.organisation[seat] if seat != NOBODY else NOBODY
    return Who(book.families.id[f], d, book.episodes.person[f, d], seat, organisation)


@rule
def request(book: Ledger, f: int, d: int, sector: int, intensity: int) -> None:
    """A need is referred: its episode joins the waiting list of a sector."""
    episodes = book.episodes
    episodes.status[f, d], episodes.since[f, d] = WAITING, book.week
    episodes.sector[f, d], episodes.intensity[f, d], episodes.refused_by[f, d] = sector, intensity, 0
    n = book.listed[0]
    book.rows[n], book.domains[n] = f, d
    book.listed[0] = n + 1
    note(book.events, book.week, Event.request, Cause.none, at_seat(book, f, d), book.families.need[f, d])


@rule
def join(book: Ledger, f: int, d: int, seat: int) -> None:
    """A waiting episode meets the professional in this seat; a new one knows what was passed on, and this domain."""
    episodes, person = book.episodes, book.professionals.person[seat]
    is_new = episodes.last_seat[f, d] != seat or episodes.last_person[f, d] != person
    if is_new:
        episodes.new_face[f, d], episodes.contacts[f, d], episodes.known_since[f, d] = True, 0, book.week
        episodes.knows[f, d] = episodes.passed_on[f, d] | (1 << d)
    if episodes.started[f, d] == NOBODY:
        episodes.started[f, d] = book.week
    episodes.status[f, d], episodes.since[f, d] = ACTIVE, book.week
    episodes.interrupted[f, d], episodes.refused_by[f, d] = False, 0
    episodes.seat[f, d], episodes.person[f, d] = seat, person
    book.professionals.caseload[seat] += 1
    how = Cause.warm if is_new and episodes.passed_on[f, d] != 0 else Cause.none
    note(book.events, book.week, Event.start, how, at_seat(book, f, d), book.families.need[f, d])


@rule
def part(book: Ledger, f: int, d: int, cause: int) -> None:
    """A family and its professional part; the episode waits for somebody else, unless it is closed at once."""
    episodes = book.episodes
    note(book.events, book.week, Event.relation_end, cause, at_seat(book, f, d), book.families.need[f, d])
    book.professionals.caseload[episodes.seat[f, d]] -= 1
    episodes.last_seat[f, d], episodes.last_person[f, d] = episodes.seat[f, d], episodes.person[f, d]
    episodes.not_again[f, d] = cause in (Cause.wish, Cause.transfer, Cause.passed_along)
    episodes.seat[f, d], episodes.person[f, d] = NOBODY, NOBODY
    episodes.status[f, d], episodes.since[f, d] = WAITING, book.week
    episodes.interrupted[f, d], episodes.wishes_change[f, d] = True, False
    episodes.passed_on[f, d], episodes.carried[f, d], episodes.second_try[f, d] = 0, 0.0, 0.0


@rule
def close(book: Ledger, f: int, d: int, cause: int) -> None:
    """An episode ends, waiting or active."""
    episodes = book.episodes
    if episodes.status[f, d] == ACTIVE:
        part(book, f, d, cause)
    note(book.events, book.week, Event.close, cause, at_seat(book, f, d), book.families.need[f, d])
    episodes.status[f, d], episodes.since[f, d], episodes.started[f, d] = NONE, book.week, NOBODY
    episodes.intensity[f, d], episodes.refused_by[f, d], episodes.interrupted[f, d] = 0, 0, False
    episodes.passed_on[f, d], episodes.carried[f, d], episodes.papers[f, d] = 0, 0.0, 0.0


@rule
def total(values: Array) -> float:
    """The sum of a row, from first to last: the same digits with the compiler and without."""
    added = 0.0
    for value in values:
        added += value
    return added


@rule
def is_mandated(channel: int, can_be_imposed: bool) -> bool:
    """Help that is imposed: a family that came by a report, in a domain where help can be."""
    return channel == MANDATED and can_be_imposed


@rule
def has_open(status: Array) -> bool:
    """Does this family wait or receive care anywhere? status [D]."""
    for d in range(status.size):  # noqa: SIM110 (generators are not compiled)
        if status[d] != NONE:
            return True
    return False


@rule
def known_to_active(status: Array, knows: Array) -> int:
    """The domains, as bits, that this family's active professionals know between them. status [D], knows [D]."""
    known = 0
    for d in range(status.size):
        if status[d] == ACTIVE:
            known |= int(knows[d])
    return known


@rule
def heaviest_unknown(need: Array, meets: Array, knows: int) -> int:
    """The heaviest need that care should meet and this professional does not know; NOBODY without one."""
    worst = NOBODY
    for e in range(need.size):
        if meets[e] and (knows >> e) & 1 == 0 and (worst == NOBODY or need[e] > need[worst]):
            worst = e
    return worst


@rule
def adds_helper(status: Array, seat: Array, f: int, d: int) -> bool:
    """Is this domain served by somebody who serves no earlier one of the family? status [F, D], seat [F, D]."""
    if status[f, d] != ACTIVE:
        return False
    for e in range(d):  # noqa: SIM110 (generators are not compiled)
        if status[f, e] == ACTIVE and seat[f, e] == seat[f, d]:
            return False
    return True


@rule
def count_helpers(status: Array, seat: Array, f: int) -> int:
    """How many people help this family: one may serve several domains. status [F, D], seat [F, D]."""
    n = 0
    for d in range(status.shape[1]):
        n += adds_helper(status, seat, f, d)
    return n


@rule
def count_active(status: Array) -> int:
    """Domains in which this family is helped. status [D]."""
    n = 0
    for d in range(status.size):
        n += status[d] == ACTIVE
    return n
