"""A world small enough to work out by hand, in which nothing moves unless a test says so."""

from typing import get_type_hints

import numpy as np

from samenhang.model.declare import table
from samenhang.model.events import Cause, Event
from samenhang.model.measures import WEEKLY
from samenhang.model.randomness import beta_quantiles
from samenhang.model.tables import ACTIVE, NOBODY, WAITING, World
from samenhang.model.views import validated
from samenhang.model.week import On, Parameters, weeks

STILL = {
    "needs": {"shock_rate": 0.0, "spill_over": 0.0, "recovery": 0.0},
    "allocation": {"leave_list": 0.0, "urgency_weight": 16.0, "head_start": 8.0, "urgent": 0.8},
    "contacts": {"effect": 0.0},
    "workforce": {"exit_rate": 0.0, "weeks_to_fill": 1e6},
}
SEED, LATE, T = 7, 10_000, 400


def still(**changes):
    """Parameters under which nothing happens but requests and allocation; `changes` are tables of a scenario file."""
    names = {**STILL, **changes}
    return validated(Parameters, {m: STILL.get(m, {}) | changes.get(m, {}) for m in names})


def norm(cases, overbook=1.0, **more):
    """A still world with this caseload norm."""
    return still(allocation={"caseload_norm": float(cases), "overbook": overbook, **more})


def small_world(n_families, n_domains=1, seats=(1,)):
    """Families in view from week 0; `seats` of each sector, one organisation a sector; domains go round the sectors."""
    rows = {"F": n_families, "D": n_domains, "P": sum(seats), "O": len(seats), "S": len(seats), "E": 20_000, "1": 1}
    tables = {name: table(kind, **rows) for name, kind in get_type_hints(World).items() if hasattr(kind, "_fields")}
    world = World(**tables, shock_sizes=beta_quantiles(2.0, 4.0), series=np.zeros((T, len(WEEKLY))))
    world.families.id[:], world.families.moves[:] = np.arange(n_families) + 100, LATE
    world.domains.sector[:], world.domains.hours[:] = np.arange(n_domains) % len(seats), 0.1
    world.organisations.sector[:] = np.arange(len(seats))
    world.sectors.end_seat[:] = np.cumsum(seats)
    world.sectors.first_seat[:] = world.sectors.end_seat - seats
    world.professionals.organisation[:] = np.repeat(np.arange(len(seats)), seats)
    world.professionals.ordinal[:] = np.concatenate([np.arange(n) for n in seats])
    world.professionals.rounding[:] = 0.0  # a norm of 3 is three cases in every seat
    return world


def waits(world, f, need, *, since=0, d=0, after=NOBODY):
    """A family waits; `after` is the seat whose present person it had before."""
    world.families.need[f, d], world.families.should_meet[f, d] = need, True
    world.families.first_request[f] = since
    world.episodes.status[f, d], world.episodes.since[f, d] = WAITING, since
    if after != NOBODY:
        world.episodes.last_seat[f, d], world.episodes.last_person[f, d] = after, world.professionals.person[after]


def in_care(world, f, need, *, seat=0, d=0):
    """A family is in care with whoever sits in this seat."""
    waits(world, f, need, d=d)
    world.episodes.status[f, d] = ACTIVE
    world.episodes.seat[f, d], world.episodes.person[f, d] = seat, world.professionals.person[seat]
    world.professionals.caseload[seat] += 1


def live(world, p, week=0, *, until=None, off=()):
    """One week, or all weeks before `until`."""
    end = week + 1 if until is None else until
    on = On(**{m: m not in off for m in On._fields})
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
