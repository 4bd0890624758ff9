"""Free seats and places to stay, and what people expect of a list: counted from the columns, never kept as a second account."""

from typing import NamedTuple

import numpy as np

from .compiled import rule, sweep
from .declare import Array
from .events import Cause, Event, note
from .randomness import Luck, stream, uniform
from .relations import Ledger, at_seat, pairs
from .tables import ACTIVE, INTENSIVE, NOBODY, STAY, WAITING, Domains, Sectors

PLACE = stream("places.place")


class Room(NamedTuple):
    """This week's free places, seat by seat [P], and what is already known to be full."""

    usual: Array  # cases that fit, and those that fit for who goes first
    for_first: Array
    weight: Array  # of a case, for how loaded somebody is
    ties: Array
    full: Array  # [O] organisations without room for an ordinary case
    all_full: Array  # [S] sectors of which all organisations are


@rule
def lightest_seat(begin: int, end: int, caseload: Array, space: Array, room: Room, not_seat: int) -> tuple[int, float]:
    """Of the seats begin..end-1 the one with the lightest load for its norm, and that load; NOBODY if all are full."""
    best, lightest = NOBODY, np.inf
    for seat in range(begin, end):
        load = caseload[seat] * room.weight[seat] + room.ties[seat]
        if load < lightest and caseload[seat] < space[seat] and seat != not_seat:
            best, lightest = seat, load
    return best, lightest


@rule
def note_full(room: Room, sectors: Sectors, s: int) -> None:
    """A sector is full when all its organisations are."""
    room.all_full[s] = True
    for o in range(sectors.first_organisation[s], sectors.end_organisation[s]):
        room.all_full[s] = room.all_full[s] and room.full[o]


@sweep
def stays(book: Ledger) -> int:
    """Places taken: counted from the episodes, also while a stay waits for another professional."""
    taken = 0
    for i in range(book.listed[0]):
        taken += book.episodes.intensity[book.rows[i], book.domains[i]] == STAY
    return taken


@rule
def wants_place(intensity: int, warranted: int, offers: int) -> bool:
    """In intensive care, while a stay is warranted and on offer."""
    return intensity == INTENSIVE and warranted == STAY and (offers >> STAY) & 1 == 1


@sweep
def give_places(book: Ledger, domains: Domains, places: int, luck: Luck) -> None:
    """Free places to stay go to the heaviest needs."""
    free = places - stays(book)
    if free <= 0:
        return
    intensity, warranted, need = book.episodes.intensity, book.families.warranted, book.families.need
    rows, of_domain = pairs(book, ACTIVE)
    heaviest, offers, ids = np.full(rows.size, -1.0), domains.offers, book.families.id
    for i in range(rows.size):
        f, d = rows[i], of_domain[i]
        if wants_place(intensity[f, d], warranted[f, d], offers[d]):
            heaviest[i] = need[f, d] + 1e-6 * uniform(luck, PLACE, ids[f], d)
    for i in np.argsort(-heaviest, kind="mergesort")[:free]:
        if heaviest[i] >= 0.0:
            f, d = rows[i], of_domain[i]
            intensity[f, d] = STAY
            note(book.events, book.week, Event.step, Cause.none, at_seat(book, f, d), need[f, d])


@sweep
def expect_waits(book: Ledger, sectors: Sectors) -> None:
    """What a newcomer on each list may expect: those who wait, divided by the starts a week of late."""
    rows, domains = pairs(book, WAITING)
    n, sector_of = np.zeros(sectors.waits.size), book.episodes.sector
    for i in range(rows.size):
        n[sector_of[rows[i], domains[i]]] += 1.0
    for s in range(n.size):
        sectors.waits[s] = n[s] / max(sectors.starts[s], 0.05)
