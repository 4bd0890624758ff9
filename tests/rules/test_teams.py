"""Teams and what they bring, week by week: worked out by hand in a small world."""

import numpy as np
import pytest
from small_world import in_care, lines, live, small_world, still

from samenhang.model.tables import ABSENT, INSURER, MADE, NOBODY, NOT

TEAM = {"rule": "fixed", "level": "teamwork"}
PERFECT = {"mutual_trust": 1.0, "clarity": 1.0}


def team(n=1, n_domains=2, *, helped=None, perfect=True):
    """Families whose domains, or the first `helped`, have each a professional of their own; under perfect conditions quality is 1."""
    world = small_world(n, n_domains=n_domains, seats=(1,) * n_domains)
    for f in range(n):
        for d in range(helped or n_domains):
            in_care(world, f, 0.6, seat=d, d=d)
    if perfect:
        for column, value in PERFECT.items():
            getattr(world.families, column)[:] = value
        world.professionals.competence[:] = 1.0
    return world


def of_family(world, *columns):
    return [getattr(world.families, c)[0].item() for c in columns]


def test_quality_follows_from_trust_time_clarity_and_competence_and_level():
    world = team(perfect=False)  # trust, clarity and competence one half, all the time that is needed
    live(world, still(teams={"rule": "fixed", "level": "coordination", "variant": "product", "sensitivity": 1.0}))
    q = (0.5 * 1.0 * 0.5 * 0.5) ** (0.25 * 2 / 4)
    assert of_family(world, "level", "quality", "gives_knows") == [2, pytest.approx(q), pytest.approx(q * 2 / 4)]


def test_without_time_to_meet_collaboration_fails():
    world = team()
    world.professionals.time_to_meet[:] = 0.0
    live(world, still(teams={**TEAM, "variant": "product"}))
    assert of_family(world, "level", "quality", "gives_decision") == [4, 0.0, 0.0]


def test_who_is_left_alone_works_at_level_0_without_hours_or_coordinator():
    world = team()
    p = still(teams={**TEAM, "coordinator": 1.0, "hours_four": 1.0, "coordinator_hours": 0.5})
    live(world, p)
    assert of_family(world, "level", "coordinator") == [4, 0]
    assert world.episodes.meeting[0].tolist() == [1.5, 1.0]
    world.families.need[0, 1], world.families.should_meet[0, 1] = 0.0, False  # its care ends this week
    live(world, p, 1, until=3)
    assert of_family(world, "level", "coordinator", "gives_knows", "gathered") == [0, NOBODY, 0.0, False]
    assert world.episodes.meeting[0, 0] == 0.0


def test_a_coordinator_stays_as_long_as_that_helper_does():
    world = team(n_domains=3)
    world.families.coordinator[0] = 2
    p = still(teams={**TEAM, "coordinator": 1.0})
    live(world, p)
    assert world.families.coordinator[0] == 2
    world.families.need[0, 2], world.families.should_meet[0, 2] = 0.0, False
    live(world, p, 1, until=3)
    assert world.families.coordinator[0] == 0


def test_working_together_is_squeezed_with_all_coordination_and_then_there_is_less_time_to_meet():
    world = team(n_domains=2)
    world.domains.hours[:] = 1.0
    p = still(hours={"hours": 20.0, "administration": 0.25, "travel": 3.0, "regular": 11.0, "coordination": 0.5},
              teams={**TEAM, "hours_four": 1.5})  # fmt: skip
    live(world, p)  # 12 hours after administration and travel, 11 for the family, 1 of the 2 for coordination
    assert world.professionals.coordination.tolist() == [1.0, 1.0]
    assert world.professionals.time_to_meet.tolist() == [0.5, 0.5]


# together


def told(p, n=200, trust=0.5, weeks=1):
    """How many of the families' second helpers know what the first does, and what trust in care is left."""
    world = team(n)
    world.families.trust[:], world.episodes.knows[:, 0] = trust, 0b101
    live(world, p, until=weeks)
    return world.episodes.knows[:, 1] == 0b111, world.families.trust


def test_helpers_tell_one_another_what_they_know_only_as_far_as_they_work_together():
    always = {"tells": 1.0, "consent": 1.0}
    assert told(still(teams=TEAM, together=always))[0].all()
    assert not told(still(together=always), weeks=10)[0].any()
    knows, trust = told(still(teams=TEAM, together={"tells": 0.2, "consent": 1.0}))
    assert 20 <= knows.sum() <= 60 and (trust == 0.5).all()  # 0.2 of 200: 40


def found(p, n=200, trust=0.5):
    """For families whose third need nobody knows: who of the two helpers knows it after a week of one table."""
    world = team(n, n_domains=3, helped=2)
    world.families.trust[:], world.families.need[:, 2], world.families.should_meet[:, 2] = trust, 0.8, True
    live(world, p)
    return (world.episodes.knows[:, :2] >> 2) & 1 == 1


def test_a_team_at_one_table_sees_what_none_of_its_helpers_saw_and_then_all_of_them_know():
    one_table = {**TEAM, "meeting_wait": 0.0}
    seen = found(still(teams=one_table, together={"table_finds": 0.5, "tells": 0.0}), trust=0.8)
    assert 55 <= seen[:, 0].sum() <= 105 and (seen[:, 0] == seen[:, 1]).all()  # 0.5 x 0.8 of 200: 80
    assert not found(still(teams=one_table, together={"table_finds": 0.5}), trust=0.0).any()
    beside = {**one_table, "level": "coordination"}  # no table
    assert not found(still(teams=beside, together={"table_finds": 0.5})).any()


def test_without_consent_nothing_is_told_or_trust_is_lost():
    knows, trust = told(still(teams=TEAM, together={"tells": 1.0, "consent": 0.0, "tells_anyway": 0.0}))
    assert 70 <= knows.sum() <= 130 and (trust == 0.5).all()  # half trust: half of 200 agree
    knows, trust = told(
        still(teams=TEAM, together={"tells": 1.0, "consent": 0.0, "tells_anyway": 1.0, "betrayal": 0.2})
    )
    assert knows.all()
    assert 70 <= (trust == 0.5).sum() <= 130 and set(np.round(trust, 12)) == {0.5, 0.4}


@pytest.mark.parametrize(("how", "helped"), [(TEAM, True), ({"rule": "none"}, False)])
def test_somebody_of_the_team_stands_in_for_who_is_away_and_the_bond_stands_still(how, helped):
    world = team()
    world.professionals.status[1], world.professionals.back[1] = ABSENT, 99
    live(world, still(teams=how, together={"stand_in": 1.0}, hours={"regular": 1.0}, contacts={"bonding": 0.1}))
    assert world.episodes.stand_in[0].tolist() == [NOBODY, 0 if helped else NOBODY]
    assert world.episodes.contact[0].tolist() == [MADE, MADE if helped else NOT]
    assert world.professionals.direct.tolist() == pytest.approx([0.2 if helped else 0.1, 0.0])
    assert world.episodes.seat[0].tolist() == [0, 1] and world.episodes.alliance[0, 1] == 0.5
    assert lines(world, "relation_end") == []


def test_goals_come_together_with_collaboration_and_with_families_that_set_them():
    found = {}
    for name, how, leads in (("apart", {"rule": "none"}, 0.0), ("team", TEAM, 0.0), ("family", {"rule": "none"}, 1.0)):
        world = team()
        live(world, still(teams=how, together={"aligns": 0.1, "participation": leads, "own_goals": 0.4}))
        found[name] = world.families.goal_agreement[0]
    assert found == {"apart": 0.5, "team": pytest.approx(0.55), "family": pytest.approx(0.52)}


def test_helpers_crowd_a_network_out():
    world = team(n_domains=2)
    world.families.informal_support[0] = world.families.own_network[0] = 0.4
    live(world, still(together={"crowding": 0.005}))
    assert world.families.informal_support[0] == pytest.approx(0.4 - 0.005 * 2 * 0.4)


def test_after_care_a_network_comes_back():
    world = small_world(1)
    world.families.informal_support[0], world.families.own_network[0] = 0.3, 0.5
    live(world, still(together={"network_returns": 0.01}), until=10)
    assert world.families.informal_support[0] == pytest.approx(0.5 - 0.2 * 0.99**10)


# advice


def advised(n=10, funder=0, status=None, **together):
    """Helpers in domain 0; in domain 1, of another sector with two seats, a need that they do not know."""
    world = small_world(n, n_domains=2, seats=(1, 2), streams=2)
    world.streams.funder[:] = [0, funder]
    for f in range(n):
        in_care(world, f, 0.6)
    world.families.need[:, 1], world.episodes.not_before[:, 1] = 0.5, 999
    if status is not None:
        world.professionals.status[2], world.professionals.back[2] = status, 99
    p = still(together={"consultation": 1.0, "advice_hours": 0.5, **together}, money={"named_clients_only": 1.0})
    live(world, p)
    return world, p


def test_hours_of_advice_add_up_and_are_shared_by_those_at_work():
    world, _ = advised()
    assert (world.episodes.knows[:, 0] == 0b11).all()
    assert world.professionals.consults.tolist() == [0.0, 2.5, 2.5]  # ten times half an hour
    world, _ = advised(status=ABSENT)
    assert world.professionals.consults.tolist() == [0.0, 5.0, 0.0]
    assert world.professionals.coordination[1] == pytest.approx(5.0)


def test_advice_is_asked_once_for_a_need_and_never_where_it_is_not_paid():
    world, p = advised()
    live(world, p, 1)
    assert world.professionals.consults.sum() == 0.0
    world, p = advised(funder=INSURER, consultation=0.0)
    live(world, p._replace(together=still(together={"consultation": 1.0}).together), 1)
    assert world.professionals.consults.sum() == 0.0 and (world.episodes.knows[:, 0] == 0b1).all()
