"""Sensitivity analysis: samples and indices, and what would make them silently wrong. The only door to SALib.

Everything happens in the unit cube, whatever the factors mean (points.py). An analysis takes a sample and the outcomes at its
points, never the model: so the same code is tested on functions with known indices. A dummy factor that changes nothing is
in every sample. In eFAST, PAWN and delta it shows the error of the method: an index that is not above its own says nothing. In
Morris and Sobol it is exactly 0, because its points are the same runs, and says nothing of chance between seeds; that is in `left`.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from samenhang.model.language import _
from samenhang.model.mistakes import InputError

from . import points
from .plans import HARMONICS, INDEXED, Plan, refusals
from .points import DUMMY, Factor
from .screening import effects

RESAMPLES = 100  # for an interval
FEW_RESAMPLES = 20  # of delta, which takes seconds
SLIDES = (2, 3, 4, 5, 7, 8, 10)  # of PAWN: parts into which a factor is cut; of 6 and 9 rounding carries SALib beyond 1


class AnalysisError(InputError):
    """Outcomes from which an analysis would make numbers that mean nothing."""


class IncompleteError(AnalysisError):
    """One of the methods has nothing to say; `tables` is what the others say."""

    def __init__(self, problems: list[str], tables: dict[str, pd.DataFrame]) -> None:
        super().__init__(problems)
        self.tables = tables


@dataclass(frozen=True)
class Sample:
    """Points in the unit cube, laid by a plan for factors; of an indexed method the last one is the dummy."""

    plan: Plan
    factors: tuple[Factor, ...]
    cube: np.ndarray

    @property
    def points(self) -> pd.DataFrame:
        """What the model is given at each point."""
        return points.valued(self.factors, self.cube, self.plan.levels if self.plan.method == "morris" else 0)

    @property
    def names(self) -> list[str]:
        """Of the rows in a table of indices: factors, or mechanisms where these are moved together."""
        return list(dict.fromkeys(f.group for f in self.factors) if self.grouped else (f.name for f in self.factors))

    @property
    def grouped(self) -> bool:
        """Are the factors of a mechanism moved together?"""
        return self.plan.groups == "mechanism"

    def problem(self) -> dict[str, Any]:
        """As SALib wants it; made anew each time, because SALib writes into it. Its names are x0, x1, ...: it forbids some."""
        k = len(self.factors)
        asked = {"num_vars": k, "names": [f"x{i}" for i in range(k)], "bounds": [[0.0, 1.0]] * k}
        return asked | ({"groups": [f.group for f in self.factors]} if self.grouped else {})


def lay(plan: Plan, factors: tuple[Factor, ...]) -> Sample:
    """The points of a plan.

    Raises:
        AnalysisError: with sizes that the method cannot have.
    """
    if wrong := refusals(plan, factors):
        raise AnalysisError(wrong)
    inside = (*factors, Factor(DUMMY)) if plan.method in INDEXED else factors
    return Sample(plan, inside, _cube(plan, inside))


def _cube(plan: Plan, factors: tuple[Factor, ...]) -> np.ndarray:
    k, method = len(factors), plan.sample if plan.method == "given" else plan.method
    if method in ("grid", "break-even", "factorial"):
        return points.grid(factors, 2 if method == "factorial" else plan.levels)
    if method == "latin":
        return points.latin(k, plan.n, plan.seed)
    if method == "sobol-sequence":
        return points.sequence(k, plan.n, plan.seed)
    from SALib.sample import fast_sampler, morris, sobol

    problem = Sample(plan, factors, np.empty(0)).problem()
    with _contained():
        if method == "morris":
            return np.asarray(morris.sample(problem, plan.trajectories, num_levels=plan.levels, seed=plan.seed))
        if method == "sobol":
            return np.asarray(sobol.sample(problem, plan.n, calc_second_order=plan.second_order, seed=plan.seed))
        phases = (fast_sampler.sample(problem, plan.n, M=HARMONICS, seed=plan.seed + p) for p in range(plan.phases))
        return np.vstack(list(phases))


@contextmanager
def _contained() -> Iterator[None]:
    """SALib resets numpy's global generator, replaces how warnings look and warns of what is said here: none of it stays."""
    state, look = np.random.get_state(), warnings.formatwarning  # noqa: NPY002, TID251 - kept to be put back
    try:
        with warnings.catch_warnings(record=True):  # recorded, because SALib turns its own warnings on again
            warnings.simplefilter("ignore")
            yield
    finally:
        warnings.formatwarning = look
        np.random.set_state(state)  # noqa: NPY002, TID251


def analyse(sample: Sample, y: np.ndarray) -> dict[str, pd.DataFrame]:
    """The indices of a sample as tables by name; y [n, R]: an outcome at each point, with R replicates.

    The mean over replicates is analysed. Every table has a row per factor (or mechanism), the dummy last, with the indices,
    the half width of their 95 % interval over the sampling of points (`_conf`; missing where there is none), n points, and
    `seeds`, the share of the variance of single runs that is due to seeds, and `left`, what chance still makes of the variance of
    the means that are analysed (`of_seeds`): of indices that are shares of it the floor.

    Raises:
        AnalysisError: points are missing that the method cannot do without, or there is no variation.
        IncompleteError: one of two methods has nothing to say; the other stands in its tables.
    """
    cube, mean = _whole(sample, y)
    method = {"morris": _morris, "sobol": _sobol, "efast": _efast, "given": _given}[sample.plan.method]
    chance, missing = of_seeds(y), None
    with _contained():
        try:
            tables = method(sample, cube, mean)
        except IncompleteError as error:
            tables, missing = error.tables, error
    tables = {
        name: table.assign(n=len(mean), seeds=chance["seeds"], left=chance["left"]) for name, table in tables.items()
    }
    if missing:
        raise IncompleteError(missing.problems, tables)
    return tables


def _whole(sample: Sample, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(points, mean outcome) that may be analysed."""
    n, there = len(sample.cube), np.isfinite(y).all(axis=1)
    if len(y) != n:
        raise AnalysisError(
            [_("{n} of {all} points have an outcome: the design is incomplete").format(n=len(y), all=n)]
        )
    missing = n - int(there.sum())
    if missing and (sample.plan.is_whole or missing == n):
        raise AnalysisError([_("{n} of {all} points have no outcome in every replicate, and {method} needs them all").format(
            n=missing, all=n, method=sample.plan.method)])  # fmt: skip
    mean = y[there].mean(axis=1)
    if np.ptp(mean) <= 1e-12 * max(1.0, float(np.abs(mean).max())):
        raise AnalysisError([_("no variation: the outcome is the same at every point")])
    return sample.cube[there], mean


def of_seeds(y: np.ndarray) -> dict[str, float]:
    """How much of the variance is the play of chance; y [n, R], with the same seeds at every point.

    `seeds`: variance over replicates within a point, as a share of that plus the variance between points. `left`: share of
    the variance between the means that chance still makes (what moves all points alike is taken out). One replicate
    cannot tell: missing.
    """
    y = y[np.isfinite(y).all(axis=1)]
    n, r = y.shape
    if n < 2 or r < 2:
        return {"points": n, "replicates": r, "between": float("nan"), "within": float("nan"), "seeds": float("nan"), "left": float("nan")}  # fmt: skip
    means = y.mean(axis=1)
    rest = y - means[:, None] - y.mean(axis=0)[None, :] + y.mean()
    noise = float((rest**2).sum() / ((n - 1) * (r - 1))) / r
    of_means, within = float(np.var(means, ddof=1)), float(np.var(y, axis=1, ddof=1).mean())
    between = max(0.0, of_means - noise)
    return {"points": n, "replicates": r, "between": between, "within": within,
            "seeds": within / (within + between) if within + between else float("nan"),
            "left": min(1.0, noise / of_means) if of_means else float("nan")}  # fmt: skip


def _morris(sample: Sample, cube: np.ndarray, y: np.ndarray) -> dict[str, pd.DataFrame]:
    groups = [f.group if sample.grouped else f.name for f in sample.factors]
    return {"morris": effects(sample.factors, groups, cube, y, sample.plan.levels)}


def _sobol(sample: Sample, _cube: np.ndarray, y: np.ndarray) -> dict[str, pd.DataFrame]:
    from SALib.analyze import sobol

    plan, names = sample.plan, sample.names
    found = sobol.analyze(sample.problem(), y, calc_second_order=plan.second_order, num_resamples=RESAMPLES, seed=plan.seed)  # fmt: skip
    first = pd.DataFrame({"factor": names} | {k: found[k] for k in ("S1", "S1_conf", "ST", "ST_conf")})
    if not plan.second_order:
        return {"sobol": first}
    pairs = [{"factor": names[i], "with": names[j], "S2": found["S2"][i, j], "S2_conf": found["S2_conf"][i, j]}
             for i in range(len(names)) for j in range(i + 1, len(names))]  # fmt: skip
    return {"sobol": first, "sobol-pairs": pd.DataFrame(pairs)}


def _efast(sample: Sample, _cube: np.ndarray, y: np.ndarray) -> dict[str, pd.DataFrame]:
    """The mean over phases; the interval over phases too, because a resampled curve has none that can be trusted."""
    from SALib.analyze import fast

    plan, columns = sample.plan, {}
    told = [fast.analyze(sample.problem(), of, M=HARMONICS, num_resamples=2, seed=plan.seed) for of in np.split(y, plan.phases)]  # fmt: skip
    for k in ("S1", "ST"):
        values = np.array([one[k] for one in told], dtype=float)
        columns[k] = values.mean(axis=0)
        columns[f"{k}_conf"] = np.full(len(sample.names), np.nan)
        if plan.phases > 1:
            times = float(stats.t.ppf(0.975, plan.phases - 1)) / plan.phases**0.5
            columns[f"{k}_conf"] = times * values.std(axis=0, ddof=1)
    return {"efast": pd.DataFrame({"factor": sample.names} | columns)}


def _given(sample: Sample, cube: np.ndarray, y: np.ndarray) -> dict[str, pd.DataFrame]:
    """PAWN and delta, which take any sample. The cube is what is analysed: every factor is even there, a choice as well.

    PAWN has no interval: resampling it takes minutes (an exact test per slide), and its dummy says what is error. Where one of the
    two cannot be calculated the other stands.

    Raises:
        IncompleteError: with what stands; nothing may.
    """
    tables, problems = {}, []
    for name, method in (("pawn", _pawn), ("delta", _delta)):
        try:
            tables[name] = method(sample, cube, y)
        except ValueError as error:  # too few different outcomes to estimate a distribution from, say
            problems.append(
                _("{method} cannot be calculated from these outcomes ({why})").format(method=name, why=error)
            )
    if problems:
        raise IncompleteError(problems, tables)
    return tables


def _pawn(sample: Sample, cube: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    from SALib.analyze import pawn

    slides = max(s for s in SLIDES if s <= max(2, len(y) // 15))
    distance = pawn.analyze(sample.problem(), cube, y, S=slides, seed=_short(sample.plan.seed))["median"]
    return pd.DataFrame({"factor": sample.names, "pawn": distance, "pawn_conf": float("nan")})


def _delta(sample: Sample, cube: np.ndarray, y: np.ndarray) -> pd.DataFrame:
    from SALib.analyze import delta

    found = delta.analyze(sample.problem(), cube, y, num_resamples=FEW_RESAMPLES, seed=_short(sample.plan.seed))
    names = {"delta": "delta_raw", "delta_conf": "delta_raw_conf", "S1": "S1", "S1_conf": "S1_conf"}
    columns = {ours: np.asarray(found[theirs], dtype=float) for ours, theirs in names.items()}
    return pd.DataFrame({"factor": sample.names} | columns)


def _short(seed: int) -> int:
    """A seed that numpy's old generator takes, and that is not 0, which SALib reads as none."""
    return (seed - 1) % (2**32 - 1) + 1
