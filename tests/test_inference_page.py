"""docs/inference.md is what the script makes of the routines as they are."""

from pathlib import Path

import inference_check
import pytest

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "inference.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_page_is_made_by_the_script():
    """All but the last table, which needs 1,600 runs of the model."""
    of_numbers, of_the_model = PAGE.split(inference_check.MODEL)
    assert of_numbers.strip() == inference_check.of_numbers().strip()
    assert "59 outcomes in each of 40 sets" in of_the_model


def test_a_promise_is_broken_only_beyond_the_chance_of_the_measurement():
    told = inference_check.measured([("a", "at most 2.5 %", 7, 100, ""), ("b", "at most 2.5 %", 70, 1000, ""), ("c", "95 %", 900, 1000, ""),
                                     ("d", "at least 95 %", 99, 100, ""), ("e", "(5 % if one looked once)", 50, 100, "")])  # fmt: skip
    assert (
        inference_check.verdict(told)
        == "**Not kept**, beyond the play of chance of the measurement: a (7.0 %); b (7.0 %); c (90.0 %)."
    )
    assert inference_check.verdict(told[3:]) == "Of none of these it is sure that it breaks its promise."
