"""Decisions of a family's plan: raised, taken, sent home, turned back, left undone; week by week in a small world."""

import pytest
from small_world import in_care, live, small_world, still, told

from samenhang.model.tables import (
    ACTIVE,
    INSURER,
    LIGHT,
    MANDATED,
    NOBODY,
    NONE,
    REGULAR,
)
from samenhang.model.ties import personal_trust

ROOM = {"professional_room": 1.0, "undone": 0.0}
NO_ROOM = {"professional_room": 0.0, "shared_mandate": 0.0, "home_weeks": 1e6, "undone": 0.0}
KINDS = ("decision_raised", "decision_made", "overturned", "done")


def found_need(*, helpers=1):
    """A helper has found a need in the last domain, for which there is no care yet."""
    world = small_world(1, n_domains=helpers + 1, seats=(1,) * (helpers + 1))
    for d in range(helpers):
        in_care(world, 0, 0.6, seat=d, d=d)
    world.families.need[0, helpers], world.episodes.knows[0, 0] = 0.6, 1 | 1 << helpers
    world.episodes.free[:] = False  # nothing was decided before
    return world


def decided(decisions, *, weeks=3, world=None, **more):
    world = world or found_need()
    live(world, still(decisions=decisions, **more), until=weeks, decide=True)
    return world


def test_a_found_need_is_decided_on_and_then_referred():
    world = decided(ROOM)
    assert told(world, *KINDS, "request") == [
        (0, "decision_raised", "none"), (0, "decision_made", "none"), (0, "done", "none"), (1, "request", "none"),
    ]  # fmt: skip
    assert world.episodes.status[0].tolist() == [ACTIVE, ACTIVE]


def test_nobody_decides_without_mandate_and_meanwhile_the_need_goes_unserved():
    world = decided(NO_ROOM, weeks=60)
    assert told(world, *KINDS, "request") == [(0, "decision_raised", "none")]
    assert world.episodes.status[0].tolist() == [ACTIVE, NONE]
    assert world.episodes.homes[0, 1] == 1


def test_every_helpers_home_is_asked_one_after_another_unless_one_answers_for_all():
    slow = NO_ROOM | {"home_weeks": 1.0, "overturned": 0.0}
    for how, week in (({"rule": "none"}, 3), ({"rule": "none", "construction": "main_contractor"}, 1)):
        world = decided(slow, world=found_need(helpers=3), weeks=6, teams=how)
        assert told(world, "decision_made") == [(week, "decision_made", "none")]


def test_a_measure_of_child_protection_settles_who_decides():
    world = found_need()
    world.families.channel[0], world.domains.mandated[:] = MANDATED, True
    assert told(decided(NO_ROOM, world=world), "done") == [(0, "done", "none")]


def test_an_overturned_decision_costs_trust_and_strain_and_is_raised_again_later():
    world = found_need(helpers=2)
    p = still(decisions=NO_ROOM | {"home_weeks": 1.0, "overturned": 1.0, "production": 0.5, "again": 13.0, "harm": 0.1,
              "strain": 0.2, "discord": 0.5}, trust={"tie_growth": 0.1, "ceiling": 0.8})  # fmt: skip
    live(world, p, until=2, decide=True)
    before = personal_trust(world.ties, world.professionals, 0, 1, 2, 0.0, 0.0)
    live(world, p, 2, decide=True)  # asked in week 0, two homes answer in weeks 1 and 2
    assert told(world, *KINDS) == [(0, "decision_raised", "none"), (2, "overturned", "none")]
    assert world.families.trust[0] == pytest.approx(0.45)
    assert world.professionals.strain.tolist() == pytest.approx([0.2, 0.2, 0.0])
    after = personal_trust(world.ties, world.professionals, 0, 1, 2, 0.0, 0.0)
    met = 0.5 * before + 0.1 * 0.1 * (0.8 - 0.5 * before)  # and the week's shared case counts for a tenth of a meeting
    assert after == pytest.approx(met)
    live(world, p, 3, until=30, decide=True)
    assert [week for week, kind, _ in told(world, *KINDS) if kind == "decision_raised"] == [0, 15]
    assert [week for week, kind, _ in told(world, *KINDS) if kind == "overturned"] == [2, 17]


def test_what_is_left_undone_is_raised_again_and_a_coordinator_leaves_nothing_undone():
    undone = ROOM | {"undone": 1.0, "again": 13.0}
    left = decided(undone, world=found_need(helpers=2), weeks=20)
    assert told(left, *KINDS) == [
        (week, kind, "none") for week in (0, 13) for kind in ("decision_raised", "decision_made")
    ]
    led = {"rule": "fixed", "level": "coordination", "coordinator": 1.0}
    done = decided(undone, world=found_need(helpers=2), weeks=20, teams=led)
    assert told(done, *KINDS)[:3] == [(0, kind, "none") for kind in ("decision_raised", "decision_made", "done")]
    assert all(kind != "decision_made" or (week, "done", "none") in told(done) for week, kind, _ in told(done))


def test_a_mandate_at_the_table_works_as_far_as_the_team_does():
    table = NO_ROOM | {"shared_mandate": 1.0}
    one_plan = {"rule": "fixed", "level": "teamwork", "meeting_wait": 0.0}
    for trust_of_one_another, weeks in ((1.0, [0]), (0.0, [])):
        world = found_need(helpers=2)
        world.families.mutual_trust[:], world.families.clarity[:], world.professionals.competence[:] = trust_of_one_another, 1.0, 1.0  # fmt: skip
        decided(table, world=world, teams=one_plan, weeks=1)
        assert [week for week, *_ in told(world, "decision_made")] == weeks


def test_a_team_with_one_plan_decides_only_when_all_can_meet():
    one_plan = {"rule": "fixed", "level": "collaboration", "meeting_wait": 1e6}
    world = decided(ROOM, world=found_need(helpers=2), teams=one_plan, weeks=20)
    assert told(world, *KINDS) == [(0, "decision_raised", "none")]


def test_power_counts_where_an_insurer_pays_another_helper():
    turned = NO_ROOM | {"home_weeks": 1.0, "overturned": 0.5, "production": 0.5, "power_gap": 1.0, "harm": 0.0, "strain": 0.0}  # fmt: skip
    found = []
    for funder in (0, INSURER):
        world = small_world(200, n_domains=2, seats=(1, 1), streams=2)
        world.streams.funder[1], world.episodes.free[:] = funder, False
        for f in range(200):
            in_care(world, f, 0.6, intensity=LIGHT)  # too light, to be decided
            in_care(world, f, 0.6, seat=1, d=1)
        found.append(len(told(decided(turned, world=world, weeks=3), "overturned")))
    assert 70 <= found[0] <= 130 and found[1] == 200  # half of them, and twice as many


# what waits for a decision


@pytest.mark.parametrize(("how", "now"), [(ROOM, REGULAR), (NO_ROOM, LIGHT)])
def test_care_stays_too_light_until_somebody_may_decide(how, now):
    world = small_world(1)
    in_care(world, 0, 0.6, intensity=LIGHT)
    decided(how, world=world, closure={"steps_up": 1.0}, weeks=10)
    assert world.episodes.intensity[0, 0] == now


@pytest.mark.parametrize(("how", "status"), [(ROOM, NONE), (NO_ROOM, ACTIVE)])
def test_care_goes_on_until_somebody_may_end_it(how, status):
    world = small_world(1)
    in_care(world, 0, 0.1)
    decided(how, world=world, weeks=20)
    assert world.episodes.status[0, 0] == status


def test_whom_nobody_helps_needs_no_decision_to_ask():
    world = small_world(1)
    world.families.need[0, 0], world.episodes.free[:] = 0.7, False
    live(world, still(access={"seeks": 1.0, "outreach": 1.0}, decisions=NO_ROOM), 0, until=2, decide=True)
    live(world, still(access={"seeks": 1.0, "outreach": 1.0}, decisions=NO_ROOM), 2, until=4, decide=True)
    assert world.episodes.status[0, 0] == ACTIVE and told(world, *KINDS) == []


def test_what_need_not_be_decided_any_more_is_forgotten():
    world = decided(NO_ROOM)
    world.families.need[0, 1], world.families.should_meet[0, 1] = 0.0, False
    live(world, still(decisions=NO_ROOM), 3, until=10, decide=True)
    assert (world.episodes.raised[0, 1], world.episodes.homes[0, 1]) == (NOBODY, 0)
