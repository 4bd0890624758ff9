"""Where the time of a week goes: each line of the week by itself, many times over, in one compiled loop."""

import time

import numpy as np
from numba import njit

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.compiled import hold
from samenhang.model.follow import follow
from samenhang.model.mechanisms.access import access
from samenhang.model.mechanisms.allocation import Desk, allocation
from samenhang.model.mechanisms.closure import closure
from samenhang.model.mechanisms.contacts import contacts
from samenhang.model.mechanisms.decisions import decisions
from samenhang.model.mechanisms.handover import handover
from samenhang.model.mechanisms.hours import hours
from samenhang.model.mechanisms.learning import learning
from samenhang.model.mechanisms.money import money
from samenhang.model.mechanisms.needs import judge, needs
from samenhang.model.mechanisms.referral import referral
from samenhang.model.mechanisms.teams import answers_as_one, teams
from samenhang.model.mechanisms.together import together
from samenhang.model.mechanisms.trust import trust
from samenhang.model.mechanisms.workforce import workforce
from samenhang.model.observe import observe_episodes, observe_families, observe_money, observe_staff
from samenhang.model.randomness import Luck
from samenhang.model.relations import helped_together, in_view, open_book
from samenhang.model.settling import with_room
from samenhang.model.tables import World
from samenhang.model.views import validated
from samenhang.model.week import Parameters

LINES = ("nothing", "open_book", "needs", "judge", "access", "referral", "allocation", "teams", "together", "contacts", "decisions",
         "trust", "workforce", "closure", "handover", "money", "learning", "observe", "follow")  # fmt: skip


@njit(error_model="numpy")
def again(world: World, p: Parameters, seed: np.uint64, week: int, line: int, times: int) -> int:
    """One line of the week, over and over on the same week; the log is wound back each time."""
    held = hold(world)
    families, episodes, staff, log, row = (
        held.families,
        held.episodes,
        held.professionals,
        held.events,
        held.series[week],
    )
    luck, here, region = Luck(seed, week), in_view(families, week), held.municipality
    engaged = judge(here, families, episodes, held.domains, p.needs)
    book, logged, team = open_book(families, episodes, staff, log, week, engaged), log.used[0], region.local_team[0]
    desk = Desk(held.organisations, held.domains, held.sectors, held.streams, region, luck)
    done, shared = 0, helped_together(book)
    for _ in range(times):
        log.used[0] = logged
        if line == 1:
            done += in_view(families, week).size + open_book(families, episodes, staff, log, week, engaged).listed[0]
        elif line == 2:
            needs(here, families, episodes, held.domains, held.shock_sizes, p.needs, luck)
        elif line == 3:
            done += judge(here, families, episodes, held.domains, p.needs).size
        elif line == 4:
            access(book, held.domains, held.sectors, team, p.access, luck)
        elif line == 5:
            referral(book, held.domains, team, p.referral, luck)
        elif line == 6:
            allocation(book, desk, p.allocation)
        elif line == 7:
            teams(book, shared, p.teams, luck)
        elif line == 8:
            together(book, here, shared, held.domains, held.sectors, p.together, luck)
        elif line == 9:
            hours(book, held.domains, held.sectors, p.money.billable_coordination, p.hours)
            contacts(book, held.domains, held.matches, p.contacts, luck)
        elif line == 10:
            one_home = answers_as_one(p.teams)
            decisions(book, held.ties, held.domains, held.streams, one_home, p.decisions, luck)
        elif line == 11:
            trust(book, shared, held.ties, held.organisations, p.trust, luck)
        elif line == 12:
            workforce(staff, held.organisations, region, log, p.workforce, luck)
        elif line == 13:
            closure(book, held.domains, held.sectors, team, p.needs.closing, p.closure, luck)
        elif line == 14:
            handover(book, held.organisations.sector, p.handover, luck)
        elif line == 15:
            money(book, held.organisations, held.domains, held.sectors, held.streams, region, True, p.money)
        elif line == 16:
            learning(staff, held.organisations, p.trust.anchoring, week, p.learning)
        elif line == 17:
            observe_episodes(book, row)
            observe_families(held, here, row)
            observe_staff(held, row, log, logged)
            observe_money(held, row)
        elif line == 18:
            follow(held, here, week, 0)
    return done


def microseconds(course, p, times: int = 40, rounds: int = 9) -> dict[str, float]:
    """Line -> microseconds of CPU time a week, on the state that a course has reached (which it spoils).

    The least of several rounds, less what is done before any line. Over and over, columns stay in the cache and what is
    decided stays decided: in a run lines take longer.
    """
    seed, found = np.uint64(course.run.seed), {}
    for number, name in enumerate(LINES):
        again(course.world, p, seed, course.week, number, 1)
        least = np.inf
        for _ in range(rounds):
            began = time.process_time()
            again(course.world, p, seed, course.week, number, times)
            least = min(least, time.process_time() - began)
        found[name] = least / times * 1e6
    before = found.pop("nothing")
    return {name: max(0.0, alone - before) for name, alone in found.items()}


def middle_of_a_run(weeks: int = 210) -> dict[str, float]:
    """Line -> microseconds of CPU time a week, in the middle of a run of the default region."""
    course = Course(resolve(load_scenario(), load_region(), seed=1))
    course.live(weeks)
    course.world = with_room(course.world, course.week)
    return microseconds(course, validated(Parameters, {}))
