"""Access to care, as functions of an event table: simulated or real.

An event table is a data frame with at least the columns `week, family, domain, event`; `event` is a word (request, start,
refused, close, ...).
"""

import numpy as np
import pandas as pd

THREAD = ["family", "domain"]


def weeks_waited(events: pd.DataFrame) -> float:
    """Mean weeks from joining a waiting list to the start, over the trajectories that started; NaN without any.

    A start counts with the request just before it in its thread; a start after a break has none and is left out.
    """
    asked = events[events["event"].isin(("request", "start"))].sort_values([*THREAD, "week"], kind="stable")
    thread, kind = asked.groupby(THREAD, observed=True).ngroup().to_numpy(), asked["event"].to_numpy()
    weeks = asked["week"].to_numpy(float)
    pair = (thread[1:] == thread[:-1]) & (kind[1:] == "start") & (kind[:-1] == "request")
    return float(np.mean((weeks[1:] - weeks[:-1])[pair])) if pair.any() else float("nan")


def refusals(events: pd.DataFrame) -> float:
    """Refusals by organisations per 100 requests; NaN without requests."""
    requests = int((events["event"] == "request").sum())
    return 100.0 * float((events["event"] == "refused").sum()) / requests if requests else float("nan")
