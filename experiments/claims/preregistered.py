"""What is printed of a hypothesis before the first run: everything that is fixed, in sentences, in both languages."""

from typing import Any

from samenhang.model import Region
from samenhang.model.cohort import CLASSES
from samenhang.model.language import N_, _, language, number, tidy
from samenhang.model.measures import MEASURED
from samenhang.model.run import code_digest

from ..designs.closing import named
from ..statistics.contrasts import CLASS_NAMES
from ..statistics.looks import confidence_of_each, price
from .bench import Lock
from .claim import Claim, smallest
from .claim_file import IN_WORDS, Outcome

MOVES = {"up": N_("rises"), "down": N_("falls"), "same": N_("stays the same")}
TOGETHER = {
    "holm": N_("judged together, so that the chance of even one false finding among them stays what it is for one (Holm); their intervals hold all together (Bonferroni) and are a little wider than what decides"),
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


def where(region: Region) -> str:
    """A region and how many people live in it here."""
    return _("{region} ({n} inhabitants)").format(region=words(region.title), n=tidy(region.inhabitants))


def unit(claim: Claim, value: float) -> str:
    """An effect as a person reads it: a share or ratio in per cent, anything else in the unit of the outcome."""
    relative = claim.file.kind == "share" or claim.file.outcome.statistic == "ratio"
    return f"{number(100 * value, 3)} %" if relative else number(value)


def what_matters(claim: Claim, outcome: Outcome) -> str:
    """The smallest effect that matters, as short as it can be written."""
    relative = claim.file.kind == "share" or outcome.statistic == "ratio"
    return f"{tidy(100 * smallest(outcome))} %" if relative else tidy(smallest(outcome))


def preregistration(claim: Claim, lock: Lock) -> list[tuple[str, list[str]]]:
    """Everything that is fixed before the first run: (heading, lines)."""
    file, runs = claim.file, claim.file.runs
    sections = [
        (_("Claim"), [words(file.claim), _("Source: {source}").format(source=file.source)]),
        (_("What is compared"), [_(IN_WORDS[file.kind]), *arms(claim)]),
        (_("Expected"), [expected(claim, file.outcome), *([words(file.outcome.because)] if file.outcome.because else []),
                         _(STATISTICS[file.outcome.statistic])]),
        (_("Decision"), [*ruled(claim), how_many(claim)]),
        (_("Further outcomes"), [*(expected(claim, o) for o in file.further), _(TOGETHER[file.decision.correction])] if file.further else []),
        (_("Where and how long"), [*map(where, claim.regions), _("{years} observed years after {burn_in} of burn-in, root seed {seed}").format(
            years=tidy(runs.years), burn_in=tidy(runs.burn_in), seed=runs.seed)]),
        (_("Other plausible worlds"), [_("{n} worlds, over every uncertain parameter that the claim leaves open").format(n=claim.worlds)] if claim.worlds else []),
        (_("Why, afterwards"), asked_why(claim)),
        (_("What this does not reach"), [words(file.limits)] if file.limits else []),
        (_("To beware of"), claim.warnings()),
        (_("Lock"), [claim.digest] if claim.trial else locked(claim, lock)),
    ]  # fmt: skip
    return [(heading, lines) for heading, lines in sections if lines]


def expected(claim: Claim, outcome: Outcome) -> str:
    """What is expected of an outcome, in words."""
    least = what_matters(claim, outcome)
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
    each, least = percent(confidence_of_each(claim.looks, decision.confidence)), what_matters(claim, claim.file.outcome)
    if rule.is_line:
        said = [
            _(
                "Supported: the whole {each} interval lies at or above {least}. Contradicted: it lies below. Otherwise undecided."
            ).format(each=each, least=least)
        ]
    elif rule.direction == "same":
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


def asked_why(claim: Claim) -> list[str]:
    """By what the difference will be taken apart."""
    if not claim.channels or not claim.file.why:
        return []
    return [_("{n} pairs at most, with each of these closed, alone and together: {channels}. It explains the first outcome and decides nothing.").format(
        n=claim.file.why.pairs, channels="; ".join(map(named, claim.channels)))]  # fmt: skip


def locked(claim: Claim, lock: Lock) -> list[str]:
    """By what digest, since when, and what was claimed before."""
    if claim.trial:
        return [_("A trial at small size: nothing is locked, and nothing may be concluded from it.")]
    if not lock.locked_on:
        said = [claim.digest, _("not locked yet: the first run does that")]
    else:
        said = [
            _("{digest}, locked on {date}, before the first run").format(digest=claim.digest[:16], date=lock.locked_on)
        ]
    if lock.locked_on and lock.code != code_digest():
        said.append(_("The model has changed since: it was locked with code {before}, and this is code {now}.").format(before=lock.code[:16], now=code_digest()[:16]))  # fmt: skip
    return said + [_("Another claim by this name was locked on {date} ({digest}); it differs in {what}. A changed claim is another hypothesis.").format(
        date=date, digest=digest[:16], what=", ".join(what)) for digest, date, what in lock.others]  # fmt: skip
