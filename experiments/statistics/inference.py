"""What numbers of pairs of runs may say: intervals, equivalence, corrections for many, effects in their own and in standard units.

Everything here takes arrays with one number per pair of runs (or one per run of each side) and knows nothing of runs. All of
it is about the play of chance between seeds; none of it about what the model leaves out.
"""

from typing import Any, Literal, NamedTuple

import numpy as np
from scipy import stats

CONFIDENCE = 0.95
RESAMPLES = 9_999  # of a bootstrap; the same draws every time, so that a report can be made again
NAN = float("nan")
SKEWED, ENOUGH = 1.0, 100  # skewness from which a reader is warned, below so many pairs

type Statistic = Literal["mean", "median", "ratio"]


class Interval(NamedTuple):
    """An estimate and the ends of its interval over seeds; the ends are NaN where there is nothing to say."""

    mean: float
    low: float
    high: float


class Effect(NamedTuple):
    """A paired difference in units that can be compared between outcomes; shown after the raw difference, never alone."""

    paired: float  # mean / standard deviation of the differences: grows as common seeds do their work
    unpaired: float  # mean / standard deviation between runs of one side: what one run shows beside another


def mean_of(values: np.ndarray) -> float:
    """The mean of values [R]; NaN of nothing."""
    return float(np.mean(values)) if values.size else NAN


def interval(values: np.ndarray, confidence: float = CONFIDENCE) -> Interval:
    """The mean of values [R] and its t interval; NaN where there is nothing to say."""
    mean = mean_of(values)
    if values.size < 2 or not np.isfinite(mean):
        return Interval(mean, NAN, NAN)
    half = float(stats.t.ppf(0.5 + confidence / 2, values.size - 1) * np.std(values, ddof=1) / np.sqrt(values.size))
    return Interval(mean, mean - half, mean + half)


def _of(statistic: Statistic) -> Any:
    """The statistic of both sides, along the last axis: the mean or median of the differences, or the ratio of the means less 1."""
    if statistic == "ratio":
        return lambda before, after, axis=-1: np.mean(after, axis) / np.mean(before, axis) - 1.0
    middle = np.median if statistic == "median" else np.mean
    return lambda before, after, axis=-1: middle(after - before, axis)


def estimate(before: np.ndarray, after: np.ndarray, statistic: Statistic = "mean", confidence: float = CONFIDENCE) -> Interval:  # fmt: skip
    """After against before [R], pair by pair: t interval for the mean difference, paired BCa for median and ratio.

    A ratio is that of the means, less 1: -0.05 is five per cent less. Where all pairs are alike, the ends are the estimate.
    """
    if statistic == "mean":
        return interval(after - before, confidence)
    found = float(_of(statistic)(before, after)) if before.size else NAN
    if before.size < 2 or not np.isfinite(found):
        return Interval(found, NAN, NAN)
    alike = not np.ptp(after - before) if statistic == "median" else not (np.ptp(before) or np.ptp(after))
    if alike or (statistic == "ratio" and not (after - before).any()):
        return Interval(found, found, found)
    ends = stats.bootstrap((before, after), _of(statistic), paired=True, vectorized=True, n_resamples=RESAMPLES,
                           confidence_level=confidence, method="BCa", rng=1).confidence_interval  # fmt: skip
    return Interval(found, float(ends.low), float(ends.high))


def is_skewed(values: np.ndarray) -> bool:
    """Are these values [R] so lopsided that a t interval over so few misses more often than it says?"""
    if values.size < 3 or not np.ptp(values):
        return False
    return bool(abs(float(stats.skew(values, bias=False))) > SKEWED and values.size < ENOUGH)


def identical(before: np.ndarray, after: np.ndarray) -> bool:
    """Is there not one pair in which the two differ?"""
    return bool(before.size) and not (after - before).any()


def wilson(n: int, of: int, confidence: float = CONFIDENCE) -> Interval:
    """A share n / of and its Wilson interval."""
    if not of:
        return Interval(NAN, NAN, NAN)
    ends = stats.binomtest(n, of).proportion_ci(confidence, method="wilson")
    return Interval(n / of, float(ends.low), float(ends.high))


def share_better(before: np.ndarray, after: np.ndarray, better: int) -> Interval:
    """The share of pairs in which after is better, with its Wilson interval; `better`: 1 up, -1 down. A tie is not better."""
    return wilson(int(((after - before) * better > 0).sum()), before.size)


def standardised(before: np.ndarray, after: np.ndarray) -> Effect:
    """The mean difference over the spread of differences, and over the mean spread of the two sides (roots of variances)."""
    d = after - before
    if d.size < 2:
        return Effect(NAN, NAN)
    spreads = float(np.std(d, ddof=1)), float(np.sqrt((np.var(before, ddof=1) + np.var(after, ddof=1)) / 2))
    return Effect(*(mean_of(d) / s if s > 0 else NAN for s in spreads))


def p_above(values: np.ndarray, line: float) -> float:
    """One-sided p of the t test that the mean of values [R] lies above a line; 0 or 1 where values do not vary."""
    if values.size < 2:
        return 1.0
    error = float(np.std(values, ddof=1) / np.sqrt(values.size))
    if error == 0:
        return 0.0 if mean_of(values) > line else 1.0
    return float(stats.t.sf((mean_of(values) - line) / error, values.size - 1))


def tost(values: np.ndarray, smallest: float) -> float:
    """Two one-sided tests: p that the mean of values [R] lies within `smallest` of nothing (the larger of the two).

    Below alpha exactly when the interval with confidence 1 - 2 alpha lies within the two lines.
    """
    return max(p_above(values, -smallest), p_above(-values, -smallest))


def holm(p: np.ndarray) -> np.ndarray:
    """Adjusted p for stated outcomes: the chance of even one false finding among them stays below alpha (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty(p.size)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Adjusted p for exploring: of what is found, at most a share alpha is false, on average (Benjamini and Hochberg 1995)."""
    return np.asarray(stats.false_discovery_control(p), float) if p.size else p
