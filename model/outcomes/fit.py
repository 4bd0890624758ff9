"""Fit of care: is every need met by care, and heavy enough?

Definition (model_spec 5). Fit of a family-week = sum of need x s over sum of need, over the domains that care should
meet; s is 1 at the warranted intensity or more, 0.5 too light, 0 without care. Averaged per family, then over families.
"""

import numpy as np

from ..compiled import rule
from ..declare import Array
from ..tables import ACTIVE


@rule
def met_share(status: int, given: int, warranted: int) -> float:
    """S of one domain: 1 with care that is heavy enough, 0.5 with lighter care, 0 without."""
    if status != ACTIVE:
        return 0.0
    return 1.0 if given >= warranted else 0.5


@rule
def fit_of_week(need: Array, should_meet: Array, warranted: Array, status: Array, given: Array) -> float:
    """Fit of one family this week (0-1); below 0 when there is nothing that care should meet.

    need [D] 0-1, should_meet [D], warranted and given intensity [D], status [D].
    """
    asked, met = 0.0, 0.0
    for d in range(need.size):
        if should_meet[d]:
            asked += need[d]
            met += need[d] * met_share(status[d], given[d], warranted[d])
    return met / asked if asked > 0.0 else -1.0


def fit_of_cohort(fit_summed: Array, weeks_in_need: Array) -> float:
    """Mean over families of the mean over their weeks in need; NaN without such families.

    fit_summed [F] weeks, weeks_in_need [F] weeks.
    """
    asked = weeks_in_need > 0
    return float(np.mean(fit_summed[asked] / weeks_in_need[asked])) if asked.any() else float("nan")
