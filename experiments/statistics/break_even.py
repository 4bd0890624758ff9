"""At which value of a parameter one scenario overtakes another: where a paired difference crosses a line.

Both arms are run at a few values with the same seeds; between two of them every pair of runs is taken to change along a
straight line. So at any value there is a difference per pair, and a t interval over pairs. The crossing is where their mean
meets the line; its interval is every value at which the t interval holds the line (inverting the test at each value, as
Fieller did for a ratio). It covers as promised at the crossing of the straight lines, whatever the slope, and where the slope
is weak it is open at an end, which resampled crossings cannot say: of their curves some do not cross at all (5 % where the
slope is a quarter of the luck of a pair). Measured on 20 pairs it holds the truth in 94 %, as resampling does, and in 92 %
where luck has a skewness of 2 (tests/test_break_even.py).
"""

from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from .inference import CONFIDENCE, NAN, interval

FINE = 100  # steps between two values
type Standing = Literal["identical", "above", "below", "crosses"]


class Crossing(NamedTuple):
    """Where the mean difference meets the line, and the ends of its interval; missing where that runs on out of the range."""

    at: float
    low: float
    high: float
    rises: bool  # goes up through the line as the value goes up


def curve(x: np.ndarray, d: np.ndarray, steps: int = FINE) -> pd.DataFrame:
    """The mean of differences d [R, G], of two pairs or more, at values x [G], rising, and between them: at, mean, low, high."""
    at = np.unique(np.concatenate([np.linspace(a, b, steps + 1) for a, b in pairwise(x)]))
    between = np.array([np.interp(at, x, of) for of in d])
    n, mean = len(between), between.mean(axis=0)
    half = stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1) * between.std(axis=0, ddof=1) / np.sqrt(n)
    return pd.DataFrame({"at": at, "mean": mean, "low": mean - half, "high": mean + half})


def open_to(told: pd.DataFrame, line: float) -> list[tuple[float, float]]:
    """The stretches of values at which the interval holds the line; an end that runs on out of the range is missing.

    Where neighbours lie surely on opposite sides the stretch is between them, however narrow: there the crossing is most certain.
    """
    at, low, high = (told[k].to_numpy(float) for k in ("at", "low", "high"))
    above, below = low > line, high < line
    inside = ~(above | below)
    starts = np.flatnonzero(inside & ~np.r_[False, inside[:-1]])
    ends = np.flatnonzero(inside & ~np.r_[inside[1:], False])
    found = []
    for first, last in zip(starts.tolist(), ends.tolist(), strict=True):
        left = _between(at, low, high, line, first, first - 1) if first else NAN
        right = _between(at, low, high, line, last, last + 1) if last < at.size - 1 else NAN
        found.append((left, right))
    for k in np.flatnonzero((above[:-1] & below[1:]) | (below[:-1] & above[1:])).tolist():
        a, b = (_meets(at, edge, line, k, k + 1) for edge in (low, high))
        found.append((min(a, b), max(a, b)))
    return sorted(found, key=lambda ends: (not np.isnan(ends[0]), ends[0]))


def open_by_chance(told: pd.DataFrame, line: float) -> list[tuple[float, float]]:
    """The same without those in which every pair lies on the line: there it is no chance that leaves the side open."""
    at, wide = told["at"].to_numpy(float), (told["low"] < told["high"]).to_numpy(bool)
    return [(a, b) for a, b in open_to(told, line) if (wide & ~(at < a) & ~(at > b)).any()]


def touches(told: pd.DataFrame, line: float = 0.0) -> list[tuple[float, float]]:
    """The stretches of values at which the mean lies on the line; of one value both ends are that."""
    at, on = told["at"].to_numpy(float), told["mean"].to_numpy(float) == line
    starts, ends = (np.flatnonzero(on & ~other) for other in (np.r_[False, on[:-1]], np.r_[on[1:], False]))
    return [(float(at[a]), float(at[b])) for a, b in zip(starts, ends, strict=True)]


def _between(at: np.ndarray, low: np.ndarray, high: np.ndarray, line: float, inside: int, outside: int) -> float:
    """Where, between two neighbours, the end of the interval meets the line."""
    return _meets(at, low if low[outside] > line else high, line, inside, outside)


def _meets(at: np.ndarray, edge: np.ndarray, line: float, a: int, b: int) -> float:
    """Where an edge meets the line between neighbours a and b."""
    gap = edge[b] - edge[a]
    return float(at[a] + (at[b] - at[a]) * (line - edge[a]) / gap) if gap else float(at[a])


def crossings(told: pd.DataFrame, line: float = 0.0) -> list[Crossing]:
    """Every crossing of the mean, from low to high; a curve that only touches the line does not cross it."""
    at, over = told["at"].to_numpy(float), told["mean"].to_numpy(float) - line
    there = np.flatnonzero(over)
    found, stretches = [], open_to(told, line)
    tiny = 1e-9 * float(np.ptp(at))  # two ways to calculate one point
    for a, b in pairwise(there):
        if over[a] * over[b] < 0:
            where = float(at[a] + (at[b] - at[a]) * over[a] / (over[a] - over[b]))
            low, high = next(
                ((lo, hi) for lo, hi in stretches if not (lo > where + tiny or hi < where - tiny)), (NAN, NAN)
            )
            found.append(Crossing(where, low, high, bool(over[b] > 0)))
    return found


def standing(told: pd.DataFrame, line: float = 0.0) -> Standing:
    """On which side of the line the mean lies; `identical`: every pair is alike at every value."""
    mean = told["mean"].to_numpy(float)
    if line == 0 and not told[["mean", "low", "high"]].to_numpy().any():
        return "identical"
    if crossings(told, line):
        return "crosses"
    return "above" if mean.max() > line else "below"


def lines_of(told: pd.DataFrame, lines: tuple[float, ...]) -> list[dict[str, Any]]:
    """One row per line and crossing (or per line without any): line, standing, sure, at, low, high, rises.

    sure: without a crossing, whether the whole interval lies on that side (or every pair on the line) at every value; with one, whether its interval ends
    on both sides and no other crossing lies in it.
    """
    rows: list[dict[str, Any]] = []
    for line in lines:
        side, found = standing(told, line), crossings(told, line)
        alone = [c for c in found if sum((o.low, o.high) == (c.low, c.high) for o in found) == 1]
        rows += [{"line": line, "standing": side, "sure": c in alone and bool(np.isfinite([c.low, c.high]).all())} | c._asdict()
                 for c in found]  # fmt: skip
        if not found:
            rows.append({"line": line, "standing": side, "sure": not open_by_chance(told, line), "at": NAN, "low": NAN, "high": NAN, "rises": None})  # fmt: skip
    return rows


def at_values(x: np.ndarray, d: np.ndarray) -> pd.DataFrame:
    """The difference at each value that was run: value, pairs, mean, low, high; d [R, G]."""
    return pd.DataFrame([{"value": v, "pairs": len(of)} | interval(of)._asdict() for v, of in zip(x, d.T, strict=True)])
