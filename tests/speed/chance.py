"""What random numbers cost: lives with ten rounds of Philox, as they are, against lives with twenty, in turn."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from numba import njit
from starts import package

from samenhang.model.randomness import Luck, uniform

ROUNDS, TWICE = "for _ in range(10):", "for _ in range(20):"


@njit
def draws(n: int, luck: Luck) -> float:
    """So many numbers, one after the other."""
    total = 0.0
    for k in range(n):
        total += uniform(luck, 1, k)
    return total


def of_a_draw(n: int = 20_000_000, times: int = 5) -> float:
    """Nanoseconds of one number by itself: also a yardstick of the machine, and of the hour."""
    luck, found = Luck(np.uint64(1), 1), []
    draws(1, luck)
    for _ in range(times):
        began = time.process_time()
        draws(n, luck)
        found.append(1e9 * (time.process_time() - began) / n)
    return median(found)


def share_of_chance(live: Callable[[Path | None], dict[str, float]], times: int = 9) -> float:
    """The share of the weeks of a region that goes to random numbers.

    With twice the rounds everybody has other luck, not more or less of it, so what a family-week costs more is what ten
    rounds cost. The least of several lives of each, because what else the machine does weighs more than ten rounds. What is
    left out: turning words into numbers, and finding the address.

    Args:
        live: folder of an edited package, or None -> what `lives.py` tells of one life there.
    """
    with tempfile.TemporaryDirectory() as room:
        there = package(Path(room))
        file = there / "samenhang" / "model" / "randomness.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(ROUNDS) == 1, "the rounds of Philox are written otherwise"
        file.write_text(text.replace(ROUNDS, TWICE), encoding="utf-8")
        turns = [(live(None), live(there)) for _ in range(times)]
    once, twice = (min(t[k]["weeks"] / t[k]["family_weeks"] for t in turns) for k in (0, 1))
    return (twice - once) / once
