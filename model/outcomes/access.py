"""Access to care and what comes after it, as functions of an event table: simulated or real.

Event tables and `followed` are those of continuity.py; what is about families comes back as one number per family.
"""

import pandas as pd

from ..declare import YEAR, Array
from .continuity import BREAKS, PLANNED, THREAD, count, faces, per_family, ratio, relation_ends, within


def threaded(
    events: pd.DataFrame, followed: pd.DataFrame, kinds: tuple[str, ...]
) -> tuple[pd.DataFrame, "pd.Series[str]"]:
    """Lines of these kinds within the follow-up, thread by thread; and the event before each in its thread, empty if none."""
    own = within(events[events["event"].isin(kinds)], followed).sort_values([*THREAD, "week"], kind="stable")
    own = own.astype({"event": str}).reset_index(drop=True)
    return own, own.groupby(THREAD, observed=True)["event"].shift().fillna("")


def waits(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array]:
    """Weeks that each family waited, and how many waits that were, from request to start within the follow-up.

    A start counts with the request just before it in its thread; a start after a break has none and is left out.
    """
    own, before = threaded(events, followed, ("request", "start"))
    waited = (own["week"] - own.groupby(THREAD, observed=True)["week"].shift()).where(
        (own["event"] == "start") & (before == "request")
    )
    by_family = waited.groupby(own["family"])
    return per_family(by_family.sum(), followed), per_family(by_family.count(), followed)


def weeks_waited(events: pd.DataFrame, followed: pd.DataFrame) -> float:
    """Mean weeks from joining a waiting list to the start, over the trajectories that started; NaN without any."""
    return ratio(*waits(events, followed))


def refusals(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array]:
    """Refusals by organisations and requests, of each family."""
    own = within(events, followed)
    return count(own[own["event"] == "refused"], followed), count(own[own["event"] == "request"], followed)


def endings(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array]:
    """New requests within a year in the thread of an episode that ended, and endings, of each family.

    An ending is a close after a start, unless the family is gone; one with less than a year of follow-up after it is left
    out.
    """
    own, before = threaded(events, followed, ("request", "start", "close"))
    next_ = own.groupby(THREAD, observed=True)[["event", "week"]].shift(-1)
    ended = (
        (own["event"] == "close")
        & (before == "start")
        & ~own["cause"].isin(BREAKS["gone"])
        & (own["week"] + YEAR < own["last"])
    )
    back = ended & (next_["event"] == "request") & (next_["week"] - own["week"] <= YEAR)
    return count(own[back], followed), count(own[ended], followed)


def trajectories(events: pd.DataFrame, followed: pd.DataFrame) -> tuple[Array, Array, Array]:
    """Of each family: trajectories that began, those that also ended, and the weeks that these lasted, all in follow-up.

    A trajectory begins with the start after a request and ends with the next close; breaks in between do not end it.
    """
    own, before = threaded(events, followed, ("request", "start", "close"))
    own["request"] = (own["event"] == "request").groupby([own["family"], own["domain"]], observed=True).cumsum()
    begun = own[(own["event"] == "start") & (before == "request")]
    closed = own[own["event"] == "close"].drop_duplicates([*THREAD, "request"])
    both = begun.merge(closed, on=[*THREAD, "request"], suffixes=("", "_closed"))
    lasted = (both["week_closed"] - both["week"]).groupby(both["family"]).sum()
    return count(begun, followed), count(both, followed), per_family(lasted, followed)


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
