"""What the observer adds up of decisions and of helpers who work together, and the state they live on; by hand."""

import numpy as np
import pytest
from one_family import LATE, in_care, live, seats_of, seen, served, small_world, still, told

from samenhang.model.cohort import contacts_of
from samenhang.model.follow import PEOPLE, is_pending, why_lost
from samenhang.model.levels import FOUR, THREE, advised, match_of_level
from samenhang.model.observe import AT
from samenhang.model.outcomes.fit import BETWEEN, REFUSED, TOO_LIGHT, UNKNOWN, UNSERVED
from samenhang.model.tables import ABSENT, ACTIVE, LIGHT, NOBODY, NONE, WAITING

# rules


@pytest.mark.parametrize(("raised", "homes", "pending"), [
    (NOBODY, 0, False),  # nothing to decide
    (10, 0, True), (7, 0, True), (7, 2, True),  # this week; not yet at the table; two organisations still to answer
    (7, -1, False),  # decided
    (23, 0, False),  # overturned or left undone: to be raised again
])  # fmt: skip
def test_a_decision_is_pending_from_being_raised_until_it_is_made(raised, homes, pending):
    assert is_pending(raised, homes, 10) == pending


@pytest.mark.parametrize(("status", "known", "refused", "why"), [
    (NONE, True, False, UNSERVED), (WAITING, True, False, UNSERVED),
    (NONE, True, True, REFUSED), (NONE, False, False, UNKNOWN), (ACTIVE, True, False, TOO_LIGHT),  # these come before
])  # fmt: skip
def test_to_wait_for_a_decision_is_to_wait(status, known, refused, why):
    assert why_lost(status, known, False, refused, True) == why


@pytest.mark.parametrize(("complexity", "level"), [(0.0, 2), (0.4999, 2), (THREE, 3), (0.6799, 3), (FOUR, 4), (1.0, 4)])
def test_the_level_that_is_advised(complexity, level):
    assert advised(complexity) == level


@pytest.mark.parametrize(("level", "complexity", "match"), [
    (2, 0.3, 1.0), (4, FOUR, 1.0), (3, THREE, 1.0), (4, 0.3, 0.5), (2, THREE, 0.75), (0, FOUR, 0.0), (0, 0.3, 0.5),
])  # fmt: skip
def test_the_match_is_lower_by_a_quarter_for_every_level_that_is_missed(level, complexity, match):
    assert match_of_level(level, complexity) == pytest.approx(match)


# decisions


def nobody_may(**more):
    """Every change of plan goes to the home organisations, which never answer unless a test says so."""
    asked = {"professional_room": 0.0, "shared_mandate": 0.0, "home_weeks": 1e6, "overturned": 0.0, "undone": 0.0}
    return still(decisions=asked | more)


def test_every_week_in_which_a_decision_is_pending_counts():
    world = served(intensity=LIGHT)  # too light: there is something to decide
    live(world, nobody_may(), until=5, decide=True)
    assert seen(world, "decision_weeks") == [5]
    assert told(world, "decision_raised", "decision_made", "done") == [(0, "decision_raised", "none")]


def test_what_is_decided_in_the_week_in_which_it_is_raised_took_no_weeks():
    world = served(intensity=LIGHT)
    live(world, nobody_may(professional_room=1.0), until=5, decide=True)
    assert seen(world, "decision_weeks") == [0]
    assert [line[:2] for line in told(world, "decision_made", "done")] == [(0, "decision_made"), (0, "done")]


def test_a_home_organisation_that_answers_the_next_week_takes_one():
    world = served(intensity=LIGHT)
    live(world, nobody_may(home_weeks=1.0), until=5, decide=True)
    assert seen(world, "decision_weeks") == [1]
    assert [line[:2] for line in told(world, "done")] == [(1, "done")]


def test_after_a_decision_is_overturned_the_weeks_until_it_is_raised_again_do_not_count():
    world = served(intensity=LIGHT)
    live(world, nobody_may(home_weeks=1.0, overturned=1.0, again=13.0), until=16, decide=True)
    assert [line[:2] for line in told(world, "decision_raised", "overturned")] == [
        (0, "decision_raised"), (1, "overturned"), (14, "decision_raised"), (15, "overturned"),
    ]  # fmt: skip
    assert seen(world, "decision_weeks") == [2]  # weeks 0 and 14


def test_where_nothing_should_change_no_decision_is_pending():
    world = served()
    live(world, nobody_may(), until=5, decide=True)
    assert seen(world, "decision_weeks") == [0] and told(world, "decision_raised") == []


def test_two_decisions_at_once_count_double():
    world = served(n_domains=2, intensity=LIGHT)
    in_care(world, 0, 0.6, seat=1, d=1, intensity=LIGHT)
    live(world, nobody_may(), until=3, decide=True)
    assert seen(world, "decision_weeks") == [6]


def test_a_found_need_that_waits_for_a_decision_is_lost_to_waiting():
    world = served(n_domains=2)
    world.families.need[0, 1], world.episodes.knows[0, 0], world.episodes.free[0, 1] = 0.6, 0b11, False
    live(world, nobody_may(), until=4, decide=True)
    assert world.episodes.status[0].tolist() == [ACTIVE, NONE]
    lost = [0.0] * 5
    lost[UNSERVED] = 4 * 0.5  # half of need, in each of four weeks
    assert seen(world, "lost", "decision_weeks") == [pytest.approx(lost), 4]


def test_a_known_need_about_which_nothing_is_to_be_decided_is_between():
    world = served(n_domains=2)
    world.families.need[0, 1], world.families.known[0, 1], world.episodes.not_before[0, 1] = 0.6, True, LATE
    live(world, nobody_may(), until=4, decide=True)
    lost = [0.0] * 5
    lost[BETWEEN] = 4 * 0.5
    assert seen(world, "lost", "decision_weeks") == [pytest.approx(lost), 0]


# helpers together

ONE_TABLE = {"rule": "fixed", "level": "collaboration", "meeting_wait": 0.0, "coordinator": 1.0}


def two_helpers(seats=(2,)):
    world = served(n_domains=2, seats=seats)
    in_care(world, 0, 0.6, seat=1, d=1)
    return world


def test_two_helpers_who_coordinate_have_neither_plan_nor_coordinator():
    world = two_helpers()
    live(world, still(teams={"rule": "fixed", "level": "coordination"}), until=4)
    assert seen(world, "team_weeks", "plan_weeks", "coordinator_weeks") == [4, 0, 0]
    assert seen(world, "level_match") == [pytest.approx(4 * match_of_level(2, world.families.complexity[0]))]


def test_one_plan_and_a_coordinator_are_counted_from_the_week_of_the_first_meeting():
    world = two_helpers()
    live(world, still(teams=ONE_TABLE | {"meeting_wait": 1e6}), until=2)  # nobody can ever meet
    live(world, still(teams=ONE_TABLE), 2, until=6)
    assert seen(world, "team_weeks", "plan_weeks", "coordinator_weeks") == [6, 4, 6]


def test_quality_is_added_up_week_by_week():
    world, whole = two_helpers(), 0.0
    for week in range(4):
        live(world, still(teams=ONE_TABLE), week)
        assert 0.0 < world.families.quality[0] < 1.0
        whole += world.families.quality[0]
    assert seen(world, "collaboration") == [pytest.approx(whole)]


def test_without_teams_everybody_works_at_level_0():
    world = two_helpers()
    live(world, still(), until=3, off=["teams"])
    match = match_of_level(0, world.families.complexity[0])
    assert match <= 0.5
    assert seen(world, "team_weeks", "level_match", "collaboration") == [3, pytest.approx(3 * match), 0.0]


def test_one_helper_for_two_domains_is_no_team():
    world = served(n_domains=2)
    in_care(world, 0, 0.6, seat=0, d=1)
    live(world, still(teams=ONE_TABLE), until=3)
    assert seen(world, "care_weeks", "team_weeks", "level_match", "coordinator_weeks") == [3, 0, 0.0, 0]


def test_goal_agreement_is_added_up_over_weeks_in_care():
    world = served()
    world.families.goal_agreement[0] = 0.6
    live(world, still(), until=3)
    assert seen(world, "care_weeks", "goal_agreement") == [3, pytest.approx(1.8)]


def test_who_stands_in_is_the_face_of_a_contact_and_the_pair_has_none():
    world = two_helpers()
    staff = world.professionals
    staff.status[0], staff.back[0] = ABSENT, LATE
    p = still(teams={"rule": "fixed", "level": "teamwork", "sensitivity": 0.0}, together={"stand_in": 1.0})  # always
    live(world, p, until=3)
    assert seats_of(world) == [0] and seen(world, "stood_in", "n_faces") == [3, [3, 3]]
    threads, _ = contacts_of(world, np.array([0]))
    assert threads["face"].tolist() == [PEOPLE] * 6  # the second seat, in both domains
    assert seen(world, "contacts") == [[[3, 0], [0, 0]]]  # those of the second helper with the domain of their own


def test_without_a_team_nobody_stands_in_and_there_is_no_contact():
    world = two_helpers()
    world.professionals.status[0], world.professionals.back[0] = ABSENT, LATE
    live(world, still(), until=3)
    assert seen(world, "stood_in", "n_faces") == [0, [0, 3]]


def test_informal_support_is_that_of_the_last_week_followed():
    world = served()
    world.families.informal_support[0], world.families.own_network[0] = 0.4, 0.4
    world.families.moves[0] = 3
    p = still(together={"crowding": 0.005})
    live(world, p, until=8)  # a helper crowds out a two-hundredth of it every week
    assert seen(world, "weeks", "informal_support") == [3, pytest.approx(0.4 * 0.995**3)]


# the state that collaboration lives on


def observed(world, *names, week=0):
    return [world.series[week, AT[name]] for name in names]


def test_trust_and_agreements_are_means_over_two_different_organisations():
    world = small_world(1, seats=(1, 1, 1))
    live(world, still())
    between = ~np.eye(3, dtype=bool)
    means = [of[between].mean() for of in (world.organisations.trust, world.organisations.agreements)]
    assert world.organisations.trust[0, 0] == 1.0  # of oneself, and no part of the mean
    assert observed(world, "mean_trust", "mean_agreements") == pytest.approx(means)
    live(world, still(), 1, off=["trust"])
    assert observed(world, "mean_trust", "mean_agreements", week=1) == [0.5, 0.5]


def test_with_one_organisation_there_is_nothing_between_them():
    world = small_world(1, seats=(2,))
    live(world, still())
    assert np.isnan(observed(world, "mean_trust", "mean_agreements")).all()


def test_competence_and_way_of_working_are_means_of_those_at_work():
    world = small_world(1, seats=(3,))
    staff = world.professionals
    staff.since[:], staff.status[2], staff.back[2] = -100, ABSENT, LATE
    staff.competence[:], staff.adopted[:] = [0.2, 0.6, 1.0], [0.0, 0.5, 1.0]
    live(world, still())
    assert observed(world, "mean_competence", "mean_adopted") == pytest.approx([0.4, 0.25])
