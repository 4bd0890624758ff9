"""What the observer adds up: its rules, who is followed, steady faces, gaps and endings, worked out by hand."""

import numpy as np
import pytest
from one_family import ROTATES, SEED, in_care, live, norm, seats_of, seen, served, small_world, still, waits

from samenhang.model.follow import is_followed, quality_of_life, share_known, why_lost
from samenhang.model.outcomes.fit import BETWEEN, REFUSED, TOO_LIGHT, UNKNOWN, UNSERVED
from samenhang.model.tables import ABSENT, ACTIVE, NOBODY, NONE, WAITING
from samenhang.model.week import On, weeks

# rules


@pytest.mark.parametrize(("first", "week", "opens", "is_one"), [
    (NOBODY, 60, 52, False),  # never asked
    (51, 60, 52, False), (52, 60, 52, True),  # the week in which entry opens
    (207, 210, 52, True), (208, 210, 52, False),  # entry is open for three years, 156 weeks
    (60, 60, 52, True), (60, 163, 52, True), (60, 164, 52, False),  # followed for two years, 104 weeks
    (0, 0, 0, True), (NOBODY, 0, 0, False), (155, 258, 0, True), (156, 258, 0, False),
])  # fmt: skip
def test_who_asks_first_in_the_three_years_of_entry_is_followed_for_two_years(first, week, opens, is_one):
    assert is_followed(first, week, opens) == is_one


@pytest.mark.parametrize(("status", "known", "refused", "why"), [
    (ACTIVE, True, False, TOO_LIGHT), (ACTIVE, True, True, TOO_LIGHT), (ACTIVE, False, False, TOO_LIGHT),
    (NONE, False, False, UNKNOWN), (NONE, False, True, UNKNOWN), (WAITING, False, False, UNKNOWN),
    (WAITING, True, True, REFUSED), (NONE, True, True, REFUSED),  # by organisations; nothing on offer
    (WAITING, True, False, UNSERVED), (NONE, True, False, BETWEEN),
])  # fmt: skip
def test_each_lost_week_counts_once_for_the_first_reason_that_holds(status, known, refused, why):
    assert why_lost(status, known, False, refused, False) == why


def test_what_was_told_once_is_not_unknown_any_more():
    assert why_lost(NONE, False, True, False, False) == BETWEEN  # stopped, gave up, or not yet asked again
    assert why_lost(WAITING, False, True, False, False) == UNSERVED
    assert why_lost(NONE, False, True, True, False) == REFUSED


@pytest.mark.parametrize(("worst", "mean", "quality"), [
    (0.0, 0.0, 1.0), (1.0, 1.0, 0.0), (0.8, 0.2, 0.5),  # 1 - 0.4 - 0.1
    (0.6, 0.6, 0.4), (0.5, 0.1, 0.7),
])  # fmt: skip
def test_quality_of_life_is_what_half_the_heaviest_and_half_the_mean_need_leave(worst, mean, quality):
    assert quality_of_life(worst, mean) == pytest.approx(quality)


@pytest.mark.parametrize(("knows", "meets", "share"), [
    (0b001, 0b001, 1.0), (0b000, 0b001, 0.0), (0b001, 0b011, 0.5), (0b101, 0b111, 2 / 3), (0b111, 0b111, 1.0),
    (0b110, 0b001, 0.0), (0b1001, 0b0011, 0.5),  # what needs no care does not count
    (0b10000001, 0b11000001, 2 / 3),
])  # fmt: skip
def test_the_story_is_the_part_of_the_needs_that_a_professional_knows(knows, meets, share):
    assert share_known(knows, meets) == pytest.approx(share)


# who is followed, and for how long


def asking(need, arrives, opens, until):
    """Families that ask as soon as they come (without `access` everybody does), and wait: weeks followed."""
    world = small_world(len(need))
    world.families.need[:, 0], world.families.arrives[:] = need, arrives
    assert weeks(world, norm(1), On(access=False, allocation=False), np.uint64(SEED), 0, until, opens) == until
    return world


def test_a_family_is_followed_for_104_weeks_from_its_first_request():
    world = asking([0.6, 0.3, 0.6], [0, 0, 3], 0, 106)
    assert world.families.first_request.tolist() == [0, NOBODY, 3]  # a need of 0.3 is too little for care to start
    assert world.followed.weeks.tolist() == world.followed.weeks_in_need.tolist() == [104, 0, 103]  # 0-103, 3-105
    assert world.followed.need.tolist() == pytest.approx([104 * 0.6, 0.0, 103 * 0.6])
    assert world.followed.quality.tolist() == pytest.approx([104 * 0.4, 0.0, 103 * 0.4])
    assert world.followed.severity.tolist() == [0.6, 0.0, 0.6]


def test_who_asked_before_entry_opened_is_never_followed():
    world = asking([0.6, 0.6, 0.6], [0, 2, 3], 3, 6)
    assert world.families.first_request.tolist() == [0, 2, 3]
    assert world.followed.weeks.tolist() == [0, 0, 3]


def test_a_family_that_moves_is_followed_until_the_week_in_which_it_goes():
    world = served()
    world.families.moves[0] = 10
    live(world, still(), until=20)
    assert seen(world, "weeks", "care_weeks", "n_faces") == [10, 10, [10]]


# a steady face


def test_a_face_is_steady_from_the_twenty_sixth_week_on():
    world = small_world(1)
    waits(world, 0, 0.6)
    live(world, norm(3), until=26)
    assert seen(world, "care_weeks", "steady_weeks") == [26, 0]  # met in week 0
    live(world, norm(3), 26, until=30)
    assert seen(world, "care_weeks", "steady_weeks") == [30, 4]  # weeks 26-29


def test_after_a_break_the_new_face_is_not_yet_a_steady_one():
    world = served()
    live(world, still(), until=30)
    live(world, ROTATES, 30)
    live(world, still(), 31, until=58)
    assert seats_of(world) == [1]
    assert seen(world, "care_weeks", "steady_weeks") == [30 + 27, 4 + 1]  # 26-29; met in week 31, so week 57


def test_who_comes_back_after_a_long_absence_is_as_steady_as_before():
    world = served(seats=(1,))
    live(world, still(), until=10)
    staff = world.professionals
    staff.status[0], staff.away_long[0], staff.back[0] = ABSENT, True, 12
    live(world, still(), 10, until=30)
    assert seats_of(world) == [0] and world.episodes.known_since[0, 0] == 0
    assert seen(world, "care_weeks", "gap_weeks", "steady_weeks") == [27, 3, 4]  # gone in 10, there in 12, met in 13


def test_one_steady_face_among_two_is_enough():
    world = served(n_domains=2, since=-30)
    in_care(world, 0, 0.6, seat=1, d=1)
    world.episodes.known_since[0, 1] = 0
    live(world, still(), until=4)
    assert seen(world, "care_weeks", "episode_weeks", "steady_weeks") == [4, 8, 4]


# weeks without follow-up


def test_after_a_break_every_week_without_a_professional_is_a_gap():
    world = served(seats=(1,))
    live(world, still(), until=3)
    live(world, ROTATES, 3)
    live(world, still(), 4, until=8)  # the only colleague there is will not do
    assert seen(world, "care_weeks", "gap_weeks") == [3, 5]  # the week of the break is the first one


def test_waiting_for_the_first_professional_is_no_gap():
    world = small_world(2)
    in_care(world, 0, 0.6)
    waits(world, 1, 0.6)
    live(world, norm(1), until=5)
    assert world.followed.gap_weeks.tolist() == [0, 0] and world.followed.care_weeks.tolist() == [5, 0]


def test_where_the_need_is_met_there_is_no_gap():
    world = served(seats=(1,))
    world.families.need[0, 0] = 0.1
    live(world, still(), until=10)  # four weeks of low need, then care ends
    assert seen(world, "care_weeks", "gap_weeks") == [3, 0]


# endings


def test_the_need_at_the_first_ending_and_a_year_on():
    world = served(seats=(1,))
    world.families.need[0, 0] = 0.1
    live(world, still(), until=5)  # low in weeks 0-3, so care ends in week 3
    world.families.need[0, 0] = 0.5
    live(world, still(), 5, until=55)
    assert seen(world, "closed", "need_closed") == [3, 0.1] and np.isnan(world.followed.need_later[0])
    live(world, still(), 55)
    assert seen(world, "closed", "need_later") == [3, 0.5]
