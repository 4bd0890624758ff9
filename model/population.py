"""The opening tables: who there is and who will come, drawn before the run from region and seed, never from a scenario.

Every week has numbered slots, each of which a family takes by chance: a family's id is its week and slot, so that more
demand adds families and changes none. Those in view at the start came in the weeks before; what is left of their need is
approximate, and burn-in does the rest.
"""

import math
from typing import NamedTuple

import numpy as np

from .compiled import sweep
from .declare import Array, table
from .randomness import Luck, beta_quantiles, quantile, stream, uniform, uniforms
from .region import MOST_FAMILIES, Region
from .tables import Domains, Families, Organisations, Professionals, Sectors

SLOT, WHO, PROBLEM, SEAT = (stream(f"population.{what}") for what in ("slot", "family", "problem", "seat"))


class Draws(NamedTuple):
    """The distributions of a region as tables of quantiles, and its numbers."""

    vulnerability: Array
    informal_support: Array
    severity: Array
    presents: Array  # [D] cumulated shares
    exposure: Array  # [D] relative to the average domain
    least: float
    most: float
    also: float
    background: float
    weeks_in_reach: float
    decline: float


@sweep
def taken_slots(seed: np.uint64, slots: int, weeks: int, chance: float) -> Array:
    """The slots, numbered through all weeks, that a family takes."""
    taken = np.zeros(slots * weeks, np.bool_)
    for i in range(taken.size):
        taken[i] = uniform(Luck(seed, 0), SLOT, i) < chance
    return np.nonzero(taken)[0]


@sweep
def draw_families(families: Families, draws: Draws, seed: np.uint64) -> None:
    """Who each family is when it comes: vulnerability, network, a need to come for, and perhaps more needs.

    A further domain has a problem with chance also x vulnerability x exposure; without one its need is below `background`.
    """
    luck = Luck(seed, 0)
    for f in range(families.id.size):
        a, b, c, stays = uniforms(luck, WHO, families.id[f])
        families.vulnerability[f] = quantile(a, draws.vulnerability)
        families.informal_support[f] = quantile(b, draws.informal_support)
        families.moves[f] = families.arrives[f] + 1 + int(-draws.weeks_in_reach * math.log(stays))
        presenting = np.searchsorted(draws.presents, c)
        aged = math.exp(-draws.decline * max(0, -families.arrives[f]))
        for d in range(families.need.shape[1]):
            has, size, _, _ = uniforms(luck, PROBLEM, families.id[f], d)
            if d == presenting or has < draws.also * families.vulnerability[f] * draws.exposure[d]:
                need = draws.least + (draws.most - draws.least) * quantile(size, draws.severity)
            else:
                need = draws.background * size
            families.need[f, d] = need * aged


@sweep
def draw_seats(staff: Professionals, seed: np.uint64) -> None:
    """Which seats carry the fraction of a norm."""
    for seat in range(staff.rounding.size):
        staff.rounding[seat] = uniform(Luck(seed, 0), SEAT, staff.organisation[seat], staff.ordinal[seat])


def exposure_of(region: Region) -> Array:
    """How common problems in each domain are, relative to the average domain [D]."""
    presents = np.array([d.presents for d in region.domain])
    return np.asarray(presents / presents.mean())


def families_of(region: Region, horizon: int, seed: np.uint64) -> Families:
    """All families that are or will come into view, in order of arrival."""
    before = region.opening.weeks
    slots = math.ceil(MOST_FAMILIES * region.inhabitants / 100_000)
    ids = taken_slots(seed, slots, before + horizon, region.demand.families_per_week / slots)
    families: Families = table(Families, F=ids.size, D=len(region.domain))
    families.id[:] = ids
    families.arrives[:] = ids // slots - before
    presents = np.cumsum([d.presents for d in region.domain])
    d = region.demand
    draws = Draws(beta_quantiles(*d.vulnerability), beta_quantiles(*d.informal_support), beta_quantiles(*d.severity),
                  presents / presents[-1], exposure_of(region), *d.presenting_need, d.also, d.background, 52 * d.years_in_reach, region.opening.decline)  # fmt: skip
    draw_families(families, draws, seed)
    still_there = families.moves > 0
    return Families(*(column[still_there] for column in families))


def staff_of(region: Region, seed: np.uint64) -> tuple[Organisations, Professionals, Sectors]:
    """Organisations by sector, a row for each seat, and where each sector's seats stand."""
    sectors = region.sectors
    providers = sorted(region.organisation, key=lambda o: sectors.index(o.sector))
    seats = [o.seats for o in providers]
    organisations: Organisations = table(Organisations, O=len(providers))
    organisations.sector[:] = [sectors.index(o.sector) for o in providers]
    organisations.norm_factor[:] = [o.norm_factor for o in providers]
    staff: Professionals = table(Professionals, P=sum(seats))
    staff.organisation[:] = np.repeat(np.arange(len(providers)), seats)
    staff.ordinal[:] = np.concatenate([np.arange(n) for n in seats])
    draw_seats(staff, seed)
    where: Sectors = table(Sectors, S=len(sectors))
    of_seat = organisations.sector[staff.organisation]
    where.first_seat[:] = np.searchsorted(of_seat, np.arange(len(sectors)), side="left")
    where.end_seat[:] = np.searchsorted(of_seat, np.arange(len(sectors)), side="right")
    return organisations, staff, where


def domains_of(region: Region) -> Domains:
    """The life domains as columns."""
    domains: Domains = table(Domains, D=len(region.domain))
    domains.sector[:] = [region.sectors.index(d.sector) for d in region.domain]
    domains.hours[:] = [d.hours for d in region.domain]
    domains.exposure[:] = exposure_of(region)
    domains.pace[:] = [d.pace for d in region.domain]
    domains.spill[:] = region.spill()
    return domains
