"""THE WEEK: one line per mechanism; a scenario strikes lines out. `weeks` is the only compiled entry.

Named nulls stand where something must still happen: `all_known` for access and referral, `first_come` for allocation,
`constant_care` for contacts, `when_met` for closure, `cold` for handover. Teams, decisions, trust, money and learning
have their place in the order of the model (5, 7, 8, 12 and 13) and are absent.
"""

from typing import NamedTuple

import numpy as np

from .compiled import sweep
from .measures import observe_families, observe_staff
from .mechanisms.allocation import Allocation, Desk, allocation, first_come
from .mechanisms.closure import Closure, when_met
from .mechanisms.contacts import Contacts, constant_care
from .mechanisms.handover import cold
from .mechanisms.needs import Needs, judge, needs
from .mechanisms.referral import Referral, all_known
from .mechanisms.workforce import Workforce, workforce
from .randomness import Luck
from .relations import Ledger
from .tables import NOBODY, World


class Parameters(NamedTuple):
    """Every declared parameter, by mechanism."""

    needs: Needs = Needs()
    referral: Referral = Referral()
    allocation: Allocation = Allocation()
    contacts: Contacts = Contacts()
    workforce: Workforce = Workforce()
    closure: Closure = Closure()


class On(NamedTuple):
    """The mechanisms that a scenario can strike out."""

    needs: bool = True
    allocation: bool = True
    workforce: bool = True


@sweep
def most_events(world: World, week: int) -> int:
    """More than one week can add to the log: four lines for every domain of every family in view, two for every seat."""
    in_view = 0
    for f in range(world.families.id.size):
        if world.families.arrives[f] > week:
            break
        in_view += world.families.leaves[f] == NOBODY
    return 4 * in_view * world.domains.hours.size + 2 * world.professionals.status.size


@sweep
def weeks(world: World, p: Parameters, on: On, seed: np.uint64, first: int, last: int, opens: int) -> int:
    """Weeks first..last-1. Stops early, and says where, when the log might not hold another week."""
    families, episodes, staff, log = world.families, world.episodes, world.professionals, world.events
    for week in range(first, last):
        if log.used[0] + most_events(world, week) > log.week.size:
            return week
        luck = Luck(seed, week)
        book = Ledger(families, episodes, staff, log, week)
        desk = Desk(world.organisations, world.domains, world.sectors, luck)
        logged = log.used[0]
        if on.needs:
            needs(families, episodes, world.domains, world.shock_sizes, p.needs, luck)
        judge(families, episodes, p.needs, luck)
        all_known(book, p.referral)
        if on.allocation:
            allocation(book, desk, p.allocation)
        else:
            first_come(book, desk, p.allocation)
        constant_care(families, episodes, staff, world.domains, week, p.contacts)
        if on.workforce:
            workforce(staff, log, p.workforce, luck)
        when_met(book, p.closure)
        cold(book)
        observe_families(world, world.series[week], week, opens)
        observe_staff(world, world.series[week], log, logged)
    return last
