"""How points are laid: methods, their sizes, what a size costs, and sizes with which numbers would mean nothing."""

import math
from dataclasses import dataclass
from typing import Literal

from samenhang.model.language import _

from .points import Factor, n_grid

type Method = Literal[
    "listed", "grid", "break-even", "factorial", "latin", "sobol-sequence", "morris", "sobol", "efast", "given"
]
WHOLE = ("morris", "sobol", "efast")  # read by position: no point may be missing
INDEXED = (*WHOLE, "given")  # give indices, and get a dummy factor
HARMONICS = 8  # of eFAST; 4, the usual, is biased where a model bends strongly


@dataclass(frozen=True)
class Plan:
    """How points are laid: the method and its sizes."""

    method: Method
    n: int = 0
    trajectories: int = 10
    levels: int = 4
    second_order: bool = False
    groups: Literal["parameter", "mechanism"] = "parameter"
    phases: int = 1
    sample: Literal["latin", "sobol-sequence"] = "sobol-sequence"  # of "given"
    seed: int = 1

    @property
    def is_whole(self) -> bool:
        """Does the analysis need every point?"""
        return self.method in WHOLE


def n_points(plan: Plan, factors: tuple[Factor, ...]) -> int:
    """How many points a plan lays for factors, with those of the dummy."""
    k = 1 + len({f.group for f in factors} if plan.groups == "mechanism" else factors)  # and the dummy
    if plan.method in ("grid", "break-even", "factorial"):
        return n_grid(factors, 2 if plan.method == "factorial" else plan.levels)
    if plan.method == "morris":
        return plan.trajectories * (k + 1)
    if plan.method == "sobol":
        return plan.n * (2 * k + 2 if plan.second_order else k + 2)
    return plan.n * k * plan.phases if plan.method == "efast" else plan.n


def refusals(plan: Plan, factors: tuple[Factor, ...] = ()) -> list[str]:
    """Sizes with which a method gives numbers that mean nothing, as sentences; factors: without the dummy."""
    found = []
    sequence = plan.method in ("sobol", "sobol-sequence") or (plan.method, plan.sample) == ("given", "sobol-sequence")
    if sequence and (plan.n < 2 or plan.n & (plan.n - 1)):
        found.append(
            _("n = {n}: a Sobol sequence is even only over a power of two: 64, 128, 256, ...").format(n=plan.n)
        )
    k = max(1, len(factors))
    least = 4 * HARMONICS**2 * (2 * k - 1)  # frequencies lie two apart: one apart, Ishigami gets 0.51 +- 0.19 for 0.44
    if plan.method == "efast" and plan.n <= least:
        found.append(_("n = {n}: eFAST with {m} harmonics needs more than {least} points per factor for {k} factors: with fewer, their frequencies lie too close to be told apart").format(
            n=plan.n, m=HARMONICS, least=least, k=k))  # fmt: skip
    if plan.method == "morris":
        found += _levels(plan, factors)
    if plan.seed < 1:
        found.append(_("seed = {seed}: expected a whole number from 1").format(seed=plan.seed))
    return found


def _levels(plan: Plan, factors: tuple[Factor, ...]) -> list[str]:
    """Morris needs an even number of levels, and each value of a choice or short range on as many of them."""
    if plan.levels < 2 or plan.levels % 2:
        return [_("levels = {n}: Morris needs an even number of levels").format(n=plan.levels)]
    uneven = [f for f in factors if f.steps and plan.levels % f.steps and not (f.is_ordered and f.steps > plan.levels)]
    better = math.lcm(2, *(f.steps for f in factors if f.steps and (f in uneven or plan.levels % f.steps == 0)))
    return [_("levels = {n}: {key} has {steps} values, and {n} levels do not give each of them an equal share; levels = {better} would").format(
        n=plan.levels, key=f.name, steps=f.steps, better=better) for f in uneven]  # fmt: skip
