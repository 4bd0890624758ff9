"""Hand-worked cases of every rule, one file per mechanism in cases/ and one for each file that mechanisms share.

A youth-care expert can read and check them.
"""

import ast
import inspect
import re
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from drawn import adapter, plain

from samenhang.model import tables
from samenhang.model.events import Cause
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.views import every, groups
from samenhang.model.week import Parameters

FILES = Path(__file__).parent / "cases"
SHARED = ["levels", "people", "relations", "ties"]  # files with rules that several mechanisms use
NAMES = [m.name for m in MECHANISMS] + SHARED
CASES = [(p.stem, case) for p in sorted(FILES.glob("*.toml")) for case in tomllib.loads(p.read_text("utf-8"))["case"]]
EXACT = 1e-12
by_story = pytest.mark.parametrize(("mechanism", "case"), CASES, ids=lambda v: v if isinstance(v, str) else v["story"])


@cache
def rules_of(mechanism):
    """Name -> compiled rule: the public functions of the file that are decorated with @rule."""
    inside = mechanism if mechanism in SHARED else f"mechanisms.{mechanism}"
    module = import_module(f"samenhang.model.{inside}")
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    functions = [f for f in tree.body if isinstance(f, ast.FunctionDef) and not f.name.startswith("_")]
    marked = [f.name for f in functions if any(getattr(d, "id", "") == "rule" for d in f.decorator_list)]
    return {name: getattr(module, name) for name in marked}


def takes(rule):
    return {name: p.annotation for name, p in inspect.signature(plain(rule)).parameters.items()}


def parameters_of(mechanism, stated, others):
    """The parameters of one mechanism: those stated, the others at their default, or the plausible low or high."""
    declared = {k.split(".")[1]: q for k, q in every(Parameters).items() if k.startswith(f"{mechanism}.")}
    rest = {name: getattr(q, others) for name, q in declared.items()}
    return adapter(mechanism).validate_python(rest | stated)


def code(word):
    """Words are the codes of the tables, or causes; { set = [...] } is a set of codes, as bits."""
    if isinstance(word, dict):
        return sum(1 << code(member) for member in word["set"])
    if isinstance(word, str):
        return int(getattr(tables, word.upper()) if hasattr(tables, word.upper()) else Cause[word])
    return word


def arguments(mechanism, case, others):
    """The inputs of a case in the order and kind that the rule asks."""
    made, about = [], groups(Parameters).get(mechanism)
    for name, kind in takes(rules_of(mechanism)[case["rule"]]).items():
        if about is not None and kind is about:
            made.append(parameters_of(mechanism, case.get("parameters", {}), others))
            continue
        value = case["given"][name]
        made.append(np.array([code(v) for v in value]) if isinstance(value, list) else kind(code(value)))
    return made


@by_story
@pytest.mark.parametrize("others", ["default", "low", "high"])
def test_the_rule_gives_what_was_worked_out_by_hand(mechanism, case, others):
    """Parameters that a case does not state may take any plausible value: so a case states all that it rests on."""
    rule = rules_of(mechanism)[case["rule"]]
    for form in (rule, plain(rule)):
        found = form(*arguments(mechanism, case, others))
        if isinstance(case["expected"], bool):
            assert bool(found) is case["expected"], case["arithmetic"]
        else:
            assert found == pytest.approx(code(case["expected"]), rel=0, abs=EXACT), case["arithmetic"]


@by_story
def test_a_case_gives_the_inputs_of_its_rule_and_no_others(mechanism, case):
    parameters = groups(Parameters).get(mechanism)
    asked = {name for name, kind in takes(rules_of(mechanism)[case["rule"]]).items() if kind is not parameters}
    assert set(case["given"]) == asked
    assert set(case) <= {"story", "rule", "given", "parameters", "expected", "arithmetic"}
    assert set(case.get("parameters", {})) <= set(getattr(parameters, "_fields", ()))


@by_story
def test_the_arithmetic_ends_in_the_expected_number_or_word(mechanism, case):
    if isinstance(case["expected"], str):
        assert case["arithmetic"].endswith(case["expected"])
    elif not isinstance(case["expected"], bool):
        last = re.findall(r"[−-]?\d+(?:\.\d+)?", case["arithmetic"])[-1]
        assert float(last.replace("−", "-")) == case["expected"]


def test_every_story_is_told_once():
    stories = [case["story"] for _, case in CASES]
    assert len(stories) == len(set(stories))


def test_every_file_of_cases_is_about_a_mechanism_or_what_they_share():
    assert {p.stem for p in FILES.glob("*.toml")} <= set(NAMES)


@pytest.mark.parametrize("mechanism", NAMES)
def test_every_rule_about_plain_numbers_has_a_case(mechanism):
    scalar = {float, int, bool, groups(Parameters).get(mechanism)}
    wanted = {name for name, rule in rules_of(mechanism).items() if set(takes(rule).values()) <= scalar}
    told = {case["rule"] for m, case in CASES if m == mechanism}
    assert wanted, "a mechanism without a rule about one family, professional or organisation"
    assert wanted <= told


@pytest.mark.parametrize("mechanism", NAMES)
def test_every_yes_or_no_rule_has_a_case_of_each(mechanism):
    answers = {}
    for m, case in CASES:
        if m == mechanism and isinstance(case["expected"], bool):
            answers.setdefault(case["rule"], set()).add(case["expected"])
    assert all(seen == {True, False} for seen in answers.values()), answers
