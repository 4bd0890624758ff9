"""A hypothesis, read and checked: its arms on its regions, and the digest by which it is locked."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from samenhang.model import Region, Scenario, load_region, load_scenario
from samenhang.model.language import _, tidy
from samenhang.model.measures import MEASURED
from samenhang.model.mistakes import InputError, not_found, read_toml
from samenhang.model.region import beside, find
from samenhang.model.run import canonical, facts
from samenhang.model.scenario import Change, contradictions, nested
from samenhang.model.scenario_file import near

from ..designs.closing import with_assumed
from ..designs.study import Study
from ..statistics.looks import looks
from ..statistics.verdicts import Rule
from .claim_file import SHIPPED, ClaimError, ClaimFile, Outcome, Runs, Side, problems_of, shaped

TRIAL = {
    "size": 12_500,
    "years": 3.0,
    "burn_in": 1.0,
}  # of a trial: enough to see it work, never enough to say anything
TRIAL_PAIRS = 4


@dataclass(frozen=True)
class Claim:
    """What is claimed, ready to run."""

    name: str
    file: ClaimFile
    arms: tuple[Scenario, ...]  # in the order of `effects.of`
    regions: tuple[Region, ...]
    trial: bool = False

    @property
    def rule(self) -> Rule:
        """What the first outcome must show."""
        whole = rule_of(self.file.outcome, must_matter=self.file.decision.rule == "matters")
        return whole._replace(is_line=self.file.kind == "share")

    @property
    def looks(self) -> tuple[int, ...]:
        """The numbers of pairs at which the verdict is read; one, if that number is fixed."""
        plan = self.file.decision.sequential
        if self.trial:
            return (TRIAL_PAIRS,)
        return looks(plan.minimum, plan.maximum, plan.batch) if plan else (self.file.decision.replicates or 0,)

    @property
    def worlds(self) -> int:
        """Other plausible worlds in which it is looked at as well."""
        return 0 if self.trial else self.file.decision.worlds

    def study(self, region: Region, pairs: int, worlds: int = 0) -> Study:
        """The runs of so many pairs on one region."""
        runs = self.file.runs
        return Study(name=self.name, arms=self.arms, region=region, years=runs.years, burn_in=runs.burn_in, seed=runs.seed,
                     replicates=pairs, record=("families",), worlds=worlds)  # fmt: skip

    @property
    def channels(self) -> tuple[str, ...]:
        """By which the difference is taken apart afterwards; none where that was not asked."""
        asked = tuple(self.file.why.channels) if self.file.why else ()
        return with_assumed("", self.study(self.regions[0], 1), asked)[0] if asked else ()

    @cached_property
    def content(self) -> dict[str, Any]:
        """All that decides what is run and what is said, as plain data; no titles, stories or sources."""
        told = self.file.model_dump(mode="json", by_alias=True)
        words = {
            "title",
            "claim",
            "limits",
            "source",
            "schema",
            "runs",
            "contrast",
            "trend",
            "moderator",
            "through",
            "why",
        }
        for outcome in (told["outcome"], *told["further"]):
            outcome["smallest"] = smallest(Outcome.model_validate(outcome))
            del outcome["because"]
        return {k: v for k, v in told.items() if k not in words} | {
            "arms": [{"off": sorted(a.off), "parameters": a.given, "timeline": [c.model_dump(mode="json") for c in a.timeline]}
                     for a in self.arms],
            "regions": [facts(r.model_dump(mode="json")) for r in self.regions],
            "years": self.file.runs.years, "burn_in": self.file.runs.burn_in, "seed": self.file.runs.seed,
            "looks": list(self.looks), "worlds": self.worlds,
        }  # fmt: skip

    @cached_property
    def digest(self) -> str:
        """Names the claim: the same for another title, another for anything that could change the verdict."""
        return hashlib.sha256(canonical(self.content).encode()).hexdigest()

    def warnings(self) -> list[str]:
        """What a reader must know of the scenarios: dated changes never reached, values outside what is plausible."""
        study = self.study(self.regions[0], 1)
        return list(dict.fromkeys([*study.unreached(), *(w for a in self.arms for w in a.warnings())]))


def smallest(outcome: Outcome) -> float:
    """The smallest effect that matters: as the file says, or as the measure does."""
    return MEASURED[outcome.name].matters if outcome.smallest is None else outcome.smallest


def rule_of(outcome: Outcome, *, must_matter: bool) -> Rule:
    """What an outcome must show."""
    return Rule(outcome.direction, smallest(outcome), must_matter)


def shipped_claims() -> list[str]:
    """Names of the hypotheses that come with the package."""
    return sorted(p.stem for p in SHIPPED.glob("*.toml"))


def load_claim(name: str, *, trial: bool = False) -> Claim:
    """A hypothesis by name (ours) or by the path of a TOML file; `trial` makes it a try at small size, which locks nothing.

    Raises:
        ClaimError: with every mistake as a sentence: key, value, what was expected, nearest valid name.
    """
    path = find(name, SHIPPED)
    if path is None:
        raise ClaimError([not_found(_("hypothesis"), name, shipped_claims())])
    file = shaped(path.name, read_toml(path, ClaimError))
    if trial:
        file = file.model_copy(update={"runs": file.runs.model_copy(update=TRIAL)})
    problems = problems_of(path.name, file)
    regions = _regions(path, file.runs, problems)
    arms = _arms(path, file, problems)
    problems += [p for r in regions for a in arms for p in contradictions(a, r)]
    if not problems:
        problems += [f"{path.name}: {p}" for p in _times(Claim(path.stem, file, arms, regions))]
    if problems:
        raise ClaimError(dict.fromkeys(problems))
    return Claim(path.stem, file, arms, regions, trial)


def _times(claim: Claim) -> list[str]:
    """What is wrong with years and burn-in."""
    study, why = claim.study(claim.regions[0], 1), claim.file.why
    try:
        study.runs()
    except InputError as error:
        return error.problems
    if many := claim.study(claim.regions[0], max(claim.looks), claim.worlds).too_many():
        return many
    return with_assumed("why.channels", study, tuple(why.channels))[1] if why else []


def _regions(path: Path, runs: Runs, problems: list[str]) -> tuple[Region, ...]:
    """The regions at their size."""
    found = []
    for name in runs.regions:
        try:
            region = load_region(beside(path, name))
            found.append(region.at_size(runs.size) if runs.size is not None else region)
        except InputError as error:
            problems += [f"{path.name}: runs.regions: {p}" for p in error.problems]
    return tuple(found)


def _arms(path: Path, file: ClaimFile, problems: list[str]) -> tuple[Scenario, ...]:
    """Before and after; twice, the second time under the other condition or without the channel; or one for every value."""
    if problems:  # what they would be made from cannot be trusted; but a scenario that does not exist is said
        return _only_said(path, file, problems)
    if file.trend:
        side = Side(scenario=file.trend.scenario, at=file.trend.at)
        sides = [side.model_copy(update={"set": {file.trend.parameter: v}}) for v in file.trend.values]
        return tuple(a for s in sides for a in [_arm(path, s, problems)] if a)
    assert file.contrast is not None
    sides = [file.contrast.before, file.contrast.after]
    pair = [a for s in sides for a in [_arm(path, s, problems)] if a]
    if problems:
        return ()
    if file.moderator:
        ends = (file.moderator.low, file.moderator.high)
        problems += _overruled(f"{path.name}: moderator", pair, {*ends[0], *ends[1]})
        return () if problems else tuple(a.changed(nested(given)) for given in ends for a in pair)
    if file.through:
        problems += _overruled(f"{path.name}: through", pair, set(file.through.set))
        shut = () if problems else (a.changed(nested(file.through.set), tuple(file.through.off)) for a in pair)
        return (*pair, *shut)
    return tuple(pair)


def _overruled(where: str, pair: list[Scenario], keys: set[str]) -> list[str]:
    """Parameters that are set from the start, and that a timeline sets again."""
    return [_("{where}: {key} is also changed by the timeline of {name}, which goes over it").format(where=where, key=k, name=a.name)
            for a in pair for c in a.timeline for k in (*c.set, *c.add, *c.times) if k in keys]  # fmt: skip


def _only_said(path: Path, file: ClaimFile, problems: list[str]) -> tuple[Scenario, ...]:
    """Nothing, but what is wrong with the scenarios that are named."""
    named = [s.scenario for s in (file.contrast.before, file.contrast.after)] if file.contrast else []
    for name in dict.fromkeys(named + ([file.trend.scenario] if file.trend else [])):
        _arm(path, Side(scenario=name), problems)
    return ()


def _arm(path: Path, side: Side, problems: list[str]) -> Scenario | None:
    """One side as a scenario, with what is changed in it behind its title."""
    found_near = near(path, side.scenario) if path.parent != SHIPPED else None
    named = str(found_near) if found_near and found_near != path else side.scenario
    changes = [*([Change(at=side.at, set=side.set)] if side.set else []), *side.timeline]
    first = changes[0].set.items() if changes else ()
    said = ", ".join(f"{k} = {tidy(v) if isinstance(v, float) else v}" for k, v in first)
    try:
        found = load_scenario(named).changed({}, tuple(side.off))
        found = replace(found, timeline=(*found.timeline, *changes))
        wrong = found.problems()
    except InputError as error:
        problems += [f"{path.name}: {p}" for p in error.problems]
        return None
    problems += [f"{path.name}: {p}" for p in wrong]
    off = ", ".join(side.off)
    told = {
        lang: "; ".join(filter(None, (getattr(found.title, lang), off and f"{without} {off}", said)))
        for lang, without in (("en", "without"), ("nl", "zonder"))
    }
    return None if wrong else replace(found, title=found.title.model_copy(update=told))
