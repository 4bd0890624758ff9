"""What a run can tell week by week, on request: the log with every contact, and the states of families, staff and money.

Recording lives the same weeks one at a time and only reads; the tables add up to the weekly measures and outcomes.
"""

import numpy as np
import pandas as pd

from .course import Course, worded
from .tables import ABSENT, ACTIVE, CLOSED, MADE, MISSED, NOBODY, NONE, NOT, VACANT, WAITING

WEEKLY_KINDS = ("events", "states", "staff", "money")
KINDS = (*WEEKLY_KINDS, "families")  # the last: one row per family of the cohort, see cohort.py


def seen(course: Course) -> np.ndarray:
    """Families in view this week, or until this week [F]."""
    families, week = course.world.families, course.week - 1
    return (families.arrives <= week) & ((families.leaves == NOBODY) | (families.leaves == week))


def states(course: Course) -> pd.DataFrame:
    """One row per family and domain with a need that care should meet, an episode, or hours this week; all of who ever asked.

    `known`: on record, or known to somebody active; `needs_known`: how many of the family's needs this professional knows;
    `pending`: a decision about this domain was raised and is not yet made.
    """
    world, week = course.world, course.week - 1
    families, episodes = world.families, world.episodes
    pending = (episodes.raised != NOBODY) & (episodes.raised <= week) & (episodes.homes >= 0)
    told = families.should_meet | (episodes.status != NONE) | (episodes.billed_to != NOBODY)
    told |= (families.first_request != NOBODY)[:, None]
    f, d = np.nonzero(told & seen(course)[:, None])
    active, bits = episodes.status == ACTIVE, 1 << np.arange(episodes.status.shape[1])
    known = families.known | ((np.bitwise_or.reduce(np.where(active, episodes.knows, 0), axis=1)[:, None] & bits) != 0)
    needs_known = (((episodes.knows[f, d][:, None] & bits) != 0) & families.should_meet[f]).sum(axis=1)
    return pd.DataFrame({
        "week": week, "family": families.id[f], "domain": named(course, d), "need": families.need[f, d],
        "should_meet": families.should_meet[f, d], "known": known[f, d], "waiting": episodes.status[f, d] == WAITING,
        "served": active[f, d], "refused": episodes.refused_by[f, d] != 0, "had_episode": episodes.since[f, d] != NOBODY, "intensity": episodes.intensity[f, d],
        "needs_known": np.where(active[f, d], needs_known, 0), "trust": families.trust[f],
        "warranted": families.warranted[f, d], "hours": episodes.hours[f, d], "days": episodes.days[f, d],
        "cost": episodes.cost[f, d], "seat": episodes.seat[f, d], "pending": pending[f, d],
        "complexity": families.complexity[f], "level": families.level[f], "quality": families.quality[f],
        "one_plan": families.planned[f] != NOBODY, "coordinated": families.coordinator[f] != NOBODY,
        "goal_agreement": families.goal_agreement[f], "informal_support": families.informal_support[f],
    })  # fmt: skip


def staff(course: Course) -> pd.DataFrame:
    """One row per seat on the establishment."""
    staff = course.world.professionals
    rows = np.nonzero(staff.status != CLOSED)[0]
    kept = {k: getattr(staff, k)[rows] for k in ("organisation", "person", "direct", "coordination", "administration", "workload", "caseload", "strain", "intention", "competence", "adopted")}  # fmt: skip
    vacant = (staff.status == VACANT)[rows]
    return pd.DataFrame({"week": course.week - 1, "seat": rows} | kept | {"vacant": vacant, "absent": (staff.status == ABSENT)[rows]})  # fmt: skip


def money(course: Course) -> pd.DataFrame:
    """One row per organisation and stream with a contract or spending."""
    streams = course.world.streams
    o, m = np.nonzero(np.isfinite(streams.ceiling) | (streams.cost > 0))
    named_streams = {i: s.name for i, s in enumerate(course.run.region.stream)}
    return pd.DataFrame({"week": course.week - 1, "organisation": o, "stream": worded(pd.Series(m), named_streams),
                         "cost": streams.cost[o, m], "deficit": streams.deficit[o, m], "spent": streams.spent[o, m],
                         "ceiling": streams.ceiling[o, m]})  # fmt: skip


def contacts(course: Course) -> pd.DataFrame:
    """Contacts made and missed this week, with whom: who parted afterwards met this week's professional.

    Its cause is `stood_in` where another helper of the family came in place of its own.
    """
    world = course.world
    families, episodes, people = world.families, world.episodes, world.professionals
    f, d = np.nonzero((episodes.contact != NOT) & seen(course)[:, None])
    seat = np.where(episodes.seat[f, d] != NOBODY, episodes.seat[f, d], episodes.last_seat[f, d])
    known = np.where(episodes.seat[f, d] != NOBODY, episodes.person[f, d], episodes.last_person[f, d])
    other = episodes.stand_in[f, d]
    seat, known = np.where(other != NOBODY, other, seat), np.where(other != NOBODY, NOBODY, known)
    person = np.where(known != NOBODY, known, people.person[seat])
    return pd.DataFrame({
        "week": course.week - 1, "family": families.id[f], "domain": named(course, d), "person": person, "seat": seat,
        "organisation": people.organisation[seat], "event": worded(pd.Series(episodes.contact[f, d]), {MADE: "contact", MISSED: "missed"}),
        "cause": worded(pd.Series(other != NOBODY).astype(int), {1: "stood_in"}), "value": families.need[f, d],
    })  # fmt: skip


def named(course: Course, d: np.ndarray) -> pd.Categorical:
    """Domains by name."""
    return worded(pd.Series(d), {i: x.name for i, x in enumerate(course.run.region.domain)})


TELLERS = {"events": contacts, "states": states, "staff": staff, "money": money}


def recorded(course: Course, kinds: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Lives the course to its horizon, week by week, and gives what was asked for: kind -> table."""
    told: dict[str, list[pd.DataFrame]] = {kind: [] for kind in kinds}
    while course.week < course.run.horizon:
        course.live(course.week + 1)
        for kind in kinds:
            told[kind].append(TELLERS[kind](course))
    tables = {kind: pd.concat(frames, ignore_index=True) for kind, frames in told.items()}
    if "events" in tables:
        log = course.events()
        both = [t.astype({"domain": str, "event": str, "cause": object}) for t in (log, tables["events"])]
        tables["events"] = pd.concat(both, ignore_index=True).sort_values("week", kind="stable", ignore_index=True)
    return tables
