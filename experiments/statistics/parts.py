"""A difference in parts: what of it goes through each of a few channels, and what through none of them.

Every channel is closed in both arms, in every combination with the others and with the same seeds: of k channels 2^k
differences per pair of runs. What the difference loses when a channel is closed hangs on what is closed already; its part is
the mean of that over every order in which they could be closed (Shapley 1953), pair by pair. So the parts and what is left
with all of them closed add up to the whole difference in every pair, and each has a t interval over pairs.
"""

import math

import numpy as np
import pandas as pd

from .inference import Interval, interval

REST, WHOLE = "rest", "whole"


def subsets(k: int) -> list[tuple[int, ...]]:
    """Which of k channels are closed, combination by combination; the first closes nothing, the last everything."""
    return [tuple(i for i in range(k) if bits >> i & 1) for bits in range(2**k)]


def shapley(d: np.ndarray) -> np.ndarray:
    """The part of every channel [k, R] of differences d [2^k, R], whose rows are those of `subsets`.

    Formula: sum over S without i of |S|! (k - |S| - 1)! / k! x (d(S closed) - d(S and i closed)).
    """
    k = d.shape[0].bit_length() - 1
    parts = np.zeros((k, d.shape[1]))
    for bits, closed in enumerate(subsets(k)):
        weight = math.factorial(len(closed)) * math.factorial(k - len(closed) - 1) / math.factorial(k) if len(closed) < k else 0.0  # fmt: skip
        for i in set(range(k)) - set(closed):
            parts[i] += weight * (d[bits] - d[bits | 1 << i])
    return parts


def knock_outs(d: np.ndarray) -> np.ndarray:
    """What is gone of the whole difference when one channel is closed and the others stay open [k, R]."""
    return np.array([d[0] - d[1 << i] for i in range(d.shape[0].bit_length() - 1)])


def together(tables: list[pd.DataFrame]) -> dict[str, np.ndarray]:
    """Column -> its differences [2^k, R], over the pairs in which every combination is there.

    tables: a combination each, in the order of `subsets`; a row per replicate.
    """
    found = {}
    for name in tables[0]:
        wide = pd.concat([t[name] for t in tables], axis=1, join="inner").dropna()
        found[str(name)] = wide.to_numpy(float).T
    return found


def in_parts(d: np.ndarray, channels: tuple[str, ...]) -> pd.DataFrame:
    """One row per channel, then what goes through none of them, then the whole.

    Columns: part, pairs; mean, low, high; share (of the whole, where that is surely something); gone, gone_low, gone_high:
    what is gone when only this is closed.
    """
    whole = interval(d[0])
    rows = [(name, interval(mine), interval(gone)) for name, mine, gone in zip(channels, shapley(d), knock_outs(d), strict=True)]  # fmt: skip
    nothing = Interval(*[float("nan")] * 3)
    rows += [(REST, interval(d[-1]), nothing), (WHOLE, whole, nothing)]
    some = whole.low > 0 or whole.high < 0
    return pd.DataFrame([
        {"part": name, "pairs": d.shape[1]} | mine._asdict() | {"share": mine.mean / whole.mean if some else float("nan")}
        | {"gone": gone.mean, "gone_low": gone.low, "gone_high": gone.high} for name, mine, gone in rows
    ])  # fmt: skip


def by_combination(d: np.ndarray, channels: tuple[str, ...]) -> pd.DataFrame:
    """The difference with each combination closed: closed, pairs, mean, low, high."""
    return pd.DataFrame([
        {"closed": " ".join(channels[i] for i in closed), "pairs": d.shape[1]} | interval(of)._asdict()
        for closed, of in zip(subsets(len(channels)), d, strict=True)
    ])  # fmt: skip
