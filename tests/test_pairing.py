"""Same families, same shocks, same luck: two scenarios differ only by what follows from their difference."""

import numpy as np
import pytest
from conftest import lived, village
from test_same import the_same

from samenhang.model import load_region
from samenhang.model.events import Event
from samenhang.model.opening import opening
from samenhang.model.population import arrivals


def leavings(course):
    log = course.world.events
    n = int(log.used[0])
    left = log.event[:n] == Event.leave
    return set(zip(log.week[:n][left].tolist(), log.seat[:n][left].tolist(), strict=True))


def test_the_same_scenario_twice_is_the_same_to_the_bit():
    assert the_same(lived(village(seed=8)), lived(village(seed=8))) > 1000


def test_scenarios_that_part_at_a_date_are_the_same_until_then():
    a, b = lived(village("baseline", seed=2)), lived(village("low-turnover", seed=2))
    np.testing.assert_array_equal(a.world.series[:52], b.world.series[:52])
    assert not np.array_equal(a.world.series[52:], b.world.series[52:])
    before = [e[e["week"] < 52] for e in (a.events(), b.events())]
    assert before[0].equals(before[1])


def test_families_do_not_depend_on_the_scenario():
    a, b = village(seed=4), village(seed=4, off=("needs",), needs__opening=0.31, allocation__caseload_norm=7.0)
    for mine, yours in zip(opening(a).families, opening(b).families, strict=True):
        np.testing.assert_array_equal(mine, yours)


def test_striking_out_allocation_changes_nobodys_shocks():
    """Need without care and spill-over depends on shocks only: identical whoever is served."""
    alone = {
        "needs__spill_over": 0.0,
        "contacts__effect": 0.0,
        "closure__out_of_view": 1000.0,
        "together__network": 0.0,
        "together__crowding": 0.0,
    }
    a, b = lived(village(seed=6, **alone)), lived(village(seed=6, off=("allocation",), **alone))
    np.testing.assert_array_equal(a.world.families.need, b.world.families.need)
    assert not np.array_equal(a.world.episodes.seat, b.world.episodes.seat)


def test_striking_out_needs_changes_nobodys_departure():
    """Without an effect of strain leaving is luck alone: the same seats in the same weeks."""
    calm = {"workforce__strain_effect": 0.0, "workforce__exit_rate": 0.6}
    a, b = (leavings(lived(village(seed=6, off=off, **calm))) for off in ((), ("needs",)))
    assert a == b
    assert len(a) > 10


def test_more_turnover_keeps_most_departures_at_the_same_seat_and_week():
    """A higher rate adds leavers and moves few: who leaves at 0.18 mostly leaves then at 0.22 as well."""
    kept, all_of_them = 0, 0
    for seed in range(1, 6):
        a, b = (leavings(lived(village(seed=seed, workforce__exit_rate=r))) for r in (0.18, 0.22))
        kept, all_of_them = kept + len(a & b), all_of_them + len(a)
    assert all_of_them > 40
    assert kept / all_of_them > 0.9


def test_more_demand_adds_families_and_changes_none():
    region = load_region().at_size(12_500)
    demand = region.demand.model_copy(update={"families_per_week": 1.5 * region.demand.families_per_week})
    usual, more = (arrivals(r, 200, np.uint64(1)) for r in (region, region.model_copy(update={"demand": demand})))
    there = np.isin(more.id, usual.id)
    assert there.sum() == usual.id.size < more.id.size
    for mine, yours in zip(usual, more, strict=True):
        np.testing.assert_array_equal(mine, yours[there])


@pytest.mark.parametrize("seed", [1, 2**40 + 7])
def test_another_seed_is_another_world(seed):
    a, b = lived(village(seed=seed)), lived(village(seed=seed + 1))
    assert not np.array_equal(a.world.series, b.world.series)
