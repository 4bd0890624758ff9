"""Access: families come for help through a channel, somebody looks, and part of what is there comes to light.

Theory. Some families stay hidden until they seek help or are sought. Whoever looks first sees the need that the family
comes with; a further need comes to light with a chance, a better one in a joint explanatory analysis, which takes time of every
discipline, competence and trust [integral_article]. A local team closes an unclear question early, more often when
it is busy and when the family's trust is low [haaglanden]. Where help is imposed, a report is enough.

Knocked out (`off = ["access"]`): `all_known`, every need that care should meet is known as soon as it is there.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from ..compiled import rule, sweep
from ..declare import Array, Lever, Mechanism, factor, positive, share, weekly, weeks
from ..events import Cause, Event, Who, note
from ..language import N_
from ..randomness import Luck, stream, uniform, uniforms
from ..relations import Ledger, has_open
from ..tables import DIRECT, INTENSIVE, LOCAL_TEAM, MANDATED, NOBODY, PRESENT, Domains, Sectors

ABOUT = Mechanism(
    name="access", place=2, en="Access", nl="Toegang",
    plain=N_("Families come for help through a channel; somebody looks, and part of what is there comes to light."),
    off=N_("Every need that care should meet is known as soon as it is there."),
)  # fmt: skip

ASK, FIND = stream("access.ask"), stream("access.find")


class Access(NamedTuple):
    """Parameters of access."""

    seeks: Annotated[float, weekly(0.1, 0.8, "assumption", "Chance to seek help at full need and trust",
        "Kans om hulp te zoeken bij volle nood en vol vertrouwen",
        why=N_("Families wait months before they ask; no register knows who did not ask."))] = 0.4  # fmt: skip
    outreach: Annotated[float, weekly(0.0, 0.02, "assumption", "Chance to be found by outreach",
        "Kans om door outreach te worden gevonden", role="lever", why=N_("Visits before birth and outreach are named in the sources; how many families they find is not."),
        lever=Lever(N_("How actively does the municipality look for families who do not come?"),
            N_("The municipality, with youth health care and schools."),
            ((0.0, N_("it does not")), (0.002, N_("one hidden family in ten a year")), (0.02, N_("two in three a year"))),
            N_("Found needs join the queues, and every look takes hours of the local team.")))] = 0.002  # fmt: skip
    reports: Annotated[float, weekly(0.05, 0.5, "assumption", "Chance that a case for protection is reported",
        "Kans dat een beschermingszaak wordt gemeld",
        why=N_("How long unsafety lasts before a report is not known; weeks to months."))] = 0.15  # fmt: skip
    look_hours: Annotated[float, positive("hours", 4.0, 12.0, "model_spec", "Hours of a look at a request",
        "Uren voor het verkennen van een vraag", role="fixed")] = 6.5  # fmt: skip
    look_finds: Annotated[float, share(0.2, 0.8, "assumption", "Chance that a look finds a further need",
        "Kans dat een verkenning een verdere nood vindt",
        why=N_("A look at a single question misses much; the sources say so without a count."))] = 0.5  # fmt: skip
    joint_analysis: Annotated[float, share(0.0, 1.0, "integral_article assumption", "Requests looked at together", "Vragen die samen worden verklaard",
        role="lever", why=N_("A joint explanatory analysis is what the sources ask for; how usual it is, is not counted."), lever=Lever(
            N_("At how many requests do several disciplines look together, over all life domains?"),
            N_("The municipality with the providers."),
            ((0.0, N_("none")), (0.0, N_("as now")), (1.0, N_("all"))),
            N_("Hours of every discipline whose help may be needed; found needs join the queues.")))] = 0.0  # fmt: skip
    joint_hours: Annotated[float, positive("hours", 3.0, 12.0, "assumption", "Hours of a joint analysis, per further discipline",
        "Uren van een gezamenlijke analyse, per extra discipline",
        why=N_("As much as a look by oneself, for each who joins; a guess."))] = 6.5  # fmt: skip
    joint_finds: Annotated[float, share(0.3, 1.0, "assumption", "Hidden needs found together, at full trust and competence",
        "Verborgen noden die samen worden gevonden, bij vol vertrouwen en volle bekwaamheid",
        why=N_("That looking together finds more is reported; how much more is a guess."))] = 0.8  # fmt: skip
    closes_early: Annotated[float, share(0.0, 0.6, "haaglanden assumption", "Questions closed early at half trust and half need",
        "Vragen die vroeg worden afgesloten, bij half vertrouwen en halve nood",
        why=N_("Early closing of unclear questions is reported, its frequency is not; set so that three in seventeen are."))] = 0.3  # fmt: skip
    busy_effect: Annotated[float, factor(0.0, 6.0, "haaglanden assumption", "Effect of workload on closing early",
        "Invloed van werkdruk op vroeg afsluiten",
        why=N_("Reported as a direction; at 3 a tenth more work closes a third more questions."))] = 3.0  # fmt: skip
    harm: Annotated[float, share(0.0, 0.3, "assumption", "Trust in care lost when sent home",
        "Verlies van vertrouwen in hulp door wegsturen",
        why=N_("Reported as a direction only; a guess."))] = 0.10  # fmt: skip
    asks_again: Annotated[float, weeks(8, 104, "assumption", "Weeks until who was sent home asks again",
        "Weken tot wie werd weggestuurd weer hulp vraagt",
        why=N_("Families come back when the need lasts; after how long is a guess."))] = 26.0  # fmt: skip


@rule
def chance_to_ask(worst: float, help_seeking: float, trust: float, mandated: bool, p: Access) -> float:
    """Chance a week: seeks x help-seeking x trust x need squared + outreach x need; a case for protection is reported."""
    if mandated:
        return p.reports
    return p.seeks * help_seeking * trust * worst * worst + p.outreach * worst


@rule
def closes_early(need: float, busy: float, trust: float, intensive: bool, u: float, p: Access) -> bool:
    """Is this question sent home? Never one that warrants intensive care.

    Chance: closes_early x exp(busy_effect x (workload - 1)) x 2 (1 - trust) x 2 (1 - need): as declared at half trust, half
    need and hours that just suffice.
    """
    chance = p.closes_early * math.exp(p.busy_effect * (busy - 1.0)) * 2.0 * (1.0 - trust) * 2.0 * (1.0 - need)
    return not intensive and u < chance


@rule
def comes_to_light(u: float, channel: int, joint: bool, trust: float, competence: float, p: Access) -> bool:
    """Does a look find a further need? Who goes straight to a provider brings one question only.

    Looking together finds joint_finds x trust x competence of what is left.
    """
    alone = 0.0 if channel == DIRECT else p.look_finds
    return u < (alone + (1.0 - alone) * p.joint_finds * trust * competence if joint else alone)


@rule
def less_trust(trust: float, lost: float) -> float:
    """A disappointment takes a share of trust in care."""
    return trust * (1.0 - lost)


@rule
def presenting(need: Array, meets: Array, not_before: Array, week: int) -> int:
    """The domain a family comes with: the heaviest of the needs [D] that care should meet; NOBODY without one.

    Not a need for which it gave up or was stopped: for that it does not ask before a certain week.
    """
    worst = NOBODY
    for d in range(need.size):
        if meets[d] and week >= not_before[d] and (worst == NOBODY or need[d] > need[worst]):
            worst = d
    return worst


@rule
def look(book: Ledger, f: int, d: int, busy: float, joint: bool, competence: float, u: float, p: Access, luck: Luck) -> None:  # fmt: skip
    """Somebody looks at what the family comes with; it is sent home, or the need and perhaps others are on record."""
    families = book.families
    who = Who(families.id[f], d, NOBODY, NOBODY, NOBODY)
    note(book.events, book.week, Event.ask, Cause.none, who, families.need[f, d])
    if families.first_request[f] == NOBODY:
        families.first_request[f] = book.week
    intensive = families.warranted[f, d] >= INTENSIVE
    at_team = families.channel[f] == LOCAL_TEAM
    if at_team and closes_early(families.need[f, d], busy, families.trust[f], intensive, u, p):
        note(book.events, book.week, Event.sent_home, Cause.early, who, families.need[f, d])
        families.trust[f] = less_trust(families.trust[f], p.harm)
        families.asks_from[f] = book.week + round(p.asks_again)
        return
    families.known[f, d] = True
    for e in range(families.need.shape[1]):
        if e != d and families.should_meet[f, e]:
            u = uniform(luck, FIND, families.id[f], e)
            families.known[f, e] = comes_to_light(u, families.channel[f], joint, families.trust[f], competence, p)


@sweep
def spread_looks(book: Ledger, sectors: Sectors, team: int, hours: float) -> None:
    """The hours of this week's looks, shared by those of a sector who are there."""
    staff, present = book.professionals, 0
    for seat in range(sectors.first_seat[team], sectors.end_seat[team]):
        present += staff.status[seat] == PRESENT
    for seat in range(sectors.first_seat[team], sectors.end_seat[team]):
        if staff.status[seat] == PRESENT:
            staff.looks[seat] = hours / present


@sweep
def competence_of(book: Ledger, sectors: Sectors, team: int) -> float:
    """How competent those of the local team who are there are to work together, on average; 0 where nobody is."""
    staff, competent, present = book.professionals, 0.0, 0
    for seat in range(sectors.first_seat[team], sectors.end_seat[team]):
        if staff.status[seat] == PRESENT:
            competent, present = competent + staff.competence[seat], present + 1
    return competent / present if present else 0.0


@sweep
def access(book: Ledger, domains: Domains, sectors: Sectors, team: int, p: Access, luck: Luck) -> None:
    """Families in view whom nobody helps and who wait nowhere; `team` is the sector that gives access."""
    need, meets, known, ids = book.families.need, book.families.should_meet, book.families.known, book.families.id
    seeking, trust, channel = book.families.help_seeking, book.families.trust, book.families.channel
    asks_from, status, not_before = book.families.asks_from, book.episodes.status, book.episodes.not_before
    busy, hours, competence = sectors.busy[team], np.zeros(sectors.busy.size), competence_of(book, sectors, team)
    for f in book.here:
        if has_open(status[f]):
            continue
        d = presenting(need[f], meets[f], not_before[f], book.week)
        if d == NOBODY or book.week < asks_from[f]:
            continue
        known[f, :] = False  # nobody who is active knows
        asks, sent, together, _ = uniforms(luck, ASK, ids[f])
        if asks < chance_to_ask(need[f, d], seeking[f], trust[f], channel[f] == MANDATED, p):
            joint = together < p.joint_analysis
            look(book, f, d, busy, joint, competence, sent, p, luck)
            hours[team] += p.look_hours
            for e in range(need.shape[1]):
                if joint and meets[f, e] and e != d:
                    hours[domains.sector[e]] += p.joint_hours
    book.professionals.looks[:] = 0.0
    for s in range(hours.size):
        if hours[s] > 0.0:
            spread_looks(book, sectors, s, hours[s])


@sweep
def all_known(book: Ledger) -> None:
    """The null: every need that care should meet is known; who has one has asked."""
    families = book.families
    for f in book.here:
        for d in range(families.need.shape[1]):
            families.known[f, d] = families.should_meet[f, d]
            if families.should_meet[f, d] and families.first_request[f] == NOBODY:
                families.first_request[f] = book.week
                who = Who(families.id[f], d, NOBODY, NOBODY, NOBODY)
                note(book.events, book.week, Event.ask, Cause.none, who, families.need[f, d])
