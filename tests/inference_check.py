"""Do intervals, equivalence, corrections and looks keep their promises? Measured on numbers of which the truth is known.

`python tests/inference_check.py docs FOLDER` writes docs/inference.md. Every routine is the one that judges hypotheses; the numbers
are drawn here, from a generator with a fixed seed, so that the page can be made again (about a minute on one core). The last
table is of the model itself: the runs are kept in FOLDER (ten minutes on two cores, once).
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from samenhang.experiments.batch import run_study
from samenhang.experiments.campaign import How
from samenhang.experiments.designs.study import Study
from samenhang.experiments.statistics.inference import SYMMETRIC, Interval, estimate, interval, is_skewed, wilson
from samenhang.experiments.statistics.looks import confidence_of_each, line, looks, price, until
from samenhang.experiments.statistics.verdicts import Rule, answer, corrected
from samenhang.experiments.telling.reference import markdown
from samenhang.model import load_region, load_scenario
from samenhang.model.measures import OUTCOMES

REPEATS = {"t": 2_000, "bca": 300, "many": 500, "looks": 1_000}
PAIRS, SMALLEST = 20, 0.5  # pairs of runs; smallest difference that matters, in standard deviations of a difference
PLAN = (20, 100, 20)  # minimum, maximum, batch
MODEL = "## The model against itself"
SETS = 40  # of pairs of the model with itself
type Draw = Callable[[np.random.Generator, int], np.ndarray]  # noqa: TID251 - not the model's luck
type Row = tuple[str, str, int, int, str]  # what, promised, how often, of how many, remark
type Told = tuple[str, str, Interval, str, str]  # what, promised, measured, of how many, remark


def luck(name: str) -> np.random.Generator:  # noqa: TID251 - not the model's luck
    """A generator of its own for every line of the page."""
    return np.random.Generator(np.random.PCG64(list(name.encode())))  # noqa: TID251 - not the model's luck


def normal(g: np.random.Generator, n: int, mean: float = 0.0) -> np.ndarray:  # noqa: TID251
    """Differences with standard deviation 1."""
    return g.normal(mean, 1.0, n)


def skewed(g: np.random.Generator, n: int) -> np.ndarray:  # noqa: TID251
    """Exponential differences around a mean of 0, with standard deviation 1: a few pairs in which much happens."""
    return g.exponential(1.0, n) - 1.0


def correlated(g: np.random.Generator, k: int, shared: float = np.sqrt(0.5)) -> list[np.ndarray]:  # noqa: TID251
    """Differences of k outcomes that share a part of their luck."""
    common = g.normal(size=PAIRS)
    return [shared * common + np.sqrt(1 - shared**2) * g.normal(size=PAIRS) for _k in range(k)]


def covers(found: Interval, truth: float) -> bool:
    """Does the interval hold the truth?"""
    return found.low <= truth <= found.high


def coverage() -> Iterator[Row]:
    """How often a 95 % interval holds the truth."""
    for name, draw in (("normal", normal), ("skewed", skewed)):
        for n in (10, 20, 50):
            what = f"t interval of the mean, {name} differences, {n} pairs"
            g, times = luck(what), REPEATS["t"]
            yield what, "95 %", sum(covers(interval(draw(g, n)), 0.0) for _ in range(times)), times, ""
    for n in (20, 50):
        what = f"exact interval of the median, skewed differences, {n} pairs"
        g, times, truth = luck(what), REPEATS["bca"], np.log(2.0) - 1.0
        hits = sum(covers(estimate(np.zeros(n), skewed(g, n), "median"), truth) for _ in range(times))
        yield what, "95 %", hits, times, ""
        what = f"BCa of a ratio of means (0.95), {n} pairs that share most of their luck"
        g, hits = luck(what), 0
        for _ in range(times):
            shared = g.gamma(4.0, 1.0, n)
            hits += covers(estimate(shared + 1.0, 0.95 * (shared + 1.0) + g.normal(0, 0.3, n), "ratio"), -0.05)
        yield what, "95 %", hits, times, ""
    what = f"Bonferroni intervals of five outcomes judged together, correlated (0.5), effects of 0 to 1, {PAIRS} pairs: all hold"
    g, times, truths, hits = luck(what), REPEATS["many"], np.linspace(0.0, 1.0, 5), 0
    for _ in range(times):
        columns = [m + of for m, of in zip(truths, correlated(g, 5), strict=True)]
        judged = corrected(columns, [Rule("up", SMALLEST, must_matter=False)] * 5, "holm", 0.95)
        hits += all(covers(j.found, m) for j, m in zip(judged, truths, strict=True))
    yield what, "95 %", hits, times, ""
    for share in (0.1, 0.5, 0.9):
        what = f"Wilson interval of a share of worlds, {share:g} of 50"
        g, times = luck(what), REPEATS["t"]
        yield what, "95 %", sum(covers(wilson(int(k), 50), share) for k in g.binomial(50, share, times)), times, ""


def said(what: str, rule: Rule, draw: Draw, word: str, n: int = PAIRS, confidence: float = 0.95) -> tuple[int, int]:
    """How often this is the verdict."""
    g, times = luck(what), REPEATS["t"]
    return sum(answer(interval(draw(g, n), confidence), rule) == word for _ in range(times)), times


def verdicts() -> Iterator[Row]:
    """Wrong verdicts at a fixed number of pairs, and right ones."""
    mild, strict = Rule("up", SMALLEST, must_matter=False), Rule("up", SMALLEST)
    nothing, at_line, beyond = (partial(normal, mean=m) for m in (0.0, SMALLEST, 2 * SMALLEST))
    for promised, what, rule, draw, word, n in (
        ("at most 2.5 %", "true null, rule `direction`: called supported", mild, nothing, "supported", PAIRS),
        ("at most 2.5 %", "true null, rule `direction`: called contradicted", mild, nothing, "contradicted", PAIRS),
        ("at most 2.5 %", "true null, skewed, rule `direction`: called supported", mild, skewed, "supported", PAIRS),
        ("at most 2.5 %", "true null, skewed, rule `direction`: called contradicted", mild, skewed, "contradicted", PAIRS),
        ("at most 2.5 %", "true null, rule `matters`: called supported", strict, nothing, "supported", PAIRS),
        ("at most 2.5 %", "effect exactly the smallest that matters, rule `matters`: called supported", strict, at_line, "supported", PAIRS),
        ("at most 2.5 %", "effect exactly the smallest that matters: called equivalent (TOST)", strict, at_line, "equivalent", PAIRS),
        ("at most 2.5 %", "the same with 100 pairs", strict, at_line, "equivalent", 100),
        ("(power)", "true null: called equivalent", strict, nothing, "equivalent", PAIRS),
        ("(power)", "true null: called equivalent, 100 pairs", strict, nothing, "equivalent", 100),
        ("(power)", "twice the smallest that matters, rule `matters`: called supported, 20 pairs", strict, beyond, "supported", PAIRS),
    ):  # fmt: skip
        yield what, promised, *said(what, rule, draw, word, n), ""
    yield from unwarned()


def unwarned() -> Iterator[Row]:
    """Of the false verdicts where differences are skewed, how many come without a warning of it."""
    for n in (PAIRS, SYMMETRIC, 2 * SYMMETRIC):
        what = f"true null, skewed, rule `direction`, {n} pairs: of those called contradicted, without a warning that differences are skewed"
        g, rule = luck(what), Rule("up", 0.01, must_matter=False)  # so small that equivalence is never said
        sets = [skewed(g, n) for _ in range(REPEATS["t"])]
        wrong = [d for d in sets if answer(interval(d), rule) == "contradicted"]
        yield (
            what,
            "(the fewer the better)",
            sum(not is_skewed(d) for d in wrong),
            len(wrong),
            f"{100 * len(wrong) / len(sets):.1f} % called so",
        )


def several() -> Iterator[Row]:
    """False findings among outcomes that are judged together."""
    rule, times = Rule("up", SMALLEST, must_matter=False), REPEATS["many"]
    for name, shared in (("independent", 0.0), ("correlated (0.5)", np.sqrt(0.5))):
        what = f"five outcomes without any effect, {name}: at least one called supported or contradicted, Holm"
        g, hits, bare = luck(what), 0, 0
        for _ in range(times):
            columns = correlated(g, 5, shared)
            hits += any(c.answer in {"supported", "contradicted"} for c in corrected(columns, [rule] * 5, "holm", 0.95))
            bare += any(answer(interval(c), rule) in {"supported", "contradicted"} for c in columns)
        yield what, "at most 5 %", hits, times, f"without correction {100 * bare / times:.1f} %"
    what = "ten outcomes, five with an effect of 1: false ones among those found, Benjamini–Hochberg"
    g, false, found = luck(what), 0, 0
    for _ in range(times):
        columns = [g.normal(k < 5, 1.0, PAIRS) for k in range(10)]
        said_of = [c.answer in {"supported", "contradicted"} for c in corrected(columns, [rule] * 10, "benjamini-hochberg", 0.95)]  # fmt: skip
        false, found = false + sum(said_of[5:]), found + sum(said_of)
    yield what, "at most 5 %", false, found, "of all that was found"


def in_batches(values: np.ndarray, rule: Rule, at: tuple[int, ...], confidence: float) -> tuple[str, int, Interval]:
    """(verdict, pairs used, interval at which it stopped), as the test bench looks."""
    found, looked = until(at, lambda n: interval(values[:n], confidence), lambda i: answer(i, rule) != "undecided")
    return answer(found, rule), looked[-1], found


def batches() -> Iterator[Row]:
    """Errors when pairs are added until the verdict is clear."""
    at, times = looks(*PLAN), REPEATS["looks"]
    each = confidence_of_each(at, 0.95)
    tiny = Rule("up", 0.01, must_matter=False)  # so small that equivalence is never said: the hardest null
    strict = Rule("up", SMALLEST)
    for what, rule, mean, confidence, wrong, promised in (
        ("true null: ever called supported or contradicted", tiny, 0.0, each, {"supported", "contradicted"}, "at most 5 %"),
        ("the same, looking as often at plain 95 % intervals", tiny, 0.0, 0.95, {"supported", "contradicted"}, "(5 % if one looked once)"),
        ("effect exactly the smallest that matters: ever called equivalent", strict, SMALLEST, each, {"equivalent"}, "at most 2.5 %"),
        ("effect exactly the smallest that matters: ever called supported, rule `matters`", strict, SMALLEST, each, {"supported"}, "at most 2.5 %"),
    ):  # fmt: skip
        g = luck(what)
        ended = [in_batches(normal(g, at[-1], mean), rule, at, confidence) for _ in range(times)]
        hits = sum(word in wrong for word, _n, _i in ended)
        yield what, promised, hits, times, f"{np.mean([n for _w, n, _i in ended]):.0f} pairs on average"
    for mean in (0.0, 0.3, SMALLEST, 1.0):
        what = f"effect {mean:g}: the interval at which it stops holds the truth"
        g = luck(what)
        ended = [in_batches(normal(g, at[-1], mean), strict, at, each) for _ in range(times)]
        yield what, "at least 95 %", sum(covers(i, mean) for _w, _n, i in ended), times, f"{np.mean([n for _w, n, _i in ended]):.0f} pairs on average"  # fmt: skip


def of_itself(folder: Path) -> np.ndarray:
    """Differences between runs of one scenario with other seeds [sets, pairs, outcomes]: the truth is nothing."""
    n = 2 * SETS * PAIRS
    study = Study("null", (load_scenario(),), load_region().at_size(12_500), 3.0, 1.0, 1, n)
    runs = run_study(study, folder, How(quiet=True)).planned.sort_values("replicate")
    values = runs[[f"o.{m.name}" for m in OUTCOMES]].to_numpy(float)
    return (values[n // 2 :] - values[: n // 2]).reshape(SETS, PAIRS, -1)


def on_the_model(folder: Path) -> Iterator[Told]:
    """Verdicts on a claim about nothing. Outcomes of one set hang together, so the play of chance is that between sets."""
    told, words = of_itself(folder), {"supported", "contradicted"}
    varies = np.isfinite(told).all(axis=(0, 1)) & (told != 0).any(axis=(0, 1))
    rules = [Rule("up", m.matters, must_matter=False) for m in OUTCOMES]
    tiny = [r._replace(smallest=1e-9) for r in rules]
    strict = [r._replace(must_matter=True) for r in rules]
    k = np.flatnonzero(varies)
    for what, asked in (
        ("rule `direction`, nothing is too small to matter: called supported or contradicted", tiny),
        ("rule `direction`, with what matters of each outcome: called supported or contradicted", rules),
        ("rule `matters`: called supported or contradicted", strict),
    ):
        wrong = np.array([np.mean([answer(interval(d[:, j]), asked[j]) in words for j in k]) for d in told])
        yield what, "at most 5 %", interval(wrong), f"{k.size} outcomes in each of {SETS} sets of {PAIRS} pairs", ""
    first = [j for j in k if OUTCOMES[j].headline]
    any_wrong = [any(c.answer in words for c in corrected([d[:, j] for j in first], [tiny[j] for j in first], "holm", 0.95)) for d in told]  # fmt: skip
    yield f"the {len(first)} headline outcomes judged together: at least one called so, Holm", "at most 5 %", wilson(sum(any_wrong), SETS), f"{SETS} sets", ""  # fmt: skip


def measured(rows: Iterator[Row]) -> list[Told]:
    """Rows with the play of chance of what was measured: its 95 % Wilson interval."""
    return [(what, promised, wilson(hits, of), f"{of:,}", remark) for what, promised, hits, of, remark in rows]


def table(told: list[Told]) -> str:
    """Rows as Markdown, and below which promises are surely not kept."""
    rows = [[what, promised, f"{100 * i.mean:.1f} %", f"{100 * max(i.low, 0):.1f} – {100 * i.high:.1f} %", of, remark] for what, promised, i, of, remark in told]  # fmt: skip
    heads = ["what", "promised", "measured", "95 % interval of the measurement", "of", ""]
    return f"{markdown(heads, rows)}\n\n{verdict(told)}"


def broken(promised: str, found: Interval) -> bool:
    """Is a promise surely not kept? In brackets nothing is promised."""
    number = re.match(r"(at most |at least )?([\d.]+) %", promised)
    if not number:
        return False
    line = float(number[2]) / 100
    return found.low > line if number[1] == "at most " else found.high < line


def verdict(told: list[Told]) -> str:
    """Which promises are surely not kept, in words."""
    wrong = [f"{what} ({100 * i.mean:.1f} %)" for what, promised, i, *_ in told if broken(promised, i)]
    if not wrong:
        return "Of none of these it is sure that it breaks its promise."
    return "**Not kept**, beyond the play of chance of the measurement: " + "; ".join(wrong) + "."


def page(folder: Path) -> str:
    """docs/inference.md."""
    return f"""{of_numbers()}
{MODEL}

The same scenario twice with other seeds: whatever differs is the play of chance, and every *supported* or *contradicted* is false. A
village of 12,500, three years. Seeds are not shared, as they are between two scenarios; a real pair differs less.

{table(list(on_the_model(folder)))}
"""


def of_numbers() -> str:
    """All of the page that needs no run of the model."""
    at = looks(*PLAN)
    return f"""# Do the statistics keep their promises?

Made by `python tests/inference_check.py docs FOLDER`; do not edit by hand.

Numbers of which the truth is known are judged by the routines that judge hypotheses (`experiments/statistics/inference.py`, `verdicts.py`,
`looks.py`). Every number measured has its own play of chance: the interval beside it. Differences are in units of the standard
deviation between pairs; the smallest that matters is {SMALLEST:g}; {PAIRS} pairs unless said otherwise. None of this is about the model: it says
that the play of chance is counted rightly, not that the model is right.

## Intervals

{table(measured(coverage()))}
Use {PAIRS} pairs or more.

## Verdicts at a fixed number of pairs

The interval that is printed decides; it has 2.5 % on each side. *Equivalent* is two one-sided tests at 2.5 % each.
Where differences are skewed the error lies on one side. The result sheet warns where it sees that, and few pairs often do not show it: below {SYMMETRIC}
pairs every sheet says so. Start a claim about what happens in a few pairs at {SYMMETRIC} or more.

{table(measured(verdicts()))}

## Several outcomes at once

{table(measured(several()))}

## Looking more than once

{PLAN[0]} pairs, then {PLAN[2]} more at a time, at most {PLAN[1]}: {len(at)} looks. Each look uses {line(at, 0.95):.3f} standard errors instead of 1.960, which is
a {100 * confidence_of_each(at, 0.95):.1f} % interval (Pocock); for the same width that takes {price(at, 0.95):.2f} times as many pairs.

{table(measured(batches()))}
"""


if __name__ == "__main__":
    (Path(sys.argv[1]) / "inference.md").write_text(page(Path(sys.argv[2])), encoding="utf-8")
