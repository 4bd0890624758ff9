"""May integral working and pooled funding lose? The sign test of model_spec 4.0 over other worlds. `docs/neutrality.md`.

`python tests/neutrality.py docs` makes the page again (half an hour on two cores); a slow test reads what it says. In every
world all uncertain parameters are drawn over their full ranges, and so is how things stand at the start; arms meet the same
worlds and seeds.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import qmc

from samenhang.experiments.statistics.contrasts import interval
from samenhang.experiments.telling.reference import markdown
from samenhang.model import Course, ScenarioError, load_region, load_scenario, resolve
from samenhang.model.language import number, use
from samenhang.model.scenario import Change, nested
from samenhang.model.views import every
from samenhang.model.week import Parameters

LEAST, BAND = 30, (0.2, 0.8)  # decided worlds; share of them in which need falls
WORLDS, SEEDS, SIZE, ROOT = 96, 8, 100_000, 4
CHANNELS = ("channel.knows", "channel.agreement", "channel.decision", "channel.remains", "channel.takes")
CULTURES = ("developmental", "fair-play", "hostile", "paternalism")
ALONE, ADVISED, POOLED = {"teams.rule": "none"}, {"teams.rule": "advised"}, {"money.pool": "municipality"}
ARMS = {  # name -> (what changes from the first observed week, what is struck out)
    "usual": ({}, ()), "alone": (ALONE, ()), "advised": (ADVISED, ()), "pooled": (POOLED, ()),
    "alone, closed": (ALONE, CHANNELS), "advised, closed": (ADVISED, CHANNELS),
}  # fmt: skip
PAIRS = {  # name -> (arm, against which)
    "advised teams": ("advised", "alone"), "integral funding": ("pooled", "usual"),
    "advised teams, closed": ("advised, closed", "alone, closed"), "closer than usual": ("advised", "usual"),
}  # fmt: skip
NAMES = {
    "advised teams": "Advised teams, against everybody for themselves",
    "integral funding": "Integral funding by the municipality, against separate streams",
    "advised teams, closed": "Advised teams, against everybody for themselves; channels (a)–(e) closed",
    "closer than usual": "Advised teams, against coordination (level 2) for everybody",
}
BOUND = ("advised teams", "closer than usual", "integral funding")  # what the band is asked of


def standing() -> list[str]:
    """The levers of which nobody knows how they stand: all that a culture sets, among which anchoring."""
    open_, all_ = set(), every(Parameters)
    for culture in CULTURES:
        for change in load_scenario(f"culture-{culture}").timeline:
            open_ |= {k for k in change.set if all_[k].role == "lever"}
    return sorted(open_)


def drawn_worlds(n: int, root: int) -> pd.DataFrame:
    """One row per world, drawn over whole plausible ranges (Latin hypercube).

    Every uncertain parameter; how things stand at the start (`standing`); and how near ceilings are to what is spent.
    """
    open_ = {k: q for k, q in every(Parameters).items() if q.role == "uncertain"}
    open_ |= {k: every(Parameters)[k] for k in (*standing(), "money.budget")}
    cube = qmc.LatinHypercube(len(open_), rng=root).random(n)
    scaled = qmc.scale(cube, [q.low for q in open_.values()], [q.high for q in open_.values()])
    return pd.DataFrame(scaled, columns=list(open_))


def needs_of(course: Course) -> pd.DataFrame:
    """Per followed family: need summed over its weeks and domains, and the part that was not met."""
    told, world = course.followed(), course.world.followed
    rows = told["row"].to_numpy()
    return pd.DataFrame({"need": world.need[rows], "unmet": world.unmet[rows]}, index=told["family"])


def tightness(course: Course) -> float:
    """What the year before cost, as a part of the ceilings: contracts are set near what is spent."""
    streams = course.world.streams
    bound = np.isfinite(streams.ceiling)
    return float(streams.spent[bound].sum() / streams.ceiling[bound].sum())


def lived(world: dict[str, float], seed: int) -> dict[str, pd.DataFrame]:
    """What is needed in every arm of one pair; arms share their years of burn-in, which are equal to the bit."""
    near = world.pop("money.budget")
    found: dict[str, pd.DataFrame] = {}
    opened: dict[tuple[str, ...], Course] = {}
    for arm, (changes, off) in ARMS.items():
        scenario = load_scenario().changed(nested(world), off)
        if off not in opened:
            opened[off] = Course(resolve(scenario, load_region().at_size(SIZE), seed=seed))
            opened[off].live(opened[off].run.burn_in)
        course = deepcopy(opened[off])
        from_now = {"money.budget": near * tightness(opened[()])} | changes
        scenario = replace(scenario, timeline=(Change(at=0.0, set=from_now),))
        course.run = resolve(scenario, load_region().at_size(SIZE), seed=seed)
        course.live(course.run.horizon)
        found[arm] = needs_of(course)
    return found


def in_world(number_: int, world: dict[str, float], seed: int) -> list[dict[str, object]]:
    """One pair of every comparison: differences per family followed in both runs; nothing if the world contradicts itself."""
    try:
        told = lived(dict(world), seed)
    except ScenarioError:
        return []
    rows: list[dict[str, object]] = []
    for name, (arm, against) in PAIRS.items():
        both = told[arm].index.intersection(told[against].index)
        less = (told[arm].loc[both] - told[against].loc[both]).mean()
        rows += [{"world": number_, "arm": name, "seed": seed, "outcome": k, "difference": v} for k, v in less.items()]
    return rows


def measured(jobs: int = 2, n: int = WORLDS) -> pd.DataFrame:
    """The differences of all worlds, in new processes."""
    worlds = drawn_worlds(n, ROOT)
    todo = [(i, world, seed) for i, world in enumerate(worlds.to_dict("records")) for seed in range(1, SEEDS + 1)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as side_by_side:
        rows = []
        for k, found in enumerate(side_by_side.map(in_world, *zip(*todo, strict=True)), start=1):
            rows += found
            if k % SEEDS == 0:
                sys.stderr.write(f"{k // SEEDS} of {n} worlds\n")
        return pd.DataFrame(rows)


def decided(found: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """World by world: the mean difference of each arm, its 95 % interval over seeds, and whether need falls or rises."""
    rows = []
    for (arm, world), told in found[found["outcome"] == outcome].groupby(["arm", "world"]):
        mean, low, high = interval(told["difference"].to_numpy())
        rows.append({"arm": arm, "world": world, "mean": mean, "less": high < 0.0, "more": low > 0.0})
    return pd.DataFrame(rows)


def table(found: pd.DataFrame, outcome: str = "need") -> pd.DataFrame:
    """Per arm: worlds, decided worlds, those in which need falls, as a share; and the spread of the difference."""
    rows = []
    for arm in PAIRS:
        told = decided(found, outcome)
        told = told[told["arm"] == arm]
        sure = int(told["less"].sum() + told["more"].sum())
        rows.append({"arm": arm, "worlds": len(told), "decided": sure, "less": int(told["less"].sum()),
                     "share": told["less"].sum() / sure if sure else float("nan"),
                     "lowest": told["mean"].min(), "median": told["mean"].median(), "highest": told["mean"].max()})  # fmt: skip
    return pd.DataFrame(rows)


def what_decides(found: pd.DataFrame, arm: str, most: int = 6) -> list[list[str]]:
    """The uncertain parameters with which the difference in need goes up or down most: rank correlations over worlds."""
    told = decided(found, "need")
    mean = told[told["arm"] == arm].set_index("world")["mean"]
    worlds = drawn_worlds(WORLDS, ROOT).loc[mean.index]
    linked = worlds.corrwith(mean, method="spearman").sort_values(key=np.abs, ascending=False).head(most)
    return [[f"`{name}`", number(value, 2)] for name, value in linked.items()]


def passes(told: dict[str, object]) -> bool:
    """Is a comparison what the specification asks? With the channels closed teams only cost: need falls in no world."""
    if str(told["arm"]).endswith("closed"):
        return told["less"] == 0
    return told["decided"] >= LEAST and BAND[0] <= told["share"] <= BAND[1]


def verdicts(found: pd.DataFrame) -> list[str]:
    """Comparison by comparison, whether the test is passed, in a sentence."""
    said = []
    for r in table(found).to_dict("records"):
        word = "passed" if passes(r) else "**failed**"
        said.append(f"- {NAMES[r['arm']]}: {word}; need falls in {r['less']} of {r['decided']} decided worlds.")
    return said


def page(found: pd.DataFrame) -> str:
    """The page: what was asked, what came out, and on which unknowns it turns."""
    rows = [[NAMES[r["arm"]], str(r["worlds"]), str(r["decided"]), str(r["less"]), f"{100 * r['share']:.0f} %" if r["decided"] else "–",
             number(r["lowest"], 2), number(r["median"], 2), number(r["highest"], 2)] for r in table(found).to_dict("records")]  # fmt: skip
    heads = [
        "comparison",
        "worlds",
        "decided",
        "need falls in",
        "share of decided",
        "lowest",
        "median",
        "highest difference",
    ]
    what = ["drawn", "rank correlation with the difference in need"]
    turns = [f"**{NAMES[arm]}**\n\n" + markdown(what, what_decides(found, arm)) for arm in BOUND]  # fmt: skip
    return TOLD.format(
        asked=WORLDS, seeds=SEEDS, size=f"{SIZE:,}", table=markdown(heads, rows), turns="\n\n".join(turns),
        verdicts="\n".join(verdicts(found)), n=sum(q.role == "uncertain" for q in every(Parameters).values()),
        standing=", ".join(f"`{k}`" for k in standing()), reasons=REASONS.format(size=f"{SIZE:,}", seeds=SEEDS),
    )  # fmt: skip


TOLD = """# May integral working and pooled funding lose?

Made by `python tests/neutrality.py docs`; do not edit by hand.

The model must not assume its conclusion (model specification, 4.0): integral working and pooled funding must be able to lose, and to win.
So, before any calibration: in {asked} other worlds, with {seeds} pairs of runs each of a region of {size} inhabitants that share families and luck. In
each world are drawn over their whole ranges (Latin hypercube; worlds that contradict themselves are left out):

- all {n} uncertain parameters;
- how things stand at the start, which nobody knows: the levers that a culture sets ({standing});
- how near ceilings are to what is spent: `money.budget` times what that world spent in the year before. In a trial eight of twelve
  worlds spent less than two thirds of the default region's ceilings, and money that binds nowhere cannot be moved.

A world is *decided* where the 95 % interval of the difference in need-weeks excludes zero. Required: at least 30 decided worlds, and need
falling in 20 to 80 per cent of them. With the channels (a)–(e) closed teams only cost: need may fall in no world.
`teams.direct_effect` is 0.

{table}

Differences are need-weeks per family over two years, over the families followed in both runs of a pair; below zero is better.

## Verdict

{verdicts}

{reasons}

## On what it turns

Spearman rank correlations over the worlds; below zero means that more of it makes the change better.

{turns}
"""


REASONS = """## What this says, and what it does not

- **Against what?** The specification does not say what advised teams are compared with. From the first measurement on it was our baseline, level 2 for
  everybody; the other comparison, against nobody working together, was added when that had failed. Both are shown, the same band is asked of both, and
  **the comparison with level 2 still fails**: to work closer than coordination lowers need in about one decided world in nine, so the model can show that it
  helps and seldom does. No rule about need puts that in. At equal staff level 3 and 4 ask three and seven times the hours of level 2, and
  give less than twice as much, because more is asked of a closer team (quality is conditions to the power level/4); strain and turnover then reach
  families whom no team serves. So no comparison of closer teams with the baseline is evidence against them.
- **Reconsidered.** The hours of each level and the form of quality are the specification's own, without a source for their size; to lower the one or
  soften the other would pass the test and be a trim. Where the specification closes a channel it goes back to what level 0 gives, and rule *none* stands beside
  *advised*: we read its test as one against nobody working together, which is passed. That is our reading, and it may be wrong. What would settle it is
  what hours closer teams really take: `break-even-teams` says up to how many they pay.
- **What changed since the first measurement**, in which need fell in none of 41 decided worlds (teams, against level 2) and in none of 5 (pooling): a team at one
  table now finds what none of its helpers saw, as the specification has it for level 3; how things stand at the start is drawn as the
  specification says of initial states; ceilings lie near what each world spends; a region of {size} inhabitants instead of 25,000, because
  pooling moves few starts. No range was changed.
- Measured again on 23 November 2026, after a mistake was mended that the oracle had found (without teams a case that is opened again with one helper went
  on paying some hours for meetings): no count on this page changed.
- Integral funding is decided in just the number of worlds that is asked: it moves little, and where it does, both ways.
- A world counts as decided by its own interval of {seeds} pairs; of those that are decided by chance alone, half would fall either way."""


if __name__ == "__main__":
    use("en")
    folder = Path(sys.argv[1])
    if len(sys.argv) <= 2 or sys.argv[2] != "page":
        measured(n=int(sys.argv[2]) if len(sys.argv) > 2 else WORLDS).to_csv(
            folder / "neutrality.csv", index=False, float_format="%.9g"
        )
    (folder / "neutrality.md").write_text(page(pd.read_csv(folder / "neutrality.csv")), encoding="utf-8")
