"""Allocation: waiting episodes meet free capacity.

Theory. Who is served next depends on urgency and on weeks waited; a family that lost its professional half-way goes
before a new one; the same face is preferred to a new one; room is what the caseload norm leaves, with a little more for
urgent cases. Those who wait may leave the list: recovered, gave up or helped elsewhere. Without such leaving a list
either empties or grows without end [model_spec 4.4].

Knocked out (`off = ["allocation"]`): `first_come`, first come, first served, whoever has room.
"""

from typing import Annotated, NamedTuple

import numpy as np

from ..compiled import rule, sweep
from ..declare import Array, Lever, Mechanism, positive, share, surplus, weekly, weeks
from ..events import Cause
from ..language import N_
from ..randomness import Luck, stream, uniform
from ..relations import Ledger, close, join
from ..tables import NOBODY, PRESENT, WAITING, Domains, Organisations, Professionals, Sectors

ABOUT = Mechanism(
    name="allocation", place=4, en="Allocation", nl="Toewijzing",
    plain=N_("Waiting episodes meet free capacity: urgent and long-waiting first, the same face if possible."),
    off=N_("First come, first served, whoever has room."),
)  # fmt: skip

LEAVES_LIST, PLACE_IN_LINE, PICK = (
    stream("allocation.leaves_list"),
    stream("allocation.line"),
    stream("allocation.pick"),
)
NEVER = 2.0  # a need of 2 does not exist: nobody is urgent


class Allocation(NamedTuple):
    """Parameters of allocation."""

    caseload_norm: Annotated[float, positive("episodes", 6.0, 14.0, "model_spec", "Caseload norm", "Caseloadnorm",
        role="lever", lever=Lever(
            N_("How many episodes may one professional have at once?"),
            N_("The provider, within what the municipality contracts."),
            ((6.0, N_("a third fewer than now")), (9.2, N_("about what is usual now")), (14.0, N_("half as many again"))),
            N_("A lower norm leaves families waiting longer, or takes more staff.")))] = 9.2  # fmt: skip
    overbook: Annotated[float, surplus(1.0, 1.3, "assumption", "Norm for urgent cases, times the usual norm",
        "Norm bij spoed, keer de gewone norm",
        why=N_("Crises are taken on above the norm too; how far is a guess."))] = 1.15  # fmt: skip
    urgent: Annotated[float, share(0.7, 0.9, "assumption", "Need from which a case is urgent",
        "Nood vanaf waar een casus spoed heeft",
        why=N_("The scale of need is ours; what counts as urgent differs from desk to desk."))] = 0.8  # fmt: skip
    urgency_weight: Annotated[float, weeks(0.0, 40.0, "assumption", "Weeks ahead at full need",
        "Weken voorsprong bij volle nood",
        why=N_("Lists are ordered by urgency and by waiting; no source says how the two are weighed."))] = 16.0  # fmt: skip
    head_start: Annotated[float, weeks(0.0, 26.0, "assumption", "Weeks that a broken-off case goes ahead",
        "Weken voorsprong na een afgebroken traject",
        why=N_("A broken-off case is seldom put at the back of the line; how far ahead it goes is a guess."))] = 8.0  # fmt: skip
    leave_list: Annotated[float, weekly(0.002, 0.03, "assumption", "Chance to leave the waiting list",
        "Kans om van de wachtlijst te verdwijnen",
        why=N_("No count of who gives up was found; at one in a hundred a week about one in ten gives up in ten weeks."))] = 0.010  # fmt: skip


class Desk(NamedTuple):
    """What the one who allocates looks at besides the ledger."""

    organisations: Organisations
    domains: Domains
    sectors: Sectors
    luck: Luck


@rule
def place_in_line(need: float, weeks_waited: int, interrupted: bool, u: float, p: Allocation) -> float:
    """Later is lower: urgency and head start in weeks, plus weeks waited; equal places are drawn, not a matter of row."""
    head_start = p.head_start if interrupted else 0.0
    return p.urgency_weight * need + head_start + weeks_waited + 1e-6 * u


@rule
def leaves_list(need: float, u: float, p: Allocation) -> bool:
    """Who is not urgent may give up waiting."""
    return need < p.urgent and u < p.leave_list


@rule
def room(norm_factor: float, rounding: float, need: float, p: Allocation) -> float:
    """Cases that fit a seat. The fraction of a norm of 9.2 goes, as a tenth case, to a fixed fifth of the seats."""
    norm = p.caseload_norm * norm_factor
    return np.floor((norm * p.overbook if need >= p.urgent else norm) + rounding)


@rule
def has_room(staff: Professionals, seat: int, norm_factor: float, need: float, p: Allocation) -> bool:
    """Is somebody there, with room for a case of this need?"""
    return staff.status[seat] == PRESENT and staff.caseload[seat] < room(norm_factor, staff.rounding[seat], need, p)


@rule
def best_seat(book: Ledger, desk: Desk, f: int, d: int, ties: Array, p: Allocation) -> int:
    """The previous professional if there is room, else the least loaded of the sector; NOBODY if all are full."""
    staff, organisations, need = book.professionals, desk.organisations, book.families.need[f, d]
    last = book.episodes.last_seat[f, d]
    same_face = last != NOBODY and staff.person[last] == book.episodes.last_person[f, d]
    if same_face and has_room(staff, last, organisations.norm_factor[staff.organisation[last]], need, p):
        return last
    sector = desk.domains.sector[d]
    best, lightest = NOBODY, np.inf
    for seat in range(desk.sectors.first_seat[sector], desk.sectors.end_seat[sector]):
        norm_factor = organisations.norm_factor[staff.organisation[seat]]
        load = staff.caseload[seat] / norm_factor + 1e-6 * ties[seat]
        if load < lightest and has_room(staff, seat, norm_factor, need, p):
            best, lightest = seat, load
    return best


@sweep
def waiting_line(book: Ledger, luck: Luck, p: Allocation) -> tuple[Array, Array]:
    """Everybody who waits, first served first: rows of families and domains."""
    families, episodes = book.families, book.episodes
    n, n_domains = 0, families.need.shape[1]
    for f in range(families.id.size):
        if families.arrives[f] > luck.week:
            break
        for d in range(n_domains):
            n += episodes.status[f, d] == WAITING
    who, place = np.empty(n, np.int64), np.empty(n)
    n = 0
    for f in range(families.id.size):
        if families.arrives[f] > luck.week:
            break
        for d in range(n_domains):
            if episodes.status[f, d] == WAITING:
                u = uniform(luck, PLACE_IN_LINE, families.id[f], d)
                who[n] = f * n_domains + d
                place[n] = place_in_line(families.need[f, d], luck.week - episodes.since[f, d], episodes.interrupted[f, d], u, p)  # fmt: skip
                n += 1
    order = who[np.argsort(-place, kind="mergesort")]
    return order // n_domains, order % n_domains


@sweep
def meet(book: Ledger, desk: Desk, p: Allocation) -> None:
    """Go down the line once. Where somebody found no room, only urgent cases are tried again this week."""
    staff = book.professionals
    ties = np.empty(staff.caseload.size)
    for seat in range(ties.size):
        ties[seat] = uniform(desk.luck, PICK, staff.organisation[seat], staff.ordinal[seat])
    rows, domains = waiting_line(book, desk.luck, p)
    full = np.zeros(desk.sectors.first_seat.size, np.bool_)
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        sector = desk.domains.sector[d]
        need = book.families.need[f, d]
        if full[sector] and need < p.urgent:
            continue
        seat = best_seat(book, desk, f, d, ties, p)
        if seat != NOBODY:
            join(book, f, d, seat)
        else:
            full[sector] = True


@sweep
def allocation(book: Ledger, desk: Desk, p: Allocation) -> None:
    """Some leave the list; the others are served in order while there is room."""
    for f in range(book.families.id.size):
        if book.families.arrives[f] > book.week:
            break
        for d in range(book.families.need.shape[1]):
            if book.episodes.status[f, d] == WAITING:
                u = uniform(desk.luck, LEAVES_LIST, book.families.id[f], d)
                if leaves_list(book.families.need[f, d], u, p):
                    close(book, f, d, Cause.left_list)
    meet(book, desk, p)


@sweep
def first_come(book: Ledger, desk: Desk, p: Allocation) -> None:
    """The null: first come, first served; nobody is urgent, goes ahead, is overbooked or gives up."""
    plain = Allocation(
        caseload_norm=p.caseload_norm, overbook=1.0, urgent=NEVER, urgency_weight=0.0, head_start=0.0, leave_list=0.0
    )
    meet(book, desk, plain)
