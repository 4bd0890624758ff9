"""Together: what helpers who work together bring about, and what families do with it.

Theory. Helpers who collaborate tell one another what they know, if the family agrees; where it does not, telling costs trust
[nji_integral]. Who sit at one table look at the whole family, and what none of them saw may come up [integral_article].
Their goals come together, further where a family sets them itself [nji_organisations]; when one is away, another may stand
in. A network of the family's own is built up by care that follows the family, or crowded out by helpers who take its place.
How much collaboration there is to give, teams.py tells; no rule here touches need, bond or dropout.

It cannot be knocked out: without teams, or with its channels closed, there is nothing to give.
"""

from typing import Annotated, NamedTuple

import numpy as np

from ..compiled import rule, sweep
from ..declare import Array, Lever, Mechanism, positive, share, weekly
from ..language import N_
from ..randomness import Luck, stream, uniform, uniforms
from ..relations import Ledger, Shared, count_active, heaviest_unknown, known_to_active
from ..tables import ACTIVE, NOBODY, PRESENT, Domains, Professionals, Sectors

ABOUT = Mechanism(
    name="together", place=5, en="Together", nl="Samen",
    plain=N_("Helpers tell one another what they know, pull the same way and stand in; families take part."),
)  # fmt: skip

TELL, TABLE = stream("together.tell"), stream("together.table")
COVER, ADVICE = stream("together.cover"), stream("together.advice")
CONSENT = 63  # the address of the family's consent: beyond that of any life domain
START = 0.5  # goal agreement of a family whose helpers do nothing about it


class Together(NamedTuple):
    """Parameters of what working together brings."""

    tells: Annotated[float, weekly(0.05, 0.5, "assumption", "Chance that a helper is told what the others know, at full collaboration",
        "Kans dat een hulpverlener hoort wat de anderen weten, bij volle samenwerking",
        why=N_("No rate was found; at 0.2 a full team knows within weeks."))] = 0.2  # fmt: skip
    table_finds: Annotated[float, share(0.05, 0.5, "integral_article assumption", "Hidden needs that one meeting of a team brings to light, at full collaboration and trust",
        "Verborgen noden die één teamoverleg aan het licht brengt, bij volle samenwerking en vol vertrouwen",
        why=N_("An hour at one table is a sixth of a joint analysis at access; what that finds in six hours, 0.8, makes 0.24 in one."))] = 0.24  # fmt: skip
    aligns: Annotated[float, weekly(0.02, 0.3, "assumption", "Pace at which goals come together", "Tempo waarin doelen bij elkaar komen",
        why=N_("A plan takes months to be everybody's; a guess."))] = 0.08  # fmt: skip
    consent: Annotated[float, share(0.2, 0.9, "haaglanden assumption", "Families without trust who agree that helpers tell one another",
        "Gezinnen zonder vertrouwen die ermee instemmen dat hulpverleners overleggen",
        why=N_("Privacy is named as an obstacle; consent rises with trust, from a level that is a guess."))] = 0.6  # fmt: skip
    tells_anyway: Annotated[float, share(0.0, 0.5, "assumption", "Told without consent", "Verteld zonder toestemming",
        why=N_("That it happens is reported; how often is a guess."))] = 0.1  # fmt: skip
    betrayal: Annotated[float, share(0.0, 0.3, "nji_integral assumption", "Trust in care lost when told without consent",
        "Vertrouwen in hulp verloren als zonder toestemming is verteld",
        why=N_("Reported as a direction only; a guess."))] = 0.10  # fmt: skip
    participation: Annotated[float, share(0.0, 1.0, "nji_organisations assumption", "Families that set their own goals",
        "Gezinnen die zelf hun doelen stellen", role="lever",
        why=N_("Three case studies name it as the main finding; how usual it is, is a guess."), lever=Lever(
            N_("How far do families decide what the help is for?"),
            N_("Professionals and families."),
            ((0.0, N_("professionals decide")), (0.2, N_("somewhat")), (1.0, N_("families set the goals"))),
            N_("The model counts no hours for it.")))] = 0.2  # fmt: skip
    own_goals: Annotated[float, share(0.0, 0.8, "verwey_2019 assumption", "Agreement won when a family sets the goals",
        "Overeenstemming gewonnen als het gezin de doelen stelt",
        why=N_("Control of the family rose more than collaboration in one study; the size here is a guess."))] = 0.3  # fmt: skip
    network: Annotated[float, weekly(0.0, 0.01, "assumption", "Network built up in care, when the family leads",
        "Netwerk opgebouwd tijdens hulp, als het gezin leidt",
        why=N_("That networks can be built is reported; how fast is a guess."))] = 0.003  # fmt: skip
    crowding: Annotated[float, weekly(0.0, 0.005, "assumption", "Network crowded out by every helper",
        "Netwerk verdrongen door elke hulpverlener",
        why=N_("Professionals taking the place of a network is feared in the sources and not measured."))] = 0.001  # fmt: skip
    network_returns: Annotated[float, weekly(0.002, 0.03, "assumption", "Return to a network of one's own",
        "Terugkeer naar het eigen netwerk",
        why=N_("A guess: half in a year and a half."))] = 0.01  # fmt: skip
    consultation: Annotated[float, weekly(0.0, 0.2, "nji_integral assumption", "Advice asked of a specialist about a need that a helper does not know",
        "Advies gevraagd aan een specialist over een nood die een hulpverlener niet kent", role="lever",
        why=N_("Consultation is named as what brings expertise near; how often it is asked is a guess."), lever=Lever(
            N_("How often may helpers ask advice of a specialist who is not in the family?"),
            N_("Organisations, where whoever pays them pays for advice."),
            ((0.0, N_("never")), (0.0, N_("as now")), (0.2, N_("every five weeks"))),
            N_("Hours of specialists, out of their own coordination and care.")))] = 0.0  # fmt: skip
    advice_hours: Annotated[float, positive("hours", 0.5, 2.0, "assumption", "Hours of one advice", "Uren van een advies", why=N_("A guess."))] = 1.0  # fmt: skip
    stand_in: Annotated[float, share(0.0, 1.0, "assumption", "Absences in which a colleague of the team stands in, at full collaboration",
        "Afwezigheid waarin een teamgenoot waarneemt, bij volle samenwerking",
        why=N_("Standing in is named as a gain of teams and counted nowhere."))] = 0.6  # fmt: skip


@rule
def next_agreement(agreement: float, gives: float, p: Together) -> float:
    """Goals come together as far as collaboration reaches, further where the family sets them; without either they stay."""
    aim = START + (1.0 - START) * (gives + (1.0 - gives) * p.own_goals * p.participation)
    return agreement + p.aligns * (aim - agreement)


@rule
def next_network(support: float, own: float, n: int, p: Together) -> float:
    """Informal support after a week: built up with a family that leads, crowded out by n cases of care, back to its own in time."""
    builds = p.network * p.participation * (1.0 if n > 0 else 0.0) * (1.0 - support)
    return support + builds - p.crowding * n * support + p.network_returns * (own - support)


@rule
def consents(trust: float, u: float, p: Together) -> bool:
    """May helpers tell one another? More families agree the more they trust: consent + (1 - consent) x trust."""
    return u < p.consent + (1.0 - p.consent) * trust


@rule
def is_told(gives: float, u: float, p: Together) -> bool:
    """Does this helper hear this week what the others know?"""
    return u < p.tells * gives


@rule
def comes_up(gives: float, trust: float, u: float, p: Together) -> bool:
    """Does a need that nobody knew come up at this table? Chance = table_finds x what collaboration gives x trust in care."""
    return u < p.table_finds * gives * trust


@rule
def stands_in(gives: float, u: float, p: Together) -> bool:
    """Does somebody of the team see the family in place of one who is away?"""
    return u < p.stand_in * gives


@rule
def tell(book: Ledger, f: int, p: Together, luck: Luck) -> None:
    """Helpers tell one another what they know, with the family's consent; without it, sometimes, at the price of trust."""
    families, episodes = book.families, book.episodes
    gives, all_knows = families.gives_knows[f], known_to_active(episodes.status[f], episodes.knows[f])
    agrees, anyway, _, _ = uniforms(luck, TELL, families.id[f], CONSENT)
    allowed = consents(families.trust[f], agrees, p)
    betrayed = False
    for d in range(episodes.status.shape[1]):
        if episodes.status[f, d] != ACTIVE or episodes.knows[f, d] == all_knows:
            continue
        if is_told(gives, uniform(luck, TELL, families.id[f], d), p) and (allowed or anyway < p.tells_anyway):
            episodes.knows[f, d] = all_knows
            betrayed = betrayed or not allowed
    if betrayed:
        families.trust[f] *= 1.0 - p.betrayal


@rule
def look_together(book: Ledger, f: int, p: Together, luck: Luck) -> None:
    """A team at one table looks at the whole family: what comes up, all who help know from now on."""
    families, episodes = book.families, book.episodes
    known, found = known_to_active(episodes.status[f], episodes.knows[f]), 0
    for d in range(episodes.status.shape[1]):
        hidden = families.should_meet[f, d] and (known >> d) & 1 == 0
        if hidden and comes_up(families.gives_knows[f], families.trust[f], uniform(luck, TABLE, families.id[f], d), p):
            found |= 1 << d
    for d in range(episodes.status.shape[1]):
        if episodes.status[f, d] == ACTIVE:
            episodes.knows[f, d] |= found


@rule
def cover(book: Ledger, shared: Shared, k: int, p: Together, luck: Luck) -> None:
    """For a helper who is away this week, the first of the others who is there may stand in."""
    families, episodes, staff, f = book.families, book.episodes, book.professionals, shared.rows[k]
    for d in range(episodes.status.shape[1]):
        episodes.stand_in[f, d] = NOBODY
        if episodes.status[f, d] != ACTIVE or staff.status[episodes.seat[f, d]] == PRESENT:
            continue
        if stands_in(families.gives_presence[f], uniform(luck, COVER, families.id[f], d), p):
            for i in range(shared.n[k]):
                if staff.status[shared.seats[k, i]] == PRESENT and episodes.stand_in[f, d] == NOBODY:
                    episodes.stand_in[f, d] = shared.seats[k, i]


@rule
def is_advised(paid: float, u: float, p: Together) -> bool:
    """Does a helper get advice this week about a need that they do not know? Only as far as advice is paid."""
    return u < p.consultation * paid


@sweep
def consult(book: Ledger, domains: Domains, sectors: Sectors, p: Together, luck: Luck) -> None:
    """Helpers ask specialists without a case here: a need comes to light, and the sector's hours go to it, shared by all at work."""
    families, episodes, staff = book.families, book.episodes, book.professionals
    asked = np.zeros(sectors.busy.size)
    staff.consults[:] = 0.0
    for i in range(book.listed[0]):
        f, d = book.rows[i], book.domains[i]
        if p.consultation == 0.0 or episodes.status[f, d] != ACTIVE:
            continue
        e = heaviest_unknown(families.need[f], families.should_meet[f], episodes.knows[f, d])
        if e != NOBODY and is_advised(domains.advice_paid[e], uniform(luck, ADVICE, families.id[f], d), p):
            episodes.knows[f, d] |= 1 << e
            asked[domains.sector[e]] += p.advice_hours
    for s in range(asked.size):
        share_hours(staff, sectors, s, asked[s])


@sweep
def share_hours(staff: Professionals, sectors: Sectors, s: int, hours: float) -> None:
    """Hours of advice, shared by those of a sector who are there."""
    present = 0
    for seat in range(sectors.first_seat[s], sectors.end_seat[s]):
        present += staff.status[seat] == PRESENT
    for seat in range(sectors.first_seat[s], sectors.end_seat[s]):
        if staff.status[seat] == PRESENT and hours > 0.0:
            staff.consults[seat] = hours / present


@sweep
def together(
    book: Ledger, here: Array, shared: Shared, domains: Domains, sectors: Sectors, p: Together, luck: Luck
) -> None:
    """Networks of every family in view, goals of those who need help, stories told, standing in; and advice.

    here: rows of all families in view.
    """
    families, status = book.families, book.episodes.status
    support, own, agreement, gives = families.informal_support, families.own_network, families.goal_agreement, families.gives_agreement  # fmt: skip
    for f in here:
        support[f] = next_network(support[f], own[f], count_active(status[f]), p)
    for f in book.here:
        agreement[f] = next_agreement(agreement[f], gives[f], p)
    for k in range(shared.rows.size):
        f = shared.rows[k]
        tell(book, f, p, luck)
        if families.gathered[f]:
            look_together(book, f, p, luck)
        cover(book, shared, k, p, luck)
    consult(book, domains, sectors, p, luck)
