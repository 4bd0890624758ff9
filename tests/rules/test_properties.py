"""What the rules keep to whatever the parameters: bounds, directions, and roads that must not exist."""

import inspect

import numpy as np
import pytest
from drawn import ONE, PACE, REGION, WEEKS, always, bounds_of, parameters, plain, words_in
from hypothesis import strategies as st

from samenhang.model.mechanisms import allocation, closure, contacts, needs, workforce
from samenhang.model.views import every
from samenhang.model.week import Parameters


def test_the_plausible_ranges_lie_within_the_valid_ones():
    for key, q in every(Parameters).items():
        low, high = bounds_of(q, valid=True)
        assert low <= q.low < q.high <= high, key


# needs


@always(p=parameters("needs"), c=parameters("contacts"), network=ONE, pace=PACE, others=st.lists(ONE, min_size=7, max_size=7), d=st.integers(0, 6))  # fmt: skip
def test_need_stays_between_0_and_1_in_the_default_region(p, c, network, pace, others, d):
    before = np.array(others)
    spilled = plain(needs.spill)(before, REGION.spill()[d])
    for effect in (0.0, plain(contacts.effect_of)(pace, c)):
        assert 0.0 <= plain(needs.next_need)(before[d], spilled, network, pace, effect, p) <= 1.0


@always(
    p=parameters("needs", valid=True), need=ONE, spilled=st.floats(0, 2), network=ONE, pace=PACE, effect=st.floats(0, 2)
)
def test_need_stays_between_0_and_1_under_any_valid_parameters(p, need, spilled, network, pace, effect):
    assert 0.0 <= plain(needs.next_need)(need, spilled, network, pace, effect, p) <= 1.0


@always(need=ONE, size=ONE)
def test_a_set_back_never_helps_and_never_takes_more_than_the_room_left(need, size):
    assert need - 1e-15 <= plain(needs.after_shock)(need, size) <= 1.0 + 1e-15


@always(p=parameters("needs", valid=True), v=st.tuples(ONE, ONE), exposure=st.floats(0, 3), u=ONE)
def test_the_more_vulnerable_meet_every_set_back_of_the_less_vulnerable(p, v, exposure, u):
    assert plain(needs.shock_strikes)(min(v), exposure, u, p) <= plain(needs.shock_strikes)(max(v), exposure, u, p)


@always(p=parameters("needs"), need=ONE, spilled=ONE, network=st.tuples(ONE, ONE), pace=PACE, effects=st.tuples(ONE, ONE))  # fmt: skip
def test_more_network_and_more_care_never_leave_more_need(p, need, spilled, network, pace, effects):
    following = plain(needs.next_need)
    assert following(need, spilled, max(network), pace, 0.0, p) <= following(need, spilled, min(network), pace, 0.0, p)
    assert following(need, spilled, 0.5, pace, max(effects), p) <= following(need, spilled, 0.5, pace, min(effects), p)


@always(p=parameters("needs"), need=ONE, spilled=st.tuples(ONE, ONE), pace=PACE)
def test_trouble_elsewhere_never_leaves_less_need(p, need, spilled, pace):
    following = plain(needs.next_need)
    assert following(need, min(spilled), 0.5, pace, 0.01, p) <= following(need, max(spilled), 0.5, pace, 0.01, p)


@always(before=st.lists(ONE, min_size=7, max_size=7), d=st.integers(0, 6), order=st.permutations(range(7)))
def test_spill_over_does_not_depend_on_the_order_of_the_domains(before, d, order):
    weights, before = REGION.spill()[d], np.array(before)
    mixed = plain(needs.spill)(before[order], weights[order])
    assert mixed == pytest.approx(plain(needs.spill)(before, weights), abs=1e-12)


@always(p=parameters("needs"), between=ONE, low_for=WEEKS)
def test_between_the_lines_what_was_asked_stays_asked_and_what_was_not_stays_so(p, between, low_for):
    need = min(p.opening, p.closing + between * (p.opening - p.closing))
    assert plain(needs.should_meet)(True, need, 0, p)
    assert not plain(needs.should_meet)(False, need, low_for, p)


@always(p=parameters("needs"), need=st.tuples(ONE, ONE), low_for=st.tuples(WEEKS, WEEKS))
def test_more_need_and_fewer_good_weeks_never_make_care_less_called_for(p, need, low_for):
    asked = plain(needs.should_meet)
    assert asked(False, min(need), 0, p) <= asked(False, max(need), 0, p)
    assert asked(True, need[0], max(low_for), p) <= asked(True, need[0], min(low_for), p)


# allocation


@always(p=parameters("allocation", valid=True), need=st.tuples(ONE, ONE), waited=st.tuples(WEEKS, WEEKS), u=ONE)
def test_place_in_line_rises_with_need_with_weeks_waited_and_after_a_break(p, need, waited, u):
    place = plain(allocation.place_in_line)
    assert place(min(need), waited[0], False, u, p) <= place(max(need), waited[0], False, u, p)
    assert place(need[0], min(waited), False, u, p) <= place(need[0], max(waited), False, u, p)
    assert place(need[0], waited[0], False, u, p) <= place(need[0], waited[0], True, u, p)


@always(p=parameters("allocation"), need=ONE, waited=WEEKS, u=st.tuples(ONE, ONE))
def test_luck_never_passes_a_week_of_waiting(p, need, waited, u):
    place = plain(allocation.place_in_line)
    assert place(need, waited, False, u[0], p) < place(need, waited + 1, False, u[1], p)


@always(p=parameters("allocation", valid=True), factor=st.floats(0.5, 2), rounding=ONE, need=st.tuples(ONE, ONE))
def test_urgent_cases_have_at_least_the_room_of_others(p, factor, rounding, need):
    room = plain(allocation.room)
    assert room(factor, rounding, min(need), p) <= room(factor, rounding, max(need), p)


@always(p=parameters("allocation"), factor=st.floats(0.5, 2))
def test_over_all_seats_room_averages_to_the_norm(p, factor):
    seats = (np.arange(1000) + 0.5) / 1000
    mean = np.mean([plain(allocation.room)(factor, r, 0.0, p) for r in seats])
    assert mean == pytest.approx(p.caseload_norm * factor, abs=1.5e-3)


@always(p=parameters("allocation", valid=True), need=ONE, u=ONE)
def test_an_urgent_family_never_gives_up_and_nobody_does_at_rate_zero(p, need, u):
    assert not (need >= p.urgent and plain(allocation.leaves_list)(need, u, p))
    assert not plain(allocation.leaves_list)(need, u, p._replace(leave_list=0.0))


# workforce


@always(p=parameters("workforce", valid=True), strain=ONE, workload=st.floats(0, 100))
def test_strain_stays_between_0_and_1_under_any_valid_parameters(p, strain, workload):
    assert 0.0 <= plain(workforce.next_strain)(strain, workload, p) <= 1.0


@always(p=parameters("workforce", valid=True), strain=ONE, workload=ONE)
def test_work_that_fits_the_hours_never_raises_strain(p, strain, workload):
    assert plain(workforce.next_strain)(strain, workload, p) <= strain


@always(p=parameters("workforce"), strain=ONE, workload=st.tuples(st.floats(0, 3), st.floats(0, 3)))
def test_more_work_never_leaves_less_strain(p, strain, workload):
    after = plain(workforce.next_strain)
    assert after(strain, min(workload), p) <= after(strain, max(workload), p)


@always(p=parameters("workforce"), strain=st.tuples(ONE, ONE), u=st.floats(0, 0.1))
def test_the_more_strained_leave_whenever_the_less_strained_do(p, strain, u):
    assert plain(workforce.leaves)(min(strain), u, p) <= plain(workforce.leaves)(max(strain), u, p)


@always(p=parameters("workforce", valid=True), quick=st.floats(1, 50), u=ONE)
def test_a_vacancy_that_takes_longer_is_filled_only_when_a_quicker_one_is(p, quick, u):
    slow = p._replace(weeks_to_fill=quick + 1)
    assert plain(workforce.is_filled)(u, slow) <= plain(workforce.is_filled)(u, p._replace(weeks_to_fill=quick))


def test_leaving_knows_of_strain_only():
    """The law of the specification: caseload acts on leaving through strain alone [kim_kao_2014]."""
    assert set(inspect.signature(plain(workforce.leaves)).parameters) == {"strain", "u", "p"}
    assert not {"caseload", "workload", "hours"} & words_in(plain(workforce.leaves))


def test_the_workforce_never_looks_at_caseload():
    assert "caseload" not in words_in(workforce)


# contacts, closure


@always(p=parameters("contacts"), pace=PACE)
def test_the_effect_of_care_is_a_share(p, pace):
    assert 0.0 <= plain(contacts.effect_of)(pace, p) <= 1.0


@always(p=parameters("contacts", valid=True))
def test_at_average_pace_the_effect_of_care_is_a_share_under_any_valid_parameters(p):
    assert 0.0 <= plain(contacts.effect_of)(1.0, p) <= 1.0


@always(p=parameters("closure"), quiet=st.tuples(WEEKS, WEEKS), moves=WEEKS, week=st.tuples(WEEKS, WEEKS))
def test_out_of_view_stays_out_of_view(p, quiet, moves, week):
    gone = plain(closure.goes_out_of_view)
    assert gone(min(quiet), moves, min(week), p) <= gone(max(quiet), moves, max(week), p)
