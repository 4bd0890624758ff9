"""When a need asks for care, stops asking, gives up and asks again, week by week."""

import pytest
from small_world import lines, live, norm, small_world, still, waits

from samenhang.model.tables import ACTIVE, NONE, VACANT, WAITING


def test_care_stops_after_four_good_weeks_in_a_row_and_one_bad_week_starts_the_count_again():
    course = [0.35, 0.45, 0.35, 0.15, 0.15, 0.15, 0.25, 0.15, 0.15, 0.15, 0.15, 0.35, 0.45]
    world = small_world(1)
    status = []
    for week, need in enumerate(course):
        world.families.need[0, 0] = need
        live(world, still(needs={"opening": 0.4, "closing": 0.2, "settled": 4.0}), week, off=["needs"])
        status.append(int(world.episodes.status[0, 0]))
    assert status == [NONE, *[ACTIVE] * 9, NONE, NONE, ACTIVE]


@pytest.mark.parametrize(("off", "left"), [((), [100]), (("allocation",), [])])
def test_who_is_not_urgent_may_leave_the_list_but_not_where_first_come_is_first_served(off, left):
    world = small_world(2)
    waits(world, 0, 0.5)
    waits(world, 1, 0.9)
    world.professionals.status[0] = VACANT
    live(world, norm(9, leave_list=1.0), off=off)
    assert [line[3] for line in lines(world, "close")] == left


def after_giving_up(needs):
    """Status in the weeks after a family gave up in week 0, as its need goes; it asks again after six weeks."""
    world, status = small_world(1), []
    world.professionals.status[0] = VACANT
    waits(world, 0, 0.5)
    live(world, norm(9, leave_list=1.0))
    p = still(referral={"asks_again": 6.0})
    for week, need in enumerate(needs, start=1):
        world.families.need[0, 0] = need
        live(world, p, week, off=["needs"])
        status.append(int(world.episodes.status[0, 0]))
    return status


def test_who_gave_up_waiting_asks_again_after_a_while_if_the_need_lasts():
    assert after_giving_up([0.5] * 7) == [NONE] * 5 + [WAITING] * 2


def test_who_gave_up_waiting_asks_at_once_for_a_new_need():
    assert after_giving_up([0.15, 0.15, 0.15, 0.15, 0.45]) == [NONE] * 4 + [WAITING]
    assert after_giving_up([0.15, 0.15, 0.15, 0.45, 0.45]) == [NONE] * 5  # three good weeks: the need had not passed
