"""What is printed of a hypothesis afterwards: a result sheet, in sentences, in both languages; and the same as data.

Two kinds of uncertainty stay apart: intervals over seeds (the play of chance at the default values) and shares of other
plausible worlds (what nobody knows). No sentence adds them up, and none calls a claim proven.
"""

from collections.abc import Iterable
from typing import Any

from samenhang.model.language import _, number
from samenhang.model.measures import MEASURED

from ..designs.closing import assumed, is_assumed
from ..statistics.inference import NAN, SYMMETRIC, Interval
from ..statistics.verdicts import ANSWERS, Answer, Rule
from ..telling.stamp import stamped
from ..why import as_json as why_as_json
from ..why import told
from .bench import Judged, Lock
from .claim import Claim, rule_of
from .claim_file import Outcome
from .effects import Found, Worlds
from .preregistered import TOGETHER, arms, expected, label, locked, percent, unit, what_matters, where, words

TINY = 0.001  # a p below it is not printed in digits


def p_value(p: float | None) -> str:
    """A p as a journal prints it."""
    return f"< {number(TINY, 1)}" if p is not None and p < TINY else number(NAN if p is None else p, 2)


def result(claim: Claim, lock: Lock, found: Judged) -> list[tuple[str, list[str]]]:
    """What was found on one region: (heading, lines)."""
    sections = [
        (_("Claim"), [words(claim.file.claim), *arms(claim)]),
        (_("At the default values: {verdict}").format(verdict=_(ANSWERS[found.first.answer])), at_defaults(claim, found)),
        (_("Further outcomes"), [further(claim, f, put_in=is_put_in(found, f)) for f in found.further] + ([_(TOGETHER[claim.file.decision.correction])] if found.further else [])),
        (_("Across other plausible worlds"), across(claim, found.worlds) if found.worlds else [_("not asked for: nothing is known of how far the verdict hangs on the default values")]),
        (_("Why"), why_told(claim, found)),
        (_("How to read this"), reading(claim, found)),
        (_("Lock"), locked(claim, lock)),
    ]  # fmt: skip
    return [(heading, lines) for heading, lines in sections if lines]


def ends(claim: Claim, found: Interval) -> str:
    """The ends of an interval as a person reads them."""
    return f"[{unit(claim, found.low)}; {unit(claim, found.high)}]"


def at_defaults(claim: Claim, found: Judged) -> list[str]:
    """The effect with the play of chance, and what it says."""
    first, rule = found.first, claim.rule
    said = [_("{outcome}, {region}: {before} and {after}; effect {effect}, {each} interval {ends} over seeds (play of chance only), {n} pairs; from {least} on it matters").format(
        outcome=label(first.outcome), region=where(found.region), before=number(first.before), after=number(first.after),
        effect=unit(claim, first.effect.mean), each=percent(first.confidence), ends=ends(claim, first.effect), n=first.pairs,
        least=what_matters(claim, first.outcome))]  # fmt: skip
    said += remarks(first, rule, put_in=is_put_in(found, first))
    said += [assumed(how_much=found.why is None)] if is_assumed(found.result.study) else []
    if claim.file.kind != "share":
        said.append(_("In standard units: {paired} of the spread between pairs, {unpaired} of the spread between runs. As claimed in {share} of pairs [{low}; {high}].").format(
            paired=number(first.standard.paired, 2), unpaired=number(first.standard.unpaired, 2), share=percent(first.better.mean),
            low=percent(first.better.low), high=percent(first.better.high)))  # fmt: skip
    if len(claim.looks) > 1:
        said.append(_("Looks: {n} of at most {all}, at {pairs} pairs.").format(
            n=len(found.looked), all=len(claim.looks), pairs=", ".join(map(str, found.looked))))  # fmt: skip
    return said


def is_put_in(found: Judged, told: Found) -> bool:
    """Does this outcome follow directly from what the arms change?"""
    return bool(found.result.study.changed(1) & set(MEASURED[told.outcome.name].set_by))


def why_told(claim: Claim, found: Judged) -> list[str]:
    """The first outcome in parts; nothing where that was not asked."""
    name = claim.file.outcome.name
    if found.why is None:
        return []
    return told(found.why, name, label(claim.file.outcome)) if name in found.why.parts else [_("No pair of runs went well with every combination closed.")]  # fmt: skip


def remarks(found: Found, rule: Rule, *, put_in: bool) -> list[str]:
    """What goes with a verdict."""
    direction = rule.sign * found.effect.low > 0 and rule.sign * found.effect.high > 0
    return [sentence for sentence, holds in (
        (_("Identical in all pairs."), found.identical),
        (_("The effect follows directly from what the scenario sets: it was put in, not found."), put_in),
        (_("The direction is as claimed; the effect is too small to matter."), found.answer == "equivalent" and direction),
        (_("The differences between pairs are skewed: with so few pairs the interval misses somewhat more often than it says."), found.skewed),
        (_("So few pairs have no interval of their median: six or more are needed, with looks more."), found.untold == "median"),
        (_("Before is nothing in so many pairs that chance may leave nothing to divide by: the ratio has no interval. Ask for the mean difference."), found.untold == "ratio"),
        (_("An effect as large as claimed is excluded."), found.answer == "undecided" and found.excluded),
        (_("The whole difference may be nothing: there is nothing to share."), found.nothing_to_share),
        (_("The trend turns back at step {steps}.").format(steps=", ".join(map(str, found.turns))), bool(found.turns)),
    ) if holds]  # fmt: skip


def further(claim: Claim, found: Found, *, put_in: bool) -> str:
    """One further outcome in a line."""
    rule = rule_of(found.outcome, must_matter=claim.file.decision.rule == "matters")
    low, high = number(found.effect.low), number(found.effect.high)
    return _("{expected}. Found: {effect}, interval widened for how many there are [{low}; {high}], adjusted p {p}: {verdict}").format(
        expected=expected(claim, found.outcome), effect=number(found.effect.mean, signed=True), low=low, high=high,
        p=p_value(found.p),
        verdict=" ".join([f"{_(ANSWERS[found.answer])}.", *remarks(found, rule, put_in=put_in)]))  # fmt: skip


def across(claim: Claim, worlds: Worlds) -> list[str]:
    """In how many worlds it holds; with an interval over worlds."""

    def share(of: Interval) -> str:
        return f"{percent(of.mean)} [{percent(of.low)}; {percent(of.high)}]"

    same = claim.rule.direction == "same"
    said = _("In {n} worlds drawn over the plausible ranges: smaller than what matters in {claimed}, and it does matter in {matters} (intervals over worlds).") if same else _("In {n} worlds drawn over the plausible ranges: in the direction claimed in {claimed}, and as large as matters in {matters} (intervals over worlds).")  # fmt: skip
    return [said.format(n=worlds.worlds, claimed=share(worlds.as_claimed), matters=share(worlds.matters)),
            _("The effect in the middle of these worlds is {middle}; in four worlds of five it lies between {low} and {high}.").format(
                middle=unit(claim, worlds.middle), low=unit(claim, worlds.low), high=unit(claim, worlds.high)),
            *([_("Worlds left out: {n}. No pair of runs went well there, or there was no difference to share.").format(n=worlds.left_out)] if worlds.left_out else []),
            _("Such a share tells how far the answer hangs on what nobody knows. It is not the chance that the claim is true.")]  # fmt: skip


def reading(claim: Claim, found: Judged) -> list[str]:
    """What neither kind of uncertainty says."""
    first = found.first
    few = (
        first.pairs < SYMMETRIC
        and not first.skewed
        and first.outcome.statistic == "mean"
        and claim.file.kind != "share"
    )
    return [_("The verdict is about this model at its default values, and its interval about chance between seeds: with more pairs it gets narrower, and the model no truer."),
            *([_("With fewer than {n} pairs the differences themselves do not show whether they are skewed. Where they are, a verdict that lies on one side is wrong up to three times as often as it says (docs/inference.md).").format(n=SYMMETRIC)] if few else []),
            _("No parameter, world or rule that the model lacks is in either of the two."), stamped(found.result.stamp)]  # fmt: skip


def as_json(claim: Claim, lock: Lock, all_found: Iterable[Judged]) -> dict[str, Any]:
    """The same as plain data; what is not a number is null."""

    def plain(told: Any) -> Any:
        if isinstance(told, float):
            return told if told == told and abs(told) != float("inf") else None
        if isinstance(told, Outcome):
            return told.model_dump(mode="json")
        if hasattr(told, "_asdict"):
            return {k: plain(v) for k, v in told._asdict().items()}
        return [plain(v) for v in told] if isinstance(told, list | tuple) else told

    def one(found: Judged) -> dict[str, Any]:
        verdict: Answer = found.first.answer
        return {"region": words(found.region.title), "verdict": verdict, "looked": list(found.looked), "put_in": is_put_in(found, found.first),
                "outcome": plain(found.first), "further": [plain(f) | {"put_in": is_put_in(found, f)} for f in found.further], "assumed": is_assumed(found.result.study),
                "why": why_as_json(found.why), "worlds": plain(found.worlds),
                "stamp": found.result.stamp, "folder": str(found.result.folder.path)}  # fmt: skip

    return {"name": claim.name, "digest": claim.digest, "trial": claim.trial, "locked_on": lock.locked_on, "claim": words(claim.file.claim),
            "others": [list(o) for o in lock.others], "regions": [one(f) for f in all_found]}  # fmt: skip
