"""Who there is: tables made from a region. Families are drawn before the run, by region and seed, never by scenario.

Every week has numbered slots, each of which a family takes by chance: a family's id is its week and slot, so that more
demand adds families and changes none. Seats beyond the establishment have rows, too, and are closed.
"""

import math
from typing import NamedTuple

import numpy as np

from .compiled import sweep
from .declare import MOST_STAFF, YEAR, Array, table
from .mechanisms.needs import Needs, complexity, complexity_class
from .people import draw_person
from .randomness import Luck, beta_quantiles, quantile, stream, uniform, uniforms
from .region import MOST_FAMILIES, Region
from .tables import (
    CLOSED,
    DIRECT,
    INSURER,
    INTENSIVE,
    LIGHT,
    LOCAL_TEAM,
    MANDATED,
    MUNICIPALITY,
    REGULAR,
    SCHOOL_BOARD,
    STAY,
    Domains,
    Families,
    Municipality,
    Organisations,
    Professionals,
    Sectors,
    Streams,
)  # fmt: skip

SLOT, WHO, HOW = stream("population.slot"), stream("population.family"), stream("population.ways")
PROBLEM, SEAT = stream("population.problem"), stream("population.seat")
FIRST_ID = 10_000_000  # ids below belong to families in view at the start
YEARS_OF_YOUTH = 18
OPENING = Needs().opening  # need from which care should start, by default: classes do not hang on a scenario
SETTLED_STAFF = -520  # weeks: who sits in a seat at the start has learnt the job
CODES = {"light": LIGHT, "regular": REGULAR, "intensive": INTENSIVE, "stay": STAY}
WAYS = {"local_team": LOCAL_TEAM, "direct": DIRECT, "mandated": MANDATED}
FUNDERS = {"municipality": MUNICIPALITY, "school_board": SCHOOL_BOARD, "insurer": INSURER}


class Draws(NamedTuple):
    """The distributions of a region as tables of quantiles, and its numbers."""

    vulnerability: Array
    informal_support: Array
    help_seeking: Array
    trust: Array
    age: Array
    severity: Array
    presents: Array  # [D] cumulated shares
    exposure: Array  # [D] relative to the average domain
    mandated: Array  # [D] can help be imposed
    least: float
    most: float
    also: float
    background: float
    weeks_until_move: float
    direct: float  # share of the families who go straight to a provider
    reported: float  # share of those with a need for which help can be imposed, who are reported


@sweep
def taken_slots(seed: np.uint64, slots: int, weeks: int, chance: float) -> Array:
    """The slots, numbered through all weeks, that a family takes."""
    taken = np.zeros(slots * weeks, np.bool_)
    for i in range(taken.size):
        taken[i] = uniform(Luck(seed, 0), SLOT, i) < chance
    return np.nonzero(taken)[0]


@sweep
def draw_families(families: Families, draws: Draws, seed: np.uint64) -> None:
    """Who each family is when it comes: its traits, its way in, a need to come for, and perhaps more needs.

    A further domain has a problem with chance also x vulnerability x exposure; without one its need is below `background`.
    """
    luck = Luck(seed, 0)
    for f in range(families.id.size):
        a, b, presents, stays = uniforms(luck, WHO, families.id[f])
        seeks, trusts, age, way = uniforms(luck, HOW, families.id[f])
        families.vulnerability[f] = quantile(a, draws.vulnerability)
        families.informal_support[f] = quantile(b, draws.informal_support)
        families.own_network[f] = families.informal_support[f]
        families.help_seeking[f], families.trust[f] = quantile(seeks, draws.help_seeking), quantile(trusts, draws.trust)
        families.moves[f] = families.arrives[f] + 1 + int(-draws.weeks_until_move * math.log(stays))
        families.grows_up[f] = families.arrives[f] + 1 + int(YEARS_OF_YOUTH * YEAR * (1.0 - quantile(age, draws.age)))
        presenting = min(int(np.searchsorted(draws.presents, presents)), draws.presents.size - 1)
        if draws.mandated[presenting] and way < draws.reported:
            families.channel[f] = MANDATED
        else:
            families.channel[f] = DIRECT if way < draws.direct else LOCAL_TEAM
        for d in range(families.need.shape[1]):
            has, size, _, _ = uniforms(luck, PROBLEM, families.id[f], d)
            if d == presenting or has < draws.also * families.vulnerability[f] * draws.exposure[d]:
                families.need[f, d] = draws.least + (draws.most - draws.least) * quantile(size, draws.severity)
            else:
                families.need[f, d] = draws.background * size
        asked = complexity(int((families.need[f] > OPENING).sum()), families.need[f].max(), families.vulnerability[f])
        families.complexity_class[f] = complexity_class(asked)


@sweep
def draw_seats(staff: Professionals, seed: np.uint64) -> None:
    """Which seats carry the fraction of a norm, and who sits in them first."""
    luck = Luck(seed, 0)
    for seat in range(staff.rounding.size):
        staff.rounding[seat] = uniform(luck, SEAT, staff.organisation[seat], staff.ordinal[seat])
        draw_person(staff, seat, luck)


def draws_of(region: Region) -> Draws:
    """The numbers that families are drawn from."""
    d, presents = region.demand, np.array([d.presents for d in region.domain])
    share = {way: sum(c.share for c in region.channel if c.way == way) for way in WAYS}
    traits = [
        beta_quantiles(*t) for t in (d.vulnerability, d.informal_support, d.help_seeking, d.trust, d.age, d.severity)
    ]
    return Draws(traits[0], traits[1], traits[2], traits[3], traits[4], traits[5], np.cumsum(presents) / presents.sum(), presents / presents.mean(),
                 np.array([x.mandated for x in region.domain]), d.presenting_need[0], d.presenting_need[1], d.also, d.background,
                 YEAR * d.years_until_move, share["direct"] / (share["direct"] + share["local_team"]), share["mandated"])  # fmt: skip


def arrivals(region: Region, horizon: int, seed: np.uint64, here: int = 0) -> Families:
    """All families that come into view during the run, in order of arrival, after blank rows for those who are `here`."""
    slots = math.ceil(MOST_FAMILIES * region.inhabitants / 100_000)
    taken = taken_slots(seed, slots, horizon, region.demand.families_per_week / slots)
    families: Families = table(Families, F=here + taken.size, D=len(region.domain))
    families.id[here:], families.arrives[here:] = FIRST_ID + taken, taken // slots
    draw_families(Families(*(c[here:] for c in families)), draws_of(region), seed)
    return families


def staff_of(region: Region, seed: np.uint64) -> tuple[Organisations, Professionals]:
    """Organisations by sector, and a row for each seat that there is or could be."""
    providers = sorted(region.organisation, key=lambda o: region.sectors.index(o.sector))
    seats = [o.seats for o in providers]
    rows = [math.ceil(MOST_STAFF * n) for n in seats]
    organisations: Organisations = table(Organisations, O=len(providers))
    organisations.sector[:] = [region.sectors.index(o.sector) for o in providers]
    organisations.norm_factor[:] = [o.norm_factor for o in providers]
    organisations.willingness[:] = [o.willingness for o in providers]
    organisations.end_seat[:] = np.cumsum(rows)
    organisations.first_seat[:] = organisations.end_seat - rows
    staff: Professionals = table(Professionals, P=sum(rows))
    staff.organisation[:] = np.repeat(np.arange(len(providers)), rows)
    staff.ordinal[:] = np.concatenate([np.arange(n) for n in rows])
    staff.opens_at[:] = (staff.ordinal + 0.5) / np.repeat(seats, rows)
    staff.status[staff.opens_at >= 1.0] = CLOSED
    staff.since[:] = SETTLED_STAFF
    draw_seats(staff, seed)
    return organisations, staff


def sectors_of(region: Region, organisations: Organisations) -> Sectors:
    """Where each sector's organisations and seats stand, and what an hour costs."""
    sectors: Sectors = table(Sectors, S=len(region.sector))
    for s, sector in enumerate(region.sector):
        rows = np.nonzero(organisations.sector == s)[0]
        first, end = (int(rows[0]), int(rows[-1]) + 1) if rows.size else (0, 0)
        sectors.first_organisation[s], sectors.end_organisation[s] = first, end
        sectors.first_seat[s] = organisations.first_seat[first] if rows.size else 0
        sectors.end_seat[s] = organisations.end_seat[end - 1] if rows.size else 0
        sectors.stream[s], sectors.tariff[s] = region.streams.index(sector.stream), sector.tariff
    return sectors


def streams_of(region: Region, organisations: int) -> Streams:
    """Streams and the ceilings of contracts; no ceiling where there is no contract."""
    streams: Streams = table(Streams, M=len(region.stream), O=organisations)
    streams.funder[:] = [FUNDERS[s.funder] for s in region.stream]
    providers = sorted(region.organisation, key=lambda o: region.sectors.index(o.sector))
    for o, provider in enumerate(providers):
        for name, thousands in provider.contract.items():
            streams.ceiling[o, region.streams.index(name)] = 1000.0 * thousands
    return streams


def domains_of(region: Region) -> Domains:
    """The life domains as columns."""
    domains: Domains = table(Domains, D=len(region.domain))
    domains.sector[:] = [region.sectors.index(d.sector) for d in region.domain]
    domains.stream[:] = [region.streams.index(d.stream) for d in region.domain]
    domains.hours[:] = [d.hours for d in region.domain]
    domains.exposure[:] = draws_of(region).exposure
    domains.pace[:] = [d.pace for d in region.domain]
    domains.spill[:] = region.spill()
    domains.at_local_team[:] = [d.at_local_team for d in region.domain]
    domains.mandated[:] = [d.mandated for d in region.domain]
    domains.offers[:] = [sum(1 << CODES[o] for o in d.offers) for d in region.domain]
    domains.most[:] = [STAY if d.stays else INTENSIVE for d in region.domain]
    return domains


def municipality_of(region: Region) -> Municipality:
    """The region as a whole."""
    one: Municipality = table(Municipality, **{"1": 1})
    one.local_team[0] = region.sectors.index(region.local_team)
    one.seats[0] = sum(o.seats for o in region.organisation)
    one.places[0], one.day_price[0] = region.stay.places, region.stay.day_price
    return one
