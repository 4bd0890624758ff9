"""Workforce: work wears people out, worn-out people think of leaving and leave, and empty seats take weeks to fill.

Theory. Caseload does not predict the intention to leave; strain does [kim_kao_2014]. So workload above what fits the hours
raises strain, strain raises the intention to leave, and intention the chance to go; caseload has no other road to it.
Newcomers come from one regional pool of people, start with fewer cases and less skill, and learn the job in a year or two.
Luck belongs to the seat: the same seat meets the same numbers in the same week under every scenario, and its k-th occupant
is the same person whenever that is.

Knocked out (`off = ["workforce"]`): `all_present`, every seat is taken, and nobody gets strained, is absent or leaves.
"""

import math
from typing import Annotated, NamedTuple

import numpy as np

from ..compiled import rule, sweep
from ..declare import (
    YEAR,
    Array,
    Lever,
    Mechanism,
    Word,
    choice,
    factor,
    positive,
    rate,
    share,
    staffing,
    weekly,
    weeks,
)
from ..events import Cause, Event, Events
from ..language import N_
from ..people import newcomer, tell, tightness, weeks_away
from ..randomness import Luck, stream, uniform, uniforms
from ..rivals import own
from ..tables import ABSENT, CLOSED, PRESENT, VACANT, Municipality, Organisations, Professionals

ABOUT = Mechanism(
    name="workforce", place=9, en="Workforce", nl="Personeel",
    plain=N_("Work wears people out, worn-out people think of leaving and leave, and empty seats take weeks to fill."),
    off=N_("Every seat is taken; nobody gets strained, is absent or leaves."),
)  # fmt: skip

SEAT, ABSENCE = stream("workforce.seat"), stream("workforce.absence")
SETTLES = 104.0  # weeks in which people grow attached to a job, under the rule of attachment
USUAL = 0.37  # intention at which the exit rate holds: an average person with the strain of the work itself


class Leaving(Word):
    """Rival rules: why professionals leave."""

    strain = 0
    attachment = 1
    exogenous = 2
    own = 3


class Workforce(NamedTuple):
    """Parameters of staff."""

    variant: Annotated[Leaving, choice(Leaving, "model_spec", "Rule of leaving", "Regel van vertrek", role="fixed")] = Leaving.strain  # fmt: skip
    establishment: Annotated[float, staffing(0.8, 1.3, "model_spec", "Seats, times those of the region", "Plekken, maal die van de regio",
        role="lever", lever=Lever(
            N_("How many professionals may there be?"),
            N_("Municipality and providers, within the labour market."),
            ((0.8, N_("a fifth fewer")), (1.0, N_("as now")), (1.3, N_("a third more"))),
            N_("More seats must be filled from the same labour market, and more hours are billed.")))] = 1.0  # fmt: skip
    project_seats: Annotated[float, share(0.0, 0.3, "integral_article assumption", "Seats of temporary projects, part of those of the region",
        "Plekken van tijdelijke projecten, deel van die van de regio", role="lever",
        why=N_("Projects of a year are reported; how many people they take is a choice."), lever=Lever(
            N_("How many extra seats do temporary projects have?"),
            N_("Whoever pays the project."),
            ((0.0, N_("none")), (0.0, N_("as now")), (0.3, N_("almost a third more"))),
            N_("They are filled from the same labour market; when the project ends, its people go.")))] = 0.0  # fmt: skip
    exit_rate: Annotated[float, rate(0.10, 0.22, "ftm_2021 casey_2023", "Leaving, professionals with usual thoughts of it",
        "Vertrek van professionals met een gewone vertrekgeneigdheid")] = 0.18  # fmt: skip
    strain_effect: Annotated[float, factor(0.5, 3.0, "assumption", "Effect of the intention on leaving",
        "Invloed van vertrekgeneigdheid op vertrek", why=N_("Intention and leaving go together; the size is not known. A tenth more intention makes leaving e to a tenth of this as likely."))] = 1.5  # fmt: skip
    demands: Annotated[float, weekly(0.002, 0.02, "assumption", "Strain from the work itself",
        "Belasting door het werk zelf", why=N_("Half of the professionals find the pressure too high, also at a full but not overfull caseload; a guess."))] = 0.006  # fmt: skip
    strain_gain: Annotated[float, weekly(0.02, 0.3, "assumption", "Strain from work beyond the hours",
        "Belasting door werk boven de uren", why=N_("With a tenth too much work for long, strain settles at about one half at the default; a guess."))] = 0.12  # fmt: skip
    strain_recovery: Annotated[float, weekly(0.01, 0.06, "assumption", "Recovery from strain",
        "Herstel van belasting", why=N_("Recovery from exhaustion takes months; half is gone in three to sixteen months over this range."))] = 0.02  # fmt: skip
    retention: Annotated[float, share(0.0, 1.0, "assumption", "Retention programme", "Programma voor behoud van personeel",
        role="lever", why=N_("Programmes exist in many forms; the scale from none to full is ours."), lever=Lever(
            N_("How much is invested in support, guidance and training on the job?"),
            N_("Providers, if the municipality pays for it."),
            ((0.0, N_("no programme")), (0.0, N_("as now")), (1.0, N_("a full programme everywhere"))),
            N_("The price of the programme for every seat.")))] = 0.0  # fmt: skip
    retention_effect: Annotated[float, share(0.1, 0.8, "mor_barak_2009 assumption", "Recovery from strain added by a full programme",
        "Extra herstel van belasting door een volledig programma",
        why=N_("Support goes with less exhaustion (r .30 to .40); what a programme adds is a guess."))] = 0.5  # fmt: skip
    retention_price: Annotated[float, positive("euros/year", 500.0, 6000.0, "assumption", "Price of a full programme, per seat",
        "Prijs van een volledig programma, per plek",
        why=N_("About a week and a half of salary and a trainer; not from a source."))] = 2500.0  # fmt: skip
    intention_of_strain: Annotated[float, share(0.2, 0.8, "kim_kao_2014 assumption", "Weight of strain in the intention to leave",
        "Gewicht van belasting in vertrekgeneigdheid",
        why=N_("Correlations of .25 to .55 are reported; the rest is the person's own."))] = 0.5  # fmt: skip
    absence: Annotated[float, share(0.05, 0.09, "ftm_2021 jzw_absence", "Part of the time absent", "Verzuim")] = 0.07  # fmt: skip
    absence_long: Annotated[float, share(0.05, 0.3, "assumption", "Spells of absence that are long", "Langdurige ziekmeldingen",
        why=N_("Most spells are short and most lost time is in long ones; the split is a guess."))] = 0.12  # fmt: skip
    weeks_short: Annotated[float, positive("weeks", 1.0, 3.0, "assumption", "Length of a short absence", "Duur van kort verzuim", why=N_("A guess."))] = 1.5  # fmt: skip
    weeks_long: Annotated[float, positive("weeks", 12.0, 40.0, "assumption", "Length of a long absence", "Duur van langdurig verzuim", why=N_("Recovery from exhaustion takes months; a guess."))] = 26.0  # fmt: skip
    weeks_to_fill: Annotated[float, positive("weeks", 6.5, 22.0, "azw_2023", "Weeks to fill a vacancy",
        "Weken om een vacature te vervullen")] = 8.0  # fmt: skip
    recruits: Annotated[float, rate(0.08, 0.25, "assumption", "People who come to look for work here, per seat",
        "Mensen die hier werk komen zoeken, per plek",
        why=N_("Set so that the pool just covers usual turnover; shortages are scenarios."))] = 0.18  # fmt: skip
    stays_in_region: Annotated[float, share(0.1, 0.5, "assumption", "Leavers who look for another job here",
        "Vertrekkers die hier ander werk zoeken",
        why=N_("Destinations of leavers are not public; a guess."))] = 0.3  # fmt: skip
    gives_up_looking: Annotated[float, weekly(0.01, 0.1, "assumption", "Job seekers who go elsewhere",
        "Werkzoekenden die elders heen gaan",
        why=N_("Half find something elsewhere in a quarter to over a year; a guess."))] = 0.02  # fmt: skip
    induction: Annotated[float, weeks(13.0, 104.0, "sage_2011", "Weeks to learn the job", "Weken om het werk te leren")] = 78.0  # fmt: skip
    skill_at_start: Annotated[float, share(0.5, 1.0, "assumption", "Skill of a newcomer", "Vakbekwaamheid van een nieuweling", why=N_("Learning the job takes about two years; where it begins is a guess."))] = 0.8  # fmt: skip
    caseload_at_start: Annotated[float, share(0.3, 1.0, "assumption", "Part of the norm that a newcomer can take",
        "Deel van de norm dat een nieuweling aankan",
        why=N_("Newcomers get fewer cases in the first quarter; how many is a guess."))] = 0.5  # fmt: skip


@rule
def next_strain(strain: float, workload: float, p: Workforce) -> float:
    """Strain + (demands + gain x workload above 1) x (1 - strain) - recovery x strain, within 0-1; a programme helps to recover."""
    gains = p.demands + p.strain_gain * max(0.0, workload - 1.0)
    heals = p.strain_recovery * (1.0 + p.retention * p.retention_effect)
    return min(1.0, max(0.0, strain + gains * (1.0 - strain) - heals * strain))


@rule
def intention(strain: float, own: float, p: Workforce) -> float:
    """Thoughts of leaving: partly strain, partly the person's own (`own`, 0-1)."""
    return p.intention_of_strain * strain + (1.0 - p.intention_of_strain) * own


@rule
def as_ours(intention: float, strain: float, weeks_there: float) -> float:
    """Where nobody wrote a rule of their own: nothing makes leaving more or less likely."""
    return 1.0


own_rule = own("workforce", as_ours)  # (intention, strain, weeks there) -> times the chance


@rule
def leaves(intention: float, strain: float, weeks_there: int, u: float, p: Workforce) -> bool:
    """Does this professional leave this week? Chance = exit_rate / 52, times what the rule of leaving makes of it.

    Strain: exp(strain_effect x (intention - usual)). Attachment: twice as likely at first, half after `SETTLES`, whatever the
    strain. Exogenous: nothing.
    """
    chance = p.exit_rate / YEAR
    if p.variant == Leaving.strain:
        chance *= math.exp(p.strain_effect * (intention - USUAL))
    elif p.variant == Leaving.attachment:
        chance *= 0.5 + 1.5 * math.exp(-weeks_there / SETTLES)
    elif p.variant == Leaving.own:
        chance *= own_rule(intention, strain, float(weeks_there))
    return u < chance


@rule
def falls_ill(u: float, p: Workforce) -> bool:
    """Does an absence begin? So often that the part of the time absent is `absence`."""
    mean = p.absence_long * p.weeks_long + (1.0 - p.absence_long) * p.weeks_short
    return u < p.absence / (1.0 - p.absence) / mean


@rule
def is_filled(u: float, tightness: float, p: Workforce) -> bool:
    """Is this vacancy filled this week? Chance = tightness / weeks_to_fill."""
    return u * p.weeks_to_fill < tightness


@rule
def next_pool(pool: float, seats: int, leavers: int, hired: int, p: Workforce) -> float:
    """People who look for work here: newcomers to the region, some leavers, minus who is hired or goes elsewhere."""
    comes = p.recruits / YEAR * seats + p.stays_in_region * leavers
    return max(0.0, pool + comes - hired - p.gives_up_looking * pool)


@rule
def skill(talent: float, weeks_there: int, p: Workforce) -> float:
    """From a newcomer's share of one's talent to all of it, in the weeks of induction."""
    learnt = min(1.0, weeks_there / p.induction) if p.induction > 0.0 else 1.0
    return talent * (p.skill_at_start + (1.0 - p.skill_at_start) * learnt)


@rule
def capacity(weeks_there: int, p: Workforce) -> float:
    """The part of the norm that one can take: all of it after a sixth of the induction."""
    learnt = min(1.0, 6.0 * weeks_there / p.induction) if p.induction > 0.0 else 1.0
    return p.caseload_at_start + (1.0 - p.caseload_at_start) * learnt


@rule
def is_open(opens_at: float, p: Workforce) -> bool:
    """Is this seat on the establishment, or a project's?"""
    return opens_at < p.establishment + p.project_seats


@rule
def why_cut(opens_at: float, p: Workforce) -> int:
    """Why a seat is given up: a project ends where the region itself never had the seat, else it is cut."""
    return Cause.project_end if opens_at >= max(1.0, p.establishment) else Cause.cut


@rule
def grow(staff: Professionals, seat: int, week: int, p: Workforce) -> None:
    """A week in the life of a professional: strain, thoughts of leaving, and learning the job."""
    shaken = staff.strain[seat] + staff.upset[seat] * (1.0 - staff.strain[seat])
    staff.strain[seat], staff.upset[seat] = next_strain(shaken, staff.workload[seat], p), 0.0
    staff.intention[seat] = intention(staff.strain[seat], staff.restless[seat], p)
    staff.skill[seat] = skill(staff.talent[seat], week - staff.since[seat], p)
    staff.capacity[seat] = capacity(week - staff.since[seat], p)


@rule
def come_or_stay_away(staff: Professionals, seat: int, log: Events, p: Workforce, luck: Luck) -> None:
    """Absence begins, or ends."""
    if staff.status[seat] == ABSENT:
        if luck.week >= staff.back[seat]:
            staff.status[seat], staff.away_long[seat] = PRESENT, False
            tell(staff, seat, log, luck.week, Event.back, Cause.none)
        return
    ill, is_long, how_long, _ = uniforms(luck, ABSENCE, staff.organisation[seat], staff.ordinal[seat])
    if falls_ill(ill, p):
        staff.status[seat], staff.away_long[seat] = ABSENT, is_long < p.absence_long
        staff.back[seat] = luck.week + weeks_away(p.weeks_long if staff.away_long[seat] else p.weeks_short, how_long)
        tell(staff, seat, log, luck.week, Event.absent, Cause.absence)


@sweep
def leave_or_stay(staff: Professionals, log: Events, p: Workforce, luck: Luck) -> int:
    """Everybody in a seat; gives the number of leavers."""
    leavers = 0
    for seat in range(staff.status.size):
        if staff.status[seat] != PRESENT and staff.status[seat] != ABSENT:
            continue
        grow(staff, seat, luck.week, p)
        u, there = uniform(luck, SEAT, staff.organisation[seat], staff.ordinal[seat]), luck.week - staff.since[seat]
        goes, is_cut = (
            leaves(staff.intention[seat], staff.strain[seat], there, u, p),
            not is_open(staff.opens_at[seat], p),
        )
        if goes or is_cut:
            staff.left_because[seat] = why_cut(staff.opens_at[seat], p) if is_cut else Cause.turnover
            tell(staff, seat, log, luck.week, Event.leave, staff.left_because[seat])
            staff.status[seat], staff.away_long[seat] = VACANT, False
            leavers += 1
        else:
            come_or_stay_away(staff, seat, log, p, luck)
    return leavers


@sweep
def fill(staff: Professionals, empty: Array, cover: float, log: Events, p: Workforce, luck: Luck) -> int:
    """Seats that were empty before this week; gives the number filled."""
    hired = 0
    for seat in range(empty.size):
        if empty[seat]:
            _, come, _, _ = uniforms(luck, SEAT, staff.organisation[seat], staff.ordinal[seat])
            if is_filled(come, cover, p):
                newcomer(staff, seat, log, luck)
                staff.skill[seat], staff.capacity[seat] = skill(staff.talent[seat], 0, p), capacity(0, p)
                hired += 1
    return hired


@sweep
def workforce(staff: Professionals, organisations: Organisations, region: Municipality, log: Events, p: Workforce, luck: Luck) -> None:  # fmt: skip
    """Every seat: who sits there may tire, fall ill and go; an empty one may be taken from the pool."""
    empty = np.zeros(staff.status.size, np.bool_)
    for seat in range(empty.size):
        on = is_open(staff.opens_at[seat], p)
        if staff.status[seat] == VACANT and not on:
            staff.status[seat] = CLOSED
        elif staff.status[seat] == CLOSED and on:
            staff.status[seat] = VACANT
        empty[seat] = staff.status[seat] == VACANT
    cover = tightness(region.labour_pool[0], int(empty.sum()))
    leavers = leave_or_stay(staff, log, p, luck)
    hired = fill(staff, empty, cover, log, p, luck)
    region.labour_pool[0] = next_pool(region.labour_pool[0], region.seats[0], leavers, hired, p)
    organisations.extra_cost[:] = 0.0
    for seat in range(empty.size):
        if staff.status[seat] != CLOSED:
            organisations.extra_cost[staff.organisation[seat]] += p.retention * p.retention_price / YEAR


@sweep
def all_present(staff: Professionals) -> None:
    """The null: whoever is on the establishment is there, and nothing strains them."""
    for seat in range(staff.status.size):
        staff.upset[seat] = 0.0
        if staff.status[seat] != CLOSED:
            staff.status[seat], staff.away_long[seat] = PRESENT, False
