"""Looking more than once: pairs of runs are added in batches until the verdict is clear, and every look has its price.

Every look uses the same, wider interval (Pocock 1977), so that the chance that any of them misses stays what was promised; the
interval at which one stops therefore covers as promised, too (repeated confidence intervals, Jennison and Turnbull 1989).
"""

from functools import cache
from itertools import pairwise

import numpy as np
from scipy import stats
from scipy.optimize import brentq

NODES = 48  # of a Gauss-Legendre rule on each side of zero


def looks(minimum: int, maximum: int, batch: int) -> tuple[int, ...]:
    """The numbers of pairs at which somebody looks: `minimum`, then `batch` more each time; the last is `maximum`."""
    return (*range(minimum, maximum, batch), maximum)


def _grid(half: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights between -half and half."""
    nodes, weights = np.polynomial.legendre.leggauss(2 * NODES)
    return nodes * half, weights * half


def misses(line: float, at: tuple[int, ...]) -> float:
    """The chance that a sum of standard normal draws, looked at after n = at draws, ever leaves +-line x sqrt(n)."""
    where, weights = _grid(line * np.sqrt(at[0]))
    density = stats.norm.pdf(where, scale=np.sqrt(at[0]))
    for before, now in pairwise(at):
        onward, next_weights = _grid(line * np.sqrt(now))
        density = stats.norm.pdf(onward[:, None] - where, scale=np.sqrt(now - before)) @ (density * weights)
        where, weights = onward, next_weights
    return float(1.0 - density @ weights)


@cache
def line(at: tuple[int, ...], confidence: float) -> float:
    """How many standard errors the interval of every look must reach, so that all looks together hold with `confidence`."""
    one = float(stats.norm.ppf(0.5 + confidence / 2))
    return one if len(at) == 1 else float(brentq(lambda c: misses(c, at) - (1 - confidence), one, 2 * one + 2))


def confidence_of_each(at: tuple[int, ...], confidence: float) -> float:
    """The confidence of the interval at every single look."""
    return float(1 - 2 * stats.norm.sf(line(at, confidence)))


def price(at: tuple[int, ...], confidence: float) -> float:
    """How many times as many pairs the widest study needs for the same width as one that looks only once."""
    return (line(at, confidence) / line(at[-1:], confidence)) ** 2
