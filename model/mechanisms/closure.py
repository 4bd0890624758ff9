"""Closure: care ends, steps up or down, and families go out of view.

Theory. Care ends when its goal is met. Decisions are for a term: after it they are renewed, or care stops although some
need is left. Contracts may set a maximum. A family that has lost its trust stays away. Where lists are long, a provider may
close earlier (uncertain: 0 unless a study says so). Care that has become too light is stepped up, care that is heavier than
needed is stepped down; a question that has outgrown the local team goes on to another provider's list, to a new face. At
eighteen youth care ends. What is left of a need goes on, and may come back as a new request.

Knocked out (`off = ["closure"]`): `when_met`, care ends only when the need is met or the family is gone.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Array, Mechanism, share, weekly, weeks
from ..events import Cause, Event, note
from ..language import N_
from ..randomness import Luck, stream, uniform, uniforms
from ..relations import Ledger, at_seat, close, is_mandated, pairs
from ..tables import ACTIVE, INTENSIVE, LIGHT, NONE, STAY, WAITING, Domains, Sectors

ABOUT = Mechanism(
    name="closure", place=10, en="Closure", nl="Afsluiting",
    plain=N_("Ends care, steps it up or down, and lets families go out of view."),
    off=N_("Care ends only when the need is met or the family is gone."),
)  # fmt: skip

END, LONGER = stream("closure.end"), stream("closure.longer")
LONG_WAIT = 8.0  # weeks: expected waits beyond this press on closing [model_spec 4.10]


class Closure(NamedTuple):
    """Parameters of closure."""

    term: Annotated[float, weeks(26, 104, "model_spec", "Term of a decision", "Looptijd van een beschikking",
        role="fixed")] = 52.0  # fmt: skip
    stops_below: Annotated[float, share(0.2, 0.4, "assumption", "Need below which a decision is not renewed",
        "Nood waaronder een beschikking niet wordt verlengd",
        why=N_("Endings cluster at half a year to a year, so some care stops by its term; at which need is a guess."))] = 0.26  # fmt: skip
    contract_maximum: Annotated[float, weeks(104, 520, "assumption", "Longest care that a contract pays",
        "Langste hulp die een contract betaalt",
        why=N_("Four in a hundred trajectories last over four years; where contracts cut off differs."))] = 312.0  # fmt: skip
    dropout: Annotated[float, weekly(0.0, 0.03, "de_haan_2013 assumption", "Chance to stay away without any trust or bond",
        "Kans om weg te blijven zonder enig vertrouwen en enige band",
        why=N_("Reported dropout runs from one in six to three in four and depends on what is counted."))] = 0.006  # fmt: skip
    throughput: Annotated[float, share(0.0, 0.1, "assumption", "Earlier closing for every eight weeks of waiting above eight",
        "Eerder afsluiten per acht weken wachten boven de acht",
        why=N_("Pressure of waiting lists on closing is plausible and not measured; 0 is the neutral value."))] = 0.0  # fmt: skip
    steps_up: Annotated[float, weekly(0.02, 0.3, "assumption", "Chance that too light care is stepped up",
        "Kans dat te lichte hulp wordt opgeschaald",
        why=N_("Heavier care takes a new decision; weeks to months."))] = 0.08  # fmt: skip
    steps_down: Annotated[float, weekly(0.005, 0.1, "assumption", "Chance that too heavy care is stepped down",
        "Kans dat te zware hulp wordt afgeschaald",
        why=N_("Nobody complains about too much; slower than stepping up, set so that about one episode in ten is intensive."))] = 0.015  # fmt: skip
    leaves_stay: Annotated[float, weekly(0.005, 0.05, "assumption", "Chance that a stay ends when it is not needed any more",
        "Kans dat verblijf eindigt als het niet meer nodig is",
        why=N_("Somewhere to go must be found; set so that a stay lasts about a year."))] = 0.012  # fmt: skip
    resumes: Annotated[float, weeks(8, 104, "assumption", "Weeks until who was stopped or stayed away is referred again",
        "Weken tot wie stopte of wegbleef weer wordt verwezen",
        why=N_("A quarter of starts are repeats, without saying after how long; a guess."))] = 26.0  # fmt: skip
    out_of_view: Annotated[float, weeks(52, 156, "model_spec", "Weeks without need or care, then out of view",
        "Weken zonder nood of hulp, dan uit beeld", role="fixed")] = 104.0  # fmt: skip


@rule
def is_met(should_meet: bool, status: int, free: bool) -> bool:
    """An episode whose need care should no longer meet; care that runs ends by a decision."""
    return not should_meet and (status == WAITING or (status == ACTIVE and free))


@rule
def is_prolonged(margin: float, u: float) -> bool:
    """Does care go on because a further week earns more than it costs? Chance: the answer to that margin; 0 without one."""
    return u < margin


@rule
def is_cut_short(need: float, closing: float, margin: float) -> bool:
    """Does care stop because a further week costs more than it earns? Need below closing x (1 + answer to that loss)."""
    return margin < 0.0 and need < closing * (1.0 - margin)


@rule
def is_not_renewed(weeks_in_care: int, need: float, p: Closure) -> bool:
    """At the end of each term: is what is left too little for another one?"""
    at_term = p.term >= 1.0 and weeks_in_care > 0 and weeks_in_care % round(p.term) == 0
    return at_term and need < p.stops_below


@rule
def is_pressed(need: float, waits: float, closing: float, p: Closure) -> bool:
    """Closed early because others wait: need below closing + throughput for every eight weeks of waiting above eight."""
    beyond = max(0.0, waits - LONG_WAIT) / LONG_WAIT
    return p.throughput > 0.0 and beyond > 0.0 and need < closing + p.throughput * beyond


@rule
def is_at_maximum(weeks_in_care: int, p: Closure) -> bool:
    """Longer than a contract pays?"""
    return weeks_in_care >= p.contract_maximum


@rule
def stays_away(trust: float, alliance: float, u: float, p: Closure) -> bool:
    """Dropout: chance = dropout x (1 - trust) x (1 - alliance)."""
    return u < p.dropout * (1.0 - trust) * (1.0 - alliance)


@rule
def next_intensity(given: int, warranted: int, offers: int, margin: float, u: float, p: Closure) -> int:
    """One step up or down, to the next intensity on offer but not beyond what fits; a stay begins only with a place.

    Where more care earns more (margin above 0), up is likelier and down less so; the other way where it costs.
    """
    if given == STAY:
        return INTENSIVE if warranted < STAY and u < p.leaves_stay else STAY
    way = 1 if warranted > given else -1
    step = given + way
    while LIGHT <= step <= INTENSIVE and (offers >> step) & 1 == 0:
        step += way
    on_offer = LIGHT <= step <= INTENSIVE and (warranted - step) * way >= 0 and given != warranted
    return step if on_offer and u < (p.steps_up if way > 0 else p.steps_down) * (1.0 + way * margin) else given


@rule
def goes_out_of_view(weeks_quiet: int, p: Closure) -> bool:
    """Long enough without need or care."""
    return weeks_quiet >= p.out_of_view


@rule
def why_it_ends(weeks_in_care: int, need: float, waits: float, closing: float, margin: float, mandated: bool, trust: float, alliance: float, u: float, p: Closure) -> int:  # fmt: skip
    """The cause for which active care ends now although the need is not met; none if it goes on."""
    if is_at_maximum(weeks_in_care, p):
        return Cause.contract_end
    if mandated:
        return Cause.none
    pressed = is_pressed(need, waits, closing, p) or is_cut_short(need, closing, margin)
    if pressed or is_not_renewed(weeks_in_care, need, p):
        return Cause.term
    return Cause.dropout if stays_away(trust, alliance, u, p) else Cause.none


@rule
def step(book: Ledger, domains: Domains, team: int, f: int, d: int, now: int) -> None:
    """Another intensity where one fits better; from the local team a heavier question goes on to its own sector."""
    episodes = book.episodes
    note(book.events, book.week, Event.step, Cause.none, at_seat(book, f, d), book.families.need[f, d])
    episodes.intensity[f, d] = now
    if episodes.sector[f, d] == team and now > LIGHT:
        episodes.sector[f, d] = domains.sector[d]  # the relation ends at the handover of this week


@sweep
def close_met(book: Ledger, luck: Luck) -> None:
    """Episodes, waiting or active, of which the need is met."""
    status, should_meet, free, margin = book.episodes.status, book.families.should_meet, book.episodes.free, book.episodes.margin  # fmt: skip
    for i in range(book.listed[0]):
        f, d = book.rows[i], book.domains[i]
        if is_met(should_meet[f, d], status[f, d], free[f, d]):
            earns = margin[f, d] > 0.0 and status[f, d] == ACTIVE
            if not (earns and is_prolonged(margin[f, d], uniform(luck, LONGER, book.families.id[f], d))):
                close(book, f, d, Cause.goal_met)


@rule
def go(book: Ledger, f: int, cause: int) -> None:
    """A family goes out of view; what care there is ends."""
    book.families.leaves[f] = book.week
    for d in range(book.families.need.shape[1]):
        if book.episodes.status[f, d] != NONE:
            close(book, f, d, cause)


@sweep
def closure(
    book: Ledger, domains: Domains, sectors: Sectors, team: int, closing: float, p: Closure, luck: Luck
) -> None:
    """Everybody in care; `team` is the sector of the local team, `closing` the need below which care may stop."""
    close_met(book, luck)
    need, trust, channel, ids = book.families.need, book.families.trust, book.families.channel, book.families.id
    started, alliance, intensity, sector_of = book.episodes.started, book.episodes.alliance, book.episodes.intensity, book.episodes.sector  # fmt: skip
    warranted, imposed, offers, waits = book.families.warranted, domains.mandated, domains.offers, sectors.waits
    free, margin = book.episodes.free, book.episodes.margin
    rows, of_domain = pairs(book, ACTIVE)
    for i in range(rows.size):
        f, d = rows[i], of_domain[i]
        ends, steps, _, _ = uniforms(luck, END, ids[f], d)
        mandated = is_mandated(channel[f], imposed[d])
        why = why_it_ends(book.week - started[f, d], need[f, d], waits[sector_of[f, d]], closing, margin[f, d], mandated, trust[f], alliance[f, d], ends, p)  # fmt: skip
        now = intensity[f, d]
        if free[f, d]:
            now = next_intensity(intensity[f, d], warranted[f, d], offers[d], margin[f, d], steps, p)
        if why != Cause.none:
            close(book, f, d, why)
            book.families.known[f, d] = False
            book.episodes.not_before[f, d] = book.week + round(p.resumes)
        elif now != intensity[f, d]:
            step(book, domains, team, f, d, now)


@sweep
def when_met(book: Ledger) -> None:
    """The null: episodes close as soon as the need is met."""
    for i in range(book.listed[0]):
        f, d = book.rows[i], book.domains[i]
        if is_met(book.families.should_meet[f, d], book.episodes.status[f, d], True):
            close(book, f, d, Cause.goal_met)


@sweep
def depart(book: Ledger, here: Array, p: Closure) -> None:
    """Families move, their youngest turns 18, or they need nothing any more; with and without the mechanism. here: rows in view."""
    moves, grows_up, quiet, week = book.families.moves, book.families.grows_up, book.families.weeks_quiet, book.week
    for f in here:
        if week >= moves[f]:
            go(book, f, Cause.moved)
        elif week >= grows_up[f]:
            go(book, f, Cause.aged_out)
        elif goes_out_of_view(quiet[f], p):
            go(book, f, Cause.out_of_view)
