"""Statistics as tables: means per scenario, paired differences with t intervals, and measures over time.

All intervals are over seeds: they say what the play of chance leaves open, and nothing about what the model leaves out.
"""

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from samenhang.model.declare import Measure
from samenhang.model.language import N_
from samenhang.model.measures import OUTCOMES

CONFIDENCE = 0.95

type Verdict = Literal[
    "identical", "better", "worse", "somewhat_better", "somewhat_worse", "small", "unclear", "other", "others"
]
VERDICTS: dict[Verdict, str] = {
    "identical": N_("identical in all pairs"),
    "better": N_("better, and it matters"),
    "worse": N_("worse, and it matters"),
    "somewhat_better": N_("better; whether it matters is undecided"),
    "somewhat_worse": N_("worse; whether it matters is undecided"),
    "small": N_("smaller than what matters"),
    "unclear": N_("undecided: chance leaves both open"),
    "other": N_("differs"),
    "others": N_("not comparable: other families are followed"),
}


class Interval(NamedTuple):
    """A mean and its 95 % t interval over seeds; the ends are NaN with fewer than two values."""

    mean: float
    low: float
    high: float


def interval(values: np.ndarray) -> Interval:
    """The mean of values [R] and its t interval; NaN where there is nothing to say."""
    mean = _mean(values)
    if values.size < 2 or not np.isfinite(mean):
        return Interval(mean, float("nan"), float("nan"))
    half = float(stats.t.ppf(0.5 + CONFIDENCE / 2, values.size - 1) * np.std(values, ddof=1) / np.sqrt(values.size))
    return Interval(mean, mean - half, mean + half)


def verdict(difference: Interval, measure: Measure, *, identical: bool) -> Verdict:
    """What may be said of a difference, given the smallest that matters.

    "It matters" needs the whole interval beyond it, "small" the whole interval within it on both sides; better or worse
    at all needs an interval without zero.
    """
    if identical:
        return "identical"
    low, high = difference.low, difference.high
    if measure.better and -measure.matters < low and high < measure.matters:
        return "small"
    if not (low > 0 or high < 0):  # also without an interval
        return "unclear"
    if not measure.better:
        return "other"
    good, sure = (difference.mean > 0) == (measure.better > 0), min(abs(low), abs(high)) >= measure.matters
    if sure:
        return "better" if good else "worse"
    return "somewhat_better" if good else "somewhat_worse"


def _outcomes(planned: pd.DataFrame, arm: int) -> pd.DataFrame:
    """The runs of an arm that went well, by replicate, with a column for every outcome whether or not any run did."""
    good = planned[(planned["arm"] == arm) & (planned["status"] == "ok")].set_index("replicate")
    return good.reindex(columns=[*(f"o.{m.name}" for m in OUTCOMES), "cohort"])


def means(planned: pd.DataFrame) -> pd.DataFrame:
    """One row per arm and outcome: runs, mean and its interval."""
    rows = []
    for arm in sorted(planned["arm"].unique()):
        of_arm = _outcomes(planned, arm)
        for m in OUTCOMES:
            values = of_arm[f"o.{m.name}"].dropna().to_numpy(float)
            rows.append({"arm": arm, "outcome": m.name, "n": values.size} | interval(values)._asdict())
    return pd.DataFrame(rows)


def paired(planned: pd.DataFrame, arm: int, changed: set[str], against: int = 0) -> pd.DataFrame:
    """One row per outcome: pairs, both means, difference (arm minus against) with interval, verdict.

    Pairs are replicates with the same seed; a replicate that failed in either arm is left out of both. Where two runs
    of a pair follow other families, nothing may be said. `changed` names the parameters in which the arms differ: a
    difference that follows directly from one of them is marked `put_in`, because it was assumed and not found.
    Columns: outcome, pairs, before, after, mean, low, high, share_better, verdict, put_in.
    """
    a, b = _outcomes(planned, against), _outcomes(planned, arm)
    both = a.index.intersection(b.index)
    same = bool((a.loc[both, "cohort"] == b.loc[both, "cohort"]).all())
    rows = []
    for m in OUTCOMES:
        before, after = (x.loc[both, f"o.{m.name}"].to_numpy(float) for x in (a, b))
        there = np.isfinite(before) & np.isfinite(after)
        d = after[there] - before[there]
        i = interval(d)
        about_families = not m.name.startswith("staff.")
        said = verdict(i, m, identical=bool(d.size) and not d.any()) if same or not about_families else "others"
        rows.append({"outcome": m.name, "pairs": int(d.size), "before": _mean(before[there]), "after": _mean(after[there])}
                    | i._asdict()
                    | {"share_better": _mean((d * m.better > 0).astype(float)), "verdict": said,
                       "put_in": bool(changed & set(m.set_by))})  # fmt: skip
    return pd.DataFrame(rows)


def _mean(values: np.ndarray) -> float:
    return float(np.mean(values)) if values.size else float("nan")


def over_time(
    planned: pd.DataFrame, series: pd.DataFrame, measure: str, *, burn_in: int, weeks: int = 13
) -> pd.DataFrame:
    """A weekly measure per arm in blocks of `weeks`: the mean over runs, and where the middle 80 % of runs lie.

    Columns: arm, year (middle of the block, 0 = end of burn-in), mean, low, high, n.
    """
    joined = planned.loc[planned["status"] == "ok", ["run_id", "arm", "replicate"]].merge(
        series[["run_id", "week", measure]]
    )
    joined["block"] = joined["week"] // weeks
    blocks = joined.groupby(["arm", "replicate", "block"])[measure].mean()
    out = blocks.groupby(["arm", "block"]).agg(
        mean="mean", low=lambda v: v.quantile(0.1), high=lambda v: v.quantile(0.9), n="size"
    )
    out = out.reset_index()
    out["year"] = ((out["block"] + 0.5) * weeks - burn_in) / 52.0
    return out
