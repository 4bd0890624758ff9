"""A world small enough to work out by hand, in which nothing moves unless a test says so."""

from typing import get_type_hints

import numpy as np

from samenhang.model.declare import table
from samenhang.model.events import Cause, Event
from samenhang.model.measures import WEEKLY
from samenhang.model.randomness import beta_quantiles
from samenhang.model.tables import ACTIVE, INTENSIVE, LIGHT, NOBODY, REGULAR, TIES, WAITING, World
from samenhang.model.views import validated
from samenhang.model.week import On, Parameters, weeks

STILL = {
    "needs": {"shock_rate": 0.0, "spill_over": 0.0, "recovery": 0.0},
    "access": {"seeks": 0.0, "outreach": 0.0, "reports": 0.0, "look_finds": 0.0, "closes_early": 0.0, "harm": 0.0},
    "referral": {"plan_weeks": 0.0, "one_legal_frame": 1.0},
    "allocation": {"leave_list": 0.0, "urgency_weight": 16.0, "head_start": 8.0, "urgent": 0.8, "refuses_complex": 0.0},
    "teams": {"rule": "none", "coordinator": 0.0},
    "together": {"aligns": 0.0, "participation": 0.0, "crowding": 0.0, "network_returns": 0.0, "consultation": 0.0},
    "contacts": {"effect": 0.0, "alliance_effect": 0.0, "too_light": 1.0, "contradiction": 0.0, "strain_cost": 0.0, "missed": 0.0}
    | {"bonding": 0.0, "learns": 0.0, "trust_growth": 0.0, "asks_other": 0.0},
    "trust": {"tie_growth": 0.0, "tie_wear": 0.0, "institutional_growth": 0.0, "institutional_wear": 0.0, "refusal_harm": 0.0}
    | {"agreement_growth": 0.0, "agreement_wear": 0.0, "leadership_change": 0.0},
    "workforce": {"exit_rate": 0.0, "demands": 0.0, "strain_gain": 0.0, "strain_recovery": 0.0, "absence": 0.0, "weeks_to_fill": 1e6}
    | {"recruits": 0.0, "stays_in_region": 0.0, "gives_up_looking": 0.0, "induction": 0.0},
    "closure": {"term": 0.0, "contract_maximum": 1e6, "dropout": 0.0, "steps_up": 0.0, "steps_down": 0.0, "leaves_stay": 0.0},
    "learning": {"training": 0.0, "by_doing": 0.0, "competence_wear": 0.0, "spreads": 0.0, "promoted": 0.0, "falls_back": 0.0},
    "handover": {"warm": 0.0, "overlap": 0.0, "record": 0.0, "rotation": 0.0, "passes_along": 0.0, "break_harm": 0.0},
}  # fmt: skip
SEED, LATE, T = 7, 10_000, 400
EVERYBODY_ASKS = {"seeks": 1.0, "outreach": 1.0}  # chance trust × need² + need: 1 and more from a need of 0.62 up
OFFERS = 1 << LIGHT | 1 << REGULAR | 1 << INTENSIVE


def still(**changes):
    """Parameters under which nothing happens but allocation; `changes` are tables of a scenario file."""
    names = {**STILL, **changes}
    return validated(Parameters, {m: STILL.get(m, {}) | changes.get(m, {}) for m in names})


def norm(cases, overbook=1.0, **more):
    """A still world with this caseload norm."""
    return still(allocation={"caseload_norm": float(cases), "overbook": overbook, **more})


def small_world(n_families, n_domains=1, seats=(1,), *, sector_of=None, team=0, streams=1):
    """Families in view from week 0; `seats` of each organisation, in sector `sector_of` (one each, if not given).

    Domains go round the sectors, and round the streams; `team` is the sector of the local team.
    """
    sector_of = np.arange(len(seats)) if sector_of is None else np.array(sector_of)
    n_sectors = int(sector_of.max()) + 1
    rows = {"F": n_families, "D": n_domains, "P": sum(seats), "O": len(seats), "S": n_sectors, "M": streams, "K": TIES, "E": 20_000, "1": 1}  # fmt: skip
    tables = {name: table(kind, **rows) for name, kind in get_type_hints(World).items() if hasattr(kind, "_fields")}
    world = World(**tables, shock_sizes=beta_quantiles(2.0, 4.0), matches=beta_quantiles(4.0, 2.0), series=np.zeros((T, len(WEEKLY))))  # fmt: skip
    families, domains, staff, region = world.families, world.domains, world.professionals, world.municipality
    families.id[:], families.moves[:], families.grows_up[:] = np.arange(n_families) + 100, LATE, LATE
    domains.sector[:], domains.stream[:] = np.arange(n_domains) % n_sectors, np.arange(n_domains) % streams
    domains.hours[:], domains.offers[:] = 0.1, OFFERS
    end = np.cumsum(seats)
    world.organisations.sector[:], world.organisations.first_seat[:], world.organisations.end_seat[:] = sector_of, end - seats, end  # fmt: skip
    for s in range(n_sectors):
        mine = np.nonzero(sector_of == s)[0]
        world.sectors.first_organisation[s], world.sectors.end_organisation[s] = mine[0], mine[-1] + 1
        world.sectors.first_seat[s], world.sectors.end_seat[s] = end[mine[0]] - seats[mine[0]], end[mine[-1]]
    world.sectors.tariff[:], region.day_price[:] = 100.0, 300.0
    staff.organisation[:] = np.repeat(np.arange(len(seats)), seats)
    staff.ordinal[:] = np.concatenate([np.arange(n) for n in seats])
    staff.opens_at[:], staff.rounding[:] = 0.0, 0.0  # a norm of 3 is three cases in every seat
    region.local_team[:], region.seats[:], region.labour_pool[:] = team, sum(seats), 1000.0
    return world


def waits(world, f, need, *, since=0, d=0, after=NOBODY, intensity=REGULAR):
    """A family waits; `after` is the seat whose present person it had before."""
    families, episodes = world.families, world.episodes
    families.need[f, d], families.should_meet[f, d], families.known[f, d] = need, True, True
    families.first_request[f] = since
    episodes.status[f, d], episodes.since[f, d] = WAITING, since
    episodes.sector[f, d], episodes.intensity[f, d] = world.domains.sector[d], intensity
    if after != NOBODY:
        episodes.last_seat[f, d], episodes.last_person[f, d] = after, world.professionals.person[after]


def in_care(world, f, need, *, seat=0, d=0, intensity=REGULAR, alliance=0.5, match=0.5):
    """A family is in care, since week 0, with whoever sits in this seat."""
    waits(world, f, need, d=d, intensity=intensity)
    episodes = world.episodes
    episodes.status[f, d], episodes.started[f, d] = ACTIVE, 0
    episodes.seat[f, d], episodes.person[f, d] = seat, world.professionals.person[seat]
    episodes.knows[f, d], episodes.alliance[f, d], episodes.match[f, d] = 1 << d, alliance, match
    world.professionals.caseload[seat] += 1


def live(world, p, week=0, *, until=None, off=(), decide=False):
    """One week, or all weeks before `until`; plans change at once, unless they wait for decisions (`decide`)."""
    end = week + 1 if until is None else until
    struck = {*off} if decide else {*off, "decisions"}
    on = On(**{m: m not in struck for m in On._fields})
    with np.errstate(invalid="ignore"):  # with every chair empty there is no mean workload
        assert weeks(world, p, on, np.uint64(SEED), week, end, 0) == end


def seats_of(world, d=0):
    """The seat that serves each family; -1 for those whom nobody serves."""
    return world.episodes.seat[:, d].tolist()


def lines(world, *kinds):
    """The log as (week, event, cause, family, domain, person, seat), in words; of some kinds of event only, if given."""
    log, n = world.events, int(world.events.used[0])
    told = zip(*(c[:n].tolist() for c in (log.week, log.event, log.cause, log.family, log.domain, log.person, log.seat)),
               strict=True)  # fmt: skip
    worded = [(week, Event(e).name, Cause(c).name, *who) for week, e, c, *who in told]
    return [line for line in worded if not kinds or line[1] in kinds]


def told(world, *kinds):
    """The log as (week, event, cause) only."""
    return [line[:3] for line in lines(world, *kinds)]
