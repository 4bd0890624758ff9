"""Unplanned breaks and relation-weeks on event tables as a municipality could hand them over, worked out by hand."""

import math
from io import StringIO

import pandas as pd
import pytest

from samenhang.model.events import Cause
from samenhang.model.outcomes.continuity import BREAKS, PLANNED, relation_weeks, unplanned_breaks
from samenhang.model.outcomes.continuity import breaks as kinds_of_breaks

HEAD = "week,family,domain,event,cause,value\n"
NEED = 0.2  # the care threshold in these cases

ONE_BREAK = """\
2,A,parenting,request,,0.70
10,A,parenting,start,,0.70
36,A,parenting,relation_end,turnover,0.50
40,A,parenting,start,,0.50
92,A,parenting,relation_end,goal_met,0.10
92,A,parenting,close,goal_met,0.10
"""


def table(text):
    return pd.read_csv(StringIO(HEAD + text))


def follow(**families):
    """Family -> (first week, one past the last)."""
    return pd.DataFrame([(name, *weeks) for name, weeks in families.items()], columns=["family", "first", "last"])


def breaks(text, **families):
    return unplanned_breaks(table(text), follow(**families), NEED)


def weeks(text, **families):
    return relation_weeks(table(text), follow(**families)).sum()


def test_one_break_in_a_year_and_a_half_with_a_professional():
    assert weeks(ONE_BREAK, A=(2, 106)) == 26 + 52
    assert breaks(ONE_BREAK, A=(2, 106)) == pytest.approx(100 * 1 / 1.5)  # 78 weeks are 1.5 years


def test_a_relation_still_open_counts_up_to_the_end_of_the_follow_up():
    text = ONE_BREAK + "30,B,school,request,,0.6\n30,B,school,start,,0.6\n"
    assert weeks(text, A=(2, 106), B=(30, 134)) == 78 + 104
    assert breaks(text, A=(2, 106), B=(30, 134)) == pytest.approx(100 * 1 / 3.5)


def test_a_relation_from_before_the_follow_up_counts_from_its_first_week():
    assert weeks(ONE_BREAK, A=(20, 124)) == (36 - 20) + 52


def test_what_ends_after_the_follow_up_counts_to_its_end_and_is_no_break_in_it():
    assert weeks(ONE_BREAK, A=(2, 30)) == 30 - 10
    assert breaks(ONE_BREAK, A=(2, 30)) == 0.0


def test_the_last_week_is_the_first_that_no_longer_counts():
    assert breaks(ONE_BREAK, A=(2, 36)) == 0.0
    assert breaks(ONE_BREAK, A=(2, 37)) == pytest.approx(100 * 52 / 26)


def test_a_relation_outside_the_follow_up_counts_for_nothing():
    assert weeks(ONE_BREAK, A=(92, 196)) == 0.0
    assert weeks(ONE_BREAK, A=(0, 10)) == 0.0


def test_families_that_are_not_followed_do_not_count():
    text = ONE_BREAK + "0,B,school,start,,0.6\n5,B,school,relation_end,turnover,0.6\n"
    assert weeks(text, A=(2, 106)) == 78
    assert breaks(text, A=(2, 106)) == pytest.approx(100 / 1.5)


@pytest.mark.parametrize(("cause", "need", "counts"), [
    ("turnover", 0.5, 1), ("moved", 0.5, 1), ("passed_along", 0.5, 1),  # whoever's doing, not the family's wish
    ("wish", 0.9, 0), ("goal_met", 0.9, 0),  # planned
    ("turnover", 0.1, 0), ("turnover", 0.2, 0), ("turnover", 0.2001, 1),  # need below, at, above the care threshold
])  # fmt: skip
def test_a_break_is_unplanned_when_need_is_high_and_the_family_did_not_wish_it(cause, need, counts):
    text = f"0,A,school,start,,0.9\n52,A,school,relation_end,{cause},{need}\n"
    assert breaks(text, A=(0, 104)) == 100.0 * counts  # one relation-year


@pytest.mark.parametrize(("cause", "kind"), [
    ("turnover", "turnover"), ("cut", "turnover"), ("absence", "absence"), ("transfer", "transfer"), ("passed_along", "passed_along"),
    ("term", "stopped"), ("contract_end", "stopped"), ("change_of_stream", "change_of_stream"), ("project_end", "project_end"),
    ("moved", "gone"), ("aged_out", "gone"), ("out_of_view", "gone"),
])  # fmt: skip
def test_every_cause_of_a_break_has_one_kind(cause, kind):
    text = f"0,A,school,start,,0.9\n52,A,school,relation_end,{cause},0.6\n"
    found = kinds_of_breaks(table(text), follow(A=(0, 104)), NEED).iloc[0]
    assert found[found > 0].to_dict() == {"all": 1.0, kind: 1.0}


def test_every_cause_for_which_a_relation_can_end_is_planned_or_has_a_kind():
    not_of_relations = {"none", "left_list", "complexity", "ceiling", "no_offer", "early", "warm"}
    told = [cause.name for causes in (PLANNED, *BREAKS.values()) for cause in causes]
    assert sorted(told) == sorted(set(Cause.__members__) - not_of_relations)


def test_two_professionals_at_once_are_two_relations():
    text = ONE_BREAK + "0,A,school,start,,0.6\n26,A,school,relation_end,turnover,0.6\n"
    assert weeks(text, A=(0, 104)) == 78 + 26
    assert breaks(text, A=(0, 104)) == pytest.approx(100 * 2 / 2)


def test_a_relation_that_ends_in_the_week_in_which_the_next_starts_takes_no_weeks_twice():
    text = "0,A,school,start,,0.6\n10,A,school,relation_end,turnover,0.6\n10,A,school,start,,0.6\n"
    assert weeks(text, A=(0, 52)) == 52


def test_without_any_relation_there_is_no_answer():
    assert math.isnan(breaks("2,A,parenting,request,,0.7\n", A=(2, 106)))
    assert math.isnan(breaks(ONE_BREAK, A=(200, 304)))
    assert weeks("2,A,parenting,request,,0.7\n", A=(2, 106)) == 0.0


def test_the_order_of_the_rows_does_not_matter():
    events = table(ONE_BREAK + "0,A,school,start,,0.6\n26,A,school,relation_end,turnover,0.6\n30,B,school,start,,0.6\n")
    cohort = follow(A=(0, 104), B=(30, 134))
    for mixed in (events.iloc[::-1], events.sort_values("value", kind="stable"), events.iloc[[5, 0, 8, 3, 1, 6, 2, 7, 4]]):  # fmt: skip
        assert relation_weeks(mixed, cohort).tolist() == relation_weeks(events, cohort).tolist() == [78 + 26, 104]
        assert unplanned_breaks(mixed, cohort, NEED) == unplanned_breaks(events, cohort, NEED)


def test_other_columns_and_whole_numbers_for_families_are_welcome():
    events = table(ONE_BREAK.replace(",A,", ",7,")).assign(person=3, run_id="x")
    cohort = pd.DataFrame({"row": [0], "family": [7], "first": [2], "last": [106]})
    assert unplanned_breaks(events, cohort, NEED) == pytest.approx(100 / 1.5)


BEGINS_LATE = "5,A,school,relation_end,turnover,0.6\n10,A,school,start,,0.6\n36,A,school,relation_end,turnover,0.5\n"


def test_an_end_whose_start_lies_before_the_table_does_not_spoil_what_comes_after():
    """Real tables begin somewhere: the first end here belongs to a start that is not in it."""
    assert weeks(BEGINS_LATE, A=(0, 104)) == 26


def test_a_relation_without_a_start_counts_neither_in_weeks_nor_in_breaks():
    assert breaks(BEGINS_LATE, A=(0, 104)) == pytest.approx(100 * 1 / 0.5)


def test_an_end_in_the_week_of_the_first_start_belongs_to_who_was_there_before_the_table():
    text = "10,A,school,relation_end,turnover,0.6\n10,A,school,start,,0.6\n36,A,school,relation_end,turnover,0.5\n"
    assert weeks(text, A=(0, 104)) == 26
    assert breaks(text, A=(0, 104)) == pytest.approx(100 * 1 / 0.5)


def test_two_ends_before_the_first_start_both_count_for_nothing():
    text = "3,A,school,relation_end,turnover,0.6\n5,A,school,relation_end,turnover,0.6\n10,A,school,start,,0.6\n"
    assert weeks(text, A=(0, 104)) == 94
    assert breaks(text, A=(0, 104)) == 0.0
