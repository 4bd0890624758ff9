"""What help costs, which ceilings bind, and what pooling moves: whole weeks in worlds where the sum is known."""

import numpy as np
import pytest
from small_world import in_care, lines, live, norm, small_world, still, waits

from samenhang.model.tables import INSURER, LIGHT, MUNICIPALITY, NOBODY, STAY, WAITING

WEEK = {"regular": 1.0, "administration": 0.1}


def spending(n=4, *, seats=(1, 1), streams=1, p=None, weeks=1, ceilings=None, hours=1.0):
    """So many families in regular care with each organisation, which cost 100 euros a week each."""
    world = small_world(n * len(seats), seats=seats, sector_of=(0,) * len(seats), streams=streams)
    world.domains.hours[:] = hours
    for f in range(n * len(seats)):
        in_care(world, f, 0.6, seat=f % len(seats))
    if ceilings is not None:
        world.streams.ceiling[:] = np.reshape(ceilings, world.streams.ceiling.shape)
    live(world, p or still(hours=WEEK), until=weeks)
    return world


def money_in(**money):
    return still(hours=WEEK, money=money)


def test_cost_is_hours_times_tariff_plus_days_times_price():
    world = small_world(2)
    world.domains.hours[:] = 1.0
    in_care(world, 0, 0.6)
    in_care(world, 1, 0.95, intensity=STAY)
    live(world, still(hours={"regular": 1.0, "stay": 0.5}))
    assert world.episodes.cost[:, 0].tolist() == pytest.approx([100.0, 50.0 + 7 * 300.0])


def test_what_episodes_cost_is_what_contracts_spend():
    world = small_world(6, n_domains=3, seats=(1, 2, 1), streams=2)
    for f in range(6):
        for d in range(3):
            in_care(world, f, 0.6, d=d, seat=(0, 1 + f % 2, 3)[d])
    live(world, still())
    cost, organisation = world.episodes.cost, world.episodes.billed_to
    assert world.streams.cost.sum() == pytest.approx(cost.sum()) and cost.min() > 0.0
    for o in range(3):
        for m in range(2):
            paid = cost[(organisation == o) & (world.domains.stream == m)[None, :]].sum()
            assert world.streams.cost[o, m] == pytest.approx(paid)


def test_looks_are_paid_from_the_stream_of_the_local_team():
    world = small_world(1, seats=(1, 1), team=1, streams=2)
    world.sectors.stream[:] = [0, 1]
    world.families.need[0, 0] = 0.7
    live(world, still(access={"seeks": 1.0, "outreach": 1.0, "look_hours": 6.0}, hours={"regular": 1.0}))
    assert world.streams.cost.tolist() == [[pytest.approx(10.0), 0.0], [0.0, pytest.approx(600.0)]]


def test_spending_adds_up_over_the_year_and_begins_again_with_the_next():
    world = spending(weeks=52)
    assert world.streams.spent[:, 0].tolist() == pytest.approx([52 * 400.0] * 2)
    live(world, still(hours=WEEK), 52)
    assert world.streams.spent[:, 0].tolist() == pytest.approx([400.0] * 2)


def test_without_money_nothing_is_counted():
    world = small_world(1)
    world.streams.ceiling[:] = 1.0
    in_care(world, 0, 0.6)
    live(world, still(), until=10, off=["money"])
    assert world.streams.spent.sum() == world.episodes.cost.sum() == world.streams.refuses.sum() == 0.0


# ceilings


def test_above_a_ceiling_a_share_of_the_others_is_refused_until_the_year_turns():
    world = small_world(201, seats=(1,))
    world.domains.hours[:], world.streams.ceiling[:] = 1.0, 150.0
    in_care(world, 0, 0.6)  # 100 euros a week: the ceiling is reached in the second
    p = still(hours=WEEK, money={"ceiling_hardness": 0.5}, allocation={"caseload_norm": 1e6})
    live(world, p, 49)
    assert world.streams.refuses[0, 0] == 0.0
    live(world, p, 50)
    assert world.streams.refuses[0, 0] == 0.5
    for f in range(1, 201):
        waits(world, f, 0.5, since=51)
    live(world, p, 51)
    waiting = int((world.episodes.status[:, 0] == WAITING).sum())
    assert 75 <= waiting <= 125 and len(lines(world, "refused")) == waiting
    assert world.streams.refuses[0, 0] == 0.0  # the year turns
    live(world, p, 52)
    assert (world.episodes.status[:, 0] != WAITING).all()


def test_nobody_urgent_is_refused_for_money_and_running_care_goes_on():
    world = small_world(2)
    world.domains.hours[:], world.streams.ceiling[:] = 1.0, 1.0
    in_care(world, 0, 0.6)
    p = still(hours=WEEK, money={"ceiling_hardness": 1.0})
    live(world, p)
    waits(world, 1, 0.9, since=1)
    live(world, p, 1)
    assert world.episodes.seat[:, 0].tolist() == [0, 0] and lines(world, "refused") == []


def test_deficits_are_what_is_spent_above_the_ceilings():
    world = small_world(8, seats=(1, 1), sector_of=(0, 0))
    world.domains.hours[:], world.streams.ceiling[:, 0] = 1.0, [1000.0, 5000.0]
    for f in range(8):
        in_care(world, f, 0.6, seat=f % 2)
    deficits = np.zeros(2)
    for week in range(20):
        live(world, still(hours=WEEK), week)
        deficits += world.streams.deficit[:, 0]
    assert deficits.tolist() == pytest.approx([8000.0 - 1000.0, 8000.0 - 5000.0])


def test_more_budget_lifts_every_ceiling():
    refused = [
        spending(weeks=10, ceilings=[3900.0, 3900.0], p=money_in(budget=b)).streams.refuses.sum() for b in (1.0, 1.2)
    ]
    assert refused[0] > 0.0 == refused[1]


# pooling


def test_pooling_draws_on_the_money_of_others():
    separate, pooled = (
        spending(weeks=10, ceilings=[3000.0, 9000.0], p=money_in(pool=pool, ceiling_hardness=0.5))
        for pool in ("separate", "municipality")
    )
    assert separate.streams.refuses[:, 0].tolist() == [0.5, 0.0]
    assert pooled.streams.refuses[:, 0].tolist() == [0.0, 0.0]
    assert separate.streams.deficit.sum() == pytest.approx(400.0) and pooled.streams.deficit.sum() == 0.0


def test_anothers_money_is_released_slowly_without_trust():
    p = money_in(pool="municipality", release_weeks=8.0)
    world = spending(weeks=10, ceilings=[3000.0, 9000.0], p=p)
    assert world.streams.releases[:, 0].tolist() == pytest.approx([1 / 5, 1.0])  # half trust: 1 / (1 + 8 × 0.5)
    world.organisations.trust[:] = 1.0
    live(world, p, 10)
    assert world.streams.releases[:, 0].tolist() == [1.0, 1.0]


def test_an_exhausted_pool_stops_all_whom_it_served():
    world = spending(weeks=16, ceilings=[3000.0, 9000.0], p=money_in(pool="municipality", ceiling_hardness=0.5))
    assert world.streams.spent[:, 0].tolist() == pytest.approx([6400.0] * 2)  # 12 800 of 12 000; the second had 9000
    assert world.streams.refuses[:, 0].tolist() == [0.5, 0.5]


@pytest.mark.parametrize("pool", ["municipality", "everybody"])
def test_pooled_deficits_add_up_to_what_is_spent_above_all_ceilings_together(pool):
    world = small_world(8, seats=(1, 1), sector_of=(0, 0))
    world.domains.hours[:], world.streams.ceiling[:, 0] = 1.0, [3000.0, 9000.0]
    for f in range(8):
        in_care(world, f, 0.6, seat=f % 2)
    total = 0.0
    for week in range(20):
        live(world, money_in(pool=pool), week)
        total += world.streams.deficit.sum()
    assert total == pytest.approx(16_000.0 - 12_000.0)


def test_the_municipality_alone_does_not_pool_what_insurers_pay():
    refuses = {}
    for pool in ("municipality", "municipality_and_schools", "municipality_and_insurer", "everybody"):
        world = small_world(8, n_domains=2, seats=(1,), streams=2)
        world.streams.funder[:] = [MUNICIPALITY, INSURER]
        world.domains.hours[:], world.streams.ceiling[0] = 1.0, [9000.0, 100.0]
        for f in range(8):
            in_care(world, f, 0.6, d=f % 2)
        live(world, money_in(pool=pool, ceiling_hardness=0.5), until=3)
        refuses[pool] = world.streams.refuses[0].tolist()
    assert refuses["municipality"] == refuses["municipality_and_schools"] == [0.0, 0.5]
    assert refuses["municipality_and_insurer"] == refuses["everybody"] == [0.0, 0.0]


def story(pool, ceilings, **money):
    """Sixty weeks of a full life under these ceilings: the log and what was spent."""
    world = small_world(40, seats=(2, 2), sector_of=(0, 0))
    world.streams.ceiling[:, 0], world.families.trust[:], world.domains.hours[:] = ceilings, 1.0, 1.0
    world.families.vulnerability[:] = 1.0
    p = still(needs={"shock_rate": 4.0}, access={"seeks": 0.5}, contacts={"effect": 0.02},
              workforce={"exit_rate": 0.5, "weeks_to_fill": 4.0}, money={"pool": pool, **money})  # fmt: skip
    live(world, p, until=60)
    return lines(world), world.streams.spent.tolist(), world.streams.deficit.tolist()


@pytest.mark.parametrize("ceilings", [(np.inf, np.inf), (1e9, 1e9)])
def test_pooling_without_binding_ceilings_changes_nothing(ceilings):
    assert story("separate", ceilings) == story("everybody", ceilings)
    assert len(story("separate", ceilings)[0]) > 100


def test_pooling_nothing_changes_nothing_also_where_ceilings_bind():
    tight = (2000.0, 20_000.0)
    assert story("separate", tight) == story("everybody", tight, pooled_share=0.0)
    assert story("separate", tight) != story("everybody", tight, pooled_share=1.0)


def test_a_contract_without_a_ceiling_takes_no_part():
    world = spending(weeks=10, ceilings=[3000.0, np.inf], p=money_in(pool="everybody", ceiling_hardness=0.5))
    assert world.streams.refuses[:, 0].tolist() == [0.5, 0.0]
    assert np.isfinite(world.streams.deficit).all()


def test_a_family_out_of_view_costs_nothing_more():
    world = small_world(1)
    in_care(world, 0, 0.6)
    world.families.moves[0] = 1
    p = norm(9)
    live(world, p, until=2)
    assert world.streams.cost.sum() > 0.0  # the week in which it moves
    live(world, p, 2)
    assert world.streams.cost.sum() == 0.0 and world.episodes.seat[0, 0] == NOBODY


# payment


def test_a_result_pays_its_weeks_and_nothing_after_them():
    world = small_world(1)
    world.domains.hours[:] = 1.0
    in_care(world, 0, 0.6)
    p = money_in(payment="output", stepwise=1.0, result_weeks=3.0)
    paid = []
    for week in range(6):
        live(world, p, week)
        paid.append(world.episodes.cost[0, 0])
    assert paid == [100.0, 100.0, 100.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize("n", [1, 4])
def test_lump_sums_add_up_to_the_contract_however_much_is_done(n):
    p = money_in(payment="task", budget=1.1)
    world = spending(n, ceilings=[5200.0, 10_400.0], p=p)
    assert world.episodes.cost.sum() == pytest.approx(330.0)  # a fifty-second part of a tenth more than 15 600
    live(world, p, 1, until=52)
    assert world.streams.spent[:, 0].tolist() == pytest.approx([5720.0, 11_440.0])
    assert world.streams.deficit.sum() == pytest.approx(0.0)


def test_each_case_is_its_part_of_the_lump_sum():
    world = small_world(2)
    world.streams.ceiling[:], world.domains.hours[:] = 5200.0, 1.0
    in_care(world, 0, 0.5, intensity=LIGHT)
    in_care(world, 1, 0.6)
    live(world, still(hours=WEEK | {"light": 0.25}, money={"payment": "task"}))
    assert world.episodes.cost[:, 0].tolist() == pytest.approx([20.0, 80.0])


def test_a_lump_sum_holds_paid_coordination_too():
    p = still(hours=WEEK | {"coordination": 0.5}, money={"payment": "task", "billable_coordination": 0.5})
    world = spending(2, ceilings=[5200.0, 5200.0], p=p)
    assert world.streams.cost.sum() == pytest.approx(200.0)  # two fifty-second parts, and nothing on top


@pytest.mark.parametrize(("payment", "margin"), [("effort", 0.05), ("output", -0.5), ("task", -0.5)])
def test_care_answers_to_what_a_week_earns_only_with_an_incentive(payment, margin):
    for incentive, found in ((0.0, 0.0), (0.5, margin)):
        world = spending(p=money_in(payment=payment, incentive=incentive, surplus=0.1))
        assert world.episodes.margin[:, 0].tolist() == pytest.approx([found] * 8)


def test_paid_coordination_is_billed():
    world = small_world(1)
    world.domains.hours[:] = 1.0
    in_care(world, 0, 0.6)
    live(world, still(hours=WEEK | {"coordination": 0.5}, money={"billable_coordination": 0.5}))
    assert world.streams.cost.sum() == pytest.approx(100.0 + 0.5 * 0.5 * 100.0)
