"""A mechanism struck out leaves no trace, and nothing comes from nothing: small regions through the whole week."""

import numpy as np
import pytest

from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.scenario import STRUCK, nested
from samenhang.model.tables import NOBODY, NONE, REGULAR
from samenhang.model.views import every
from samenhang.model.week import Parameters

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
            np.testing.assert_array_equal(a, b)  # NaN is equal to NaN
    assert np.array_equal(one.world.series, other.world.series, equal_nan=True)
    return True


def test_the_same_question_has_exactly_the_same_answer():
    assert same(lived(), lived())


@pytest.mark.parametrize("mechanism", STRUCK)
def test_a_mechanism_that_is_on_leaves_a_trace(mechanism):
    with pytest.raises(AssertionError):
        same(lived(), lived(off=[mechanism]))


STILL_READ = {
    # what the null or a definition goes on reading when the mechanism is off
    "needs": {"opening", "closing", "settled", "regular_from", "intensive_from", "stay_from"},
    "allocation": {"caseload_norm"},
    "contacts": {"effect"},
    "closure": {"out_of_view"},
}


def other(q):
    """Another plausible value than the default."""
    if q.options:
        return next(word for word in reversed(q.options) if word not in (q.default.name, "own"))
    return q.high if q.default != q.high else q.low


@pytest.mark.parametrize("mechanism", [m for m in STRUCK if not m.startswith("channel.")])
def test_off_means_that_its_parameters_do_nothing(mechanism):
    declared = {k: q for k, q in every(Parameters).items() if k.startswith(f"{mechanism}.")}
    without = {k: other(q) for k, q in declared.items() if q.name not in STILL_READ.get(mechanism, ())}
    assert same(lived(off=[mechanism]), lived(without, off=[mechanism]))


@pytest.mark.parametrize("key", [f"{m}.{name}" for m, names in STILL_READ.items() for name in sorted(names)])
def test_what_the_null_goes_on_reading_it_reads(key):
    mechanism, q = key.split(".")[0], every(Parameters)[key]
    changed = 52.0 if key == "closure.out_of_view" else other(q)
    with pytest.raises(AssertionError):
        same(lived(off=[mechanism]), lived({key: changed}, off=[mechanism]))


def test_without_workforce_nobody_leaves_or_comes():
    one = lived({"workforce.exit_rate": 5.0}, off=["workforce"])
    assert {"leave", "hire", "absent", "back"}.isdisjoint(kinds(one))
    assert "turnover" not in causes(one, "relation_end")


@pytest.mark.parametrize("off", [["workforce", "decisions"], ["workforce"]])
def test_without_workforce_nobody_tires(off):
    before, one = course(off=off), lived(off=off)
    assert np.array_equal(one.world.professionals.strain, before.world.professionals.strain)


def test_without_workforce_nobody_is_absent():
    assert lived(off=["workforce"]).series()["share_absent"].max() == 0.0


def test_without_access_nobody_is_sent_home_or_stays_hidden():
    one, usual = lived(off=["access", "decisions"]), lived()  # who waits for a decision is not hidden
    assert "sent_home" not in kinds(one) and "sent_home" in kinds(usual)
    assert "sent_home" not in kinds(lived(off=["access"]))
    families, episodes = one.world.families, one.world.episodes
    open_need = (families.leaves == NOBODY)[:, None] & families.should_meet & (episodes.status == NONE)
    assert (episodes.not_before[open_need] >= WEEKS).all()  # only who gave up or was stopped is not on a list


def test_without_referral_all_who_come_get_regular_care():
    one = lived(off=["referral", "closure"])
    came = (one.world.families.arrives > 0)[:, None] & (one.world.episodes.started != NOBODY)
    assert came.sum() > 10
    assert set(one.world.episodes.intensity[came].tolist()) == {REGULAR}


def test_without_contacts_nobody_is_met_or_missed():
    one = lived(off=["contacts"])
    assert not one.world.episodes.contact[one.world.families.leaves == NOBODY].any()
    assert lived().world.episodes.contact.any()


def test_without_handover_nothing_is_kept_and_relations_end_by_leaving_and_absence_only():
    changes = {"handover.rotation": 5.0, "handover.warm": 1.0, "contacts.asks_other": 0.1}
    assert {"transfer", "wish"} <= causes(lived(changes), "relation_end")
    one = lived(changes, off=["handover"])
    assert {"transfer", "wish"}.isdisjoint(causes(one, "relation_end"))
    assert {"turnover", "absence"} <= causes(one, "relation_end")


def test_without_closure_no_decision_ends_and_nothing_is_stepped():
    changes = {"closure.steps_up": 0.3, "closure.stops_below": 0.4, "closure.dropout": 0.03}
    assert {"term", "dropout"} <= causes(lived(changes), "close") and "step" in kinds(lived(changes))
    assert {"term", "dropout", "contract_end"}.isdisjoint(causes(lived(changes, off=["closure"]), "close"))


def test_without_money_no_ceiling_binds():
    tight = {"money.budget": 0.5, "money.ceiling_hardness": 1.0}
    assert "ceiling" in causes(lived(tight), "refused")
    one = lived(tight, off=["money"])
    assert "ceiling" not in causes(one, "refused")
    assert one.series()["cost"].max() == one.series()["deficit"].max() == 0.0


def test_without_needs_a_need_never_changes():
    one = course({"needs.shock_rate": 0.7}, off=["needs"])
    before = one.world.families.need.copy()
    one.live(WEEKS)
    assert np.array_equal(one.world.families.need, before)


def test_without_allocation_nobody_leaves_the_list():
    assert "left_list" in causes(lived({"allocation.leave_list": 0.03}), "close")
    assert "left_list" not in causes(lived({"allocation.leave_list": 0.03}, off=["allocation"]), "close")


NOBODY_GOES = {"workforce.exit_rate": 0.0, "workforce.absence": 0.0, "handover.rotation": 0.0, "handover.passes_along": 0.0, "contacts.asks_other": 0.0}  # fmt: skip


def test_where_nobody_leaves_is_ill_or_passes_on_no_relation_ends_by_it():
    one = lived({**NOBODY_GOES, "workforce.strain_gain": 0.3, "closure.steps_up": 0.0})
    assert one.world.professionals.strain.max() > 0.2  # tired, but there is nowhere to go
    gone = {"turnover", "absence", "transfer", "wish", "passed_along"}
    at_first = one.events().query("event == 'relation_end' and cause == 'absence'")["week"]
    assert gone.isdisjoint(causes(one, "relation_end") - {"absence"}) and (at_first == 0).all()  # ill at the start
    assert {"leave", "absent"}.isdisjoint(kinds(one))
    assert gone <= causes(lived(), "relation_end")


def without_need(**changes):
    """A region in which nobody has or had a need."""
    one = course({"needs.shock_rate": 0.0, **changes})
    families, episodes, staff = one.world.families, one.world.episodes, one.world.professionals
    families.need[:], families.should_meet[:], families.weeks_quiet[:], families.first_request[:] = (
        0.0,
        False,
        0,
        NOBODY,
    )
    episodes.status[:], episodes.intensity[:], episodes.seat[:], staff.caseload[:] = NONE, 0, NOBODY, 0
    return one


def test_no_need_no_care():
    one = without_need()
    one.live(WEEKS)
    assert kinds(one) <= {"leave", "hire", "absent", "back"}
    assert one.series()["n_waiting"].max() == one.series()["n_active"].max() == 0
    assert one.series()["cost"].max() == 0.0
    assert (one.world.families.first_request == NOBODY).all()


def test_families_without_need_or_care_go_out_of_view_after_two_years():
    one = without_need()
    families = one.world.families
    families.moves[:], families.grows_up[:] = 10_000, 10_000
    one.live(WEEKS)
    seen_from = np.maximum(families.arrives, 0)
    gone = families.leaves != NOBODY
    assert np.array_equal(gone, seen_from + 103 < WEEKS)
    assert np.array_equal(families.leaves[gone], seen_from[gone] + 103)  # the 104th quiet week


def test_with_room_and_money_for_all_and_nobody_who_goes_nobody_waits():
    plenty = {**NOBODY_GOES, "allocation.caseload_norm": 1e6, "allocation.leave_list": 0.0, "allocation.refuses_complex": 0.0,
              "money.ceiling_hardness": 0.0, "referral.plan_weeks": 0.0, "closure.steps_up": 0.0}  # fmt: skip
    one = lived(plenty)
    assert one.series()["n_waiting"][30:].max() == 0  # by then the papers of those who waited at the start are in order
    assert one.series()["n_active"][30:].max() > 50
    assert lived().series()["n_waiting"][30:].min() > 0


NO_CARE = {
    "contacts.effect": 0.0,
    "together.crowding": 0.0,
    "together.network": 0.0,
    "together.network_returns": 0.0,
}  # nor a network that care changes


def test_set_backs_and_families_do_not_depend_on_who_works_where():
    """The same families come with the same needs under every policy; without care effect they stay the same."""
    quiet, busy = (lived({**NO_CARE, "workforce.exit_rate": rate}) for rate in (0.0, 0.22))
    seen = (quiet.world.families.leaves == NOBODY) & (busy.world.families.leaves == NOBODY)
    assert seen.sum() > 50
    assert np.array_equal(quiet.world.families.need[seen], busy.world.families.need[seen])
