"""Luck, by address: the uniform of (seed, stream, week, id) is the same on every machine and in any order.

Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, 2011): four words from a counter of four words and a key of two.
counter = (id, part, week, stream), key = the two halves of the seed. No state exists, so nothing can shift: adding a
mechanism, a family or a scenario changes nobody else's luck. Source: philox_2011.
"""

import zlib
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import special

from .compiled import rule, sweep, uint64
from .declare import Array

M0, M1, W0, W1 = (np.uint64(k) for k in (0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85))
HALF, LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
STEPS = 1024  # of a quantile table


class Luck(NamedTuple):
    """In which run, and when, a draw is made."""

    seed: np.uint64
    week: int  # 0 or more


def stream(name: str) -> int:
    """The number of a named stream: a checksum of its name, so neither order nor count of streams matters."""
    return zlib.crc32(name.encode())


@rule
def philox(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four 32-bit words, carried in 64 bits with clean upper halves (numba widens uint32; this is 1.8 x as fast)."""
    for _ in range(10):
        a, b = c0 * M0, c2 * M1
        c0, c1, c2, c3 = (b >> HALF) ^ c1 ^ k0, b & LOW, (a >> HALF) ^ c3 ^ k1, a & LOW
        k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
    return c0, c1, c2, c3


@rule
def words(luck: Luck, stream: int, who: int, part: int) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """The block of four words at one address; `who` and `part` are below 2**32."""
    seed = uint64(luck.seed)
    return philox(uint64(who), uint64(part), uint64(luck.week), uint64(stream), seed & LOW, seed >> HALF)


@rule
def open_unit(word: np.uint64) -> float:
    """A number strictly between 0 and 1 from a 32-bit word."""
    return (np.float64(word) + 0.5) * 2.0**-32


@rule
def uniform(luck: Luck, stream: int, who: int, part: int = 0) -> float:
    """The one number of this decision."""
    return open_unit(words(luck, stream, who, part)[0])


@rule
def uniforms(luck: Luck, stream: int, who: int, part: int = 0) -> tuple[float, float, float, float]:
    """Four independent numbers at one address, for up to four decisions."""
    a, b, c, d = words(luck, stream, who, part)
    return open_unit(a), open_unit(b), open_unit(c), open_unit(d)


@sweep
def uniform_each(luck: Luck, stream: int, who: Array, part: Array) -> Array:
    """The one number of each of many decisions; who [N], part [N]. What is not compiled itself asks here: it is kept on disk."""
    found = np.empty(who.size)
    for i in range(who.size):
        found[i] = uniform(luck, stream, who[i], part[i])
    return found


@lru_cache(maxsize=64)
def _beta_quantiles(a: float, b: float) -> Array:
    return np.asarray(special.betaincinv(a, b, np.arange(STEPS + 1) / STEPS))


def beta_quantiles(a: float, b: float) -> Array:
    """The Beta(a, b) distribution as a table of quantiles for `quantile`; made once, before the first run of a process."""
    return _beta_quantiles(a, b).copy()


@rule
def quantile(u: float, quantiles: Array) -> float:
    """One uniform number through a table of quantiles, linear in between."""
    x = u * STEPS
    k = min(int(x), STEPS - 1)
    return float(quantiles[k] + (x - k) * (quantiles[k + 1] - quantiles[k]))
