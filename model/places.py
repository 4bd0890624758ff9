"""Places to stay, and what people expect of a waiting list: counted from the episodes, never kept as a second account."""

import numpy as np

from .compiled import rule, sweep
from .events import Cause, Event, note
from .randomness import Luck, stream, uniform
from .relations import Ledger, at_seat, pairs
from .tables import ACTIVE, INTENSIVE, STAY, WAITING, Domains, Sectors

PLACE = stream("places.place")


@sweep
def stays(book: Ledger) -> int:
    """Places taken: counted from the episodes, also while a stay waits for another professional."""
    taken, intensity = 0, book.episodes.intensity
    for f in book.here:
        for d in range(intensity.shape[1]):
            taken += intensity[f, d] == STAY
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
    rows, of_domain = pairs(book.here, book.episodes.status, ACTIVE)
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
    rows, domains = pairs(book.here, book.episodes.status, WAITING)
    n, sector_of = np.zeros(sectors.waits.size), book.episodes.sector
    for i in range(rows.size):
        n[sector_of[rows[i], domains[i]]] += 1.0
    for s in range(n.size):
        sectors.waits[s] = n[s] / max(sectors.starts[s], 0.05)
