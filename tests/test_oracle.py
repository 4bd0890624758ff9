"""The compiled week against the oracle: the same rules, written again from the ODD with an object per agent in plain Mesa."""

import ast
from pathlib import Path

import pytest
from conftest import village
from oracle.compare import DisagreementError, Pair
from oracle.luck import philox
from oracle.sample import world

from samenhang.model import ScenarioError
from samenhang.model.scenario import STRUCK
from samenhang.model.scenario_file import read_scenario

FOLDER = Path(__file__).resolve().parent / "oracle"
SHORT = 8  # weeks; forty and more in the slow tests
RIVALS = {
    "workforce": ("attachment", "exogenous"),
    "teams": ("mean", "minimum"),
    "trust": ("logistic",),
    "contacts": ("unmatched",),
}
CHAPTERS = """
schema = 1
holds = []
title = { en = "Seats come and go", nl = "Plekken komen en gaan" }
story = { en = "A project opens and ends, and then the budget is cut.", nl = "Een project begint en eindigt, en dan volgt een bezuiniging." }
[[timeline]]
at = 0.04
set = { "workforce.project_seats" = 0.2, "workforce.weeks_to_fill" = 1 }
[[timeline]]
at = 0.12
set = { "workforce.project_seats" = 0.0 }
[[timeline]]
at = 0.16
set = { "workforce.establishment" = 0.8 }
"""


def agree(weeks, scenario="baseline", **more):
    """Both live so long; a disagreement says where."""
    pair = Pair(village(scenario, burn_in=0, **more))
    pair.live(weeks)
    return pair


def test_the_baseline_agrees_for_half_a_year():
    pair = agree(26)
    assert pair.oracle.measures["n_active"] > 100


@pytest.mark.parametrize("mechanism", STRUCK)
def test_a_week_without_one_mechanism_agrees(mechanism):
    agree(SHORT, seed=2, off=(mechanism,))


@pytest.mark.parametrize(("mechanism", "rule"), [(m, rule) for m, rules in RIVALS.items() for rule in rules])
def test_a_rival_rule_agrees(mechanism, rule):
    agree(SHORT, seed=3, teams__level="teamwork", **{f"{mechanism}__variant": rule})


@pytest.mark.parametrize(
    "scenario", ["payment-task", "pooled-output", "construction-one-organisation", "zorglogistiek-with-mandate"]
)
def test_a_scenario_agrees(scenario):
    agree(SHORT, scenario, seed=4)


def test_seats_that_come_and_go_agree(tmp_path):
    path = tmp_path / "chapters.toml"
    path.write_text(CHAPTERS, encoding="utf-8")
    agree(SHORT + 2, read_scenario(path))


@pytest.mark.parametrize("number", range(4))
def test_a_sampled_world_agrees(number):
    agree_on_sample(number, SHORT)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4, 64))
def test_many_sampled_worlds_agree(number):
    agree_on_sample(number, 40)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_the_baseline_agrees_for_three_years(seed):
    agree(156, seed=seed)


def agree_on_sample(number, weeks):
    try:
        words, scenario = world(number)
        pair = Pair(village(scenario, burn_in=0, seed=number + 1))
    except ScenarioError as contradiction:
        pytest.skip(str(contradiction))
    try:
        pair.live(weeks)
    except DisagreementError as found:
        pytest.fail(f"{words}: {found}")


@pytest.mark.parametrize(
    ("changed", "column"),
    [({"needs__recovery": 0.0051}, "families.need"), ({"workforce__demands": 0.0061}, "professionals.strain"),
     ({"money__surplus": 0.04, "money__incentive": 0.5}, "episodes.margin"), ({"allocation__caseload_norm": 9.5}, "episodes.status")],
)  # fmt: skip
def test_the_comparison_finds_a_parameter_that_differs_in_the_column_where_it_acts(changed, column):
    pair = Pair(village(burn_in=0), village(burn_in=0, **changed))
    with pytest.raises(DisagreementError) as found:
        pair.live(SHORT)
    assert column in {f"{table}.{name}" for table, name, *_ in found.value.cells}


def test_the_oracles_philox_gives_the_published_answers():
    """Known answers of Random123 for Philox 4x32-10."""
    ones = 0xFFFFFFFF
    assert philox(0, 0, 0, 0, 0, 0) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
    assert philox(*[ones] * 6) == (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)


def test_the_oracle_shares_words_with_the_model_and_no_rules():
    """Names of columns, codes and measures; and, to compare and to sample, runs and declarations."""
    words = {"samenhang.model.events", "samenhang.model.tables", "samenhang.model.measures"}
    for path in FOLDER.glob("*.py"):
        if path.stem in ("compare", "sample", "speed"):
            continue
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        ours = {
            n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module and n.module.startswith("samenhang")
        }
        assert ours <= words, path.stem
