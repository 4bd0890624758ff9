"""What the sources expect of scenarios, held against what was measured."""

from pathlib import Path

import expectations
import pandas as pd
import pytest

from samenhang.experiments.statistics.contrasts import Interval
from samenhang.model.language import use

DOCS = Path(__file__).resolve().parent.parent / "docs"
KEPT = pd.read_csv(DOCS / "expectations.csv")


@pytest.mark.parametrize(
    ("way", "low", "high", "said"),
    [
        ("up", 0.5, 2.0, "met"),
        ("down", -2.0, -0.5, "met"),
        ("up", 0.1, 0.9, "less"),
        ("down", -0.9, -0.1, "less"),
        ("up", -0.5, 0.5, "nothing"),  # that matters, whichever way
        ("down", 0.5, 2.0, "against"),
        ("up", -0.9, -0.1, "nothing"),
        ("up", -0.5, 2.0, "unclear"),
        ("same", -0.5, 0.5, "met"),
        ("same", 1.2, 2.0, "against"),
        ("same", -2.0, -1.2, "against"),
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
