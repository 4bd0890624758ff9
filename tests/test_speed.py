"""The benchmark: its page is made from what was measured, and it runs. Slow: it compiles each line of the week by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SPEED = ROOT / "tests" / "speed"
sys.path.insert(0, str(SPEED))
from pages import page, targets  # noqa: E402

TOLD = json.loads((ROOT / "docs" / "speed.json").read_text(encoding="utf-8"))


def test_the_page_is_made_from_what_was_measured():
    """Measure again with: python tests/speed docs --country"""
    assert page(TOLD) == (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")


def test_a_target_is_met_on_its_own_side_of_the_line():
    """Twice the time of everything that must be small, half of what must be large: nothing is met."""
    far = json.loads(json.dumps(TOLD))
    for ways in far["lives"].values():
        for way, found in ways.items():
            found["weeks"] *= {"run": 100, "step": 1e4, "oracle": 1}[way]
            found["megabytes"] *= 100
    far["lives"]["country"]["run"]["weeks"] *= 100
    far["starts"] |= {"cached": 100, "help": 100}
    far["batch"]["of_ideal"] = 0.1
    assert not any(met for *_, met in targets(far))


@pytest.mark.slow
def test_the_benchmark_tells_of_every_line():
    told = subprocess.run([sys.executable, SPEED], capture_output=True, text=True, check=True).stdout
    for line in ("needs", "workforce", "follow", "together"):
        assert line in told


@pytest.mark.slow
@pytest.mark.parametrize("way", ["run", "step", "oracle"])
def test_a_life_is_measured(way):
    command = [sys.executable, SPEED / "lives.py", way, "12500", "3"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert told["weeks"] > 0 and told["family_weeks"] > 100 and told["megabytes"] > 10
