"""No family and no seat gains by the row in which it stands: ties are broken by a keyed draw."""

import numpy as np
import pytest
from conftest import SIZE
from small_world import live, norm, small_world, waits

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.tables import NOBODY

WEEKS = 150


def lived(mix=None, seed=4):
    """A small region; `mix` puts the rows of its opening tables in another order."""
    one = Course(resolve(load_scenario(), load_region().at_size(SIZE), burn_in=1, years=3, seed=seed))
    if mix is not None:
        one.world = mix(one.world)
    one.live(WEEKS)
    return one


def reversed_within(keys):
    """An order of rows that turns every run of equal keys round."""
    return np.lexsort((-np.arange(keys.size), keys))


def in_order(table, order):
    return type(table)(*(np.ascontiguousarray(c[order]) for c in table))


def families_mixed(world):
    order = reversed_within(world.families.arrives)
    assert (order != np.arange(order.size)).any()
    mixed = {name: in_order(getattr(world, name), order) for name in ("families", "episodes", "followed")}
    return world._replace(**mixed)


def seats_mixed(world):
    order = reversed_within(world.professionals.organisation)
    place = np.append(np.argsort(order), NOBODY).astype(
        np.int32
    )  # of the seat that stood in each row; nobody stays nobody
    for seats in (world.episodes.seat, world.episodes.last_seat):
        seats[:] = place[seats]
    world.ties.other[:] = place[world.ties.other]
    return world._replace(professionals=in_order(world.professionals, order), ties=in_order(world.ties, order))


def story(one, *, with_seats):
    """The log as a set of lines without row numbers."""
    log, n = one.world.events, int(one.world.events.used[0])
    ordinal = np.append(one.world.professionals.ordinal, -1)[log.seat[:n]]
    told = [log.week[:n], log.event[:n], log.cause[:n], log.family[:n], log.domain[:n], log.person[:n]]
    return sorted(zip(*(c.tolist() for c in [*told, log.organisation[:n], *([ordinal] if with_seats else [])]), strict=True))  # fmt: skip


@pytest.mark.parametrize("mix", [families_mixed, seats_mixed])
def test_another_order_of_rows_changes_no_count_and_no_sum(mix):
    plain, mixed = lived(), lived(mix)
    assert story(plain, with_seats=True) == story(mixed, with_seats=True)
    for name, values in plain.series().items():
        assert np.allclose(values, mixed.series()[name], rtol=1e-12, atol=1e-9, equal_nan=True), name


def test_of_families_with_equal_claims_the_draw_decides_and_not_the_row():
    served = []
    for turn in (1, -1):
        world = small_world(20)
        for f in range(20):
            waits(world, f, 0.5)
        world.families.id[:] = world.families.id[::turn].copy()
        live(world, norm(5))
        served.append(set(world.families.id[world.episodes.seat[:, 0] == 0].tolist()))
    assert served[0] == served[1]
    assert len(served[0]) == 5
