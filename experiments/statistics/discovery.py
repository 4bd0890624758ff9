"""In which worlds does the favourite fail? A box of limits, found in one half of the worlds and tried in the other.

PRIM (Friedman and Fisher 1999, as Bryant and Lempert 2010 use it) peels the worlds that do not fail away, a slice at a time. The only
door to ema_workbench, which does the peeling. What is made of it is ours: the box is chosen from the whole path, a
limit that does not survive is dropped, and what is left is judged in worlds that had no part in finding it.
"""

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from samenhang.model.declare import Measure
from samenhang.model.language import _
from samenhang.model.mistakes import InputError

from .inference import CONFIDENCE, holm, wilson
from .points import Factor
from .robustness import failing, favourite, in_worlds
from .sensitivity import Sample

LEAST = 40  # worlds below which nothing is looked for
CASES = 10  # worlds that fail, and worlds that do not, below which nothing is looked for
CANDIDATES = 10  # factors that are peeled: of 40 in 256 worlds PRIM found 3 boxes of 8, among the 10 most apart 7 of 8
ALPHA = 1.0 - CONFIDENCE  # a limit survives below it, and a box holds
COLUMNS = {  # how a column is kept where there is nothing to say
    "outcome": "", "arm": 0, "verdict": "", "worlds": 0, "failures": 0,
    "training_worlds": 0, "training_failures": 0, "training_inside": 0, "training_caught": 0,
    "training_density": np.nan, "training_coverage": np.nan,
    "held_worlds": 0, "held_failures": 0, "held_inside": 0, "held_caught": 0, "base": np.nan,
    "density": np.nan, "density_low": np.nan, "density_high": np.nan,
    "coverage": np.nan, "coverage_low": np.nan, "coverage_high": np.nan, "p": np.nan,
    "factor": "", "end": "", "at": np.nan, "among": "", "u": np.nan, "qp": np.nan, "held_qp": np.nan,
}  # fmt: skip

type End = Literal["from", "to", "among"]


class DiscoveryError(InputError):
    """What is needed to look for boxes is not there."""


@dataclass(frozen=True)
class Limit:
    """One side of a box: a factor from or to somewhere, or a choice among some of its steps."""

    factor: int  # its column
    end: End
    at: Any  # a coordinate; of "among" the steps, as a frozenset

    def holds(self, x: np.ndarray) -> np.ndarray:
        """Which worlds lie on the right side; x [W, k] coordinates."""
        column = x[:, self.factor]
        if self.end == "among":
            return np.isin(column, list(self.at))
        return np.asarray(column >= self.at if self.end == "from" else column <= self.at)


type Box = tuple[Limit, ...]


def discover(sample: Sample, by_point: pd.DataFrame, outcomes: list[Measure]) -> pd.DataFrame:
    """Where the favourite of each outcome fails: one row per limit of its box, or one row without a limit.

    The favourite is the arm with the least mean regret; it fails where it stays behind the best arm of that world by at
    least the smallest difference that matters (robustness.py). Of the worlds that fail, and of those that do not, the first half is
    for training and the other is held out. Of all boxes on the path of peeling, each without the limits that do not
    survive, the one with the highest F1 (harmonic mean of density and coverage) in the training half is taken, of equals the one
    with the fewest limits.

    Columns: outcome, arm (the favourite), verdict (few: too few worlds to tell; none: no limit survived; unsure: the box did not
    hold in the other half; holds), worlds, failures; of the training half training_worlds, training_failures, training_inside
    (the box), training_caught (failures inside), training_density (caught / inside), training_coverage (caught / failures);
    of the half held out held_worlds, held_failures, held_inside, held_caught, base (failures / worlds), density and coverage with
    their 95 % intervals (Wilson: _low, _high) and p, that so many failures lie inside by chance (Fisher, one-sided,
    after Holm over the outcomes); of the limit factor, end (from, to, among), at (value), among (choices), u (place in the range that
    was varied, 0 to 1), qp (quasi-p-value in the training half: that the box does as well without the limit) and held_qp
    (the same in the half held out). Zero, empty or missing where there is nothing to say.

    Raises:
        DiscoveryError: ema-workbench is not installed, and it is needed.
    """
    rows: list[dict[str, Any]] = []
    for m in (m for m in outcomes if m.better):
        cells = in_worlds(by_point, m)
        if len(cells):
            rows += _rows(sample, cells, m)
    table = pd.DataFrame([COLUMNS | row for row in rows], columns=list(COLUMNS))
    tried = table[table["p"].notna()].groupby("outcome", sort=False)["p"].first()
    for outcome, p in zip(tried.index, holm(tried.to_numpy(float)), strict=True):
        mine = table["outcome"] == outcome
        table.loc[mine, "p"] = p
        table.loc[mine, "verdict"] = "holds" if p < ALPHA else "unsure"
    return table


def _rows(sample: Sample, cells: pd.DataFrame, m: Measure) -> list[dict[str, Any]]:
    """What is found of one outcome, p not yet corrected."""
    fails = failing(cells, m).to_numpy(bool)
    n, k = len(fails), int(fails.sum())
    head = {"outcome": m.name, "arm": favourite(cells), "worlds": n, "failures": k}
    if n < LEAST or min(k, n - k) < CASES:
        return [head | {"verdict": "few"}]
    x, training = coordinates(sample, cells.index.to_numpy(int) - 1), halves(fails)
    words = [not f.is_ordered for f in sample.factors]
    box = chosen(x[training], fails[training], words)
    if not box:
        return [head | {"verdict": "none"}]
    head |= _fit(box, x[training], fails[training], x[~training], fails[~training])
    return [head | _limit(sample.factors[one.factor], one) | {"qp": quasi_p(box, one, x[training], fails[training]),
            "held_qp": quasi_p(box, one, x[~training], fails[~training])} for one in box]  # fmt: skip


def coordinates(sample: Sample, rows: np.ndarray) -> np.ndarray:
    """Worlds by factors: the place in the unit cube, of a factor with steps the number of its step (as `Factor.value` takes it)."""
    x = sample.cube[rows].copy()
    for k, factor in enumerate(sample.factors):
        if factor.steps:
            x[:, k] = np.minimum(np.floor(x[:, k] * factor.steps), factor.steps - 1)
    return x


def halves(fails: np.ndarray) -> np.ndarray:
    """Which worlds are for training: of those that fail and of those that do not the first half, in order of their number.

    A Latin hypercube is in no order, and either half of a Sobol sequence is even by itself.
    """
    training = np.zeros(len(fails), dtype=bool)
    for kind in (True, False):
        there = np.flatnonzero(fails == kind)
        training[there[: (len(there) + 1) // 2]] = True
    return training


def inside(box: Box, x: np.ndarray) -> np.ndarray:
    """Which worlds lie within every limit."""
    return np.all([limit.holds(x) for limit in box], axis=0) if box else np.ones(len(x), dtype=bool)


def quasi_p(box: Box, limit: Limit, x: np.ndarray, fails: np.ndarray) -> float:
    """The chance that a box has so many failures if its density were that of the box without the limit (one-sided binomial).

    As `ema_workbench` has it, after Bryant and Lempert (2010). The limit was chosen on the same worlds: too low in training.
    """
    within, without = inside(box, x), inside(tuple(o for o in box if o is not limit), x)
    if not within.any():
        return 1.0
    return float(stats.binom.sf(fails[within].sum() - 1, within.sum(), fails[without].mean()))


def survivors(box: Box, x: np.ndarray, fails: np.ndarray) -> Box:
    """A box without the limits that do not survive: the least certain is dropped first, and the others are asked again."""
    while box:
        qp = [quasi_p(box, limit, x, fails) for limit in box]
        worst = int(np.argmax(qp))
        if qp[worst] < ALPHA:
            break
        box = (*box[:worst], *box[worst + 1 :])
    return box


def f1(box: Box, x: np.ndarray, fails: np.ndarray) -> float:
    """Harmonic mean of density (inside, how many fail) and coverage (of what fails, how much is inside)."""
    within = inside(box, x)
    return float(2 * fails[within].sum() / (within.sum() + fails.sum()))


def chosen(x: np.ndarray, fails: np.ndarray, words: list[bool]) -> Box:
    """The best box of the path of peeling over the factors that differ most; empty when no limit of any box survives."""
    alike = [_alike(x[fails, k], x[~fails, k], is_word=word) for k, word in enumerate(words)]
    taken = sorted(np.argsort(alike, kind="stable")[:CANDIDATES].tolist())
    path = peeled(x[:, taken], fails, [words[k] for k in taken])
    full = [tuple(Limit(taken[limit.factor], limit.end, limit.at) for limit in box) for box in path]
    boxes = [box for box in (survivors(b, x, fails) for b in full) if box]
    return max(boxes, key=lambda box: (f1(box, x, fails), -len(box)), default=())


def _alike(a: np.ndarray, b: np.ndarray, *, is_word: bool) -> float:
    """The p that a factor is alike in worlds that fail and others: Kolmogorov-Smirnov, of words chi-square.

    The p and not the distance: of many words the distance is larger by chance alone than that of a number.
    """
    if is_word:
        counts = [[int((side == step).sum()) for step in np.union1d(a, b)] for side in (a, b)]
        return float(stats.chi2_contingency(counts, correction=False).pvalue)
    return float(stats.ks_2samp(a, b, method="asymp").pvalue)


def peeled(x: np.ndarray, fails: np.ndarray, words: list[bool]) -> list[Box]:
    """Every box on the path of PRIM: peeled and pasted, from all worlds down to a twentieth of them.

    Steps are peeled as numbers and words as sets of numbers of steps: sets of texts have another order in every process, and whole
    numbers fail in ema_workbench 2.5 with pandas 3.

    Raises:
        DiscoveryError: ema-workbench is not installed.
    """
    with warnings.catch_warnings():  # of extras that it would like to have
        warnings.simplefilter("ignore")
        try:
            from ema_workbench.analysis.prim import Prim
        except ImportError:
            raise DiscoveryError([_('where the favourite fails is not looked for: ema-workbench is not installed; pip install "samenhang[discovery]"')]) from None  # fmt: skip
        columns = {k: pd.Series([int(v) for v in x[:, k]], dtype=object) if word else x[:, k] for k, word in enumerate(words)}  # fmt: skip
        prim = Prim(
            pd.DataFrame(columns), fails.astype(float), threshold=0.5 / len(x)
        )  # so low that no path is refused
        path = prim.find_box().box_lims
    return [_box(limits, prim.box_init) for limits in path]


def _box(limits: pd.DataFrame, whole: pd.DataFrame) -> Box:
    """The limits of a box that are not the ends of all worlds."""
    found: list[Limit] = []
    for k in limits.columns:  # a word alone in all worlds is not among them
        (low, high), (least, most) = limits[k], whole[k]
        if isinstance(low, set):
            found += [Limit(int(k), "among", frozenset(low))] if low != least else []
            continue
        found += [Limit(int(k), "from", float(low))] if low != least else []
        found += [Limit(int(k), "to", float(high))] if high != most else []
    return tuple(found)


def _fit(box: Box, x: np.ndarray, fails: np.ndarray, held: np.ndarray, held_fails: np.ndarray) -> dict[str, Any]:
    """How a box does in the half that it was found in and in the other."""
    told: dict[str, Any] = {}
    for half, at, of in (("training", x, fails), ("held", held, held_fails)):
        within = inside(box, at)
        told |= {f"{half}_worlds": len(of), f"{half}_failures": int(of.sum()), f"{half}_inside": int(within.sum()),
                 f"{half}_caught": int(of[within].sum())}  # fmt: skip
    told["training_density"] = told["training_caught"] / told["training_inside"]
    told["training_coverage"] = told["training_caught"] / told["training_failures"]
    caught, within_n, failures, n = (told[f"held_{k}"] for k in ("caught", "inside", "failures", "worlds"))
    for name, of in (("density", within_n), ("coverage", failures)):
        share = wilson(caught, of)
        told |= {name: share.mean, f"{name}_low": share.low, f"{name}_high": share.high}
    return told | {"base": failures / n, "p": float(stats.hypergeom.sf(caught - 1, n, failures, within_n))}


def _limit(factor: Factor, limit: Limit) -> dict[str, Any]:
    """A limit as a value of its factor and a place in its range; between two steps it is the step that is still inside."""
    told = {"factor": factor.name, "end": limit.end}
    if limit.end == "among":
        return told | {"among": ", ".join(str(factor.values[step]) for step in sorted(limit.at))}
    if not factor.steps:
        return told | {"at": float(factor.value(limit.at)), "u": limit.at}
    step = int(np.ceil(limit.at) if limit.end == "from" else np.floor(limit.at))
    value = factor.values[step] if factor.values else factor.low + step
    return told | {"at": float(value), "u": (step + (limit.end == "to")) / factor.steps}
