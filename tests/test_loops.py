"""Loops are found in what mechanisms declare: those that everybody tells of are there, with the right sign."""

import pytest

from samenhang.experiments.telling import loops
from samenhang.model.declare import Link
from samenhang.model.language import LANGUAGES, use

TURNOVER = (
    "leaving",
    "vacancies",
    "professionals.caseload",
    "professionals.workload",
    "professionals.strain",
    "professionals.intention",
)


@pytest.fixture
def declared(monkeypatch):
    """Other links than ours; what was found before and after is forgotten."""

    def forget():
        for found in (loops.graph, loops.loops, loops.how_many):
            found.cache_clear()

    def instead(*links):
        monkeypatch.setattr(loops, "LINKS", {"needs": links})
        forget()

    yield instead
    forget()


def link(cause, way, effect):
    return Link(cause, way, effect, by="told")


def test_turnover_feeds_itself():
    (found,) = [k for k in loops.loops() if k.nodes == TURNOVER]
    assert found.way == "+" and set(found.ways) == {"+"}


def test_care_holds_need_back():
    kept = [
        k for k in loops.loops() if {"families.need", "starts", "episodes.hours", "episodes.effect"} == set(k.nodes)
    ]
    assert [k.way for k in kept] == ["-"]


def test_loops_are_found_in_the_links_and_nowhere_else(declared):
    declared(link("leaving", "+", "vacancies"), link("vacancies", "-", "starts"), link("starts", "-", "leaving"))
    assert [(k.nodes, k.way) for k in loops.loops()] == [(("leaving", "vacancies", "starts"), "+")]
    declared(link("leaving", "+", "vacancies"), link("vacancies", "-", "starts"))
    assert loops.loops() == () and loops.how_many() == 0


@pytest.mark.parametrize(("ways", "way"), [("++", "+"), ("--", "+"), ("+-", "-"), ("±-", "±")])
def test_a_loop_feeds_itself_when_it_turns_an_even_number_of_times(ways, way, declared):
    declared(link("leaving", ways[0], "vacancies"), link("vacancies", ways[1], "leaving"))
    assert [k.way for k in loops.loops()] == [way]


def test_links_that_differ_leave_it_open(declared):
    declared(link("leaving", "+", "vacancies"), link("leaving", "-", "vacancies"), link("vacancies", "+", "leaving"))
    assert [k.way for k in loops.loops()] == ["±"]


def test_a_loop_is_told_in_both_languages():
    (found,) = [k for k in loops.loops() if k.nodes == TURNOVER]
    told = {}
    for lang in LANGUAGES:
        use(lang)
        told[lang] = loops.story(found)
    use("en")
    assert told["en"].startswith("staff turnover ↑ → vacancies ↑ → caseload ↑") and told["en"].endswith(
        "→ staff turnover ↑"
    )
    assert told["nl"].startswith("verloop ↑ → vacatures ↑ → caseload ↑") and told["nl"].endswith("→ verloop ↑")


def test_what_goes_down_and_what_is_open_is_said():
    down = loops.Loop(("starts", "sectors.waits", "endings"), ("-", "+", "±"))
    assert loops.story(down) == "starts of care ↑ → expected wait ↓ → endings of care ↓ → starts of care ↕"


def test_short_loops_are_listed_and_each_once():
    found = loops.loops()
    assert max(len(k.nodes) for k in found) <= loops.LONGEST
    assert len({frozenset(zip(k.nodes, (*k.nodes[1:], k.nodes[0]), strict=True)) for k in found}) == len(found)
    assert [len(k.nodes) for k in found] == sorted(len(k.nodes) for k in found)


def test_every_link_is_in_the_list():
    listed = {(k["mechanism"], k["cause"], k["effect"], k["rule"]) for k in loops.link_list()}
    assert len(listed) > 300 and all(k["rule"] or k["by"] for k in loops.link_list())
