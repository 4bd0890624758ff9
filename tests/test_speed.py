"""The benchmark runs and tells of every line of the week. Slow: it compiles each line of the week by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SPEED = ROOT / "tests" / "speed"


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
