"""Why care ends and families go: worked out by hand in a small world."""

import pytest
from small_world import OFFERS, in_care, lines, live, norm, seats_of, small_world, still, told, waits

from samenhang.model.observe import NEW_BREAKS
from samenhang.model.tables import (
    ACTIVE,
    INTENSIVE,
    LIGHT,
    MANDATED,
    NOBODY,
    NONE,
    REGULAR,
    STAY,
)

EVERYBODY_LEAVES = {"exit_rate": 1e6}  # whatever the intention


# closure


def in_term(need, week=52, **closure):
    world = small_world(1)
    in_care(world, 0, need)
    world.families.known[0, 0] = True
    live(world, still(closure={"term": 52.0, "stops_below": 0.26, "resumes": 10.0, **closure}), week)
    return told(world, "close")


def test_a_decision_is_renewed_only_if_enough_is_left():
    assert in_term(0.25) == [(52, "close", "term")]
    assert in_term(0.27) == [] == in_term(0.25, week=51) == in_term(0.25, week=53) == in_term(0.25, term=0.0)
    assert in_term(0.9, contract_maximum=52.0) == [(52, "close", "contract_end")]


def test_long_lists_close_care_earlier_only_where_they_press():
    ends = []
    for throughput in (0.0, 0.1):
        world = small_world(2)
        in_care(world, 0, 0.25)
        waits(world, 1, 0.5)
        world.sectors.starts[0] = 0.05 / 0.9  # one that waits, one start in twenty weeks
        live(world, norm(1)._replace(closure=still(closure={"throughput": throughput}).closure))
        assert world.sectors.waits[0] == pytest.approx(20.0)
        ends.append(told(world, "close"))
    assert ends == [[], [(0, "close", "term")]]  # 0.25 is below 0.2 + 0.1 × (20 − 8) / 8


def test_without_pressure_care_ends_after_the_weeks_that_it_takes_to_settle_however_long_the_list():
    world = small_world(2)
    in_care(world, 0, 0.15)
    waits(world, 1, 0.5)
    live(world, norm(1), until=6)
    assert told(world, "close") == [(3, "close", "goal_met")]


def test_who_does_not_trust_care_stays_away_and_is_referred_again_later():
    world = small_world(1)
    in_care(world, 0, 0.7, alliance=0.0)
    world.families.trust[0] = 0.0
    live(world, still(closure={"dropout": 1.0, "resumes": 10.0}), 5)
    assert told(world, "close") == [(5, "close", "dropout")]
    assert (world.families.known[0, 0], world.episodes.not_before[0, 0]) == (False, 15)
    live(world, still(), 14, off=["access"])
    assert world.episodes.status[0, 0] == NONE
    live(world, still(), 15, off=["access"])
    assert world.episodes.status[0, 0] == ACTIVE


def test_imposed_care_goes_on_without_trust():
    world = small_world(1)
    in_care(world, 0, 0.7, alliance=0.0)
    world.families.trust[0], world.families.channel[0], world.domains.mandated[:] = 0.0, MANDATED, True
    live(world, still(closure={"dropout": 1.0, "term": 1.0, "stops_below": 1.0}), 5)
    assert lines(world) == []


@pytest.mark.parametrize(("given", "need", "now"), [(LIGHT, 0.75, [REGULAR, INTENSIVE, INTENSIVE]), (INTENSIVE, 0.45, [REGULAR, LIGHT, LIGHT]), (INTENSIVE, 0.95, [INTENSIVE] * 3), (STAY, 0.45, [INTENSIVE, REGULAR, LIGHT]), (REGULAR, 0.6, [REGULAR] * 3)])  # fmt: skip
def test_care_steps_up_and_down_towards_what_fits_one_at_a_time(given, need, now):
    world = small_world(1, seats=(1, 1), team=1)
    world.domains.most[:] = STAY
    in_care(world, 0, need, intensity=given)
    found = []
    for week in range(3):
        live(world, still(closure={"steps_up": 1.0, "steps_down": 1.0, "leaves_stay": 1.0}), week)
        found.append(int(world.episodes.intensity[0, 0]))
    assert found == now and told(world, "relation_end") == []
    assert len(told(world, "step")) == len({given, *now}) - 1


def test_a_question_that_outgrows_the_local_team_goes_on_to_its_own_sector():
    world = small_world(1, seats=(1, 1), team=1)
    in_care(world, 0, 0.6, seat=1, intensity=LIGHT)
    world.episodes.sector[0, 0] = 1
    live(world, still(closure={"steps_up": 1.0}))
    assert told(world) == [(0, "step", "none"), (0, "relation_end", "change_of_stream")]
    live(world, still(), 1)
    assert (world.episodes.sector[0, 0], world.episodes.intensity[0, 0], seats_of(world)) == (0, REGULAR, [0])


def test_without_closure_care_ends_only_when_the_need_is_met():
    world = small_world(2)
    world.domains.offers[:] = OFFERS
    in_care(world, 0, 0.25)
    in_care(world, 1, 0.1)
    everything = {"term": 1.0, "stops_below": 1.0, "dropout": 1.0, "contract_maximum": 0.0, "steps_down": 1.0}
    live(world, still(closure=everything), until=5, off=["closure"])
    assert [line[2:4] for line in lines(world, "close")] == [("goal_met", 101)]
    assert told(world, "step") == []


# families


def test_of_a_family_that_moves_everything_is_closed():
    world = small_world(2, n_domains=3)
    world.families.moves[0] = 3
    in_care(world, 0, 0.5, d=0)
    waits(world, 0, 0.5, d=1)
    in_care(world, 1, 0.5, d=0)
    p = still(allocation={"caseload_norm": 2.0})
    live(world, p, 2)
    assert lines(world) == []
    live(world, p, 3)
    assert world.families.leaves.tolist() == [3, NOBODY]
    assert world.episodes.status.tolist() == [[NONE] * 3, [ACTIVE, NONE, NONE]]
    assert world.professionals.caseload.tolist() == [1]
    assert lines(world) == [
        (3, "relation_end", "moved", 100, 0, 0, 0),
        (3, "close", "moved", 100, 0, NOBODY, NOBODY),
        (3, "close", "moved", 100, 1, NOBODY, NOBODY),
    ]


@pytest.mark.parametrize(("why", "cause"), [("moves", "moved"), ("grows_up", "aged_out")])
def test_who_moved_or_grew_up_asks_for_nothing_any_more(why, cause):
    world = small_world(1)
    getattr(world.families, why)[0] = 1
    world.families.need[0, 0] = 0.9
    live(world, still(), until=50, off=["access"])
    assert {line[0] for line in lines(world)} <= {0, 1}
    assert told(world, "close") == [(1, "close", cause)]


def test_who_needs_nothing_for_two_years_goes_out_of_view_and_not_while_in_care():
    world = small_world(2)
    in_care(world, 1, 0.3)
    live(world, still(closure={"out_of_view": 52.0}), until=60)
    assert world.families.leaves.tolist() == [51, NOBODY]
    assert lines(world) == []


def test_breaks_are_counted_in_the_week_of_leaving_or_moving_and_not_when_the_need_is_met():
    world = small_world(3, seats=(3,))
    for f in range(3):
        in_care(world, f, 0.5, seat=f)
    world.families.moves[0] = 2
    world.families.should_meet[1, 0], world.families.need[1, 0] = False, 0.1  # care ends in week 0
    live(world, still(), until=4)
    live(world, still(workforce=EVERYBODY_LEAVES), 4)
    assert [line[:3] for line in lines(world, "relation_end")] == [
        (0, "relation_end", "goal_met"),
        (2, "relation_end", "moved"),
        (4, "relation_end", "turnover"),
    ]
    assert world.series[:5, NEW_BREAKS].tolist() == [0, 0, 1, 0, 1]
