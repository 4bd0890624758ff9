"""Looking more than once: pairs of runs are added in batches until the verdict is clear, and every look has its price.

Every look uses the same, wider interval (Pocock 1977), so that the chance that any of them misses stays what was promised; the
interval at which one stops therefore covers as promised, too (repeated confidence intervals, Jennison and Turnbull 1989).
"""

import math
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
from scipy import stats
from scipy.optimize import brentq

NODES = 96  # of a Gauss-Legendre rule, at least
FINE = (
    0.8  # distance of nodes in standard deviations of a step: wider, and the steps of many looks fall between the nodes
)


def looks(minimum: int, maximum: int, batch: int) -> tuple[int, ...]:
    """The numbers of pairs at which somebody looks: `minimum`, then `batch` more each time; the last is `maximum`."""
    return (*range(minimum, maximum, batch), maximum)


def _grid(half: float, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights between -half and half, close enough for steps with this standard deviation."""
    nodes, weights = _rule(
        max(NODES, math.ceil(math.pi * half / (FINE * step)))
    )  # in the middle they lie pi x half / n apart
    return nodes * half, weights * half


@cache
def _rule(n: int) -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.legendre.leggauss(n)


def _density(x: np.ndarray, sd: float) -> np.ndarray:
    """Of a normal draw; scipy's takes several times as long."""
    return np.exp(-0.5 * (x / sd) ** 2) / (sd * math.sqrt(2 * math.pi))


def misses(line: float, at: tuple[int, ...]) -> float:
    """The chance that a sum of standard normal draws, looked at after n = at draws, ever leaves +-line x sqrt(n)."""
    steps = [math.sqrt(n) for n in (at[0], *(now - before for before, now in pairwise(at)))]
    where, weights = _grid(line * steps[0], min(steps[:2]))
    density = _density(where, steps[0])
    for k, (now, step) in enumerate(zip(at[1:], steps[1:], strict=True), 1):
        onward, next_weights = _grid(
            line * math.sqrt(now), min(steps[k : k + 2])
        )  # both the step to it and the step from it
        density = _density(onward[:, None] - where, step) @ (density * weights)
        where, weights = onward, next_weights
    return float(1.0 - density @ weights)


@cache
def line(at: tuple[int, ...], confidence: float) -> float:
    """How many standard errors the interval of every look must reach, so that all looks together hold with `confidence`."""
    one = float(stats.norm.ppf(0.5 + confidence / 2))
    return (
        one if len(at) == 1 else float(brentq(lambda c: misses(c, at) - (1 - confidence), one, 2 * one + 2, xtol=1e-6))
    )


def until[T](at: tuple[int, ...], look: Callable[[int], T], enough: Callable[[T], bool]) -> tuple[T, tuple[int, ...]]:
    """Looks in turn until it is enough, or the last: (what the last look saw, the numbers of pairs looked at)."""
    for k, pairs in enumerate(at, 1):
        seen = look(pairs)
        if enough(seen) or k == len(at):
            break
    return seen, at[:k]


def confidence_of_each(at: tuple[int, ...], confidence: float) -> float:
    """The confidence of the interval at every single look."""
    return float(1 - 2 * stats.norm.sf(line(at, confidence)))


def price(at: tuple[int, ...], confidence: float) -> float:
    """How many times as many pairs the widest study needs for the same width as one that looks only once."""
    return (line(at, confidence) / line(at[-1:], confidence)) ** 2
