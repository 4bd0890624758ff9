"""The page is what was measured. Slow: the benchmark runs and tells of every line of the week, compiled each by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SPEED = ROOT / "tests" / "speed"
MEASURED = ROOT / "docs" / "speed.json"


@pytest.fixture
def pages(monkeypatch):
    monkeypatch.syspath_prepend(SPEED)
    import pages

    return pages


def test_the_page_is_made_from_what_was_measured(pages):
    told = json.loads(MEASURED.read_text(encoding="utf-8"))
    assert (ROOT / "docs" / "speed.md").read_text(encoding="utf-8") == pages.page(told), (
        "uv run python tests/speed docs"
    )
    assert {"village", "region", "province", "country"} == set(told["lives"])


def test_a_target_is_met_on_its_own_side_of_the_line(pages):
    told = json.loads(MEASURED.read_text(encoding="utf-8"))
    region, country = told["lives"]["region"]["run"], told["lives"]["country"]["run"]

    def met(what):
        return next(met for said, _target, _value, met in pages.targets(told) if said == what)

    region["family_weeks"] = 1e6
    for weeks, megabytes, of_help, fast in ((0.19, 4095, 0.29, True), (0.21, 4097, 0.31, False)):
        region["weeks"], country["megabytes"], told["starts"]["help"] = weeks, megabytes, of_help
        assert met("family-weeks a second, region, millions") is fast
        assert met("memory of the country, GB") is fast and met("`samenhang --help`, CPU s") is fast


def test_no_target_is_met_by_what_is_far_too_slow(pages):
    far = json.loads(MEASURED.read_text(encoding="utf-8"))
    for ways in far["lives"].values():
        for way, found in ways.items():
            found["weeks"] *= {"run": 100, "step": 1e4, "oracle": 1}[way]
            found["megabytes"] *= 100
    far["lives"]["country"]["run"]["weeks"] *= 100
    far["starts"] |= {"cached": 100, "help": 100}
    far["batch"]["of_ideal"] = 0.1
    assert not any(met for *_, met in pages.targets(far))


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
