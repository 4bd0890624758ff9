"""A study: which scenarios, on which region, how often. What a command asks, before anything runs."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from samenhang.model import Region, Run, Scenario, ScenarioError, resolve
from samenhang.model.declare import YEAR
from samenhang.model.language import _, tidy
from samenhang.model.mistakes import InputError
from samenhang.model.run import canonical, code_digest, facts
from samenhang.model.views import as_words
from samenhang.model.week import On, Parameters

MOST_RUNS = 1_000_000  # of a study: weeks of a cluster, and as many as a table of them fits in memory
MOST_ARMS = 200  # of a study
WORLD_PAIRS = 4  # pairs of runs in every other world
CLAIM = 20  # pairs of runs below which nothing is claimed


class StudyError(InputError):
    """A study or a command that asks what cannot be."""


@dataclass(frozen=True)
class Points:
    """The points of a design, in every one of which the arms are run."""

    table: pd.DataFrame  # sample 1, 2, ...; a column per factor
    is_whole: bool = False  # the analysis needs every point: an impossible one is refused, not left out


@dataclass(frozen=True)
class Study:
    """Arms (scenarios, the first is the comparator) by replicates, on one region."""

    name: str
    arms: tuple[Scenario, ...]
    region: Region
    years: float
    burn_in: float
    seed: int
    replicates: int
    notes: tuple[str, ...] = ()  # what the reader must know of how it was asked
    record: tuple[str, ...] = ()  # tables to keep of every run
    worlds: int = 0  # other plausible worlds in which the arms are compared as well
    points: Points | None = field(default=None, compare=False)  # of a study file, instead of worlds
    file: dict[str, Any] | None = field(default=None, compare=False)  # the study file as it was read

    def changed(self, arm: int) -> set[str]:
        """Parameters in which an arm ever differs from the first, within the run; all those of a mechanism struck out."""
        runs = [resolve(self.arms[k], self.region, burn_in=self.burn_in, years=self.years, seed=1) for k in (0, arm)]
        off = {m for m, a, b in zip(On._fields, runs[0].on, runs[1].on, strict=True) if a != b}
        dates = {at for r in runs for at, _chapter in r.chapters}
        sets = [[flat(max(c for c in r.chapters if c[0] <= at)[1]) for at in sorted(dates)] for r in runs]
        return {k for a, b in zip(*sets, strict=True) for k in a if a[k] != b[k] or k.split(".")[0] in off}

    def unreached(self) -> list[str]:
        """Dated changes that lie at or beyond the end of the run, as sentences."""
        return [
            _("{name}: the change in year {year} is never reached").format(name=a.name, year=tidy(c.at))
            for a in self.arms for c in a.timeline if round(c.at * YEAR) >= round(self.years * YEAR)
        ]  # fmt: skip

    def seeds(self) -> list[int]:
        """One seed per replicate, the same for every arm: 62 bits of SHA-256 over root seed and replicate."""
        digests = (hashlib.sha256(f"{self.seed}/{r}".encode()).digest() for r in range(self.replicates))
        return [(int.from_bytes(d[:8], "big") >> 2) + 1 for d in digests]

    def runs(self) -> list[tuple[int, int, Run]]:
        """(arm, replicate, run), replicate by replicate, so that a batch cut short is still balanced.

        Raises:
            StudyError: with every mistake of every arm as a sentence.
        """
        problems: list[str] = []
        if not 1 <= self.seed < 2**63:
            problems.append(_("seed = {seed}: expected a whole number from 1").format(seed=self.seed))
        if not 1 <= self.replicates <= MOST_RUNS:
            problems.append(_("replicates = {n}: expected 1 to 1,000,000").format(n=self.replicates))
        else:
            problems += self.too_many()
        for arm in self.arms:
            try:
                resolve(arm, self.region, burn_in=self.burn_in, years=self.years, seed=1)
            except ScenarioError as error:
                problems += error.problems
        if problems:
            raise StudyError(dict.fromkeys(problems))
        first = [resolve(a, self.region, burn_in=self.burn_in, years=self.years, seed=1) for a in self.arms]
        return [(k, r, self.seeded(run, seed)) for r, seed in enumerate(self.seeds()) for k, run in enumerate(first)]

    def too_many(self) -> list[str]:
        """A sentence where more is asked than can ever be run; every arm and run of it would be planned first."""
        points = len(self.points.table) if self.points else 0
        n = len(self.arms) * (self.replicates * (1 + points) + WORLD_PAIRS * self.worlds)
        return [_("{n} runs; expected at most {most}").format(n=n, most=MOST_RUNS)] if n > MOST_RUNS else []

    @staticmethod
    def seeded(run: Run, seed: int) -> Run:
        """The same run with another seed."""
        return replace(run, seed=seed)

    def spec(self) -> dict[str, Any]:
        """The study as plain data, for the manifest."""
        return {
            "name": self.name,
            "scenarios": [
                {"name": a.name, "title": a.title.model_dump(), "story": a.story.model_dump(), "holds": list(a.holds),
                 "off": list(a.off), "parameters": a.given, "timeline": [c.model_dump() for c in a.timeline]}
                for a in self.arms
            ],
            "region": {"title": self.region.title.model_dump(), "inhabitants": self.region.inhabitants,
                       "digest": hashlib.sha256(canonical(facts(self.region.model_dump(mode="json"))).encode()).hexdigest()},
            "years": self.years, "burn_in": self.burn_in, "seed": self.seed, "replicates": self.replicates, "worlds": self.worlds,
            "code": code_digest(),
        } | ({"study": self.file} if self.file else {})  # fmt: skip

    def labels(self, lang: str) -> list[str]:
        """A name for every arm that tells them apart; a scenario that stands there twice is numbered."""
        return told_apart([getattr(a.title, lang) for a in self.arms])


def told_apart(titles: list[str]) -> list[str]:
    """Titles, numbered where one stands there twice."""
    return [t if titles.count(t) == 1 else f"{t} ({titles[:k].count(t) + 1})" for k, t in enumerate(titles)]


def flat(chapter: Parameters) -> dict[str, Any]:
    """`mechanism.parameter` -> value."""
    return {f"{g}.{n}": v for g, values in as_words(chapter).items() for n, v in values.items()}
