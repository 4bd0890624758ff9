"""Waits, endings, trajectories and the first professional: where a week more or less decides, worked out by hand."""

import math
from functools import partial
from io import StringIO

import pandas as pd
import pytest

from samenhang.model.outcomes import access

HEAD = "week,family,domain,person,event,cause,value\n"
LOST_MAIN = partial(access.lost_main, care_threshold=0.2)
TWO_YEARS = pd.DataFrame({"family": ["A"], "first": [0], "last": [104]})


def lines(*told):
    """Lines `week event cause who`, all of family A and about school; the last two may be left out, or be '-'."""
    rows = [[*line.split(), "-", "-"][:4] for line in told]
    return "".join(f"{w},A,school,{who.strip('-')},{e},{c.strip('-')},0.6\n" for w, e, c, who in rows)


def ask(function, *told, more=""):
    """The answer for family A."""
    found = function(pd.read_csv(StringIO(HEAD + lines(*told) + more)), TWO_YEARS)
    return tuple(float(values[0]) for values in found)


# waits


def test_a_start_after_a_break_is_no_wait():
    assert ask(access.waits, "2 request", "9 start", "20 relation_end turnover", "30 start") == (7, 1)


def test_a_request_that_was_given_up_does_not_lengthen_the_next_wait():
    assert ask(access.waits, "2 request", "9 close left_list", "40 request", "45 start") == (5, 1)


def test_who_still_waits_does_not_count_nor_who_started_after_the_follow_up():
    assert ask(access.waits, "2 request") == ask(access.waits, "100 request", "104 start") == (0, 0)
    assert ask(access.waits, "100 request", "103 start") == (3, 1)


def test_a_start_in_another_life_domain_answers_no_request():
    assert ask(access.waits, "2 request", more="5,A,safety,Bo,start,,0.6\n") == (0, 0)


def test_without_a_start_there_is_no_mean_wait():
    assert math.isnan(access.weeks_waited(pd.read_csv(StringIO(HEAD + lines("2 request"))), TWO_YEARS))


# endings and who comes back


@pytest.mark.parametrize(("closed", "asked", "again", "endings"), [
    (20, 72, 1, 1), (20, 73, 0, 1),  # 52 weeks later, 53 weeks later
    (51, 103, 1, 1), (52, 103, 0, 0),  # an ending in week 52 is followed for 51 weeks only
    (20, 20, 1, 1),
])  # fmt: skip
def test_who_asks_again_within_a_year_came_back(closed, asked, again, endings):
    told = ("0 request", "4 start", f"{closed} close goal_met", f"{asked} request")
    assert ask(access.endings, *told) == (again, endings)


def test_an_episode_that_waits_after_a_break_and_is_given_up_is_an_ending():
    told = ("0 request", "4 start", "20 relation_end turnover", "30 close left_list", "40 request")
    assert ask(access.endings, *told) == (1, 1)


def test_giving_up_before_any_care_is_no_ending():
    assert ask(access.endings, "0 request", "9 close left_list", "20 request") == (0, 0)


def test_a_request_in_another_life_domain_is_no_return():
    more = "30,A,safety,,request,,0.6\n"
    assert ask(access.endings, "0 request", "4 start", "20 close goal_met", more=more) == (0, 1)


# trajectories


def test_a_trajectory_goes_on_through_a_break():
    told = ("0 request", "4 start", "20 relation_end turnover", "26 start", "44 close goal_met")
    assert ask(access.trajectories, *told) == (1, 1, 40)


def test_a_second_trajectory_begins_with_the_next_request():
    told = ("0 request", "4 start", "24 close goal_met", "60 request", "65 start", "80 close goal_met")
    assert ask(access.trajectories, *told) == (2, 2, 20 + 15)


def test_what_goes_on_after_the_follow_up_has_begun_and_not_ended():
    assert ask(access.trajectories, "0 request", "4 start", "104 close goal_met") == (1, 0, 0)


def test_a_trajectory_of_which_the_table_has_no_request_neither_begins_nor_ends():
    told = ("0 request", "5 start", "20 close goal_met", "40 start", "60 close goal_met")
    assert ask(access.trajectories, *told) == (1, 1, 15)


def test_a_table_without_requests_starts_and_closes_has_no_trajectories():
    assert ask(access.trajectories, "5 contact") == (0, 0, 0)


@pytest.mark.parametrize("function", [access.waits, access.refusals, access.endings, LOST_MAIN])
def test_a_table_in_which_nothing_happens_gives_nought(function):
    assert set(ask(function, "5 contact")) == {0}


# the first professional


@pytest.mark.parametrize(("ended", "cause", "lost"), [
    (30, "turnover", 1), (30, "cut", 1), (30, "absence", 1), (30, "transfer", 1), (30, "passed_along", 1),
    (30, "goal_met", 0), (30, "wish", 0), (30, "dropout", 0), (30, "term", 0), (30, "moved", 0),
    (4, "turnover", 1), (56, "turnover", 1), (57, "turnover", 0),  # a year after the start in week 4
])  # fmt: skip
def test_the_first_professional_is_lost_when_gone_unplanned_within_a_year(ended, cause, lost):
    told = ("0 request", "4 start - Anna", f"{ended} relation_end {cause} Anna")
    assert ask(LOST_MAIN, *told) == (lost, 1)


@pytest.mark.parametrize(("began", "known"), [(51, 1), (52, 0)])
def test_the_first_professional_must_have_come_a_year_before_the_end(began, known):
    assert ask(LOST_MAIN, f"{began} start - Anna", "60 relation_end turnover Anna") == (known, known)


def test_another_life_domain_loses_another_professional():
    more = "6,A,safety,Bo,start,,0.6\n9,A,safety,Bo,relation_end,turnover,0.6\n"
    assert ask(LOST_MAIN, "4 start - Anna", more=more) == (0, 1)


def test_who_comes_after_the_first_professional_is_not_the_first():
    told = ("4 start - Anna", "10 relation_end wish Anna", "12 start - Bo", "30 relation_end turnover Bo")
    assert ask(LOST_MAIN, *told) == (0, 1)
