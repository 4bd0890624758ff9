"""Statistics as tables: means per scenario, paired differences with t intervals, and measures over time.

All intervals are over seeds: they say what the play of chance leaves open, and nothing about what the model leaves out.
"""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd

from samenhang.model.cohort import CLASSES, about_families
from samenhang.model.declare import YEAR, Measure
from samenhang.model.language import N_
from samenhang.model.measures import HEADLINES, OUTCOMES

from .inference import Interval as Interval
from .inference import interval as interval
from .inference import mean_of, wilson

CLASS_NAMES = {  # class of complexity at arrival -> how somebody reads it
    "simple": N_("not complex"),
    "compound": N_("somewhat complex"),
    "complex": N_("very complex"),
}

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


def difference(m: Measure, before: np.ndarray, after: np.ndarray, *, sayable: bool = True) -> dict[str, Any]:
    """One outcome over pairs of runs: pairs, both means, difference with interval, share of pairs in which better, verdict.

    `times_unpaired` is how many times as many runs two independent samples would need for the same interval: the variance
    of the difference without common seeds over that with them.
    """
    there = np.isfinite(before) & np.isfinite(after)
    before, after = before[there], after[there]
    d, i = after - before, interval(after - before)
    varies = d.size > 1 and np.var(d) > 0
    return {"outcome": m.name, "pairs": int(d.size), "before": mean_of(before), "after": mean_of(after)} | i._asdict() | {
        "share_better": mean_of((d * m.better > 0).astype(float)),
        "verdict": verdict(i, m, identical=bool(d.size) and not d.any()) if sayable else "others",
        "times_unpaired": float((np.var(before, ddof=1) + np.var(after, ddof=1)) / np.var(d, ddof=1)) if varies else float("nan"),
    }  # fmt: skip


def pairs_of(planned: pd.DataFrame, arm: int, against: int) -> pd.DataFrame:
    """Pairs of runs with the same seed that both went well: replicate, run_id_before, run_id_after."""
    good = planned.loc[planned["status"] == "ok", ["arm", "replicate", "run_id"]]
    a, b = (good[good["arm"] == k].drop(columns="arm") for k in (against, arm))
    return a.merge(b, on="replicate", suffixes=("_before", "_after")).sort_values("replicate", ignore_index=True)


def on_the_same(
    pairs: pd.DataFrame, families: pd.DataFrame, klass: int | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outcomes about families, pair by pair, over those followed in both runs of a pair; of one class, if given.

    A pair of which one run was not recorded has nothing: missing.
    """
    rows: tuple[list[dict[str, float]], list[dict[str, float]]] = ([], [])
    of_run = {run: told.set_index("family") for run, told in families.groupby("run_id")}
    for before, after in zip(pairs["run_id_before"], pairs["run_id_after"], strict=True):
        if before not in of_run or after not in of_run:
            for into in rows:
                into.append({})
            continue
        both = of_run[before].index.intersection(of_run[after].index)
        for run, into in zip((before, after), rows, strict=True):
            told = of_run[run].loc[both]
            into.append(about_families(told if klass is None else told[told["complexity_class"] == klass]))
    return pd.DataFrame(rows[0]), pd.DataFrame(rows[1])


def were_recorded(pairs: pd.DataFrame, families: pd.DataFrame) -> bool:
    """Are the families of both runs of any pair there?"""
    there = set(families["run_id"])
    return bool((pairs["run_id_before"].isin(there) & pairs["run_id_after"].isin(there)).any())


def both_sides(planned: pd.DataFrame, arm: int, families: pd.DataFrame, against: int = 0) -> tuple[pd.DataFrame, pd.DataFrame, bool]:  # fmt: skip
    """The outcomes of both runs of every pair, row by row, and whether they compare like with like.

    Outcomes about families are taken over the families that are followed in both runs of a pair. Where families were not
    recorded at all they are those of each run (a single pair that was not has no such outcomes); when the runs of a pair follow other families, nothing may be said of them.
    """
    pairs = pairs_of(planned, arm, against)
    a, b = (_outcomes(planned, k).loc[pairs["replicate"]].reset_index(drop=True) for k in (against, arm))
    if not were_recorded(pairs, families):
        return a, b, bool((a["cohort"] == b["cohort"]).all())
    mine = (told.add_prefix("o.") for told in on_the_same(pairs, families))
    a, b = (whole.assign(**told) for whole, told in zip((a, b), mine, strict=True))
    return a, b, True


def paired(planned: pd.DataFrame, arm: int, changed: set[str], families: pd.DataFrame, against: int = 0) -> pd.DataFrame:  # fmt: skip
    """One row per outcome: pairs, both means, difference (arm minus against) with interval, verdict.

    Pairs are replicates with the same seed; a replicate that failed in either arm is left out of both. Which families
    count: see `both_sides`. `changed` names the parameters in which the arms differ: a difference that follows directly
    from one of them is marked `put_in`, because it was assumed and not found.
    Columns: outcome, pairs, before, after, mean, low, high, share_better, verdict, times_unpaired, put_in.
    """
    before, after, alike = both_sides(planned, arm, families, against)
    rows = []
    for m in OUTCOMES:
        values = (side[f"o.{m.name}"].to_numpy(float) for side in (before, after))
        rows.append(difference(m, *values, sayable=alike or not m.of) | {"put_in": bool(changed & set(m.set_by))})
    return pd.DataFrame(rows)


def by_class(planned: pd.DataFrame, arm: int, families: pd.DataFrame, against: int = 0) -> pd.DataFrame:
    """Who gains and who loses: the differences in headline outcomes of families of one class of complexity at a time.

    Columns: class and those of `difference`; empty where families were not recorded.
    """
    pairs = pairs_of(planned, arm, against)
    if not were_recorded(pairs, families):
        return pd.DataFrame()
    rows = []
    for klass, name in enumerate(CLASSES):
        before, after = on_the_same(pairs, families, klass)
        rows += [{"class": name} | difference(m, before[m.name].to_numpy(float), after[m.name].to_numpy(float)) for m in HEADLINES if m.of]  # fmt: skip
    return pd.DataFrame(rows)


def across_worlds(
    planned: pd.DataFrame,
    arm: int,
    paired: pd.DataFrame,
    families: Callable[[list[str]], pd.DataFrame],
    against: int = 0,
) -> pd.DataFrame:
    """In how many other plausible worlds does the difference go the same way, and does it matter?

    In every world the mean over its pairs counts, over the families followed in both runs of each pair (`both_sides`);
    `families` gives those of the runs that it is asked for, one world at a time. `same_sign`: shares of worlds with the
    sign found at the defaults; `matters`: with that sign and at least the smallest difference that matters; their ends:
    95 % intervals over worlds (Wilson).
    Columns: outcome, worlds, same_sign, same_sign_low, same_sign_high, matters, matters_low, matters_high.
    """
    found, rows = _by_world(planned[planned["sample"] > 0], arm, families, against), []
    for m in HEADLINES:
        d = found[m.name].dropna().to_numpy(float)
        sign = np.sign(paired.set_index("outcome").loc[m.name, "mean"])
        d = d if np.isfinite(sign) else d[:0]  # no pair at the defaults: there is no direction to go the same way
        holds, matters = int((np.sign(d) == sign).sum()), int((d * sign >= m.matters).sum())
        rows.append({"outcome": m.name, "worlds": d.size} | _share("same_sign", holds, d.size) | _share("matters", matters, d.size))  # fmt: skip
    return pd.DataFrame(rows)


def _by_world(planned: pd.DataFrame, arm: int, families: Callable[[list[str]], pd.DataFrame], against: int) -> pd.DataFrame:  # fmt: skip
    """Mean difference in each headline outcome, a row per world; missing where no pair can tell."""
    rows = []
    for _sample, world in planned.groupby("sample"):
        runs = pairs_of(world, arm, against)[["run_id_before", "run_id_after"]].to_numpy().ravel().tolist()
        if runs:
            before, after, alike = both_sides(world, arm, families(runs), against)
            rows.append({m.name: (after[f"o.{m.name}"] - before[f"o.{m.name}"]).mean() for m in HEADLINES if alike or not m.of})  # fmt: skip
    return pd.DataFrame(rows, columns=[m.name for m in HEADLINES])


def _share(name: str, n: int, of: int) -> dict[str, float]:
    """A share with its Wilson interval."""
    return dict(zip((name, f"{name}_low", f"{name}_high"), wilson(n, of), strict=True))


HOLDS = {  # what a scenario may claim to hold equal -> the outcomes in which that shows
    "money": ("money.municipality", "money.school_board", "money.insurer"), "staff": ("staff.fte",), "demand": ("cohort.families",),
}  # fmt: skip
EQUAL = 0.01  # a difference in means that still counts as equal


def not_held(paired: pd.DataFrame, holds: tuple[str, ...]) -> dict[str, float]:
    """Claim -> relative difference, of what was said to be held equal and differs by more than 1 per cent.

    Where a part of it is missing on either side it cannot be told, and nothing is said.
    """
    means, found = paired.set_index("outcome")[["before", "after"]], {}
    for claim in holds:
        before, after = means.loc[list(HOLDS[claim])].sum(skipna=False)
        if before > 0 and abs(after / before - 1.0) > EQUAL:
            found[claim] = float(after / before - 1.0)
    return found


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
    out["year"] = ((out["block"] + 0.5) * weeks - burn_in) / YEAR
    return out
