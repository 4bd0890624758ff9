"""A run opens in a standing region, drawn by region and seed and never by scenario."""

import numpy as np
import pytest
from conftest import SIZE, village
from test_same import the_same

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.opening import opening
from samenhang.model.population import FIRST_ID
from samenhang.model.scenario_file import shipped_scenarios
from samenhang.model.settling import is_settled, read_turn, settled, standing
from samenhang.model.tables import ACTIVE, CLOSED, NOBODY, WAITING


def test_the_opening_does_not_depend_on_the_scenario():
    a = Course(village(seed=4))
    b = Course(village("budget-cut", seed=4, off=("needs",), needs__opening=0.31, workforce__exit_rate=0.1))
    the_same(a, b)


def test_another_seed_opens_with_other_families_of_the_same_region():
    a, b = (opening(village(seed=s)) for s in (1, 2))
    n = [int((w.families.id < FIRST_ID).sum()) for w in (a, b)]
    assert min(n) > 200 and abs(n[0] - n[1]) < 0.25 * n[0]
    least = min(n)
    assert not np.array_equal(a.families.need[:least], b.families.need[:least])


def test_who_is_in_care_at_the_start_has_been_for_a_while():
    """Length-biased: the time care has lasted so far is long for those who are found in it."""
    world = opening(village(seed=3))
    active = world.episodes.status == ACTIVE
    lasted = -world.episodes.started[active]
    assert lasted.min() > 0 and 20 < lasted.mean() < 80 and lasted.max() > 104
    assert (world.episodes.since[world.episodes.status == WAITING] < 0).all()


def test_seats_serve_whom_they_should():
    world = opening(village(seed=3))
    active = world.episodes.status == ACTIVE
    seats = world.episodes.seat[active]
    assert np.array_equal(np.bincount(seats, minlength=world.professionals.caseload.size), world.professionals.caseload)
    assert (world.professionals.status[seats] != CLOSED).all()
    assert (world.episodes.seat[~active] == NOBODY).all()
    assert (world.families.arrives[1:] >= world.families.arrives[:-1]).all()


def test_a_stock_is_made_once_and_kept():
    region = village().region
    folder = settled(region)
    assert is_settled(region) and settled(region) == folder
    written = (folder / "means.npz").stat().st_mtime_ns
    read_turn.cache_clear()
    last = read_turn(folder, standing(folder).turns - 1)
    assert last.families["need"].shape[1] == len(region.domain)
    assert (folder / "means.npz").stat().st_mtime_ns == written


@pytest.mark.parametrize(
    ("name", "size"),
    [("default", SIZE), ("small-town", None), pytest.param("large-city", SIZE, marks=pytest.mark.slow)],
)
def test_every_scenario_runs_on_every_region(name, size):
    """A region is settled once for each size: the small town at its own, as in other tests."""
    region = load_region(name).at_size(size) if size else load_region(name)
    for scenario in shipped_scenarios():
        course = Course(resolve(load_scenario(scenario), region, burn_in=0, years=3, seed=1))
        course.live(60)
        assert course.series()["n_active"].min() > 0


def test_every_scenario_that_comes_with_us_is_told_whole():
    for name in shipped_scenarios():
        s = load_scenario(name)
        assert all((s.title.en, s.title.nl, s.story.en, s.story.nl, s.source)), name
        assert name == "baseline" or s.timeline, name
