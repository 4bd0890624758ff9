"""A mechanism struck out leaves no trace, and nothing comes from nothing: small regions through the whole week."""

import numpy as np
import pytest

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.scenario import nested
from samenhang.model.tables import NOBODY, PRESENT
from samenhang.model.views import every
from samenhang.model.week import On, Parameters

WEEKS = 130


def course(changes=(), off=(), seed=3):
    scenario = load_scenario().changed(nested(dict(changes)), tuple(off))
    return Course(resolve(scenario, load_region().at_size(12_500), burn_in=1, years=3, seed=seed))


def lived(changes=(), off=(), seed=3):
    one = course(changes, off, seed)
    one.live(WEEKS)
    return one


def causes(one, event):
    told = one.events()
    return set(told.loc[told["event"] == event, "cause"].dropna())


def kinds(one):
    return set(one.events()["event"].unique())


def same(one, other):
    """Exactly the same run."""
    n = int(one.world.events.used[0])
    assert n == other.world.events.used[0]
    for a, b in zip(one.world.events[1:], other.world.events[1:], strict=True):
        assert np.array_equal(a[:n], b[:n])
    for table in ("families", "episodes", "professionals", "followed"):
        for a, b in zip(getattr(one.world, table), getattr(other.world, table), strict=True):
            assert np.array_equal(a, b)
    assert np.array_equal(one.world.series, other.world.series, equal_nan=True)
    return True


def test_the_same_question_has_exactly_the_same_answer():
    assert same(lived(), lived())


@pytest.mark.parametrize("mechanism", On._fields)
def test_a_mechanism_that_is_on_leaves_a_trace(mechanism):
    with pytest.raises(AssertionError):
        same(lived(), lived(off=[mechanism]))


STILL_READ = {
    # what the null or a definition goes on reading when the mechanism is off
    "needs": {"needs.opening", "needs.closing", "needs.settled"},
    "allocation": {"allocation.caseload_norm"},
    "workforce": set(),
}


@pytest.mark.parametrize("mechanism", On._fields)
def test_off_means_that_its_parameters_do_nothing(mechanism):
    declared = {k: q for k, q in every(Parameters).items() if k.startswith(f"{mechanism}.")}
    without = {k: q.high if q.default != q.high else q.low for k, q in declared.items() if k not in STILL_READ[mechanism]}  # fmt: skip
    assert same(lived(off=[mechanism]), lived(without, off=[mechanism]))


def test_without_workforce_nobody_leaves_comes_or_tires():
    one = lived({"workforce.exit_rate": 5.0, "allocation.caseload_norm": 14.0}, off=["workforce"])
    staff = one.world.professionals
    assert kinds(one) == {"request", "start", "relation_end", "close"}
    assert (staff.status == PRESENT).all() and (staff.person == 0).all() and (staff.strain == 0.0).all()
    assert one.series()["share_vacant"].max() == 0.0
    assert "turnover" not in causes(one, "relation_end")


def test_without_needs_a_need_never_changes():
    one = course({"needs.shock_rate": 0.7}, off=["needs"])
    before = one.world.families.need.copy()
    one.live(WEEKS)
    assert np.array_equal(one.world.families.need, before)


def test_without_allocation_nobody_leaves_the_list():
    assert "left_list" in causes(lived({"allocation.leave_list": 0.03}), "close")
    assert "left_list" not in causes(lived({"allocation.leave_list": 0.03}, off=["allocation"]), "close")


def test_where_nobody_leaves_no_relation_ends_by_turnover():
    one = lived({"workforce.exit_rate": 0.0, "workforce.strain_gain": 0.3, "allocation.caseload_norm": 14.0})
    assert one.world.professionals.strain.max() > 0.0  # tired, but there is nowhere to go
    assert "turnover" not in causes(one, "relation_end")
    assert {"leave", "hire"}.isdisjoint(kinds(one))
    assert "turnover" in causes(lived(), "relation_end")


def test_no_need_no_care():
    one = course({"needs.shock_rate": 0.0})
    one.world.families.need[:] = 0.0
    one.live(WEEKS)
    assert kinds(one) <= {"leave", "hire"}
    assert one.series()["n_waiting"].max() == one.series()["n_active"].max() == 0
    assert (one.world.families.first_request == NOBODY).all()


def test_families_without_need_or_care_go_out_of_view_after_two_years():
    one = course({"needs.shock_rate": 0.0})
    one.world.families.need[:], one.world.families.moves[:] = 0.0, 10_000
    one.live(WEEKS)
    families = one.world.families
    seen_from = np.maximum(families.arrives, 0)
    gone = families.leaves != NOBODY
    assert np.array_equal(gone, seen_from + 103 < WEEKS)
    assert np.array_equal(families.leaves[gone], seen_from[gone] + 103)  # the 104th quiet week


def test_with_room_for_all_and_no_leavers_nobody_waits():
    one = lived({"allocation.caseload_norm": 1e6, "workforce.exit_rate": 0.0, "allocation.leave_list": 0.0})
    assert one.series()["n_waiting"].max() == 0
    assert one.series()["n_active"].max() > 50
    assert lived().series()["n_waiting"].max() > 0


def test_set_backs_and_families_do_not_depend_on_who_works_where():
    """The same families come with the same needs under every policy; without care effect they stay the same."""
    quiet, busy = (lived({"contacts.effect": 0.0, "workforce.exit_rate": rate}) for rate in (0.0, 0.22))
    seen = (quiet.world.families.leaves == NOBODY) & (busy.world.families.leaves == NOBODY)
    assert seen.sum() > 50
    assert np.array_equal(quiet.world.families.need[seen], busy.world.families.need[seen])
