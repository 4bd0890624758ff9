"""From runs to the effect that a hypothesis is about: two numbers per pair, whatever the kind of claim.

| kind | before | after | effect |
| --- | --- | --- | --- |
| contrast | outcome of the first scenario | of the second | after - before |
| interaction | the difference under the first condition | under the second | after - before |
| trend | outcome at the lowest value | at the highest | after - before, and no step that turns back |
| share | the whole difference | what of it is gone without the channel | mean of after / mean of before |
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from samenhang.model.cohort import CLASSES
from samenhang.model.measures import MEASURED

from ..statistics.contrasts import both_sides, on_the_same, pairs_of, were_recorded
from ..statistics.inference import (
    NAN,
    Effect,
    Interval,
    estimate,
    holm,
    identical,
    interval,
    is_skewed,
    mean_of,
    p_above,
    share_better,
    standardised,
    wilson,
)
from ..statistics.parts import together
from ..statistics.verdicts import Answer, answer, corrected, excluded
from .claim import Claim, rule_of, smallest
from .claim_file import Outcome


class Pairs(NamedTuple):
    """Two numbers per pair of runs [R]; for a trend also the change at every step [R]."""

    before: np.ndarray
    after: np.ndarray
    steps: tuple[np.ndarray, ...] = ()


class Found(NamedTuple):
    """What was found of one outcome."""

    outcome: Outcome
    pairs: int
    before: float
    after: float
    effect: Interval
    confidence: float
    answer: Answer
    identical: bool
    excluded: bool  # an effect as large as claimed
    standard: Effect
    better: Interval  # share of pairs in which it goes as claimed (for "same": changes by less than matters)
    p: float | None = None  # adjusted for how many are judged together
    turns: tuple[int, ...] = ()  # steps of a trend that go back, counted from 1
    nothing_to_share: bool = False
    untold: str = ""  # the statistic of which these pairs have no interval
    skewed: bool = False  # differences so lopsided that the interval promises too much


def between(planned: pd.DataFrame, families: pd.DataFrame, outcome: Outcome, arm: int, against: int) -> pd.DataFrame:
    """Before and after by replicate, over the families followed in both runs of a pair; those of one class, if asked."""
    pairs = pairs_of(planned, arm, against)
    if outcome.among:
        if not were_recorded(pairs, families):
            return pd.DataFrame({"before": [], "after": []})
        sides, column = on_the_same(pairs, families, CLASSES.index(outcome.among)), outcome.name
    else:
        *two, alike = both_sides(planned, arm, families, against)
        sides, column = (two[0], two[1]), f"o.{outcome.name}"
        if not alike and MEASURED[outcome.name].of:
            return pd.DataFrame({"before": [], "after": []})
    values = {k: side[column].to_numpy(float) for k, side in zip(("before", "after"), sides, strict=True)}
    return pd.DataFrame(values, index=pd.Index(pairs["replicate"])).dropna()


def of(claim: Claim, outcome: Outcome, planned: pd.DataFrame, families: pd.DataFrame) -> Pairs:
    """The two numbers of every pair, for the kind of claim that this is."""
    kind = claim.file.kind
    if kind == "trend":
        last = len(claim.arms) - 1
        whole = between(planned, families, outcome, last, 0)
        steps = (between(planned, families, outcome, k + 1, k) for k in range(last))
        turned = tuple((s["after"] - s["before"]).to_numpy() for s in steps)
        return Pairs(whole["before"].to_numpy(), whole["after"].to_numpy(), turned)
    first = between(planned, families, outcome, 1, 0)
    if kind == "contrast":
        return Pairs(first["before"].to_numpy(), first["after"].to_numpy())
    second = between(planned, families, outcome, 3, 2)
    both = pd.DataFrame({"one": first["after"] - first["before"], "two": second["after"] - second["before"]}).dropna()
    one, two = both["one"].to_numpy(), both["two"].to_numpy()
    return Pairs(one, one - two if kind == "share" else two)


def size(claim: Claim, pairs: Pairs, confidence: float) -> Interval:
    """The effect with its interval; of a share only where there is a difference to share."""
    if claim.file.kind == "share":
        if not is_some(pairs.before, confidence):
            return Interval(NAN, NAN, NAN)
        return Interval(*(1.0 + end for end in estimate(pairs.before, pairs.after, "ratio", confidence)))
    return estimate(pairs.before, pairs.after, claim.file.outcome.statistic, confidence)


def is_some(differences: np.ndarray, confidence: float) -> bool:
    """Is the whole difference surely something?"""
    whole = interval(differences, confidence)
    return whole.low > 0 or whole.high < 0


def turning(steps: tuple[np.ndarray, ...], sign: int, confidence: float) -> tuple[int, ...]:
    """The steps that surely go the other way; Holm over the steps."""
    if not steps or not sign:
        return ()
    p = holm(np.array([2 * p_above(-sign * d, 0.0) for d in steps]))
    return tuple(k + 1 for k, now in enumerate(p) if now <= 1 - confidence)


def first_outcome(claim: Claim, planned: pd.DataFrame, families: pd.DataFrame, confidence: float) -> Found:
    """What was found of the outcome on which the claim rests."""
    outcome, rule = claim.file.outcome, claim.rule
    pairs = of(claim, outcome, planned, families)
    found = size(claim, pairs, confidence)
    said = answer(found, rule)
    turns = turning(pairs.steps, 0 if rule.direction == "same" else rule.sign, confidence)
    said = "contradicted" if turns else said
    nothing = claim.file.kind == "share" and not is_some(pairs.before, confidence)
    return _found(outcome, pairs, found, confidence, said)._replace(
        excluded=not nothing and excluded(found, rule), turns=turns, nothing_to_share=nothing,
        skewed=outcome.statistic == "mean" and claim.file.kind != "share" and is_skewed(pairs.after - pairs.before))  # fmt: skip


def further_outcomes(claim: Claim, planned: pd.DataFrame, families: pd.DataFrame, confidence: float) -> list[Found]:
    """What was found of the further outcomes, judged together; they were looked at as often as the first."""
    decision = claim.file.decision
    told = [(o, of(claim, o, planned, families)) for o in claim.file.further]
    rules = [rule_of(o, must_matter=decision.rule == "matters") for o, _pairs in told]
    judged = corrected([p.after - p.before for _o, p in told], rules, decision.correction, confidence)
    return [_found(o, p, j.found, confidence, j.answer)._replace(p=j.p, excluded=excluded(j.found, r))
            for (o, p), j, r in zip(told, judged, rules, strict=True)]  # fmt: skip


def _found(outcome: Outcome, pairs: Pairs, found: Interval, confidence: float, said: Answer) -> Found:
    before, after = pairs.before, pairs.after
    if outcome.direction == "same":
        better = wilson(int((np.abs(after - before) < smallest(outcome)).sum()), before.size)
    else:
        better = share_better(before, after, 1 if outcome.direction == "up" else -1)
    return Found(outcome, before.size, mean_of(before), mean_of(after), found, confidence, said, identical(before, after),
                 excluded=False, standard=standardised(before, after), better=better,
                 untold=outcome.statistic if before.size > 1 and np.isfinite(found.mean) and not np.isfinite(found.low) else "")  # fmt: skip


def in_parts(claim: Claim, planned: pd.DataFrame, families: pd.DataFrame) -> dict[str, np.ndarray]:
    """The first outcome with every combination of channels closed [2^k, R], from the runs of `closing.every_combination`."""
    outcome, n = claim.file.outcome, len(claim.arms)
    sides = (between(planned, families, outcome, b * n + 1, b * n) for b in range(2 ** len(claim.channels)))
    return together([pd.DataFrame({outcome.name: s["after"] - s["before"]}) for s in sides])


class Worlds(NamedTuple):
    """In how many other plausible worlds it goes as claimed, and matters: shares with intervals over worlds."""

    worlds: int
    left_out: int  # worlds without a pair of runs that went well, or without a difference to share
    as_claimed: Interval
    matters: Interval
    low: float  # the middle 80 % of effects over worlds
    middle: float
    high: float


def across(claim: Claim, planned: pd.DataFrame, families: Callable[[list[str]], pd.DataFrame]) -> Worlds | None:
    """The effect in every other world, over its few pairs of runs; None where no world was asked for."""
    others = planned[planned["sample"] > 0]
    effects, left_out = [], 0
    for _sample, world in others.groupby("sample"):
        pairs = of(claim, claim.file.outcome, world, families(list(world["run_id"].unique())))
        if pairs.before.size and (claim.file.kind != "share" or pairs.before.mean()):
            share = claim.file.kind == "share"
            effects.append(pairs.after.mean() / pairs.before.mean() if share else _middle(claim, pairs))
        else:
            left_out += 1
    if not effects:
        return None
    d, rule, least = np.array(effects), claim.rule, smallest(claim.file.outcome)
    right = np.abs(d) < least if rule.direction == "same" else d * rule.sign > 0
    matters = np.abs(d) >= least if rule.direction == "same" else d * rule.sign >= least
    low, middle, high = np.quantile(d, (0.1, 0.5, 0.9)).tolist()
    return Worlds(
        d.size, left_out, wilson(int(right.sum()), d.size), wilson(int(matters.sum()), d.size), low, middle, high
    )


def _middle(claim: Claim, pairs: Pairs) -> float:
    """The effect in one world, without an interval."""
    if claim.file.outcome.statistic == "ratio":
        return float(pairs.after.mean() / pairs.before.mean() - 1.0)
    d = pairs.after - pairs.before
    return float(np.median(d) if claim.file.outcome.statistic == "median" else np.mean(d))
