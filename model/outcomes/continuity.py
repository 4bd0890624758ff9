"""Continuity of care, as functions of an event table: simulated or real.

An event table is a data frame with at least the columns `week, family, domain, event, cause, value`; `event` and `cause`
are words (request, start, relation_end, close, ...; goal_met, turnover, ...) and `value` is the need at that moment.
"""

import numpy as np
import pandas as pd

from ..declare import YEAR

THREAD = ["family", "domain"]
PLANNED = ("goal_met", "wish", "dropout")


def relation_weeks(events: pd.DataFrame, followed: pd.DataFrame) -> float:
    """Weeks in which families had a professional, within their own follow-up, summed over threads.

    `followed` has the columns `family, first, last` (weeks; last is not included). Every start opens a relation for the
    rest of the follow-up and every end takes that rest away, so nobody needs to know which end belongs to which start.
    An end before the first start of its thread began before the table does, and counts for nothing.
    """
    rest = []
    for table in (events[events["event"] == "start"], relation_ends(events)):
        own = table.merge(followed, on="family")
        rest.append((own["last"] - own["week"].clip(own["first"], own["last"])).sum())
    return float(rest[0] - rest[1])


def relation_ends(events: pd.DataFrame) -> pd.DataFrame:
    """Ends of relations that the table saw begin.

    Left out: the first end of a thread when it comes before the first start, or when there are more ends than starts.
    """
    starts, ends = events[events["event"] == "start"], events[events["event"] == "relation_end"]
    begun = starts.groupby(THREAD, observed=True)["week"].agg(["min", "size"]).reset_index()
    told = ends.assign(n=ends.groupby(THREAD, observed=True)["week"].transform("size")).merge(
        begun, on=THREAD, how="left"
    )
    first = ~ends.sort_values("week", kind="stable").duplicated(THREAD).reindex(ends.index)
    early = (told["week"] < told["min"].fillna(np.inf)) | (told["n"] > told["size"].fillna(0))
    return ends[~(first & early.set_axis(ends.index))]


def unplanned_breaks(events: pd.DataFrame, followed: pd.DataFrame, care_threshold: float) -> float:
    """Unplanned breaks per 100 relation-years (model_spec 5); NaN when nobody had a professional.

    A break is unplanned when the relation ended while need was above `care_threshold` and not by the family's wish.
    """
    own = relation_ends(events).merge(followed, on="family")
    own = own[(own["week"] >= own["first"]) & (own["week"] < own["last"])]
    broken = ~own["cause"].isin(PLANNED) & (own["value"] > care_threshold)
    years = relation_weeks(events, followed) / YEAR
    return 100.0 * float(broken.sum()) / years if years > 0 else float("nan")
