"""What the sources told is found again: every factor and every initiative, and what was expected of it."""

from pathlib import Path

import expectations
import pandas as pd
import pytest
import traceability

from samenhang.experiments.contrasts import Interval
from samenhang.model import load_scenario
from samenhang.model.language import use
from samenhang.model.measures import OUTCOMES
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.scenario_file import QUESTIONS, shipped_scenarios
from samenhang.model.views import every
from samenhang.model.week import Parameters

DOCS = Path(__file__).resolve().parent.parent / "docs"
KNOWN = {
    "mechanisms": {m.name for m in MECHANISMS}, "parameters": set(every(Parameters)),
    "outcomes": {m.name for m in OUTCOMES}, "scenarios": set(shipped_scenarios()),
}  # fmt: skip
KEPT = pd.read_csv(DOCS / "expectations.csv")


def test_every_factor_leads_to_something_that_exists_or_says_why_not():
    for factor in traceability.factors(DOCS):
        for kind, known in KNOWN.items():
            assert set(factor.get(kind, [])) <= known, factor
        why = factor.get("why_not", {"en": "", "nl": ""})
        assert traceability.is_modelled(factor) != bool(why["en"] and why["nl"]), factor


def test_the_page_of_factors_is_current():
    assert traceability.page(DOCS) == (DOCS / "traceability.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [n for n in shipped_scenarios() if n != "baseline"])
def test_every_scenario_has_a_question_a_source_and_its_section(name):
    scenario = load_scenario(name)
    assert scenario.question in QUESTIONS and scenario.source
    if scenario.expect:
        assert scenario.expect.moves and scenario.expect.against != name
        assert scenario.expect.why.en.strip() and scenario.expect.why.nl.strip()


@pytest.mark.parametrize(
    ("way", "low", "high", "said"),
    [
        ("up", 0.5, 2.0, "met"),
        ("down", -2.0, -0.5, "met"),
        ("up", 0.1, 0.9, "less"),
        ("down", -0.9, -0.1, "less"),
        ("up", -0.5, 0.5, "not"),  # nothing that matters, whichever way
        ("down", 0.5, 2.0, "not"),
        ("up", -0.5, 2.0, "unclear"),
        ("same", -0.5, 0.5, "met"),
        ("same", 1.2, 2.0, "not"),
        ("same", -2.0, -1.2, "not"),
        ("same", 0.5, 2.0, "unclear"),
    ],
)
def test_an_expectation_is_judged_by_its_interval(way, low, high, said):
    """What matters is 1."""
    assert expectations.judged(way, Interval((low + high) / 2, low, high), 1.0) == said


def test_the_page_of_expectations_is_what_was_measured_and_leaves_none_out():
    use("en")
    assert expectations.page(KEPT) == (DOCS / "expectations.md").read_text(encoding="utf-8")
    expected = {
        (s.name, s.expect.against, outcome, way)
        for s in expectations.expecting()
        for outcome, way in s.expect.moves.items()
    }
    assert set(KEPT[["scenario", "against", "outcome", "way"]].itertuples(index=False, name=None)) == expected
    assert (KEPT["pairs"] == expectations.CLAIM).all()


@pytest.mark.slow
def test_expectations_are_what_the_model_says(tmp_path):
    found = expectations.measured(tmp_path / "runs")
    pd.testing.assert_frame_equal(found.reset_index(drop=True), KEPT, check_dtype=False, rtol=1e-4, atol=1e-6)
