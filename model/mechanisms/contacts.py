"""Contacts: families and professionals meet or miss each other, a bond grows, things come to light, care has its effect.

Theory. A bond grows towards how well the two match, and care works a little better with it [roest_2022]. Contacts are missed
more with a new face and a weak bond [therapist_turnover]. Help that is too light works less, help that is heavier than
needed no better [chor_2015]; several helpers with goals of their own undo part of one another's work.

Knocked out (`off = ["contacts"]`): `constant_care`, the same help for everybody in care, and nobody is met or missed.
"""

from typing import Annotated, NamedTuple

from ..compiled import rule, sweep
from ..declare import Array, Lever, Mechanism, Word, choice, factor, share, weekly
from ..language import N_
from ..randomness import Luck, quantile, stream, uniform, uniforms
from ..relations import Ledger, count_active, heaviest_unknown, pairs
from ..rivals import own
from ..tables import ACTIVE, MADE, MISSED, NOBODY, Domains

ABOUT = Mechanism(
    name="contacts", place=6, en="Contacts", nl="Contacten",
    plain=N_("Families and professionals meet or miss each other, a bond grows, care has its effect."),
    off=N_("The same help for everybody in care; nobody is met or missed."),
)  # fmt: skip

MEET, MATCH = stream("contacts.meet"), stream("contacts.match")
MATCH_SHAPE = (4.0, 2.0)  # Beta: mean two thirds; most pairs get on, few click fully
ENOUGH = 0.3  # alliance below which a family may ask for somebody else [model_spec 4.6]
TRIED = 8  # contacts before it does


class Change(Word):
    """Rival rules: what a change of worker means. With a match, pairs differ and a change may turn out well."""

    matched = 0
    unmatched = 1
    own = 2


class Contacts(NamedTuple):
    """Parameters of contacts."""

    variant: Annotated[Change, choice(Change, "model_spec", "Rule of a change of worker", "Regel van een wisseling van hulpverlener", role="fixed")] = Change.matched  # fmt: skip
    effect: Annotated[float, weekly(0.008, 0.035, "assumption", "Share of need taken away by care that fits",
        "Aandeel van de nood dat passende hulp wegneemt",
        why=N_("Set so that care for one need lasts about a year, as registered; not an effect measured against no care."))] = 0.014  # fmt: skip
    alliance_effect: Annotated[float, share(0.0, 0.6, "roest_2022 assumption", "Part of the effect that goes by the bond",
        "Deel van het effect dat via de band loopt",
        why=N_("Bond and outcome correlate at .10 to .25; what that means for this share is worked out in calibration."))] = 0.3  # fmt: skip
    too_light: Annotated[float, share(0.3, 0.9, "chor_2015 assumption", "Effect left for each step too light",
        "Effect dat overblijft per stap te licht",
        why=N_("Too light is clearly worse in the source; how much worse a step is, is a guess."))] = 0.6  # fmt: skip
    contradiction: Annotated[float, share(0.0, 0.3, "assumption", "Effect lost to contradictory help",
        "Effect verloren door tegenstrijdige hulp",
        why=N_("Reported by families and professionals, never measured."))] = 0.15  # fmt: skip
    strain_cost: Annotated[float, share(0.0, 0.4, "assumption", "Effect lost at full strain and intention to leave",
        "Effect verloren bij volle belasting en vertrekgeneigdheid",
        why=N_("That worn-out professionals help less is plausible; a size was not found."))] = 0.2  # fmt: skip
    missed: Annotated[float, share(0.05, 0.25, "assumption", "Contacts missed, known face and full bond",
        "Gemiste contacten, bekend gezicht en volle band",
        why=N_("Rates of non-attendance differ widely between services; the low end of usual ones."))] = 0.08  # fmt: skip
    new_face: Annotated[float, factor(1.3, 2.4, "therapist_turnover", "Missed contacts with a new face, times",
        "Gemiste contacten bij een nieuw gezicht, maal")] = 1.86  # fmt: skip
    persistence: Annotated[float, share(0.0, 0.8, "assumption", "Missed contacts that are made up for",
        "Gemiste contacten die worden ingehaald", role="lever", why=N_("Keeping on trying is named as what works; how often it is done is not known."), lever=Lever(
            N_("How persistently are families looked up who did not come?"),
            N_("Professionals and their organisations."),
            ((0.0, N_("who does not come is not looked up")), (0.3, N_("one time in three")), (0.8, N_("four times in five"))),
            N_("Every second try takes the hours of a contact, out of the time for coordination.")))] = 0.3  # fmt: skip
    bonding: Annotated[float, weekly(0.02, 0.15, "assumption", "Growth of the bond with every contact",
        "Groei van de band met elk contact",
        why=N_("No rate was found; at 0.06 half of the distance is gone in eleven contacts."))] = 0.06  # fmt: skip
    learns: Annotated[float, weekly(0.005, 0.1, "assumption", "Chance that a contact brings a hidden need to light",
        "Kans dat een contact een verborgen nood aan het licht brengt",
        why=N_("That needs come out slowly is reported; how slowly is a guess: half a year or more."))] = 0.04  # fmt: skip
    trust_growth: Annotated[float, weekly(0.002, 0.03, "assumption", "Trust in care gained or lost with every contact",
        "Vertrouwen in hulp gewonnen of verloren met elk contact",
        why=N_("No rate was found; slow, so that it takes a year of contacts."))] = 0.01  # fmt: skip
    asks_other: Annotated[float, weekly(0.0, 0.1, "assumption", "Chance to ask for another professional when it does not click",
        "Kans om een andere hulpverlener te vragen als het niet klikt",
        why=N_("That families may ask is a right; how often they do is not counted."))] = 0.03  # fmt: skip


@rule
def is_missed(alliance: float, contacts: int, u: float, p: Contacts) -> bool:
    """Does the family not come? missed x (2 - alliance), times `new_face` before the eighth contact."""
    new = p.new_face if contacts < TRIED else 1.0
    return u < p.missed * (2.0 - alliance) * new


@rule
def first_alliance(trust: float, carried: float) -> float:
    """A bond begins at half the trust in care, or at what was handed over if that is more."""
    return max(0.5 * trust, carried)


@rule
def next_alliance(alliance: float, match: float, p: Contacts) -> float:
    """With every contact a step towards the match."""
    return alliance + p.bonding * (match - alliance)


@rule
def next_trust(trust: float, alliance: float, p: Contacts) -> float:
    """Trust in care follows the bond, slowly."""
    return trust + p.trust_growth * (alliance - trust)


@rule
def asks_for_other(alliance: float, contacts: int, u: float, p: Contacts) -> bool:
    """Does the family ask for somebody else? Only with a weak bond after eight contacts."""
    return contacts >= TRIED and alliance < ENOUGH and u < p.asks_other


@rule
def contradiction(goal_agreement: float, n_active: int, p: Contacts) -> float:
    """Effect lost because helpers pull different ways: contradiction x (1 - agreement) x (n - 1) / n."""
    return p.contradiction * (1.0 - goal_agreement) * (n_active - 1) / n_active


@rule
def fit_of_intensity(given: int, warranted: int, p: Contacts) -> float:
    """1 when heavy enough, `too_light` for each step too light."""
    left = 1.0
    for _ in range(given, warranted):
        left *= p.too_light
    return left


@rule
def quality(skill: float, practice: float, alliance: float, strain: float, intention: float, p: Contacts) -> float:
    """What this professional makes of an hour: skill and practice, the bond, strain, more so before leaving."""
    bond = 1.0 - p.alliance_effect + 1.5 * p.alliance_effect * alliance
    worn = 1.0 - p.strain_cost * strain * (0.5 + 0.5 * intention)
    return skill * practice * bond * max(0.0, worn)


@rule
def as_drawn(drawn: float) -> float:
    """How well this pair gets on is what it drew."""
    return drawn


own_match = own("contacts", as_drawn)  # (drawn, 0-1) -> 0-1


@rule
def match_of(drawn: float, p: Contacts) -> float:
    """How well this pair gets on: as drawn; by the rival rule the same for everybody."""
    if p.variant == Change.own:
        return min(1.0, max(0.0, own_match(drawn)))
    return drawn if p.variant == Change.matched else MATCH_SHAPE[0] / (MATCH_SHAPE[0] + MATCH_SHAPE[1])


@rule
def acquaint(book: Ledger, matches: Array, f: int, d: int, p: Contacts, luck: Luck) -> None:
    """A new pair: how well they match is drawn once, by family and person."""
    episodes, staff, seat = book.episodes, book.professionals, book.episodes.seat[f, d]
    who = staff.organisation[seat] * 1048576 + staff.ordinal[seat]
    u = uniform(Luck(luck.seed, episodes.person[f, d]), MATCH, book.families.id[f], who)
    episodes.match[f, d] = match_of(quantile(u, matches), p)
    episodes.alliance[f, d] = first_alliance(book.families.trust[f], episodes.carried[f, d])
    episodes.new_face[f, d] = False


@sweep
def meet(book: Ledger, rows: Array, domains: Array, matches: Array, p: Contacts, luck: Luck) -> None:
    """A contact is made or missed; one that is made brings a bond, trust, perhaps a hidden need or the wish for another."""
    alliance, met, match, knows = (
        book.episodes.alliance,
        book.episodes.contacts,
        book.episodes.match,
        book.episodes.knows,
    )
    contact, wishes, new_face = book.episodes.contact, book.episodes.wishes_change, book.episodes.new_face
    hours, second_try = book.episodes.hours, book.episodes.second_try
    stand_in = book.episodes.stand_in
    trust, need, meets, ids = book.families.trust, book.families.need, book.families.should_meet, book.families.id
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        if hours[f, d] == 0.0:
            continue
        if stand_in[f, d] != NOBODY:
            contact[f, d] = MADE  # a colleague came: the family is helped, the bond stands still
            continue
        if new_face[f, d]:
            acquaint(book, matches, f, d, p, luck)
        comes, again, light, other = uniforms(luck, MEET, ids[f], d)
        met[f, d] += 1
        missed = is_missed(alliance[f, d], met[f, d], comes, p)
        if missed and again >= p.persistence:
            contact[f, d] = MISSED
            continue
        if missed:
            second_try[f, d] = hours[f, d]
        contact[f, d] = MADE
        alliance[f, d] = next_alliance(alliance[f, d], match[f, d], p)
        trust[f] = next_trust(trust[f], alliance[f, d], p)
        wishes[f, d] = asks_for_other(alliance[f, d], met[f, d], other, p)
        e = heaviest_unknown(need[f], meets[f], knows[f, d]) if light < p.learns else NOBODY
        if e != NOBODY:
            knows[f, d] |= 1 << e


@sweep
def work(book: Ledger, rows: Array, domains: Array, pace: Array, p: Contacts) -> None:
    """What the contacts of this week take away from need: effect x pace x quality x fit x hours given x (1 - contradiction)."""
    effect, contact, seat_of, status = (
        book.episodes.effect,
        book.episodes.contact,
        book.episodes.seat,
        book.episodes.status,
    )
    alliance, intensity, given = book.episodes.alliance, book.episodes.intensity, book.episodes.given
    warranted, agreement, staff = book.families.warranted, book.families.goal_agreement, book.professionals
    skill, practice, strain, intention = staff.skill, staff.practice, staff.strain, staff.intention
    stand_in, cut_off, direct = book.episodes.stand_in, book.episodes.cut_off, book.families.gives_effect
    for i in range(rows.size):
        f, d = rows[i], domains[i]
        if contact[f, d] == MADE:
            seat = seat_of[f, d] if stand_in[f, d] == NOBODY else stand_in[f, d]
            how = quality(skill[seat] * cut_off[f, d], practice[seat], alliance[f, d], strain[seat], intention[seat], p)
            fits = fit_of_intensity(intensity[f, d], warranted[f, d], p)
            lost = contradiction(agreement[f], count_active(status[f]), p)
            effect[f, d] = p.effect * pace[d] * how * fits * given[f, d] * (1.0 - lost) * (1.0 + direct[f])


@sweep
def contacts(book: Ledger, about: Domains, matches: Array, p: Contacts, luck: Luck) -> None:
    """Everybody in care, once a week."""
    rows, domains = pairs(book, ACTIVE)
    meet(book, rows, domains, matches, p, luck)
    work(book, rows, domains, about.pace, p)


@sweep
def constant_care(book: Ledger, about: Domains, p: Contacts) -> None:
    """The null: care takes away the same share for everybody."""
    rows, domains = pairs(book, ACTIVE)
    effect, pace = book.episodes.effect, about.pace
    for i in range(rows.size):
        effect[rows[i], domains[i]] = p.effect * pace[domains[i]]
