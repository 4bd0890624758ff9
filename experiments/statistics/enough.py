"""Is it enough? Pairs that an interval as narrow as what matters would take, and years until a run has settled."""

import math

import numpy as np
from scipy import stats

from samenhang.model.declare import Array

SURE = 0.8  # chance that the pairs wanted are enough: a spread seen in a few runs may well be too small


def pairs_wanted(differences: Array, matters: float) -> int:
    """Pairs with which the 95 % interval of their mean reaches no further than what matters on either side; at least 2.

    The spread is taken at its upper limit, which it passes with a chance of 1 - SURE: so a pilot of few pairs asks for more
    (Browne 1995, doi:10.1002/sim.4780141709). differences [n], n >= 2; matters > 0.
    """
    n = differences.size - 1
    spread = np.std(differences, ddof=1) * math.sqrt(n / stats.chi2.ppf(1 - SURE, n))
    pairs = max(2, math.ceil((stats.norm.ppf(0.975) * spread / matters) ** 2))
    while stats.t.ppf(0.975, pairs - 1) * spread / math.sqrt(pairs) > matters:
        pairs += 1
    return pairs


def settled(by_year: Array, chance: float = 0.05) -> int | None:
    """Years that runs take to settle: the last that differs, beyond chance, from the mean of all later years.

    None if even the second half of the years does, or a year is not known. by_year [runs, years], both >= 2; chance: that a
    series which does not move at all is said to, over all its years together.
    """
    runs, years = by_year.shape
    if not np.isfinite(by_year).all():
        return None
    later = np.cumsum(by_year[:, ::-1], axis=1)[:, -2::-1] / np.arange(years - 1, 0, -1)
    differences = by_year[:, :-1] - later
    reach = (
        stats.t.ppf(1 - chance / (2 * (years - 1)), runs - 1) * np.std(differences, axis=0, ddof=1) / math.sqrt(runs)
    )
    moving = np.nonzero(np.abs(differences.mean(axis=0)) > reach)[0]
    last = int(moving.max(initial=-1)) + 1
    return None if last > years // 2 else last
