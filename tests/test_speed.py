"""The benchmark runs and tells of every line of the week. Slow: it compiles each line by itself."""

import subprocess
import sys
from pathlib import Path

import pytest

SPEED = Path(__file__).resolve().parent / "speed"


@pytest.mark.slow
def test_the_benchmark_tells_of_every_line():
    told = subprocess.run([sys.executable, SPEED], capture_output=True, text=True, check=True).stdout
    for line in (
        "opening",
        "weeks",
        "outcomes",
        "million family-weeks a second",
        "needs",
        "workforce",
        "follow",
        "together",
    ):
        assert line in told
