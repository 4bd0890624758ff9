"""What is printed of a hypothesis: a preregistration before, a result sheet after. In sentences, in both languages.

Two kinds of uncertainty stay apart: intervals over seeds (the play of chance at the default values) and shares of other
plausible worlds (what nobody knows). No sentence adds them up, and none calls a claim proven.
"""

from collections.abc import Iterable
from typing import Any

from samenhang.model.cohort import CLASSES
from samenhang.model.language import N_, _, language, number, tidy

from ..designs.closing import assumed, is_assumed, named
from ..statistics.contrasts import CLASS_NAMES
from ..statistics.inference import Interval
from ..statistics.looks import confidence_of_each, price
from ..statistics.verdicts import ANSWERS, Answer, Rule
from ..telling.stamp import stamped
from ..why import as_json as why_as_json
from ..why import told
from .bench import Judged, Lock
from .claim import Claim, rule_of, smallest
from .claim_file import IN_WORDS, MEASURED, Outcome
from .effects import Found, Worlds

MOVES = {"up": N_("rises"), "down": N_("falls"), "same": N_("stays the same")}
TOGETHER = {
    "holm": N_("judged together, so that the chance of even one false finding among them stays what it is for one (Holm)"),
    "benjamini-hochberg": N_("explored together, so that of what is found about one in twenty is false on average at 95 % (Benjamini-Hochberg)"),
}  # fmt: skip
STATISTICS = {"mean": N_("mean difference over pairs"), "median": N_("median difference over pairs"), "ratio": N_("ratio of the means, less 1")}  # fmt: skip


def words(told: Any) -> str:
    """A text in the language spoken now."""
    return str(getattr(told, language()))


def percent(confidence: float) -> str:
    """0.984 -> 98.4 %"""
    return f"{tidy(round(100 * confidence, 1))} %"


def label(outcome: Outcome) -> str:
    """An outcome with its unit, and of whom."""
    m = MEASURED[outcome.name]
    of_whom = f", {_(CLASS_NAMES[outcome.among])}" if outcome.among in CLASSES else ""
    return f"{getattr(m, language())} ({_(m.unit)}{of_whom})"


def unit(claim: Claim, value: float) -> str:
    """An effect as a person reads it: a share or ratio in per cent, anything else in the unit of the outcome."""
    relative = claim.file.kind == "share" or claim.file.outcome.statistic == "ratio"
    return f"{number(100 * value, 3)} %" if relative else number(value)


def line(claim: Claim, outcome: Outcome) -> str:
    """The smallest effect that matters, as short as it can be written."""
    relative = claim.file.kind == "share" or outcome.statistic == "ratio"
    return f"{tidy(100 * smallest(outcome))} %" if relative else tidy(smallest(outcome))


def expected(claim: Claim, outcome: Outcome) -> str:
    """What is expected of an outcome, in words."""
    least = line(claim, outcome)
    if claim.file.kind == "share":
        return _("{outcome}: at least {least} of the difference goes this way").format(
            outcome=label(outcome), least=least
        )
    if outcome.direction == "same":
        return _("{outcome}: changes by less than {least}").format(outcome=label(outcome), least=least)
    if claim.file.kind == "interaction":
        return _("{outcome}: the difference {moves}, from the first condition to the second; from {least} on it matters").format(
            outcome=label(outcome), moves=_(MOVES[outcome.direction]), least=least)  # fmt: skip
    return _("{outcome}: {moves}; from {least} on it matters").format(outcome=label(outcome), moves=_(MOVES[outcome.direction]), least=least)  # fmt: skip


def ruled(claim: Claim) -> list[str]:
    """The decision rule, in words."""
    rule, decision = claim.rule, claim.file.decision
    each, least = percent(confidence_of_each(claim.looks, decision.confidence)), line(claim, claim.file.outcome)
    if rule.direction == "same":
        said = [_("Supported: the whole {each} interval is smaller than {least}, both ways. Contradicted: it lies beyond. Otherwise undecided.").format(each=each, least=least)]  # fmt: skip
    else:
        beyond = least if rule.must_matter else _("nothing")
        said = [_("Supported: the whole {each} interval lies beyond {line} in the direction claimed. Contradicted: it lies on the other side of nothing. Equivalent to nothing: it is smaller than {least}, both ways. Otherwise undecided.").format(
            each=each, line=beyond, least=least)]  # fmt: skip
    if claim.file.kind == "trend":
        said.append(_("A trend that surely turns back at some step (Holm over the steps) contradicts the claim."))
    if claim.file.kind == "share":
        said.append(_("Where the whole difference may be nothing, there is nothing to share: undecided."))
    return said


def how_many(claim: Claim) -> str:
    """The number of pairs, and the price of looking more than once."""
    at, confidence = claim.looks, claim.file.decision.confidence
    if len(at) == 1:
        return _("{n} pairs of runs with the same seeds, judged once").format(n=at[0])
    return _("{first} pairs, then {batch} more each time until the verdict is clear, at most {last}: {looks} looks. For that every look uses a {each} interval instead of {once} (Pocock): {times} times the pairs for the same width").format(
        first=at[0], batch=at[1] - at[0], last=at[-1], looks=len(at), each=percent(confidence_of_each(at, confidence)),
        once=percent(confidence), times=number(price(at, confidence), 2))  # fmt: skip


def _settings(given: dict[str, Any]) -> str:
    return ", ".join(f"{k} = {tidy(v) if isinstance(v, int | float) else v}" for k, v in given.items())


def arms(claim: Claim) -> list[str]:
    """What is put side by side."""
    file, titles = claim.file, [words(a.title) for a in claim.arms]
    if file.trend:
        return [_("{parameter} = {values}").format(parameter=file.trend.parameter, values=", ".join(map(tidy, file.trend.values)))]  # fmt: skip
    said = [_("{after} against {before}").format(after=titles[1], before=titles[0])]
    if file.moderator:
        said += [words(file.moderator.words), _("first condition: {settings}").format(settings=_settings(file.moderator.low)),
                 _("second condition: {settings}").format(settings=_settings(file.moderator.high))]  # fmt: skip
    if file.through:
        shut = [*file.through.off, *([_settings(file.through.set)] if file.through.set else [])]
        said.append(_("through: {words} (shut by {how})").format(words=words(file.through.words), how=", ".join(shut)))
    return said


def preregistration(claim: Claim, locked: str = "") -> list[tuple[str, list[str]]]:
    """Everything that is fixed before the first run: (heading, lines)."""
    file, runs = claim.file, claim.file.runs
    where = [_("{region}: {n} inhabitants").format(region=words(r.title), n=number(r.inhabitants, 6)) for r in claim.regions]  # fmt: skip
    sections = [
        (_("Claim"), [words(file.claim), _("Source: {source}").format(source=file.source)]),
        (_("What is compared"), [_(IN_WORDS[file.kind]), *arms(claim)]),
        (_("Expected"), [expected(claim, file.outcome), *([words(file.outcome.because)] if file.outcome.because else []),
                         _(STATISTICS[file.outcome.statistic])]),
        (_("Decision"), [*ruled(claim), how_many(claim)]),
        (_("Further outcomes"), [*(expected(claim, o) for o in file.further), _(TOGETHER[file.decision.correction])] if file.further else []),
        (_("Where and how long"), [*where, _("{years} observed years after {burn_in} of burn-in, root seed {seed}").format(
            years=tidy(runs.years), burn_in=tidy(runs.burn_in), seed=runs.seed)]),
        (_("Other plausible worlds"), [_("{n} worlds, over every uncertain parameter that the claim leaves open").format(n=claim.worlds)] if claim.worlds else []),
        (_("Why, afterwards"), asked_why(claim)),
        (_("What this does not reach"), [words(file.limits)] if file.limits else []),
        (_("To beware of"), claim.warnings()),
        (_("Lock"), [claim.digest, locked or _("not locked yet: the first run does that")]),
    ]  # fmt: skip
    return [(heading, lines) for heading, lines in sections if lines]


def result(claim: Claim, lock: Lock, found: Judged) -> list[tuple[str, list[str]]]:
    """What was found on one region: (heading, lines)."""
    sections = [
        (_("Claim"), [words(claim.file.claim), *arms(claim)]),
        (_("At the default values: {verdict}").format(verdict=_(ANSWERS[found.first.answer])), at_defaults(claim, found)),
        (_("Further outcomes"), [further(claim, f) for f in found.further] + ([_(TOGETHER[claim.file.decision.correction])] if found.further else [])),
        (_("Across other plausible worlds"), across(claim, found.worlds) if found.worlds else [_("not asked for: nothing is known of how far the verdict hangs on the default values")]),
        (_("Why"), why_told(claim, found)),
        (_("How to read this"), reading(found)),
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
        outcome=label(first.outcome), region=words(found.region.title), before=number(first.before), after=number(first.after),
        effect=unit(claim, first.effect.mean), each=percent(first.confidence), ends=ends(claim, first.effect), n=first.pairs,
        least=line(claim, first.outcome))]  # fmt: skip
    said += remarks(first, rule, put_in=is_put_in(claim, found))
    said += [assumed(how_much=found.why is None)] if is_assumed(found.result.study) else []
    if claim.file.kind != "share":
        said.append(_("In standard units: {paired} of the spread between pairs, {unpaired} of the spread between runs. As claimed in {share} of pairs [{low}; {high}].").format(
            paired=number(first.standard.paired, 2), unpaired=number(first.standard.unpaired, 2), share=percent(first.better.mean),
            low=percent(first.better.low), high=percent(first.better.high)))  # fmt: skip
    if len(claim.looks) > 1:
        said.append(_("Looked {n} times of at most {all}, at {pairs} pairs.").format(
            n=len(found.looked), all=len(claim.looks), pairs=", ".join(map(str, found.looked))))  # fmt: skip
    return said


def is_put_in(claim: Claim, found: Judged) -> bool:
    """Does the outcome follow directly from what the arms change?"""
    return bool(found.result.study.changed(1) & set(MEASURED[claim.file.outcome.name].set_by))


def asked_why(claim: Claim) -> list[str]:
    """By what the difference will be taken apart."""
    if not claim.channels or not claim.file.why:
        return []
    return [_("{n} pairs at most, with each of these closed, alone and together: {channels}. It explains the first outcome and decides nothing.").format(
        n=claim.file.why.pairs, channels="; ".join(map(named, claim.channels)))]  # fmt: skip


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
        (_("An effect as large as claimed is excluded."), found.answer == "undecided" and found.excluded),
        (_("The whole difference may be nothing: there is nothing to share."), found.nothing_to_share),
        (_("The trend turns back at step {steps}.").format(steps=", ".join(map(str, found.turns))), bool(found.turns)),
    ) if holds]  # fmt: skip


def further(claim: Claim, found: Found) -> str:
    """One further outcome in a line."""
    rule = rule_of(found.outcome, must_matter=claim.file.decision.rule == "matters")
    low, high = number(found.effect.low), number(found.effect.high)
    return _("{expected}. Found: {effect}, interval widened for how many there are [{low}; {high}], adjusted p {p}: {verdict}").format(
        expected=expected(claim, found.outcome), effect=number(found.effect.mean, signed=True), low=low, high=high,
        p=number(found.p if found.p is not None else float("nan"), 2),
        verdict=" ".join([_(ANSWERS[found.answer]), *remarks(found, rule, put_in=False)]))  # fmt: skip


def across(claim: Claim, worlds: Worlds) -> list[str]:
    """In how many worlds it holds; with an interval over worlds."""

    def share(of: Interval) -> str:
        return f"{percent(of.mean)} [{percent(of.low)}; {percent(of.high)}]"

    same = claim.rule.direction == "same"
    said = _("In {n} worlds drawn over the plausible ranges: smaller than what matters in {claimed}, and it does matter in {matters} (intervals over worlds).") if same else _("In {n} worlds drawn over the plausible ranges: in the direction claimed in {claimed}, and as large as matters in {matters} (intervals over worlds).")  # fmt: skip
    return [said.format(n=worlds.worlds, claimed=share(worlds.as_claimed), matters=share(worlds.matters)),
            _("The effect in the middle of these worlds is {middle}; in four worlds of five it lies between {low} and {high}.").format(
                middle=unit(claim, worlds.middle), low=unit(claim, worlds.low), high=unit(claim, worlds.high)),
            _("Such a share tells how far the answer hangs on what nobody knows. It is not the chance that the claim is true.")]  # fmt: skip


def reading(found: Judged) -> list[str]:
    """What neither kind of uncertainty says."""
    return [_("The verdict is about this model at its default values, and its interval about chance between seeds: with more pairs it gets narrower, and the model no truer."),
            _("No parameter, world or rule that the model lacks is in either of the two."), stamped(found.result.stamp)]  # fmt: skip


def locked(claim: Claim, lock: Lock) -> list[str]:
    """By what digest, since when, and what was claimed before."""
    if claim.trial:
        return [_("A trial at small size: nothing is locked, and nothing may be concluded from it.")]
    said = [_("{digest}, locked on {date}, before the first run").format(digest=claim.digest[:16], date=lock.locked_on)]
    return said + [_("Another claim by this name was locked on {date} ({digest}); it differs in {what}. A changed claim is another hypothesis.").format(
        date=date, digest=digest[:16], what=", ".join(what)) for digest, date, what in lock.others]  # fmt: skip


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
        return {"region": words(found.region.title), "verdict": verdict, "looked": list(found.looked), "put_in": is_put_in(claim, found),
                "outcome": plain(found.first), "further": plain(found.further), "assumed": is_assumed(found.result.study),
                "why": why_as_json(found.why), "worlds": plain(found.worlds),
                "stamp": found.result.stamp, "folder": str(found.result.folder.path)}  # fmt: skip

    return {"name": claim.name, "digest": claim.digest, "trial": claim.trial, "locked_on": lock.locked_on, "claim": words(claim.file.claim),
            "others": [list(o) for o in lock.others], "regions": [one(f) for f in all_found]}  # fmt: skip
