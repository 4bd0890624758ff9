"""Access to care and what comes after it, as functions of an event table: simulated or real.

An event table and `followed` are those of lines.py; what is about families comes back as one number per family.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..declare import YEAR, Array
from ..events import Event
from .continuity import BREAKS, PLANNED, ratio, relation_ends
from .lines import Lines, among, lines


class Threaded(NamedTuple):
    """Lines thread by thread, in order of time, with what came before and after each in its thread; 0 if nothing."""

    lines: Lines
    before: Array
    after: Array


def threaded(events: pd.DataFrame | Lines, followed: pd.DataFrame, *kinds: Event) -> Threaded:
    """Lines of these kinds within the follow-up, thread by thread."""
    own = lines(events, followed).of(*kinds).within()
    own = own.at(np.lexsort((own.week, own.thread)))
    goes_on = np.append(False, own.thread[1:] == own.thread[:-1])[: own.week.size]
    return Threaded(own, np.where(goes_on, np.roll(own.event, 1), 0), np.where(np.roll(goes_on, -1), np.roll(own.event, -1), 0))  # fmt: skip


def waits(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> tuple[Array, Array]:
    """Weeks that each family waited, and how many waits that were, from request to start within the follow-up.

    A start counts with the request just before it in its thread; a start after a break has none and is left out.
    """
    own, before, _ = threaded(events, followed, Event.request, Event.start)
    served = np.nonzero((own.event == Event.start) & (before == Event.request))[0]
    started = own.at(served)
    return started.summed(started.week - own.week[served - 1]), started.count()


def weeks_waited(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> float:
    """Mean weeks from joining a waiting list to the start, over the trajectories that started; NaN without any."""
    return ratio(*waits(events, followed))


def refusals(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> tuple[Array, Array]:
    """Refusals by organisations and requests, of each family."""
    own = lines(events, followed).within()
    return own.of(Event.refused).count(), own.of(Event.request).count()


def endings(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> tuple[Array, Array]:
    """New requests within a year in the thread of an episode that ended, and endings, of each family.

    An ending is a close after a start, unless the family is gone; one with less than a year of follow-up after it is left
    out.
    """
    own, before, after = threaded(events, followed, Event.request, Event.start, Event.close)
    by_care = (own.event == Event.close) & (before == Event.start) & ~among(own.cause, BREAKS["gone"])
    ended = by_care & (own.week + YEAR < own.last[own.family])
    back = ended & (after == Event.request) & (np.roll(own.week, -1) - own.week <= YEAR)
    return own.at(back).count(), own.at(ended).count()


def trajectories(events: pd.DataFrame | Lines, followed: pd.DataFrame) -> tuple[Array, Array, Array]:
    """Of each family: trajectories that began, those that also ended, and the weeks that these lasted, all in follow-up.

    A trajectory begins with the start after a request and ends with the next close; breaks in between do not end it.
    """
    own, before, _ = threaded(events, followed, Event.request, Event.start, Event.close)
    asked = np.cumsum(own.event == Event.request)  # a number for each request, and all that follows it in its thread
    begun = np.nonzero((own.event == Event.start) & (before == Event.request))[0]
    closes = np.nonzero(own.event == Event.close)[0]
    ends = np.append(closes, own.event.size)[np.searchsorted(closes, begun)]  # the next close, perhaps not its own
    ended = ends < own.event.size
    begins, ends = begun[ended], ends[ended]
    its_own = (own.thread[begins] == own.thread[ends]) & (asked[begins] == asked[ends])
    both, ends = own.at(begins[its_own]), ends[its_own]
    return own.at(begun).count(), both.count(), both.summed(own.week[ends] - both.week)


def lost_main(events: pd.DataFrame | Lines, followed: pd.DataFrame, care_threshold: float) -> tuple[Array, Array]:
    """Did the first professional of a family go within a year, by an unplanned break? And did it come a year before the end?

    Not by the family's own moving or growing up.
    """
    own = lines(events, followed)
    started = own.of(Event.start).within()
    started = started.at(np.argsort(started.week, kind="stable"))
    started = started.at(started.earliest())
    started = started.at(started.week + YEAR < started.last[started.family])
    begins = np.full(own.last.size, len(started.week))  # a family's place in `started`
    begins[started.family] = np.arange(len(started.week))
    ends = own.at(relation_ends(own))
    ends = ends.at(begins[ends.family] < len(started.week))
    main = started.at(begins[ends.family])
    ends = ends.at((ends.thread == main.thread) & (ends.who == main.who) & (ends.week >= main.week))
    ends = ends.at(np.argsort(ends.week, kind="stable"))
    first = ends.at(ends.earliest())
    unplanned = ~among(first.cause, (*PLANNED, *BREAKS["gone"], *BREAKS["stopped"])) & (first.value > care_threshold)
    within_a_year = first.week - started.week[begins[first.family]] <= YEAR
    return first.at(unplanned & within_a_year).count(), started.count()
