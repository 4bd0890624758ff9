"""Fit of care: is every need met by care, and heavy enough?

Each lost week of a domain counts once: unknown, too light, refused or no offer, waiting, or between episodes.
Definition (model_spec 5). Fit of a family-week = sum of need x s over sum of need, over the domains that care should
meet; s is 1 at the warranted intensity or more, 0.5 too light, 0 without care. Averaged per family, then over families.
"""

from ..compiled import rule
from ..declare import Array
from ..tables import ACTIVE

UNKNOWN, TOO_LIGHT, REFUSED, UNSERVED, BETWEEN = range(5)  # why it is lost, in the order of measures.fit.LOST


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
