"""Typed inputs: from a point of the unit cube to a value per factor, and the designs that are plain arithmetic.

Every sampler works in the unit cube [0, 1]^k. One function turns a coordinate into a value, whatever the factor is: a number
between two ends, one on a log scale, a whole number or a choice. Whole numbers and choices get equal shares of the cube
(the floor of u times their number; rounding would give the two end values half a share).
"""

import itertools
import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.stats import qmc

type Scale = Literal["linear", "log", "integer"]
DUMMY = "dummy"  # a factor that changes nothing: what an analysis makes of it is error


@dataclass(frozen=True)
class Factor:
    """What a design varies: a parameter between two ends, or over a list of values."""

    name: str
    low: float = 0.0
    high: float = 1.0
    scale: Scale = "linear"
    values: tuple[Any, ...] = ()  # a choice: each an equal share

    @property
    def group(self) -> str:
        """The mechanism that it belongs to."""
        return self.name.split(".")[0]

    @property
    def steps(self) -> int:
        """How many values it can take; 0 when it is continuous."""
        return len(self.values) or (round(self.high - self.low) + 1 if self.scale == "integer" else 0)

    @property
    def is_ordered(self) -> bool:
        """Do its values run from low to high? Words do not."""
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in self.values)
        return numbers and list(self.values) == sorted(self.values)

    def step(self, u: float) -> int:
        """The number of the value at u, of a factor with steps."""
        return min(math.floor(u * self.steps), self.steps - 1)

    def value(self, u: float) -> Any:
        """The value at u (0 to 1); the ends are reached, never passed."""
        if self.steps:
            return self.values[self.step(u)] if self.values else self.low + self.step(u)
        if self.scale == "log":
            return min(max(self.low * (self.high / self.low) ** u, self.low), self.high)
        return min(max(self.low + u * (self.high - self.low), self.low), self.high)


def valued(factors: tuple[Factor, ...], cube: np.ndarray, levels: int = 0) -> pd.DataFrame:
    """A row per point (1, 2, ...), a column per factor but the dummy: what the model is given.

    cube [n, k]; levels: of a design on a grid from 0 to 1 (Morris). There a factor with steps is read in the middle of its
    cell, because the ends of the grid would give it unequal shares.
    """
    columns = {}
    for k, factor in enumerate(factors):
        u = on_levels(cube[:, k], levels) if levels and factor.steps else cube[:, k]
        if factor.name != DUMMY:
            columns[factor.name] = [factor.value(float(at)) for at in u]
    index = pd.RangeIndex(1, len(cube) + 1, name="sample")
    return pd.DataFrame(columns, index=index, dtype=object).infer_objects()


def on_levels(u: np.ndarray, levels: int) -> np.ndarray:
    """The middle of the cell of each coordinate on a grid of so many levels from 0 to 1."""
    return (np.rint(u * (levels - 1)) + 0.5) / levels


def ends(factor: Factor, levels: int) -> list[float]:
    """Coordinates of so many levels from end to end; of a factor with steps, of its values (the first and last of two)."""
    if not factor.steps:
        return [float(u) for u in np.linspace(0.0, 1.0, levels)]
    middle = [(i + 0.5) / factor.steps for i in range(factor.steps)]
    return [middle[0], middle[-1]] if levels == 2 else middle


def grid(factors: tuple[Factor, ...], levels: int) -> np.ndarray:
    """Every combination of `levels` values of every factor; of 2, the full factorial."""
    return np.array(list(itertools.product(*(ends(f, levels) for f in factors))))


def n_grid(factors: tuple[Factor, ...], levels: int) -> int:
    """How many combinations that are."""
    return math.prod(len(ends(f, levels)) for f in factors)


def latin(k: int, n: int, seed: int) -> np.ndarray:
    """A Latin hypercube [n, k]."""
    return np.asarray(qmc.LatinHypercube(k, rng=seed).random(n))


def sequence(k: int, n: int, seed: int) -> np.ndarray:
    """A scrambled Sobol sequence [n, k]; n a power of two."""
    return np.asarray(qmc.Sobol(k, rng=seed).random(n))
