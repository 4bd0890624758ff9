"""Who asks for care and what comes to light, when a need stops asking, gives up and asks again, week by week."""

import numpy as np
import pytest
from small_world import EVERYBODY_ASKS, in_care, lines, live, norm, small_world, still, told, waits

from samenhang.model.tables import (
    ACTIVE,
    DIRECT,
    INTENSIVE,
    LIGHT,
    LOCAL_TEAM,
    MANDATED,
    NOBODY,
    NONE,
    REGULAR,
    STAY,
    VACANT,
    WAITING,
)


def asking(*needs, n_domains=1, **more):
    """Families with these needs in domain 0, which all ask."""
    world = small_world(len(needs), n_domains=n_domains, **more)
    world.families.need[:, 0] = needs
    return world


def asks(**more):
    return still(access={**EVERYBODY_ASKS, **more})


# access


def test_a_need_is_asked_for_looked_at_referred_and_helped_in_one_week():
    world = asking(0.7)
    live(world, asks())
    assert told(world) == [(0, "ask", "none"), (0, "request", "none"), (0, "start", "none")]
    assert (world.families.first_request[0], world.episodes.started[0, 0]) == (0, 0)


def test_more_need_help_seeking_and_trust_bring_more_families():
    world = small_world(800)
    world.families.need[:], world.families.help_seeking[:], world.families.trust[:] = 0.5, 0.5, 0.5
    world.families.need[200:400], world.families.help_seeking[400:600], world.families.trust[600:] = 1.0, 1.0, 1.0
    live(world, still(access={"seeks": 0.8}))  # chance 0.8 × ½ × ½ × ¼ = 0.05, four times that, and twice
    came = [int((world.families.first_request[k : k + 200] != NOBODY).sum()) for k in (0, 200, 400, 600)]
    assert 2 <= came[0] <= 20 and 24 <= came[1] <= 57 and min(came[2:]) >= 8 and max(came[2:]) <= 33


def test_nobody_asks_without_trust_but_outreach_finds_them():
    world = asking(*[0.7] * 200)
    world.families.trust[:] = 0.0
    live(world, still(access={"seeks": 1.0}))
    assert lines(world) == []
    live(world, still(access={"outreach": 0.5}), 1)
    assert 45 <= len(lines(world, "ask")) <= 95  # 0.35 of 200: 70


def test_a_report_needs_no_trust():
    world = asking(0.7)
    world.families.trust[:], world.families.help_seeking[:], world.families.channel[:] = 0.0, 0.0, MANDATED
    live(world, still(access={"reports": 1.0}))
    assert len(lines(world, "start")) == 1


@pytest.mark.parametrize(("channel", "finds", "known"), [(LOCAL_TEAM, 1.0, True), (MANDATED, 1.0, True), (DIRECT, 1.0, False), (LOCAL_TEAM, 0.0, False)])  # fmt: skip
def test_a_look_finds_further_needs_but_not_of_who_goes_straight_to_a_provider(channel, finds, known):
    world = asking(0.9, n_domains=3)
    world.families.need[0, 1], world.families.channel[0] = 0.5, channel
    live(world, asks(look_finds=finds, reports=1.0))
    assert world.families.known[0].tolist() == [True, known, False]  # the third is no need
    assert world.episodes.status[0].tolist() == [ACTIVE, ACTIVE if known else NONE, NONE]


def test_who_is_sent_home_loses_trust_and_asks_again_after_a_while():
    world = asking(0.7)
    world.families.trust[0] = 0.25
    p = asks(closes_early=1.0, busy_effect=0.0, harm=0.2, asks_again=8.0)  # chance 2 × 0.75 × 2 × 0.3 = 0.9 at first
    weeks_home = []
    for week in range(17):
        live(world, p, week)
        weeks_home = [line[0] for line in lines(world, "sent_home")]
        if lines(world, "start"):
            break
    assert weeks_home == [0, 8, 16][: len(weeks_home)] and weeks_home[0] == 0
    assert world.families.trust[0] == pytest.approx(0.25 * 0.8 ** len(weeks_home))
    assert {line[1:3] for line in lines(world, "sent_home")} == {("sent_home", "early")}


def test_intensive_needs_and_reports_are_never_sent_home():
    for need, channel in [(0.75, LOCAL_TEAM), (0.65, MANDATED), (0.65, DIRECT)]:
        world = asking(need)
        world.families.trust[0], world.families.channel[0] = 0.0, channel
        live(world, asks(closes_early=1.0, busy_effect=0.0, reports=1.0))
        assert told(world, "sent_home") == []
        assert len(lines(world, "start")) == 1


def test_a_busy_local_team_sends_more_families_home():
    home = []
    for busy in (1.0, 1.3):
        world = asking(*[0.7] * 300)
        world.sectors.busy[:] = busy
        live(world, asks(closes_early=0.3, busy_effect=3.0))
        home.append({line[3] for line in lines(world, "sent_home")})
    assert home[0] < home[1]  # 0.18 and 0.44 of 300
    assert 30 <= len(home[0]) <= 80 and 100 <= len(home[1]) <= 165


def test_looks_take_hours_of_those_of_the_local_team_who_are_there():
    world = asking(0.7, 0.7, seats=(1, 3), team=1)
    world.professionals.status[3] = VACANT
    live(world, asks(look_hours=6.0))
    assert world.professionals.looks.tolist() == [0.0, 6.0, 6.0, 0.0]  # 12 hours by two of the three
    live(world, asks(look_hours=6.0), 1)
    assert world.professionals.looks.sum() == 0.0


def test_what_was_on_record_is_forgotten_when_nobody_helps_any_more():
    world = asking(0.7, n_domains=2)
    world.families.need[0, 1], world.families.known[0, 1] = 0.6, True
    live(world, still())
    assert not world.families.known.any()


# referral


def referred(needs, channel=LOCAL_TEAM, *, n_domains=1, p=None, offers=None, **more):
    """Status, sector and intensity after one week in which everything is known."""
    world = asking(needs, n_domains=n_domains, seats=(1, 1), team=1, sector_of=(0, 1), **more)
    world.domains.sector[:], world.families.channel[:] = 0, channel
    world.domains.at_local_team[:], world.domains.most[:] = True, STAY
    world.domains.offers[:] = world.domains.offers if offers is None else offers
    live(world, p or still(), off=["access"])
    return world.episodes.status[0, 0], world.episodes.sector[0, 0], world.episodes.intensity[0, 0]


@pytest.mark.parametrize(("need", "matched"), [(0.45, LIGHT), (0.6, REGULAR), (0.75, INTENSIVE), (0.9, INTENSIVE)])
def test_matched_care_starts_at_what_fits_and_stepped_care_light(need, matched):
    assert referred(need, DIRECT) == (ACTIVE, 0, matched)
    assert referred(need, DIRECT, p=still(referral={"strategy": "stepped"})) == (ACTIVE, 0, LIGHT)


def test_light_questions_are_kept_by_the_local_team():
    keeps, sends = (still(referral={"local_team_keeps": share}) for share in (1.0, 0.0))
    assert referred(0.45, p=keeps) == (ACTIVE, 1, LIGHT)
    assert referred(0.45, p=sends) == (ACTIVE, 0, LIGHT)
    assert referred(0.6, p=keeps) == (ACTIVE, 0, REGULAR)
    assert referred(0.45, DIRECT, p=keeps) == (ACTIVE, 0, LIGHT)


def test_what_is_not_on_offer_is_not_given():
    assert referred(0.75, DIRECT, offers=1 << REGULAR) == (ACTIVE, 0, REGULAR)
    assert referred(0.45, DIRECT, offers=1 << REGULAR) == (ACTIVE, 0, REGULAR)
    assert referred(0.45, DIRECT, offers=1 << STAY)[0] == NONE


def test_where_nothing_is_offered_that_is_said_once_a_year():
    world = asking(0.6)
    world.domains.offers[:] = 0
    live(world, still(), until=53, off=["access"])
    assert told(world, "refused") == [(0, "refused", "no_offer"), (52, "refused", "no_offer")]


def with_streams(n, **changes):
    """A family in care from `n` other streams asks for one thing more."""
    world = small_world(1, n_domains=n + 1, streams=n + 1)
    for d in range(1, n + 1):
        in_care(world, 0, 0.6, d=d)
    world.families.need[0, 0] = 0.6
    live(world, still(referral={"plan_weeks": 3.0, "frame_hours": 0.1, "accountable_hours": 0.3, **changes}), 10, off=["access"])  # fmt: skip
    return world


@pytest.mark.parametrize(("n", "ready"), [(0, 10), (1, 13), (2, 16)])
def test_every_other_stream_takes_weeks_of_papers_unless_one_party_answers_for_all(n, ready):
    assert with_streams(n).episodes.ready[0, 0] == ready
    assert with_streams(n, single_accountability=1.0).episodes.ready[0, 0] == 10
    assert with_streams(n).episodes.status[0, 0] == (ACTIVE if n == 0 else WAITING)


def test_separate_laws_take_hours_every_week_and_so_does_answering_for_all():
    def hours(**changes):
        return with_streams(2, **changes).episodes.papers[0, 1:].tolist()

    # each case of the two has one other in care; what is asked for this week counts from the next
    assert hours(one_legal_frame=0.0) == pytest.approx([0.1, 0.1])
    assert hours(one_legal_frame=1.0) == [0.0, 0.0]
    assert hours(one_legal_frame=1.0, single_accountability=1.0) == pytest.approx([0.3, 0.3])


def test_without_referral_there_are_no_papers():
    """Also none that were there at the start: the null is `every known need goes to its own sector without papers`."""
    world = small_world(1)
    in_care(world, 0, 0.6)
    world.episodes.papers[0, 0] = 2.0
    live(world, still(), off=["referral"])
    assert world.professionals.administration[0] == pytest.approx(0.38 * 23.9)


def test_without_access_and_referral_everything_is_known_and_regular():
    world = asking(0.45, n_domains=2)
    world.families.need[0, 1] = 0.9
    live(world, still(), off=["access", "referral"])
    assert world.episodes.intensity[0].tolist() == [REGULAR, REGULAR]
    assert world.episodes.status[0].tolist() == [ACTIVE, ACTIVE]


# when a need stops asking


def test_care_stops_after_four_good_weeks_in_a_row_and_one_bad_week_starts_the_count_again():
    course = [0.35, 0.45, 0.35, 0.15, 0.15, 0.15, 0.25, 0.15, 0.15, 0.15, 0.15, 0.35, 0.45]
    world = small_world(1)
    status = []
    for week, need in enumerate(course):
        world.families.need[0, 0] = need
        p = still(needs={"opening": 0.4, "closing": 0.2, "settled": 4.0})
        live(world, p, week, off=["needs", "access"])
        status.append(int(world.episodes.status[0, 0]))
    assert status == [NONE, *[ACTIVE] * 9, NONE, NONE, ACTIVE]


# giving up


@pytest.mark.parametrize(("off", "left"), [((), [100]), (("allocation",), [])])
def test_who_is_not_urgent_may_leave_the_list_but_not_where_first_come_is_first_served(off, left):
    world = small_world(2)
    waits(world, 0, 0.5)
    waits(world, 1, 0.9)
    world.professionals.status[0] = VACANT
    live(world, norm(9, leave_list=1.0), off=off)
    assert [line[3] for line in lines(world, "close")] == left


def test_who_gave_up_waiting_is_referred_again_after_a_while_if_the_need_lasts():
    world, status = small_world(1), []
    world.professionals.status[0] = VACANT
    waits(world, 0, 0.5)
    live(world, norm(9, leave_list=1.0, comes_back=6.0), off=["access"])
    for week in range(1, 8):
        live(world, still(), week, off=["access"])
        status.append(int(world.episodes.status[0, 0]))
    assert status == [NONE] * 5 + [WAITING] * 2


def test_who_gave_up_waiting_must_ask_again_where_access_asks():
    world = small_world(1)
    world.professionals.status[0] = VACANT
    waits(world, 0, 0.7)
    live(world, norm(9, leave_list=1.0, comes_back=6.0))
    live(world, still(), 6)
    assert world.episodes.status[0, 0] == NONE
    live(world, asks(), 7)
    assert world.episodes.status[0, 0] == WAITING


def test_the_wait_that_people_expect_is_the_list_divided_by_the_starts():
    world = small_world(6)
    world.sectors.starts[0] = 2.0
    for f in range(6):
        waits(world, f, 0.5)
    live(world, norm(1))
    assert world.sectors.starts[0] == pytest.approx(1.9)  # 2 + 0.1 × (1 − 2)
    assert world.sectors.waits[0] == pytest.approx(5 / 1.9)
    assert np.count_nonzero(world.episodes.status == WAITING) == 5
