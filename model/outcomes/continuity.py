"""Continuity of care, as functions of an event table: simulated or real.

An event table is a data frame with at least the columns `week, family, domain, event, cause, value`; `event` and `cause`
are words (request, start, relation_end, close, ...; goal_met, turnover, ...) and `value` is the need at that moment.
"""

import numpy as np
import pandas as pd

PLANNED = ("goal_met", "wish")


def relation_weeks(events: pd.DataFrame, followed: pd.DataFrame) -> float:
    """Weeks in which families had a professional, within their own follow-up, summed over threads.

    `followed` has the columns `family, first, last` (weeks; last is not included). A relation still open at the end of
    the follow-up counts up to there.
    """
    ends = events[events["event"] == "relation_end"]
    starts = events[events["event"] == "start"]
    lasting = []
    for table, name in ((starts, "start"), (ends, "end")):
        ordered = table.sort_values(["family", "domain", "week"], kind="stable")
        nth = ordered.groupby(["family", "domain"]).cumcount()
        lasting.append(ordered.assign(nth=nth)[["family", "domain", "nth", "week"]].rename(columns={"week": name}))
    spans = lasting[0].merge(lasting[1], on=["family", "domain", "nth"], how="left").merge(followed, on="family")
    until = np.minimum(spans["end"].fillna(np.inf), spans["last"])
    return float(np.maximum(0.0, until - np.maximum(spans["start"], spans["first"])).sum())


def unplanned_breaks(events: pd.DataFrame, followed: pd.DataFrame, care_threshold: float) -> float:
    """Unplanned breaks per 100 relation-years (model_spec 5); NaN when nobody had a professional.

    A break is unplanned when the relation ended while need was above `care_threshold` and not by the family's wish.
    """
    own = events.merge(followed, on="family")
    own = own[(own["week"] >= own["first"]) & (own["week"] < own["last"])]
    broken = (own["event"] == "relation_end") & ~own["cause"].isin(PLANNED) & (own["value"] > care_threshold)
    years = relation_weeks(events, followed) / 52.0
    return 100.0 * float(broken.sum()) / years if years > 0 else float("nan")
