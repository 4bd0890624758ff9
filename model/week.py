"""THE WEEK: one line per mechanism; a scenario strikes lines out. `weeks` is the only compiled entry.

Where something must still happen without a mechanism, its named null does it: `all_known` for access, `plain_referral`,
`first_come` for allocation, `apart` for teams, `constant_care` for contacts, `at_once` for decisions, `as_strangers` for
trust, `all_present` for workforce, `when_met` for closure, `cold` for handover, `as_trained` for learning. A channel is
closed here as well: what collaboration gives along it is what level 0 gives, or what it would be without a pool.
"""

from typing import NamedTuple

import numpy as np

from .compiled import hold, sweep
from .follow import follow
from .mechanisms.access import Access, access, all_known
from .mechanisms.allocation import Allocation, Desk, allocation, first_come
from .mechanisms.closure import Closure, closure, depart, when_met
from .mechanisms.contacts import Contacts, constant_care, contacts
from .mechanisms.decisions import Decisions, at_once, decisions
from .mechanisms.handover import Handover, cold, handover
from .mechanisms.hours import Hours, hours
from .mechanisms.learning import Learning, as_trained, learning
from .mechanisms.money import Money, money
from .mechanisms.needs import Needs, judge, needs
from .mechanisms.referral import Referral, plain_referral, referral
from .mechanisms.teams import Teams, answers_as_one, apart, teams
from .mechanisms.together import Together, together
from .mechanisms.trust import Trust, as_strangers, trust
from .mechanisms.workforce import Workforce, all_present, workforce
from .observe import observe_episodes, observe_families, observe_money, observe_staff
from .randomness import Luck
from .relations import helped_together, in_view, open_book
from .tables import Families, World


class Parameters(NamedTuple):
    """Every declared parameter, by mechanism."""

    needs: Needs = Needs()
    access: Access = Access()
    referral: Referral = Referral()
    allocation: Allocation = Allocation()
    teams: Teams = Teams()
    together: Together = Together()
    hours: Hours = Hours()
    contacts: Contacts = Contacts()
    decisions: Decisions = Decisions()
    trust: Trust = Trust()
    workforce: Workforce = Workforce()
    closure: Closure = Closure()
    handover: Handover = Handover()
    money: Money = Money()
    learning: Learning = Learning()


class On(NamedTuple):
    """The mechanisms that a scenario can strike out."""

    needs: bool = True
    access: bool = True
    referral: bool = True
    allocation: bool = True
    teams: bool = True
    contacts: bool = True
    decisions: bool = True
    trust: bool = True
    workforce: bool = True
    closure: bool = True
    handover: bool = True
    money: bool = True
    learning: bool = True
    channel_knows: bool = True  # (a) what each professional knows
    channel_agreement: bool = True  # (b) effect lost to contradictory help
    channel_decision: bool = True  # (c) time to a decision
    channel_remains: bool = True  # (d) who remains when one is away
    channel_takes: bool = True  # (e) who takes a case


@sweep
def most_events(world: World, families: int) -> int:
    """More than one week can add to the log, with so many families in view.

    Two lines for every family in view, and for each of its domains eleven and one for every organisation that might refuse
    it; three for every seat.
    """
    widest = (world.sectors.end_organisation - world.sectors.first_organisation).max()
    each = 2 + world.domains.hours.size * (11 + widest)
    return int(each * families + 3 * world.professionals.status.size)


@sweep
def close_channels(families: Families, on: On) -> None:
    """Along a closed channel collaboration gives what level 0 gives: nothing."""
    if not on.channel_knows:
        families.gives_knows[:] = 0.0
    if not on.channel_agreement:
        families.gives_agreement[:] = 0.0
    if not on.channel_decision:
        families.gives_decision[:] = 0.0
    if not on.channel_remains:
        families.gives_presence[:] = 0.0


@sweep
def weeks(world: World, p: Parameters, on: On, seed: np.uint64, first: int, last: int, opens: int) -> int:
    """Weeks first..last-1. Stops early, and says where, when the log might not hold another week."""
    held = hold(world)
    families, episodes, staff, log = held.families, held.episodes, held.professionals, held.events
    organisations, domains, sectors, streams = held.organisations, held.domains, held.sectors, held.streams
    ties = held.ties
    region, team = held.municipality, held.municipality.local_team[0]
    for week in range(first, last):
        luck, here, logged = Luck(seed, week), in_view(families, week), log.used[0]
        if logged + most_events(held, here.size) > log.week.size:
            return week
        desk = Desk(organisations, domains, sectors, streams, region, luck)
        if on.needs:
            needs(here, families, episodes, domains, held.shock_sizes, p.needs, luck)
        engaged = judge(here, families, episodes, domains, p.needs)
        book = open_book(families, episodes, staff, log, week, engaged)
        if on.access:
            access(book, domains, sectors, team, p.access, luck)
        else:
            all_known(book)
        if on.referral:
            referral(book, domains, team, p.referral, luck)
        else:
            plain_referral(book, domains)
        if not on.channel_takes:
            organisations.preferred[:] = 0.0
        if on.allocation:
            allocation(book, desk, p.allocation)
        else:
            first_come(book, desk, p.allocation)
        shared = helped_together(book)
        if on.teams:
            teams(book, shared, p.teams, luck)
        else:
            apart(book)
        close_channels(families, on)
        together(book, here, shared, domains, sectors, p.together, luck)
        paid = p.money.billable_coordination if on.money else 0.0
        hours(book, domains, sectors, paid, p.hours)
        if on.contacts:
            contacts(book, domains, held.matches, p.contacts, luck)
        else:
            constant_care(book, domains, p.contacts)
        if on.decisions:
            one_home = on.teams and answers_as_one(p.teams)
            decisions(book, ties, domains, streams, one_home, p.decisions, luck)
        else:
            at_once(book)
        if on.trust:
            trust(book, shared, ties, organisations, p.trust, luck)
        else:
            as_strangers(book, organisations)
        if on.workforce:
            workforce(staff, organisations, region, log, p.workforce, luck)
        else:
            all_present(staff)
        if on.closure:
            closure(book, domains, sectors, team, p.needs.closing, p.closure, luck)
        else:
            when_met(book)
        depart(book, here, p.closure)
        if on.handover:
            handover(book, organisations.sector, p.handover, luck)
        else:
            cold(book, organisations.sector)
        if on.money:
            money(book, organisations, domains, sectors, streams, region, on.channel_takes, p.money)
        if on.learning:
            learning(staff, organisations, p.trust.anchoring, week, p.learning)
        else:
            as_trained(staff)
        observe_episodes(book, held.series[week])
        observe_families(held, here, held.series[week])
        follow(held, here, week, opens)
        observe_staff(held, held.series[week], log, logged)
        observe_money(held, held.series[week])
    return last
