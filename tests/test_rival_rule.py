"""The guide to a rival rule of one's own, done as it says, with its own text. The first is slow: it compiles anew."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from samenhang.model import ScenarioError, load_scenario
from samenhang.model.scenario import nested
from samenhang.model.scenario_file import VARIANTS

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "rival-rule.md"


def block(language):
    """The first block of code in this language that is a whole file."""
    return next(
        b for b in re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S) if len(b) > 80
    )


@pytest.mark.slow
def test_the_guide_leads_to_a_rival_rule(tmp_path):
    (tmp_path / "my_rules.py").write_text(block("python"), encoding="utf-8")
    (tmp_path / "first-year.toml").write_text(block("toml"), encoding="utf-8")
    ask = [sys.executable, "-m", "samenhang.experiments", "compare", "baseline", "first-year.toml", "--size", "12500",
           "--replicates", "4", "--jobs", "1", "--lang", "en", "--json", "--quiet", "--out", "told"]  # fmt: skip
    env = os.environ | {"SAMENHANG_RIVALS": str(tmp_path / "my_rules.py")}
    told = subprocess.run(ask, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    outcomes = {o["outcome"]: o for o in json.loads(told.stdout)["differences"][0]["outcomes"]}
    assert outcomes["staff.turnover"]["mean"] != 0.0
    again = subprocess.run([*ask, "--set", "workforce.variant=attachment"], cwd=tmp_path, env=env | {"SAMENHANG_RIVALS": ""}, capture_output=True, text=True, check=False)  # fmt: skip
    assert again.returncode == 2 and "variant.workforce = own" in again.stderr


def test_an_own_rule_that_is_not_there_is_refused_in_a_sentence():
    with pytest.raises(ScenarioError, match=r"variant.teams = own: no rule of that name"):
        load_scenario().changed(nested({"teams.variant": "own"}), ())


def test_the_page_names_every_mechanism_with_rival_rules_and_all_of_them():
    page = GUIDE.read_text(encoding="utf-8")
    for mechanism, rules in VARIANTS.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{mechanism}` |"))
        assert all(f"`{rule}`" in row for rule in rules if rule != "own")
