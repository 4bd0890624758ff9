"""What the sources told is found again: every factor and every initiative."""

from pathlib import Path

import pytest
import traceability

from samenhang.model import load_scenario
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
