"""Access to care and what comes after it, as functions of an event table: simulated or real.

Event tables and `followed` are those of continuity.py; what is about families comes back as one number per family.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..declare import YEAR, Array
from .continuity import BREAKS, PLANNED, THREAD, count, faces, numbered, ratio, relation_ends, summed, within


class Threaded(NamedTuple):
    """Lines thread by thread, in order of time, with what came before and after each in its thread; empty if nothing."""

    lines: pd.DataFrame
    thread: Array  # a number
    week: Array
    event: Array
    before: Array
    after: Array


def threaded(events: pd.DataFrame, followed: pd.DataFrame, kinds: tuple[str, ...]) -> Threaded:
    """Lines of these kinds within the follow-up, thread by thread."""
    own = within(events[events["event"].isin(kinds)], followed)
    thread = numbered(own, THREAD)
    order = np.lexsort((own["week"], thread))
    own, thread, event = own.iloc[order], thread[order], own["event"].to_numpy(object)[order]
    goes_on = np.append(False, thread[1:] == thread[:-1])[: thread.size]
    before = np.where(goes_on, np.roll(event, 1), "")
    after = np.where(np.roll(goes_on, -1), np.roll(event, -1), "")
    return Threaded(own, thread, own["week"].to_numpy(), event, before, after)


def waits(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array]:
    """Weeks that each family waited, and how many waits that were, from request to start within the follow-up.

    A start counts with the request just before it in its thread; a start after a break has none and is left out.
    """
    own = threaded(events, followed, ("request", "start"))
    served = np.nonzero((own.event == "start") & (own.before == "request"))[0]
    lines, weeks = own.lines.iloc[served], own.week[served] - own.week[served - 1]
    return summed(lines, weeks, followed), count(lines, followed)


def weeks_waited(events: pd.DataFrame, followed: pd.DataFrame) -> float:
    """Mean weeks from joining a waiting list to the start, over the trajectories that started; NaN without any."""
    return ratio(*waits(events, followed))


def refusals(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array]:
    """Refusals by organisations and requests, of each family."""
    own = within(events[events["event"].isin(("refused", "request"))], followed)
    return count(own[own["event"] == "refused"], followed), count(own[own["event"] == "request"], followed)


def endings(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array]:
    """New requests within a year in the thread of an episode that ended, and endings, of each family.

    An ending is a close after a start, unless the family is gone; one with less than a year of follow-up after it is left
    out.
    """
    own = threaded(events, followed, ("request", "start", "close"))
    by_care = (own.event == "close") & (own.before == "start") & ~own.lines["cause"].isin(BREAKS["gone"]).to_numpy()
    ended = by_care & (own.week + YEAR < own.lines["last"].to_numpy())
    back = ended & (own.after == "request") & (np.roll(own.week, -1) - own.week <= YEAR)
    return count(own.lines[back], followed), count(own.lines[ended], followed)


def trajectories(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array, Array]:
    """Of each family: trajectories that began, those that also ended, and the weeks that these lasted, all in follow-up.

    A trajectory begins with the start after a request and ends with the next close; breaks in between do not end it.
    """
    own = threaded(events, followed, ("request", "start", "close"))
    asked = np.cumsum(own.event == "request")  # a number for each request, and all that follows it in its thread
    begun = np.nonzero((own.event == "start") & (own.before == "request"))[0]
    closes = np.nonzero(own.event == "close")[0]
    ends = np.append(closes, own.event.size)[np.searchsorted(closes, begun)]  # the next close, perhaps not its own
    ended = ends < own.event.size
    begins, ends = begun[ended], ends[ended]
    its_own = (own.thread[begins] == own.thread[ends]) & (asked[begins] == asked[ends])
    begins, ends = begins[its_own], ends[its_own]
    both = own.lines.iloc[begins]
    return count(own.lines.iloc[begun], followed), count(both, followed), summed(both, own.week[ends] - own.week[begins], followed)  # fmt: skip


def lost_main(events: pd.DataFrame, followed: pd.DataFrame, care_threshold: float) -> tuple[Array, Array]:
    """Did the first professional of a family go within a year, by an unplanned break? And did it come a year before the end?

    Not by the family's own moving or growing up.
    """
    told = events.reset_index(drop=True)
    told = told.assign(face=faces(told))
    started = (
        within(told[told["event"] == "start"], followed).sort_values("week", kind="stable").drop_duplicates("family")
    )
    started = started[started["week"] + YEAR < started["last"]]
    ends = relation_ends(told).sort_values("week", kind="stable")
    both = ends.merge(started[[*THREAD, "face", "week"]], on=[*THREAD, "face"], suffixes=("", "_began"))
    first = both[both["week"] >= both["week_began"]].drop_duplicates("family")
    unplanned = ~first["cause"].isin((*PLANNED, *BREAKS["gone"], *BREAKS["stopped"])) & (
        first["value"] > care_threshold
    )
    return count(first[unplanned & (first["week"] - first["week_began"] <= YEAR)], followed), count(started, followed)
