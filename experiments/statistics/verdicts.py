"""What an interval says of a claim: supported, contradicted, equivalent to nothing, or undecided.

The interval that is printed is the interval that decides (of outcomes judged together: `corrected`). A claim names a direction, the smallest effect that matters, and
what it takes: that the whole interval lies beyond that (`matters`), or beyond nothing (`direction`). Of a share the smallest is
the claim itself (at least half of it goes this way): beyond that line it is supported, below it contradicted.
"""

from typing import Literal, NamedTuple

import numpy as np

from samenhang.model.language import N_

from .inference import Interval, benjamini_hochberg, holm, interval, p_above, tost

type Direction = Literal["up", "down", "same"]
type Answer = Literal["supported", "contradicted", "equivalent", "undecided"]
type Correction = Literal["holm", "benjamini-hochberg"]

ANSWERS: dict[Answer, str] = {
    "supported": N_("supported"),
    "contradicted": N_("contradicted"),
    "equivalent": N_("equivalent to nothing"),
    "undecided": N_("undecided"),
}


class Rule(NamedTuple):
    """What a claim takes."""

    direction: Direction
    smallest: float  # effect that matters, above 0, in the unit of the effect
    must_matter: bool = True  # the whole interval beyond `smallest`; otherwise beyond nothing
    is_line: bool = (
        False  # at least `smallest` is what is claimed: below it the claim is contradicted, and nothing is equivalent
    )

    @property
    def sign(self) -> int:
        """Which way is as claimed."""
        return -1 if self.direction == "down" else 1


def answer(found: Interval, rule: Rule) -> Answer:
    """What may be said, given the interval.

    *Equivalent to nothing*: the whole interval is smaller than what matters, both ways. *Supported*: it lies beyond what
    matters (or, by the milder rule, beyond nothing) in the direction claimed. *Contradicted*: it lies on the other side of
    nothing. A claim that nothing changes is supported by equivalence and contradicted by an effect that surely matters.
    """
    low, high = sorted((rule.sign * found.low, rule.sign * found.high))
    if not (np.isfinite(low) and np.isfinite(high)):
        return "undecided"
    if rule.is_line:
        return "supported" if low >= rule.smallest else "contradicted" if high < rule.smallest else "undecided"
    small = -rule.smallest < low and high < rule.smallest
    if rule.direction == "same":
        matters = low >= rule.smallest or high <= -rule.smallest
        return "supported" if small else "contradicted" if matters else "undecided"
    if small:
        return "equivalent"
    if high < 0:
        return "contradicted"
    return "supported" if (low >= rule.smallest if rule.must_matter else low > 0) else "undecided"


def excluded(found: Interval, rule: Rule) -> bool:
    """Is an effect as large as claimed excluded, whatever else is undecided?"""
    return rule.direction != "same" and max(rule.sign * found.low, rule.sign * found.high) < rule.smallest


def least_p(values: np.ndarray, rule: Rule) -> float:
    """The smallest error at which `answer` would say anything at all of the mean of values [R] but undecided; two-sided."""
    d, m = rule.sign * values, rule.smallest
    if rule.direction == "same":
        said = (tost(d, m), p_above(d, m), p_above(-d, m))
    else:
        said = (tost(d, m), p_above(-d, 0.0), p_above(d, m if rule.must_matter else 0.0))
    return min(1.0, 2 * min(said))


class Corrected(NamedTuple):
    """An outcome among several: its interval, widened so that all hold together, what may be said, and the adjusted p."""

    found: Interval
    answer: Answer
    p: float


def corrected(columns: list[np.ndarray], rules: list[Rule], by: Correction, confidence: float) -> list[Corrected]:
    """Differences [R] of several outcomes, judged together: Holm for stated ones, Benjamini-Hochberg for exploring.

    With Holm the intervals are Bonferroni's: they hold their truths all together, which those of Holm's steps do not (the last is not
    widened at all). Holm decides, and may reach a little further than they do. With Benjamini-Hochberg those of what is found
    miss in about as many cases as are false (Benjamini and Yekutieli 2005).
    """
    if not columns:
        return []
    p = np.array([least_p(values, rule) for values, rule in zip(columns, rules, strict=True)])
    adjusted = holm(p) if by == "holm" else benjamini_hochberg(p)
    out, family = [], p.size if by == "holm" else p.size / max(1, int((adjusted <= 1 - confidence).sum()))
    for values, rule, raw, now in zip(columns, rules, p, adjusted, strict=True):
        times = min(max(now / raw, 1.0), p.size) if raw > 0 else p.size
        stepped = interval(values, 1 - (1 - confidence) / times)
        said = answer(stepped, rule) if now <= 1 - confidence else "undecided"
        out.append(Corrected(interval(values, 1 - (1 - confidence) / family), said, float(now)))
    return out
