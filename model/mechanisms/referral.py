"""Referral: a need that somebody active knows joins a waiting list, at an intensity.

Theory. Only what is known can be referred. *Matched* care starts at the intensity that fits; *stepped* care starts light.
Light help may stay with the local team. Where more streams pay for one family, each wants its own plan: that takes weeks
before care can start, unless one party answers for the whole, and hours while it lasts, unless one legal frame holds
[haaglanden]. Both are something else than pooling money.

Knocked out (`off = ["referral"]`): `plain_referral`, every known need goes to its own sector, regular and without papers.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import YEAR, Array, Lever, Mechanism, Word, choice, positive, share, weeks
from ..events import Cause, Event, note
from ..language import N_
from ..randomness import Luck, stream, uniform
from ..relations import Ledger, at_seat, known_to_active, request
from ..tables import ACTIVE, INTENSIVE, LIGHT, LOCAL_TEAM, NO_OFFER, NONE, REGULAR, Domains

ABOUT = Mechanism(
    name="referral", place=3, en="Referral", nl="Verwijzing",
    plain=N_("A need that somebody active knows joins a waiting list, at an intensity that fits or light first."),
    off=N_("Every known need goes to its own sector, at regular intensity and without papers."),
)  # fmt: skip

KEEP = stream("referral.keep")


class Strategy(Word):
    """At which intensity care starts."""

    matched = 0
    stepped = 1


class Referral(NamedTuple):
    """Parameters of referral."""

    strategy: Annotated[Strategy, choice(Strategy, "model_spec", "Intensity at the start", "Intensiteit bij de start",
        role="fixed")] = Strategy.matched  # fmt: skip
    local_team_keeps: Annotated[float, share(0.4, 1.0, "assumption", "Light questions that the local team keeps",
        "Lichte vragen die het lokale team zelf houdt",
        why=N_("Set so that the local team starts about one in five episodes of youth help, as registered."))] = 0.8  # fmt: skip
    single_accountability: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Single accountability", "Eén verantwoordelijke",
        role="lever", why=N_("That separate accounts delay care is reported; by how much one account shortens it is a guess."), lever=Lever(
            N_("How far does one party answer for the whole of the help to a family?"),
            N_("The municipality with insurers and schools."),
            ((0.0, N_("every stream its own plan")), (0.0, N_("as now")), (1.0, N_("one party answers for all"))),
            N_("That party spends hours on it, with every family that has more than one stream.")))] = 0.0  # fmt: skip
    plan_weeks: Annotated[float, weeks(0.0, 8.0, "haaglanden assumption", "Weeks of papers for each further stream",
        "Weken papierwerk voor elke verdere geldstroom",
        why=N_("Weeks of administration are reported, not counted."))] = 3.0  # fmt: skip
    accountable_hours: Annotated[float, positive("hours/week", 0.02, 0.4, "assumption", "Hours of answering for the whole, per case",
        "Uren voor het geheel verantwoorden, per casus",
        why=N_("Answering for others takes time; nobody has measured how much."))] = 0.1  # fmt: skip
    one_legal_frame: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "One legal frame", "Eén wettelijk kader",
        role="lever", why=N_("That separate laws keep plans and contact points apart is reported; by how much one law would help is a guess."), lever=Lever(
            N_("How far do the laws ask for one plan and one contact point?"),
            N_("The legislator."),
            ((0.0, N_("every law its own plan")), (0.0, N_("as now")), (1.0, N_("one law, one plan"))),
            N_("Changing laws takes years; the model does not count that.")))] = 0.0  # fmt: skip
    frame_hours: Annotated[float, positive("hours/week", 0.02, 0.4, "haaglanden assumption", "Hours for separate plans, per further stream",
        "Uren voor aparte plannen, per verdere geldstroom",
        why=N_("Double plans and contact points are reported, not timed."))] = 0.1  # fmt: skip


@rule
def is_known(on_record: bool, knows: int, d: int) -> bool:
    """Known to access, or to somebody active: `knows` are the domains, as bits, that active professionals know."""
    return on_record or (knows >> d) & 1 == 1


@rule
def joins_list(known: bool, free: bool, week: int, not_before: int) -> bool:
    """A need without an episode, that care should meet: if it is known and no decision is waited for.

    After giving up or stopping, not before a certain week.
    """
    return known and free and week >= not_before


@rule
def first_intensity(warranted: int, p: Referral) -> int:
    """Matched: what fits, a stay beginning as intensive care until there is a place. Stepped: light, whatever fits."""
    return LIGHT if p.strategy == Strategy.stepped else min(warranted, INTENSIVE)


@rule
def nearest_offer(intensity: int, offers: int) -> int:
    """The heaviest offer up to this intensity, else the lightest above it; 0 without any. `offers`: bits."""
    for lighter in range(intensity, 0, -1):
        if (offers >> lighter) & 1:
            return lighter
    for heavier in range(intensity + 1, INTENSIVE + 1):
        if (offers >> heavier) & 1:
            return heavier
    return 0


@rule
def stays_local(intensity: int, channel: int, at_local_team: bool, u: float, p: Referral) -> bool:
    """Does the local team keep this question? Light, of a kind it helps with, and come in through the team itself."""
    return intensity == LIGHT and at_local_team and channel == LOCAL_TEAM and u < p.local_team_keeps


@rule
def weeks_of_papers(n_streams: int, p: Referral) -> int:
    """Before care can start: plan_weeks for each other stream that pays for this family, less with one account."""
    return round(p.plan_weeks * n_streams * (1.0 - p.single_accountability))


@rule
def hours_of_papers(n_streams: int, p: Referral) -> float:
    """A week for each case: frame_hours for each other stream, less under one law; plus answering for the whole."""
    if n_streams == 0:
        return 0.0
    return p.frame_hours * n_streams * (1.0 - p.one_legal_frame) + p.accountable_hours * p.single_accountability


@rule
def streams_of(status: Array, stream_of: Array) -> int:
    """The streams, as bits, in which this family waits or is helped. status [D], stream_of [D]."""
    streams = 0
    for d in range(status.size):
        if status[d] != NONE:
            streams |= 1 << stream_of[d]
    return streams


@rule
def other_streams(streams: int, own: int) -> int:
    """How many streams pay for this family besides this one; `streams` are bits."""
    n, others = 0, streams & ~(1 << own)
    while others:
        others &= others - 1
        n += 1
    return n


@rule
def refer(book: Ledger, domains: Domains, team: int, f: int, d: int, others: int, p: Referral, luck: Luck) -> None:
    """One known need: to a list, or, where nothing is offered, to nowhere. `others`: streams that pay for this family already."""
    families, episodes = book.families, book.episodes
    intensity = nearest_offer(first_intensity(families.warranted[f, d], p), domains.offers[d])
    if intensity == 0:
        note(book.events, book.week, Event.refused, Cause.no_offer, at_seat(book, f, d), families.need[f, d])
        episodes.not_before[f, d], episodes.refused_by[f, d] = book.week + YEAR, NO_OFFER
        return
    u = uniform(luck, KEEP, families.id[f], d)
    local = stays_local(intensity, families.channel[f], domains.at_local_team[d], u, p)
    episodes.ready[f, d] = book.week + weeks_of_papers(others, p)
    request(book, f, d, team if local else domains.sector[d], intensity)


@sweep
def referral(book: Ledger, domains: Domains, team: int, p: Referral, luck: Luck) -> None:
    """Every family in view; `team` is the sector of the local team."""
    meets, on_record, not_before = book.families.should_meet, book.families.known, book.episodes.not_before
    free = book.episodes.free
    status, knows, papers, stream_of = book.episodes.status, book.episodes.knows, book.episodes.papers, domains.stream
    for f in book.here:
        known = known_to_active(status[f], knows[f])
        streams = streams_of(status[f], stream_of)  # needs referred in one week do not wait for one another's papers
        for d in range(stream_of.size):
            if status[f, d] == ACTIVE:
                papers[f, d] = hours_of_papers(other_streams(streams, stream_of[d]), p)
                continue
            if status[f, d] != NONE or not meets[f, d]:
                continue
            if joins_list(is_known(on_record[f, d], known, d), free[f, d], book.week, not_before[f, d]):
                refer(book, domains, team, f, d, other_streams(streams, stream_of[d]), p, luck)


@sweep
def plain_referral(book: Ledger, domains: Domains) -> None:
    """The null: every known need to its own sector, regular, at once."""
    meets, on_record = book.families.should_meet, book.families.known
    status, knows = book.episodes.status, book.episodes.knows
    for f in book.here:
        known = known_to_active(status[f], knows[f])
        for d in range(domains.stream.size):
            book.episodes.papers[f, d] = 0.0
            if not meets[f, d] or status[f, d] != NONE:
                continue
            if joins_list(
                is_known(on_record[f, d], known, d), book.episodes.free[f, d], book.week, book.episodes.not_before[f, d]
            ):
                book.episodes.ready[f, d] = book.week
                request(book, f, d, domains.sector[d], REGULAR)
