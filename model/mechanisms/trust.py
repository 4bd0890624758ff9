"""Trust: professionals who share a case come to know one another; organisations come to trust one another over years.

Theory. Personal trust grows with joint cases and meetings, towards a ceiling that culture sets, wears when people do not meet
and ends when one of them leaves [haaglanden]. Institutional trust and agreements take years to grow [nji_integral],
faster with a covenant and an independent steward [nji_organisations]; they survive departures, and a change of leadership
sets them back. *Anchoring* is the share of collaboration that lives in agreements and structure instead of in persons
[integral_article]: how far helpers rely on one another is anchoring x institutional + (1 - anchoring) x personal trust.

Knocked out (`off = ["trust"]`): `as_strangers`, helpers neither know nor mistrust one another: everything stays at one half.
"""

import math
from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import YEAR, Lever, Mechanism, Word, choice, rate, share, weekly
from ..language import N_
from ..randomness import Luck, stream, uniform
from ..relations import Ledger, Shared
from ..rivals import own
from ..tables import COORDINATION, Organisations, Ties
from ..ties import personal_trust, set_trust

ABOUT = Mechanism(
    name="trust", place=8, en="Trust", nl="Vertrouwen",
    plain=N_("Professionals who share cases come to trust one another; organisations do so over years."),
    off=N_("Helpers neither know nor mistrust one another."),
)  # fmt: skip

LEADER = stream("trust.leader")
BY_PHONE, BY_CASE = 0.3, 0.1  # of a meeting: what coordination, and a shared case alone, count for


class Growth(Word):
    """Rival rules: how personal trust grows."""

    saturating = 0
    logistic = 1
    own = 2


class Trust(NamedTuple):
    """Parameters of trust."""

    variant: Annotated[Growth, choice(Growth, "model_spec", "Rule of growing trust", "Regel voor groei van vertrouwen", role="fixed")] = Growth.saturating  # fmt: skip
    anchoring: Annotated[float, share(0.0, 1.0, "integral_article assumption", "Anchoring: collaboration that lives in agreements, not in persons",
        "Verankering: samenwerking die in afspraken leeft, niet in personen", role="lever",
        why=N_("That collaboration leans on persons is reported everywhere; for what part is a guess."), lever=Lever(
            N_("How far is collaboration laid down in agreements, records and ways of working?"),
            N_("Organisations together, and whoever pays for the time it takes."),
            ((0.0, N_("all in persons")), (0.3, N_("mostly in persons")), (1.0, N_("all in structure"))),
            N_("The model does not count the time it takes to write things down.")))] = 0.3  # fmt: skip
    tie_growth: Annotated[float, weekly(0.005, 0.06, "assumption", "Growth of trust between two helpers with every meeting",
        "Groei van vertrouwen tussen twee hulpverleners per overleg",
        why=N_("No rate was found; at 0.02 half of the distance is gone in 34 meetings."))] = 0.02  # fmt: skip
    tie_wear: Annotated[float, weekly(0.007, 0.044, "burt_2002 assumption", "Wear of trust between helpers who do not meet",
        "Slijtage van vertrouwen tussen hulpverleners die elkaar niet zien",
        why=N_("Sources conflict: a tenth to seven tenths of ties are left after a year."))] = 0.012  # fmt: skip
    ceiling: Annotated[float, share(0.5, 1.0, "haaglanden assumption", "Most that helpers can come to trust one another",
        "Hoogste vertrouwen tussen hulpverleners",
        why=N_("Set by the culture of organisations; the four cultures of the source have no numbers."))] = 0.8  # fmt: skip
    institutional_growth: Annotated[float, rate(0.05, 0.4, "nji_integral assumption", "Growth of trust between organisations",
        "Groei van vertrouwen tussen organisaties",
        why=N_("Ten to fifteen years to maturity are reported; a rate is not."))] = 0.15  # fmt: skip
    institutional_wear: Annotated[float, rate(0.02, 0.3, "assumption", "Wear of trust between organisations",
        "Slijtage van vertrouwen tussen organisaties",
        why=N_("Set so that organisations that do nothing special trust one another about half."))] = 0.05  # fmt: skip
    covenant: Annotated[float, share(0.0, 1.0, "haaglanden assumption", "Covenant between organisations", "Convenant tussen organisaties",
        role="lever", why=N_("Covenants are named as what helps, without a size."), lever=Lever(
            N_("Do organisations lay down together who does what?"),
            N_("Boards of organisations and the municipality."),
            ((0.0, N_("no covenant")), (0.0, N_("as now")), (1.0, N_("all, kept alive every year"))),
            N_("The model does not count the hours of boards.")))] = 0.0  # fmt: skip
    steward: Annotated[float, share(0.0, 1.0, "nji_organisations assumption", "Independent steward above cases",
        "Onafhankelijke regievoerder boven casussen", role="lever",
        why=N_("Named as what works, without a size: it speeds up trust and agreements as much as a covenant."), lever=Lever(
            N_("Is there somebody without an interest who keeps organisations together?"),
            N_("The municipality or the organisations together."),
            ((0.0, N_("nobody")), (0.0, N_("as now")), (1.0, N_("a steward for all of them"))),
            N_("The model does not count the salary.")))] = 0.0  # fmt: skip
    co_location: Annotated[float, share(0.0, 1.0, "elrashidi_2018 assumption", "Helpers who share a building",
        "Hulpverleners onder één dak", role="lever",
        why=N_("Shorter waits for advice and more satisfaction are reported; what it does to trust is a guess: a shared case counts as a meeting."), lever=Lever(
            N_("How many of those who share cases work in one building?"),
            N_("Organisations and the municipality."),
            ((0.0, N_("nobody")), (0.0, N_("as now")), (1.0, N_("everybody"))),
            N_("The model does not count rent.")))] = 0.0  # fmt: skip
    usual_agreements: Annotated[float, share(0.2, 0.7, "assumption", "Agreements between organisations that do nothing special",
        "Afspraken tussen organisaties die niets bijzonders doen",
        why=N_("The scale from no agreement to all clear is ours."))] = 0.4  # fmt: skip
    agreement_growth: Annotated[float, rate(0.3, 2.0, "assumption", "Growth of agreements under a full covenant",
        "Groei van afspraken onder een volledig convenant",
        why=N_("Agreements are made in a year or two; a guess."))] = 0.7  # fmt: skip
    agreement_wear: Annotated[float, rate(0.5, 2.0, "integral_article assumption", "Wear of agreements that are not anchored",
        "Slijtage van afspraken die niet verankerd zijn",
        why=N_("What projects leave fades with them; a guess: two thirds in fourteen months."))] = 0.9  # fmt: skip
    language_gap: Annotated[float, share(0.0, 0.5, "haaglanden assumption", "Lost between kinds of work with words of their own",
        "Verloren tussen vakgebieden met eigen woorden",
        why=N_("Work cultures of domains are reported to differ; what is lost between them is a guess."))] = 0.2  # fmt: skip
    common_language: Annotated[float, share(0.0, 1.0, "nji_organisations assumption", "Unity of language", "Eenheid van taal",
        role="lever", why=N_("Named as what works; that it closes the gap between kinds of work is our reading."), lever=Lever(
            N_("Do organisations use the same words for the same things?"),
            N_("Organisations together."),
            ((0.0, N_("each its own")), (0.0, N_("as now")), (1.0, N_("one language"))),
            N_("The model does not count what it takes.")))] = 0.0  # fmt: skip
    refusal_harm: Annotated[float, share(0.0, 0.005, "assumption", "Trust between organisations lost with every refusal",
        "Vertrouwen tussen organisaties verloren per weigering",
        why=N_("Being left with a case is told as a breach of trust; a guess."))] = 0.001  # fmt: skip
    leadership_change: Annotated[float, rate(0.0, 0.5, "assumption", "Changes of leadership, per organisation",
        "Wisselingen van leiding, per organisatie",
        why=N_("Once in five years is a guess; no register was found."))] = 0.2  # fmt: skip
    leadership_reset: Annotated[float, share(0.0, 0.6, "assumption", "Part that a new leadership starts anew",
        "Deel dat nieuwe leiding opnieuw begint",
        why=N_("That a new leadership begins anew is reported; for what part is a guess."))] = 0.2  # fmt: skip


@rule
def towards(trust: float, pace: float, ceiling: float) -> float:
    """A part of the distance to the ceiling, every time."""
    return trust + pace * max(0.0, ceiling - trust)


@rule
def logistic(trust: float, pace: float, ceiling: float) -> float:
    """Growth that feeds on what there is: ceiling / (1 + (ceiling / trust - 1) x exp(-pace)), written as what is added.

    Solved over the week, not stepped: two who share several cases come to the same trust, whichever case is first.
    """
    if trust <= 0.0 or trust >= ceiling:
        return trust
    left = ceiling - trust
    return min(ceiling, trust - trust * left * math.expm1(-pace) / (trust + left * math.exp(-pace)))


own_growth = own("trust", towards)  # (trust, pace, ceiling) -> trust


@rule
def next_tie(trust: float, contact: float, p: Trust) -> float:
    """Personal trust after a week; contact 1 is a meeting. Saturating: half-lives; logistic: slow with strangers, then fast."""
    pace = p.tie_growth * contact
    if p.variant == Growth.logistic:
        return logistic(trust, 2.0 * pace, p.ceiling)
    if p.variant == Growth.own:
        return min(1.0, max(0.0, own_growth(trust, pace, p.ceiling)))
    return towards(trust, pace, p.ceiling)


@rule
def contact_of(gathered: bool, level: int, p: Trust) -> float:
    """What this week of sharing a case counts for, in meetings: all at one table, by phone, or just the case; one roof helps."""
    met = 1.0 if gathered else (BY_PHONE if level >= COORDINATION else BY_CASE)
    return met + (1.0 - met) * p.co_location


@rule
def effective(institutional: float, personal: float, p: Trust) -> float:
    """How far helpers rely on one another: anchoring x institutional + (1 - anchoring) x personal."""
    return p.anchoring * institutional + (1.0 - p.anchoring) * personal


@rule
def clear(agreements: float, other_kind: bool, p: Trust) -> float:
    """How clear it is who does what: agreements, less between kinds of work with words of their own, unless they share a language."""
    lost = p.language_gap * (1.0 - p.common_language) if other_kind else 0.0
    return agreements * (1.0 - lost)


@rule
def next_institutional(trust: float, refusals: float, p: Trust) -> float:
    """Trust between two organisations after a week; covenant and steward each double its growth; refusals cost."""
    grows = p.institutional_growth * (1.0 + p.covenant + p.steward) * (1.0 - trust)
    kept = trust + (grows - p.institutional_wear * trust) / YEAR
    return min(1.0, max(0.0, kept)) * (1.0 - p.refusal_harm) ** refusals


@rule
def next_agreements(agreements: float, p: Trust) -> float:
    """Agreements after a week: made under a covenant, faster with a steward; what is above usual wears, unless anchored."""
    made = p.agreement_growth * p.covenant * (1.0 + p.steward) * (1.0 - agreements)
    wears = p.agreement_wear * (1.0 - p.anchoring) * (agreements - p.usual_agreements)
    return min(1.0, max(0.0, agreements + (made - wears) / YEAR))


@rule
def leader_goes(u: float, p: Trust) -> bool:
    """Does an organisation get a new leadership this week? Chance = leadership_change / 52."""
    return u < p.leadership_change / YEAR


@rule
def set_back(value: float, p: Trust) -> float:
    """What is left under a new leadership, of trust or agreements: what is anchored, and most of the rest."""
    return value * (1.0 - p.leadership_reset * (1.0 - p.anchoring))


@sweep
def rely(book: Ledger, shared: Shared, ties: Ties, organisations: Organisations, p: Trust) -> None:
    """How far the helpers of each family rely on one another, and how clear it is who does what: means over their pairs."""
    staff, trust, agreements = book.professionals, organisations.trust, organisations.agreements
    for k in range(shared.rows.size):
        f, relied, known, pairs = shared.rows[k], 0.0, 0.0, 0
        for i in range(shared.n[k]):
            for j in range(i):
                a, b = shared.seats[k, i], shared.seats[k, j]
                o, other = staff.organisation[a], staff.organisation[b]
                personal = personal_trust(ties, staff, a, b, book.week, p.tie_wear, trust[o, other])
                relied += effective(trust[o, other], personal, p)
                known += clear(agreements[o, other], organisations.sector[o] != organisations.sector[other], p)
                pairs += 1
        book.families.mutual_trust[f], book.families.clarity[f] = relied / pairs, known / pairs


@sweep
def get_to_know(book: Ledger, shared: Shared, ties: Ties, organisations: Organisations, p: Trust, luck: Luck) -> None:
    """Helpers who share a family come to know one another; a first meeting begins with what their organisations expect."""
    staff, gathered, level = book.professionals, book.families.gathered, book.families.level
    for k in range(shared.rows.size):
        contact = contact_of(gathered[shared.rows[k]], level[shared.rows[k]], p)
        for i in range(shared.n[k]):
            for j in range(i):
                a, b = shared.seats[k, i], shared.seats[k, j]
                expects = organisations.trust[staff.organisation[a], staff.organisation[b]]
                now = personal_trust(ties, staff, a, b, book.week, p.tie_wear, expects)
                set_trust(ties, staff, a, b, book.week, next_tie(now, contact, p), p.tie_wear, luck)


@sweep
def between_organisations(organisations: Organisations, p: Trust, luck: Luck) -> None:
    """A week of trust and agreements between every two organisations."""
    trust, agreements, refusals = organisations.trust, organisations.agreements, organisations.refusals
    new = organisations.refusals.copy()
    for o in range(new.size):
        new[o] = leader_goes(uniform(luck, LEADER, o), p)
    for o in range(new.size):
        for other in range(new.size):
            if o == other:
                trust[o, o], agreements[o, o] = 1.0, 1.0
                continue
            trust[o, other] = next_institutional(trust[o, other], refusals[o] + refusals[other], p)
            agreements[o, other] = next_agreements(agreements[o, other], p)
            for _ in range(int(new[o] + new[other])):
                trust[o, other], agreements[o, other] = set_back(trust[o, other], p), set_back(agreements[o, other], p)
    refusals[:], organisations.preferred[:] = 0.0, agreements


@sweep
def trust(book: Ledger, shared: Shared, ties: Ties, organisations: Organisations, p: Trust, luck: Luck) -> None:
    """How helpers rely on one another this week; then what the week does to their ties and to their organisations."""
    rely(book, shared, ties, organisations, p)
    get_to_know(book, shared, ties, organisations, p, luck)
    between_organisations(organisations, p, luck)


@sweep
def as_strangers(book: Ledger, organisations: Organisations) -> None:
    """The null: everything between helpers and between organisations stays at one half."""
    organisations.trust[:], organisations.agreements[:], organisations.preferred[:] = 0.5, 0.5, 0.0
    organisations.refusals[:] = 0.0
    book.families.mutual_trust[:], book.families.clarity[:] = 0.5, 0.5
