"""Everything declared is declared whole, once, and every view of it agrees."""

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError
from SALib.sample import sobol

from samenhang.model import ScenarioError, load_scenario, tables
from samenhang.model.declare import Column, Lever, Per100, declared, table
from samenhang.model.events import Events
from samenhang.model.measures import OUTCOMES, WEEKLY
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.sources import known_sources, sources, words
from samenhang.model.views import every, out_of_range, problem, sliders, validated
from samenhang.model.week import On, Parameters

PARAMETERS = every(Parameters)
MEASURES = {m.name: m for m in (*OUTCOMES, *WEEKLY)}
TABLES = [
    t
    for t in vars(tables).values()
    if isinstance(t, type) and hasattr(t, "_fields") and t.__module__ == tables.__name__
]


@pytest.mark.parametrize("key", PARAMETERS)
def test_a_parameter_is_declared_whole(key):
    q = PARAMETERS[key]
    assert q.en and q.nl and q.en != q.nl and q.unit
    assert q.role in ("lever", "uncertain", "fixed")
    assert q.low <= q.default <= q.high
    assert q.source.split()
    assert set(q.source.split()) <= set(known_sources())
    assert ("assumption" in q.source) == bool(q.why)
    assert (q.role == "lever") == isinstance(q.lever, Lever)
    if q.lever:
        (low, _), (now, _), (high, _) = q.lever.anchors
        assert (low, now, high) == (q.low, q.default, q.high)
        assert q.lever.question.endswith("?") and q.lever.decides and q.lever.price
        assert all(words for _, words in q.lever.anchors)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_is_declared_whole(name):
    m = MEASURES[name]
    assert m.en and m.nl and m.en != m.nl and m.unit
    assert m.plain.endswith(".") and m.because.endswith(".") and m.silent.endswith(".")
    assert m.matters > 0 and m.better in (-1, 0, 1)
    assert m.per100.things
    assert set(m.source.split()) <= set(known_sources())
    assert set(m.set_by) <= set(PARAMETERS)


def test_names_are_unique():
    assert len(MEASURES) == len(OUTCOMES) + len(WEEKLY)
    labels = [q.nl for q in PARAMETERS.values()] + [m.nl for m in MEASURES.values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("of", [t for t in TABLES if t is not tables.World] + [Events], ids=lambda t: t.__name__)
def test_every_column_of_a_table_is_declared_and_neutral_at_first(of):
    columns = declared(of, Column)
    assert [c.name for c in columns] == list(of._fields)
    length = {axis: 3 for c in columns for axis in c.axes.split()}
    for c, values in zip(columns, table(of, **length), strict=True):
        assert c.en and c.nl and c.unit
        assert values.dtype == c.kind
        assert (values == c.neutral).all()


@pytest.mark.parametrize("key", PARAMETERS)
def test_values_out_of_range_are_refused_in_a_sentence(key):
    group, name = key.split(".")
    for wrong in out_of_range(PARAMETERS[key]):
        with pytest.raises(ScenarioError) as refused:
            load_scenario().changed({group: {name: wrong}})
        assert key in str(refused.value)
        assert PARAMETERS[key].unit in str(refused.value)


@pytest.mark.parametrize("key", PARAMETERS)
def test_both_ends_of_what_is_plausible_are_valid(key):
    group, name = key.split(".")
    for end in (PARAMETERS[key].low, PARAMETERS[key].high):
        assert getattr(getattr(validated(Parameters, {group: {name: end}}), group), name) == end


def test_whole_numbers_are_made_floats_and_truth_values_are_refused():
    assert type(validated(Parameters, {"workforce": {"weeks_to_fill": 9}}).workforce.weeks_to_fill) is float
    with pytest.raises(ValidationError):
        validated(Parameters, {"workforce": {"weeks_to_fill": True}})


def test_a_declaration_that_is_not_whole_fails_these_tests(monkeypatch):
    whole = PARAMETERS["allocation.overbook"]
    for lack in ({"nl": ""}, {"why": ""}, {"source": "nobody_2020"}, {"role": "lever"}, {"low": 2.0}, {"unit": ""}):
        monkeypatch.setitem(PARAMETERS, "lacking", replace(whole, **lack))
        with pytest.raises(AssertionError):
            test_a_parameter_is_declared_whole("lacking")
    measure = MEASURES["fit.fit"]
    for lack in (
        {"plain": ""},
        {"because": ""},
        {"silent": ""},
        {"matters": 0},
        {"per100": Per100(1, "")},
        {"set_by": ("x",)},
    ):
        monkeypatch.setitem(MEASURES, "lacking", replace(measure, **lack))
        with pytest.raises(AssertionError):
            test_a_measure_is_declared_whole("lacking")


def test_the_sensitivity_problem_is_one_that_salib_takes():
    asked = problem(Parameters, grouped=True)
    assert asked["num_vars"] == len(asked["names"]) == len(asked["bounds"]) == len(asked["groups"])
    assert set(asked["names"]) == {k for k, q in PARAMETERS.items() if q.role == "uncertain"}
    assert len(set(asked["groups"])) < asked["num_vars"]
    points = sobol.sample(asked, 4, calc_second_order=False, seed=1)
    assert points.shape == (4 * (len(set(asked["groups"])) + 2), asked["num_vars"])


def test_every_lever_has_a_slider_with_its_question():
    made = {s["id"]: s for s in sliders(Parameters, "nl")}
    assert set(made) == {k for k, q in PARAMETERS.items() if q.role == "lever"}
    norm = made["allocation.caseload_norm"]
    assert (norm["label"], norm["value"], norm["unit"]) == ("Caseloadnorm", 9.2, "episodes")


def test_what_can_be_switched_off_says_what_happens_then():
    assert {m.name for m in MECHANISMS if m.off} == {m for m in On._fields if not m.startswith("channel_")}
    assert [m.place for m in MECHANISMS] == sorted(m.place for m in MECHANISMS)


def test_every_source_says_what_it_is_for_and_is_used():
    assert all(
        s.keys() == {"author", "year", "title", "use", "sure"} and s["use"].keys() == {"en", "nl"}
        for s in sources().values()
    )
    root = Path(__file__).resolve().parent.parent
    text = "".join(
        p.read_text(encoding="utf-8") for p in [*root.glob("model/**/*.py"), *root.glob("scenarios/**/*.toml")]
    )
    assert [k for k in sources() if k not in text] == []


def test_words_lead_somewhere():
    known = {*PARAMETERS, *MEASURES, *(m.name for m in MECHANISMS)}
    for word in words():
        assert set(word.get("see", ())) <= known, word["en"]


def test_the_share_of_parameters_that_rest_on_assumption_is_published():
    resting = sum(q.source == "assumption" for q in PARAMETERS.values())
    root = Path(__file__).resolve().parent.parent
    assert f"{resting} of {len(PARAMETERS)} parameters rest on assumption" in (root / "README.md").read_text(
        encoding="utf-8"
    )
