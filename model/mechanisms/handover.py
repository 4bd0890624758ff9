"""Handover: every break of a family-professional relation of this week, with its cause, warm or cold.

Theory. A relation ends because the professional left, is away for long, passes the case to a colleague, does not know
what to do any more and passes it along, or because the family asks for somebody else. A warm handover, with an overlap of
both professionals, keeps part of what was known and part of the bond; a cold one keeps nothing. Each break costs trust in
care, the more the less it was explained [integral_article].

Knocked out (`off = ["handover"]`): `cold`, whose professional is gone waits again, nothing is kept, no trust is lost.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import YEAR, Array, Lever, Mechanism, factor, rate, share, weekly
from ..events import Cause
from ..language import N_
from ..randomness import Luck, stream, uniform, uniforms
from ..relations import Ledger, pairs, part
from ..tables import ABSENT, ACTIVE, PRESENT

ABOUT = Mechanism(
    name="handover", place=11, en="Handover", nl="Overdracht",
    plain=N_("What happens when a relation breaks: with its cause, warm or cold, and at the price of trust."),
    off=N_("Whose professional is gone waits again; nothing is kept and no trust is lost."),
)  # fmt: skip

BREAK, KEEP = stream("handover.break"), stream("handover.keep")


class Handover(NamedTuple):
    """Parameters of handover."""

    warm: Annotated[float, share(0.0, 1.0, "assumption", "Warm handovers, unless after an illness",
        "Warme overdrachten, behalve na ziekte", role="lever", why=N_("Warm handover is recommended everywhere and counted nowhere."), lever=Lever(
            N_("How often do the old and the new professional see the family together?"),
            N_("Providers, and whoever pays for the overlap."),
            ((0.0, N_("never")), (0.3, N_("one time in three")), (1.0, N_("always"))),
            N_("The hours of the new professional's first week count double.")))] = 0.3  # fmt: skip
    overlap: Annotated[float, share(0.0, 1.0, "nji_integral assumption", "Overlap that both streams pay (dakpan)",
        "Overlap die beide stromen betalen (dakpan)", role="lever",
        why=N_("A construction of the source; how usual it is, is not known: two streams seldom pay for one week."), lever=Lever(
            N_("When a case goes on with a provider of another stream, how often may both be paid for a while?"),
            N_("Whoever pays the two streams."),
            ((0.0, N_("never")), (0.0, N_("as now")), (1.0, N_("always"))),
            N_("The hours of the new professional's first week count double.")))] = 0.0  # fmt: skip
    record: Annotated[float, share(0.0, 1.0, "nji_organisations assumption", "Cases in a shared record", "Zaken in een gedeeld dossier",
        role="lever", why=N_("A shared record is named as what works and often fails on systems; how usual it is, is a guess."), lever=Lever(
            N_("For how many cases can the next professional read what the last one knew?"),
            N_("Organisations together, within privacy law."),
            ((0.0, N_("none")), (0.0, N_("as now")), (1.0, N_("all"))),
            N_("The model does not count the system.")))] = 0.0  # fmt: skip
    keep: Annotated[float, share(0.3, 1.0, "assumption", "What is known that a warm handover keeps",
        "Wat bij een warme overdracht bekend blijft",
        why=N_("That part of a story is lost is reported; how much is a guess."))] = 0.7  # fmt: skip
    keep_bond: Annotated[float, share(0.0, 0.8, "assumption", "Bond that a warm handover keeps",
        "Band die bij een warme overdracht blijft",
        why=N_("A guess: half."))] = 0.5  # fmt: skip
    rotation: Annotated[float, rate(0.0, 0.5, "assumption", "Cases passed to a colleague within an organisation",
        "Zaken die binnen een organisatie naar een collega gaan",
        why=N_("Some organisations change contact persons by rule; a rate was not found."))] = 0.05  # fmt: skip
    passes_along: Annotated[float, weekly(0.0, 0.02, "haaglanden assumption", "Complex cases passed along in mid-care",
        "Complexe zaken die halverwege worden doorgeschoven",
        why=N_("Passing along out of not knowing what to do is reported, not counted; a case of full complexity in usual hands."))] = 0.004  # fmt: skip
    break_harm: Annotated[float, share(0.0, 0.3, "assumption", "Trust in care lost with a break",
        "Vertrouwen in hulp verloren bij een breuk",
        why=N_("That breaks cost trust is reported; how much is a guess, and to be tested at 0."))] = 0.10  # fmt: skip
    passed_harm: Annotated[float, factor(1.0, 3.0, "assumption", "Harm of being passed along, times that of a break",
        "Schade van doorschuiven, maal die van een breuk",
        why=N_("Being passed along is told as worse than losing somebody who leaves; a guess."))] = 1.5  # fmt: skip


@rule
def why_it_breaks(seat_status: int, left_because: int, away_long: bool, elsewhere: bool, wishes: bool, passed: bool, rotated: bool) -> int:  # fmt: skip
    """The cause for which this relation ends now; none if it goes on. A newcomer comes in a later week at the earliest.

    `elsewhere`: the case goes on with a provider of another kind.
    """
    if seat_status != PRESENT and seat_status != ABSENT:
        return Cause.project_end if left_because == Cause.project_end else Cause.turnover
    if away_long:
        return Cause.absence
    if elsewhere:
        return Cause.change_of_stream
    if wishes:
        return Cause.wish
    if passed:
        return Cause.passed_along
    return Cause.transfer if rotated else Cause.none


@rule
def is_rotated(u: float, p: Handover) -> bool:
    """Does a colleague take over? Chance = rotation / 52."""
    return u < p.rotation / YEAR


@rule
def is_passed_along(complexity: float, skill: float, u: float, p: Handover) -> bool:
    """Out of not knowing what to do: chance = passes_along x complexity x (2 - skill)."""
    return u < p.passes_along * complexity * max(0.0, 2.0 - skill)


@rule
def is_warm(cause: int, u: float, p: Handover) -> bool:
    """Old and new see the family together; not after an illness; between streams only where both pay. Who leaves does so with notice."""
    if cause == Cause.change_of_stream:
        return u < p.overlap
    return cause != Cause.absence and u < p.warm


@rule
def harm(cause: int, warm: bool, p: Handover) -> float:
    """Share of trust in care that is lost: none when the family asked for it, half when warm, more when passed along."""
    if cause == Cause.wish:
        return 0.0
    lost = p.break_harm * (p.passed_harm if cause == Cause.passed_along else 1.0)
    return min(1.0, 0.5 * lost if warm else lost)


@rule
def is_kept(knows: int, e: int, d: int, u: float, p: Handover) -> bool:
    """Is what this professional knows of domain e handed over? Of the domain d of the case itself always."""
    return (knows >> e) & 1 == 1 and (e == d or u < p.keep)


@rule
def memory(book: Ledger, f: int, d: int, luck: Luck, p: Handover) -> int:
    """The domains, as bits, that the next professional knows after a warm handover."""
    out = 0
    for e in range(book.families.need.shape[1]):
        if is_kept(book.episodes.knows[f, d], e, d, uniform(luck, KEEP, book.families.id[f], 32 * (d + 1) + e), p):
            out |= 1 << e
    return out


@rule
def hand_over(book: Ledger, f: int, d: int, cause: int, luck: Luck, p: Handover) -> None:
    """The relation ends; what is passed on waits for the next professional."""
    families, episodes = book.families, book.episodes
    overlaps, recorded, _, _ = uniforms(luck, KEEP, families.id[f], d)
    warm = is_warm(cause, overlaps, p)
    part(book, f, d, cause)
    if warm or recorded < p.record:
        episodes.passed_on[f, d] = memory(book, f, d, luck, p)
    if warm:
        episodes.carried[f, d] = p.keep_bond * episodes.alliance[f, d]
    families.trust[f] *= 1.0 - harm(cause, warm, p)


@sweep
def handover(book: Ledger, sectors: Array, p: Handover, luck: Luck) -> None:
    """Everybody in care: does the relation go on? sectors [O]: that of each organisation."""
    rows, domains = pairs(book, ACTIVE)
    seat_of, wishes, complexity, ids = book.episodes.seat, book.episodes.wishes_change, book.families.complexity, book.families.id  # fmt: skip
    skill, at_work, away_long = book.professionals.skill, book.professionals.status, book.professionals.away_long
    sector_of, organisation, left = book.episodes.sector, book.professionals.organisation, book.professionals.left_because  # fmt: skip
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        seat = seat_of[f, d]
        elsewhere = sectors[organisation[seat]] != sector_of[f, d]
        rotates, passes, _, _ = uniforms(luck, BREAK, ids[f], d)
        passed, rotated = is_passed_along(complexity[f], skill[seat], passes, p), is_rotated(rotates, p)
        cause = why_it_breaks(at_work[seat], left[seat], away_long[seat], elsewhere, wishes[f, d], passed, rotated)
        if cause != Cause.none:
            hand_over(book, f, d, cause, luck, p)


@sweep
def cold(book: Ledger, sectors: Array) -> None:
    """The null: whose professional has left, is away for long or of another kind than is needed waits again."""
    rows, domains = pairs(book, ACTIVE)
    left, organisation = book.professionals.left_because, book.professionals.organisation
    seat_of, at_work, away_long = book.episodes.seat, book.professionals.status, book.professionals.away_long
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        seat = seat_of[f, d]
        elsewhere = sectors[organisation[seat]] != book.episodes.sector[f, d]
        cause = why_it_breaks(at_work[seat], left[seat], away_long[seat], elsewhere, False, False, False)
        if cause != Cause.none:
            part(book, f, d, cause)
