"""Allocation: waiting episodes meet free capacity.

Theory. Who is served next depends on urgency and on weeks waited; a family that lost its professional half-way goes
before a new one; the same face is preferred to a new one; room is what the caseload norm leaves, with a little more for
urgent cases. An organisation may be out of money, or pass a complex case along [haaglanden]. Those who wait may
leave the list: recovered, gave up or helped elsewhere. Without such leaving a list either empties or grows without end
[model_spec 4.4].

Knocked out (`off = ["allocation"]`): `first_come`, first come, first served, whoever has room and money.
"""

from typing import Annotated, NamedTuple

import numpy as np

from ..compiled import rule, sweep
from ..declare import YEAR, Array, Lever, Mechanism, positive, share, surplus, weekly, weeks
from ..events import Cause, Event, Who, note
from ..language import N_
from ..places import Room, expect_waits, give_places, lightest_seat, note_full
from ..randomness import Luck, stream, uniform
from ..relations import Ledger, close, is_mandated, join, pairs
from ..tables import (
    ACTIVE,
    NOBODY,
    PRESENT,
    WAITING,
    Domains,
    Municipality,
    Organisations,
    Professionals,
    Sectors,
    Streams,
)  # fmt: skip

ABOUT = Mechanism(
    name="allocation", place=4, en="Allocation", nl="Toewijzing",
    plain=N_("Waiting episodes meet free capacity: urgent and long-waiting first, the same face if possible."),
    off=N_("First come, first served, whoever has room and money."),
)  # fmt: skip

LEAVES_LIST, PLACE_IN_LINE = stream("allocation.leaves_list"), stream("allocation.line")
PICK, ACCEPT, REFUSE = stream("allocation.pick"), stream("allocation.accept"), stream("allocation.refuse")
NEVER = 2.0  # a need of 2 does not exist: nobody is urgent
ROUND = 13  # weeks after which an organisation that refused is asked again
SMOOTH = 0.1  # weight of this week in the starts that people remember
LONG_AGO = 5200  # weeks: before this nobody waits; the address of a draw is never negative


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
    urgent: Annotated[float, share(0.75, 0.95, "assumption", "Need from which a case is urgent",
        "Nood vanaf waar een casus spoed heeft",
        why=N_("The scale of need is ours; what counts as urgent differs from desk to desk."))] = 0.85  # fmt: skip
    urgency_weight: Annotated[float, weeks(0.0, 40.0, "assumption", "Weeks ahead at full need",
        "Weken voorsprong bij volle nood",
        why=N_("Lists are ordered by urgency and by waiting; no source says how the two are weighed."))] = 16.0  # fmt: skip
    head_start: Annotated[float, weeks(0.0, 26.0, "assumption", "Weeks that a broken-off case goes ahead",
        "Weken voorsprong na een afgebroken traject",
        why=N_("A broken-off case is seldom put at the back of the line; how far ahead it goes is a guess."))] = 8.0  # fmt: skip
    leave_list: Annotated[float, weekly(0.002, 0.03, "assumption", "Chance to leave the waiting list",
        "Kans om van de wachtlijst te verdwijnen",
        why=N_("No count of who gives up was found; at one in a hundred a week about one in ten gives up in ten weeks."))] = 0.010  # fmt: skip
    comes_back: Annotated[float, weeks(8, 104, "assumption", "Weeks until who left the list is referred again",
        "Weken tot wie van de lijst ging weer wordt verwezen",
        why=N_("Who gave up waiting comes back when the need lasts; after how long is a guess."))] = 26.0  # fmt: skip
    prefers_agreed: Annotated[float, share(0.0, 0.5, "assumption", "Preference for organisations with agreements",
        "Voorkeur voor organisaties met afspraken",
        why=N_("Helpers ask first whom they have agreements with; how much that weighs against who has room is a guess."))] = 0.1  # fmt: skip
    refuses_complex: Annotated[float, share(0.0, 0.8, "haaglanden assumption", "Refusals of the most complex cases",
        "Weigeringen van de meest complexe casussen",
        why=N_("That complex cases are refused as a financial risk is reported, without a rate."))] = 0.25  # fmt: skip


class Desk(NamedTuple):
    """What the one who allocates looks at besides the ledger."""

    organisations: Organisations
    domains: Domains
    sectors: Sectors
    streams: Streams
    municipality: Municipality
    luck: Luck


@rule
def place_in_line(need: float, weeks_waited: int, interrupted: bool, u: float, p: Allocation) -> float:
    """Later is lower: urgency and head start in weeks, plus weeks waited; equal places are drawn, not a matter of row."""
    head_start = p.head_start if interrupted else 0.0
    return p.urgency_weight * need + head_start + weeks_waited + 1e-6 * u


@rule
def goes_first(need: float, mandated: bool, p: Allocation) -> bool:
    """Urgent or imposed: never off the list, never refused for money or complexity."""
    return mandated or need >= p.urgent


@rule
def leaves_list(first: bool, u: float, p: Allocation) -> bool:
    """Who does not go first may give up waiting."""
    return not first and u < p.leave_list


@rule
def room(norm_factor: float, capacity: float, rounding: float, first: bool, p: Allocation) -> float:
    """Cases that fit a seat. The fraction of a norm of 9.2 goes, as a tenth case, to a fixed fifth of the seats.

    `capacity` is the share of the norm that a newcomer can take; `first` for who goes first.
    """
    norm = p.caseload_norm * norm_factor * capacity
    return np.floor((norm * p.overbook if first else norm) + rounding)


@rule
def refuses_complex(complexity: float, willingness: float, risk: float, u: float, p: Allocation) -> bool:
    """Does an organisation pass this case along? Chance: refuses_complex x complexity x (1 - willingness) x financial risk."""
    return u < p.refuses_complex * complexity * (1.0 - willingness) * risk


@rule
def lacks_money(first: bool, refuses: float, releases: float, u_year: float, u_week: float) -> bool:
    """Is there no money for this start? Refused until the year turns, or not released this week; never who goes first."""
    return not first and (u_year < refuses or u_week >= releases)


@rule
def preferred(load: float, agreed: float, p: Allocation) -> float:
    """How loaded somebody counts: less where the family's helpers have agreements with the organisation."""
    return load * (1.0 - p.prefers_agreed * agreed)


@rule
def agreed(status: Array, seat: Array, staff: Professionals, agreements: Array) -> float:
    """The best agreements of this family's helpers with an organisation; agreements [O]: with each of theirs."""
    best = 0.0
    for d in range(status.size):
        if status[d] == ACTIVE:
            best = max(best, agreements[staff.organisation[seat[d]]])
    return best


@sweep
def make_room(staff: Professionals, desk: Desk, p: Allocation) -> Room:
    """How many cases fit each seat: none where nobody is."""
    n, factor = staff.caseload.size, desk.organisations.norm_factor
    usual, for_first, weight, ties = np.zeros(n), np.zeros(n), np.empty(n), np.empty(n)
    for seat in range(n):
        o = staff.organisation[seat]
        weight[seat] = 1.0 / factor[o]
        ties[seat] = 1e-6 * uniform(desk.luck, PICK, o, staff.ordinal[seat])
        if staff.status[seat] == PRESENT:
            usual[seat] = room(factor[o], staff.capacity[seat], staff.rounding[seat], False, p)
            for_first[seat] = room(factor[o], staff.capacity[seat], staff.rounding[seat], True, p)
    return Room(
        usual, for_first, weight, ties, np.zeros(factor.size, np.bool_), np.zeros(desk.sectors.busy.size, np.bool_)
    )


@rule
def answer(luck: Luck, who: int, d: int, o: int, since: int, first: bool, refuses: float, releases: float, complexity: float, willingness: float, risk: float, p: Allocation) -> int:  # fmt: skip
    """Organisation o about family `who`: none (yes), or why not. The answer holds for the year or for thirteen weeks."""
    if first:
        return Cause.none
    if refuses > 0.0 or releases < 1.0:
        in_year = uniform(Luck(luck.seed, luck.week // YEAR), ACCEPT, who, 2 * d)
        if lacks_money(first, refuses, releases, in_year, uniform(luck, ACCEPT, who, 2 * d + 1)):
            return Cause.ceiling
    asked = Luck(luck.seed, LONG_AGO + since + ROUND * ((luck.week - since) // ROUND))
    if refuses_complex(complexity, willingness, risk, uniform(asked, REFUSE, who, 1024 * d + o), p):
        return Cause.complexity
    return Cause.none


@rule
def tell_refusal(book: Ledger, desk: Desk, f: int, d: int, o: int, cause: int) -> None:
    """A refusal is an event: once for each organisation until it is asked again."""
    bit = 1 << (o - desk.sectors.first_organisation[book.episodes.sector[f, d]])
    if book.episodes.refused_by[f, d] & bit == 0:
        book.episodes.refused_by[f, d] |= bit
        who = Who(book.families.id[f], d, NOBODY, NOBODY, o)
        note(book.events, book.week, Event.refused, cause, who, book.families.need[f, d])
        desk.organisations.refusals[o] += 1.0


@rule
def best_seat(book: Ledger, desk: Desk, f: int, d: int, first: bool, room: Room, p: Allocation) -> int:
    """The previous professional, else the least loaded of those who have room, money and the will; NOBODY without one."""
    episodes, staff, s = book.episodes, book.professionals, book.episodes.sector[f, d]
    space = room.for_first if first else room.usual
    who, since, complexity = book.families.id[f], episodes.since[f, d], book.families.complexity[f]
    stream_of, last, best, lightest = desk.domains.stream[d], episodes.last_seat[f, d], NOBODY, np.inf
    same_face = last != NOBODY and staff.person[last] == episodes.last_person[f, d]
    avoided = last if same_face and episodes.not_again[f, d] else NOBODY
    for o in range(desk.sectors.first_organisation[s], desk.sectors.end_organisation[s]):
        begin, end = desk.organisations.first_seat[o], desk.organisations.end_seat[o]
        seat, load = lightest_seat(begin, end, staff.caseload, space, room, avoided)
        if same_face and avoided == NOBODY and begin <= last < end and staff.caseload[last] < space[last]:
            seat, load = last, -1.0
        if seat == NOBODY:
            room.full[o] = room.full[o] or (not first and avoided == NOBODY)
            continue
        why = answer(desk.luck, who, d, o, since, first, desk.streams.refuses[o, stream_of],
                     desk.streams.releases[o, stream_of], complexity, desk.organisations.willingness[o], desk.organisations.risk[o], p)  # fmt: skip
        if why != Cause.none:
            tell_refusal(book, desk, f, d, o, why)
            continue
        load = load if load < 0.0 else preferred(load, agreed(episodes.status[f], episodes.seat[f], staff, desk.organisations.preferred[o]), p)  # fmt: skip
        if load < lightest:
            best, lightest = seat, load
    return best


@sweep
def waiting_line(book: Ledger, luck: Luck, p: Allocation) -> tuple[Array, Array]:
    """Everybody who waits with papers in order, first served first: rows of families and domains."""
    rows, domains = pairs(book, WAITING)
    ready, since, interrupted = book.episodes.ready, book.episodes.since, book.episodes.interrupted
    need, ids, place = book.families.need, book.families.id, np.empty(rows.size)
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        u = uniform(luck, PLACE_IN_LINE, ids[f], d)
        place[i] = place_in_line(need[f, d], luck.week - since[f, d], interrupted[f, d], u, p)
        place[i] = place[i] if ready[f, d] <= luck.week else -1.0
    order = np.argsort(-place, kind="mergesort")[: (place >= 0.0).sum()]
    return rows[order], domains[order]


@sweep
def meet(book: Ledger, desk: Desk, p: Allocation) -> None:
    """Go down the line once, over all sectors; where all are full, only who goes first is tried."""
    since, refused_by, sector_of = book.episodes.since, book.episodes.refused_by, book.episodes.sector
    need, channel, imposed = book.families.need, book.families.channel, desk.domains.mandated
    room = make_room(book.professionals, desk, p)
    rows, domains = waiting_line(book, desk.luck, p)
    all_full, started, week = room.all_full, np.zeros(desk.sectors.starts.size), book.week
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        s, first = sector_of[f, d], goes_first(need[f, d], is_mandated(channel[f], imposed[d]), p)
        if (week - since[f, d]) % ROUND == 0:
            refused_by[f, d] = 0  # everybody is asked again
        if all_full[s] and not first:
            continue
        seat = best_seat(book, desk, f, d, first, room, p)
        if seat != NOBODY:
            started[s] += 1
            join(book, f, d, seat)
        elif not first:
            note_full(room, desk.sectors, s)
    for s in range(started.size):
        desk.sectors.starts[s] += SMOOTH * (started[s] - desk.sectors.starts[s])


@sweep
def thin_list(book: Ledger, desk: Desk, p: Allocation) -> None:
    """Some leave the list, and with them what was known of that need."""
    rows, domains = pairs(book, WAITING)
    need, channel, imposed, ids = book.families.need, book.families.channel, desk.domains.mandated, book.families.id
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        first = goes_first(need[f, d], is_mandated(channel[f], imposed[d]), p)
        if leaves_list(first, uniform(desk.luck, LEAVES_LIST, ids[f], d), p):
            close(book, f, d, Cause.left_list)
            book.families.known[f, d] = False
            book.episodes.not_before[f, d] = book.week + round(p.comes_back)


@sweep
def allocation(book: Ledger, desk: Desk, p: Allocation) -> None:
    """Some leave the list; the others are served in order while there is room; then places to stay are given."""
    thin_list(book, desk, p)
    meet(book, desk, p)
    give_places(book, desk.domains, desk.municipality.places[0], desk.luck)
    expect_waits(book, desk.sectors)


@sweep
def first_come(book: Ledger, desk: Desk, p: Allocation) -> None:
    """The null: first come, first served; nobody is urgent, overbooked, refused as too complex or gives up; money binds."""
    plain = Allocation(p.caseload_norm, 1.0, NEVER, 0.0, 0.0, 0.0, p.comes_back, 0.0, 0.0)
    meet(book, desk, plain)
    give_places(book, desk.domains, desk.municipality.places[0], desk.luck)
    expect_waits(book, desk.sectors)
