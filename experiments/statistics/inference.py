"""What numbers of pairs of runs may say: intervals, equivalence, corrections for many, effects in their own and in standard units.

Everything here takes arrays with one number per pair of runs (or one per run of each side) and knows nothing of runs. All of
it is about the play of chance between seeds; none of it about what the model leaves out.
"""

import warnings
from typing import Literal, NamedTuple

import numpy as np
from scipy import stats

CONFIDENCE = 0.95
RESAMPLES = 9_999  # of a bootstrap; the same draws every time, so that a report can be made again
NAN = float("nan")
SKEWED, ENOUGH = 1.0, 100  # skewness from which a reader is warned, below so many pairs
SYMMETRIC = 50  # pairs below which skewness often does not show in what is skewed (docs/inference.md)

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


def _ratio(before: np.ndarray, after: np.ndarray, axis: int = -1) -> np.ndarray:
    """The ratio of the means, less 1."""
    return np.asarray(np.mean(after, axis) / np.mean(before, axis) - 1.0)


def estimate(before: np.ndarray, after: np.ndarray, statistic: Statistic = "mean", confidence: float = CONFIDENCE) -> Interval:  # fmt: skip
    """After against before [R], pair by pair: t interval for the mean difference, exact for the median, paired BCa for a ratio.

    A ratio is that of the means, less 1: -0.05 is five per cent less. Where all pairs are alike, the ends are the estimate.
    They are missing where there is nothing to say: too few pairs for a median (six at 95 %), or a ratio that a resample
    cannot have, because before is nothing in so many pairs.
    """
    if statistic == "mean":
        return interval(after - before, confidence)
    if statistic == "median":
        return median(after - before, confidence)
    found = float(_ratio(before, after)) if before.size and before.any() else NAN
    if before.size < 2 or not np.isfinite(found):
        return Interval(found if np.isfinite(found) else NAN, NAN, NAN)
    if not (np.ptp(before) or np.ptp(after)) or not (after - before).any():
        return Interval(found, found, found)
    with warnings.catch_warnings(), np.errstate(all="ignore"):  # what they warn of is looked at
        warnings.simplefilter("ignore")
        drawn = stats.bootstrap((before, after), _ratio, paired=True, vectorized=True, n_resamples=RESAMPLES,
                                confidence_level=confidence, method="BCa", rng=1)  # fmt: skip
    ends = drawn.confidence_interval
    some = np.isfinite(drawn.bootstrap_distribution).all()
    return Interval(found, float(ends.low), float(ends.high)) if some else Interval(found, NAN, NAN)


def median(values: np.ndarray, confidence: float = CONFIDENCE) -> Interval:
    """The median of values [R] and its exact interval: from the k-th smallest to the k-th largest (the sign test turned round).

    k is the largest for which fewer than k of R tosses of a coin come up heads with a chance of at most half of what may be missed.
    It holds the median at least as often as it says, whatever the distribution, and is missing where even the smallest
    and largest value are not enough. Where all values are alike the ends are that value.
    """
    if not values.size or not np.isfinite(values).all():
        return Interval(NAN, NAN, NAN)
    found, ranked = float(np.median(values)), np.sort(values)
    if values.size > 1 and ranked[0] == ranked[-1]:
        return Interval(found, found, found)
    below = stats.binom.cdf(np.arange(values.size), values.size, 0.5)  # chance of at most 0, 1, ... heads
    k = int((below <= (1 - confidence) / 2).sum())
    return Interval(found, float(ranked[k - 1]), float(ranked[-k])) if k else Interval(found, NAN, NAN)


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
