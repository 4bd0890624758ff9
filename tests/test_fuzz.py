"""Broken files: the first of a seed in every run of the suite, thousands by `tests/fuzz.py`; and what those have found, each as a file."""

import math

import pytest
from conftest import samenhang
from fuzz import POINTS, complaints, tried
from mutations import KINDS, as_toml, broken, ours, written
from test_hostile import CLAIM, SCENARIO, STUDY

from samenhang.experiments.designs import study_file
from samenhang.experiments.statistics.plans import Plan, n_points
from samenhang.experiments.statistics.points import Factor
from samenhang.experiments.statistics.sensitivity import lay
from samenhang.model.language import tidy
from samenhang.model.mistakes import DEEPEST, parsed
from samenhang.model.region import SHIPPED

SEED, FILES, BLOCKS = 1, 280, 8


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_broken_file_is_met_with_a_sentence_and_nothing_else(block, monkeypatch):
    monkeypatch.setattr(study_file, "MOST", POINTS)
    for number in range(block, FILES, BLOCKS):
        one = broken(SEED, number)
        assert not (found := tried(one)), f"uv run python tests/fuzz.py --seed {SEED} --only {number}: {found}"


def test_files_are_the_same_every_time_and_broken_in_many_ways():
    assert broken(3, 8) == broken(3, 8) and broken(3, 9) == broken(3, 9) != broken(4, 9)
    first = broken(SEED, 1)
    made = [broken(SEED, n) for n in range(FILES)]
    assert made[1] == first == broken(SEED, 1), "a file hangs on those before it"
    assert {one.kind for one in made} == set(KINDS)
    assert len({one.content for one in made}) > 0.95 * FILES and len({one.how for one in made}) > FILES / 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_ours_written_again_says_the_same(kind):
    for content in ours(kind):
        told = parsed(content.decode())
        assert parsed(as_toml(told).decode()) == told
    assert written([1, True, "a\n", {"b": 0.5}]) == '[1, true, "a\\n", {"b" = 0.5}]'


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("", "nothing was said"),
        ("this is wrong", "does not name the file"),
        ("mine.toml: " + "x" * 1000, "a sentence of 1011 characters"),
        ("mine.toml: \x1b[2J", "cannot be printed"),
        ("mine.toml: title: value_error", "a word of a library"),
    ],
)
def test_the_promise_can_be_broken(said, found):
    assert any(found in c for c in complaints(said, "mine"))
    assert not complaints("mine.toml: schema is missing", "mine")


DEEP = "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)
MORRIS = STUDY + '[design]\nmethod = "morris"\nfactors = ["needs.recovery"]\ntrajectories = 1000000\n'
FOUND = {  # what a seed has found, cut down to what matters: file, sentence
    "a number of thousands of digits": ("schema = " + "9" * 5000, "mine.toml: not a TOML file: a whole number of more than 64 bits"),
    "the same in another notation": ("schema = 0x" + "f" * 5000, "mine.toml: not a TOML file: schema: a whole number of more than 64 bits"),
    "more than 64 bits": (SCENARIO + "parameters.needs = { opening = 9223372036854775808 }", "parameters.needs.opening: a whole number of more than 64 bits"),
    "lists in lists": (SCENARIO + "off = " + "[" * 3000, f"mine.toml: not a TOML file: more than {DEEPEST} deep"),
    "fewer, but too many": (SCENARIO + f"off = {DEEP}", f"mine.toml: not a TOML file: more than {DEEPEST} deep"),
    "keys in keys": ("a." * 3000 + "b = 1", f"mine.toml: not a TOML file: more than {DEEPEST} deep"),
    "a name that steers the terminal": (SCENARIO + '"\\u001b[2J" = 1', 'mine.toml: "\\x1b[2J" is not known'),
    "a name that is read backwards": (SCENARIO + '"question\\u202e" = 1', 'mine.toml: "question\\u202e" is not known; did you mean "question"?'),
    "a name of two lines": (SCENARIO + '"two\\nlines" = 1', 'mine.toml: "two\\nlines" is not known'),
    "a name without an end": (SCENARIO + "x" * 90_000 + " = 1", 'mine.toml: "xxxx'),
    "a dated change without an end": (SCENARIO + "[[timeline]]\nat = inf\n", "mine.toml: timeline[0].at = inf: expected a number"),
    "our own name for a key": (SCENARIO.replace("schema", "schema_", 1), 'mine.toml: "schema_" is not known; did you mean "schema"?'),
    "years without an end": (STUDY + "run = { years = inf }", "mine.toml: run.years = inf: expected a number"),
    "a width that is no number": (CLAIM.replace("replicates = 20", "sequential = { minimum = 20, maximum = 40, batch = 20, half_width = nan }"), "half_width = nan: expected a number"),
    "more points than fit in memory": (MORRIS, "mine.toml: design: 3000000 points; expected at most"),
    "a sequence of no length": (MORRIS.replace("morris", "sobol").replace("trajectories = 1000000", ""), "mine.toml: design.n is missing"),
    "more runs than fit in memory": (STUDY + 'scenarios = ["baseline", "retention"]\nreplicates = 900000', "mine.toml: 1800000 runs; expected at most 1000000"),
    "as many pairs": (CLAIM.replace("replicates = 20", "replicates = 900000"), "mine.toml: 1800000 runs; expected at most 1000000"),
    "looks without an end": (CLAIM.replace("replicates = 20", "sequential = { minimum = 10, maximum = 100000, batch = 1 }"), "mine.toml: decision.sequential: 99991 looks; expected at most 100"),
    "years of a claim": (CLAIM + "runs = { years = 2.0 }", "mine.toml: years = 2: expected 3 to 50"),
    "a range beyond every number": (MORRIS.replace("1000000", "2") + '[factor."needs.recovery"]\nhigh = 1e308', "needs.recovery = 1e+308: expected"),
    "a range the wrong way round": (MORRIS.replace("1000000", "2") + '[factor."needs.recovery"]\nlow = 1e308', "low = 1e+308 must be below high"),
}  # fmt: skip


@pytest.mark.parametrize("what", FOUND)
def test_what_was_found_stays_mended(tmp_path, what):
    text, sentence = FOUND[what]
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    said = samenhang("check", "mine.toml", "--lang", "en", cwd=tmp_path, code=2)
    assert sentence in said.stderr and not complaints(said.stderr, "mine"), said.stderr


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("inhabitants = 46000", "inhabitants = 1000000000000", "expected 2e+07 or less"),
        ("places = 46", "places = 9007199254740993", "expected 1e+06 or less"),
        ("families_per_week = 5.8", "families_per_week = nan", "expected a number"),
    ],
)
def test_a_region_that_no_table_could_hold_is_refused(tmp_path, key, value, sentence):
    text = (SHIPPED / "small-town.toml").read_text(encoding="utf-8")
    assert key in text
    (tmp_path / "mine.toml").write_text(text.replace(key, value), encoding="utf-8")
    assert sentence in samenhang("check", "mine.toml", "--lang", "en", cwd=tmp_path, code=2).stderr
    asked = ("run", "--size", 10**12, "--lang", "en")
    assert "expected at most 20000000 inhabitants" in samenhang(*asked, cwd=tmp_path, code=2).stderr


@pytest.mark.parametrize("value", ["0x" + "f" * 5000, "[" * 3000, "9" * 5000, "nan", "1979-05-27"])
def test_a_value_on_the_command_line_is_read_as_one_in_a_file(tmp_path, value):
    said = samenhang("run", "--set", f"needs.opening={value}", "--lang", "en", cwd=tmp_path, code=2).stderr
    assert said.startswith("--set: needs.opening = ") and "expected ≥ 0, ≤ 1 (share)" in said
    assert not list(tmp_path.iterdir())


THREE = tuple(Factor(name) for name in ("needs.opening", "needs.closing", "trust.wear"))


@pytest.mark.parametrize("method", ["grid", "factorial", "break-even", "latin", "sobol-sequence", "morris", "sobol", "efast", "given"])  # fmt: skip
@pytest.mark.parametrize("groups", ["parameter", "mechanism"])
@pytest.mark.parametrize("second", [False, True])
def test_points_are_counted_before_they_are_laid(method, groups, second):
    plan = Plan(
        method,
        2048 if method == "efast" else 512,
        5,
        4,
        second,
        groups if method in {"morris", "sobol"} else "parameter",
        2,
    )
    assert n_points(plan, THREE) == len(lay(plan, THREE).cube)


def test_the_largest_numbers_can_be_written():
    assert tidy(1e308) == "1e+308" and tidy(-math.inf) == "\N{MINUS SIGN}∞" and tidy(999999.5) == "999,999.5"
