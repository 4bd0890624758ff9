"""docs/speed.md from what was measured: lives, targets, lines of the week, starts and batches."""

from math import log
from typing import Any

from samenhang.experiments.telling.reference import markdown
from samenhang.model.language import number

TRIED = """## What misses, and what was tried

Sampled in real weeks (Linux perf, with the symbols of the compiled object), no line of the week stands out: what outcomes need to be noted takes an
eighth (it touches forty columns of a family), `needs`, `decisions` and `judge` 7 per cent each, `referral` and the contacts 5, and so on
down to half a per cent. The same lines over and over on one week, as below, take less than half of what they take in a run: there they find
everything in the cache and every branch foreseen. So a run waits for memory and for branches, not for arithmetic, and the five million family-weeks
of the yardstick behind that target (five phases, six numbers a family) are out of reach for a week of nineteen lines over a hundred columns.

What helped, with the share of time that it saved on the region, old and new side by side: rules are always part of the sweep that calls them (to call one
with rows of a table writes seven words for each), columns are known to be lent where they are looked up, and who shares a family is listed once a
week: 20 per cent together (medians of ten lives each, both at the same time; between a tenth and a third in other rounds). A week called from Python no longer finds out the types of two hundred columns: `step()` cost 0.7 ms more than
its week, now less than 0.2. Lists of rows are unsigned: of a signed one is asked, at every look at a column, whether it counts from the end; without that
question the weeks take 12 per cent less (0.53 s against 0.60: the least of four lives, three times in turns, beside other work). Outcomes read the log as plain columns, made once, instead of
as data frames: of the region 0.05 s instead of 0.09. Tables of quantiles are made once a process and a settled turn is read as six tables instead of a hundred columns: a region opens in
0.032 s instead of 0.045. A process no longer compiles what Python calls at the opening, nor reads all code to name it: half a second of CPU. Columns of zeros take no memory
before they are written, and the opening no longer joins tables: 140 MB per million inhabitants.

What did not: large pages for all tables (the least of eight lives 0.92 s with and without; nothing at a province either); families and their notes as records instead of
columns (within the noise, a tenth), and all episodes as well (slower, if anything); other orders of the loops of spill-over; passing over weights of
zero; less optimisation by LLVM (compiles no faster); blocks of 256 families that go through their needs and the judgement of them together (five lives each in
turns: region 0.51 s with and 0.50 without, 160 weeks of a province 2.59 and 2.57). Two lines of the week share few columns; to join the
others, on either side of allocation (which looks at the whole region), would change the order of the log and was not tried. Blocks that would help are regions beside one another: ten regions take half
to two thirds of the time of one province; but then they have ten labour markets, not one. The growth with size is the same thing: what a
family-week costs more in the country than in the region is waiting for memory.

Met by little: one run of the region, which took 0.619 s in the same benchmark half an hour before, and 0.56 to 0.62 in processes of its own in between. A
cached start and a batch meet their targets where Python finds its own bytecode, as it does for who works with it; in an installation
that may not write it, to begin takes 1.0 s over imports of 3.2 s, and the batch of 240 runs, which starts workers, was at 82 per cent. Of a longer
batch the start is less: left alone, the 27,649 runs of [`sobol-parameters`](studies.md#what-the-shipped-ones-said) came at 11.8 a second, plain loops over them at 10.7 and 11.0.

Memory of the country, per million inhabitants: families 22 MB, episodes 105, notes on the cohort 64 (not all of it touched), log 58, what outcomes are
worked out from 86. Outcomes in pieces of families and whole numbers in as few bytes as they need would bring it to somewhat more than 4 GB (reckoned, not
tried); below that, floating-point columns of half the width, which change numbers.
"""
SAID = {"run": "compiled run", "step": "`step()`, week by week", "oracle": "plain Mesa agents"}


def each(told: dict[str, float]) -> float:
    """Microseconds of CPU time for one family in view, one week."""
    return 1e6 * told["weeks"] / told["family_weeks"]


def exponent(told: dict[str, Any], small: str, large: str) -> float:
    """How time grows with the number of inhabitants: 1 is in proportion."""
    sizes, lives = told["sizes"], told["lives"]
    return log(lives[large]["run"]["weeks"] / lives[small]["run"]["weeks"]) / log(sizes[large] / sizes[small])


def of_lives(told: dict[str, Any]) -> str:
    """One row per size and way."""
    heads = [
        "",
        "inhabitants",
        "weeks, CPU s",
        "opening",
        "outcomes",
        "tables of draws",
        "family-weeks a second",
        "times the compiled run",
        "peak MB",
    ]
    rows = []
    for size, ways in told["lives"].items():
        for way, found in ways.items():
            rows.append([f"{size}, {SAID[way]}", f"{told['sizes'][size]:,}", number(found["weeks"]),
                         number(found.get("opening", float("nan"))), number(found.get("outcomes", float("nan"))),
                         number(found.get("tables", float("nan"))),
                         f"{number(1 / each(found), 2)} million" if each(found) < 10 else number(1e6 / each(found), 2),
                         number(each(found) / each(ways["run"]), 3), number(found["megabytes"])])  # fmt: skip
    return markdown(heads, rows)


def targets(told: dict[str, Any]) -> list[tuple[str, str, float, bool]]:
    """(what, target, measured, met)."""
    lives, starts, batch = told["lives"], told["starts"], told["batch"]
    whole = lives["region"]["run"]
    found = [("one run of the region, CPU s", "at most 0.6", sum(whole[k] for k in ("opening", "weeks", "outcomes")), 0.6, -1),
             ("family-weeks a second, region, millions", "at least 5", 1 / each(whole), 5.0, 1)]  # fmt: skip
    for size in ("village", "region"):
        if "oracle" in lives[size]:
            found.append(
                (
                    f"plain agents against the compiled run, {size}, times",
                    "at least 150",
                    each(lives[size]["oracle"]) / each(lives[size]["run"]),
                    150.0,
                    1,
                )
            )
        found.append(
            (
                f"`step()` against the compiled run, {size}, times",
                "at most 1.5",
                each(lives[size]["step"]) / each(lives[size]["run"]),
                1.5,
                -1,
            )
        )
    last = "country" if "country" in lives else "province"
    found.append(
        (f"growth of time from region to {last}, exponent", "at most 1.1", exponent(told, "region", last), 1.1, -1)
    )
    if last == "country":
        found.append(("memory of the country, GB", "at most 4", lives[last]["run"]["megabytes"] / 1024, 4.0, -1))
    found += [("cached start over imports, CPU s", "at most 0.7", starts["cached"] - starts["imports"], 0.7, -1),
              ("`samenhang --help`, CPU s", "at most 0.3", starts["help"], 0.3, -1),
              ("a batch on two cores, of the ideal", "at least 0.9", batch["of_ideal"], 0.9, 1)]  # fmt: skip
    return [
        (what, target, value, value >= line if way > 0 else value <= line) for what, target, value, line, way in found
    ]


def page(told: dict[str, Any]) -> str:
    """The page, in English."""
    versions, lines = ", ".join(f"{k} {v}" for k, v in told["versions"].items()), told["lines"]
    starts, batch = told["starts"], told["batch"]
    return f"""# How fast it is

Made by `python tests/speed docs`; do not edit by hand. {told["on"]}, {told["machine"]}, {versions}. Seconds of CPU time, medians of
rounds in which the ways of running take turns; every life in a process of its own, in which a village has lived already. Plan on ratios: seconds
differ between machines and hours by more than a factor two.

## Lives

The baseline, 3 years of burn-in and 5 observed (plain agents: fewer weeks, compared per family-week). A family-week is one family in view, one week.

{of_lives(told)}

## Targets

{markdown(["", "target", "measured", "met"], [[what, target, number(value), "yes" if met else "**no**"] for what, target, value, met in targets(told)])}

{TRIED}
## Where the time of a week goes

Microseconds of every line of the week, each alone on the same week of the region in the middle of a run, at its quickest; `follow` notes what outcomes need.
Lived over and over, columns stay in the cache and what is decided stays decided: in a run the lines together take longer.

{markdown(["line", "microseconds", "share"], [[k, number(v), f"{100 * v / sum(lines.values()):.0f} %"] for k, v in lines.items()])}

A random number by itself takes {number(told["draw"], 2)} nanoseconds: a yardstick of the machine and the hour. Random numbers take {100 * told["chance"]:.0f} per cent of the weeks of the region: what a family-week costs more with twice the rounds of Philox.

## To begin

CPU time of a new process to the end of its first week: {number(starts["cold"])} s when everything must be compiled, {number(starts["edited"])} s after one rule was
edited, {number(starts["cached"])} s with compiled code there, of which imports {number(starts["imports"])} s. `samenhang --help`: {number(starts["help"])} s.

## Batches

A batch of {number(batch["runs"])} runs of 50,000 inhabitants, its start and its results on disk included: {number(batch["rate"])} runs a second. A plain loop on every
core, without a batch around it, does {number(batch["ideal"])}: the batch is at {100 * batch["of_ideal"]:.0f} % of that. One loop with the machine to itself does
{number(batch["alone"])}: where two cores are two threads of one, the second brings less than the first. Wall time, so it depends on what else the machine does.
"""
