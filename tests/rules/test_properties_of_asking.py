"""Whatever the parameters: what holds for needs, access, referral and allocation."""

import numpy as np
import pytest
from drawn import ONE, PACE, REGION, WEEKS, always, bounds_of, parameters, plain
from hypothesis import strategies as st

from samenhang.model.mechanisms import (
    access,
    allocation,
    needs,
    referral,
)
from samenhang.model.tables import INTENSIVE, LIGHT, NONE, STAY
from samenhang.model.views import every
from samenhang.model.week import Parameters

TWO = st.tuples(ONE, ONE)
STEP = st.integers(LIGHT, STAY)
YES = st.booleans()


def test_the_plausible_ranges_lie_within_the_valid_ones():
    for key, q in every(Parameters).items():
        low, high = bounds_of(q, valid=True)
        assert low <= q.low < q.high <= high, key


# needs


@always(p=parameters("needs"), network=ONE, pace=PACE, effect=st.floats(0, 0.1), others=st.lists(ONE, min_size=7, max_size=7), d=st.integers(0, 6))  # fmt: skip
def test_need_stays_between_0_and_1_in_the_default_region(p, network, pace, effect, others, d):
    before = np.array(others)
    spilled = plain(needs.spill)(before, REGION.spill()[d])
    assert 0.0 <= plain(needs.next_need)(before[d], spilled, network, pace, effect, p) <= 1.0


@always(
    p=parameters("needs", valid=True), need=ONE, spilled=st.floats(0, 2), network=ONE, pace=PACE, effect=st.floats(0, 2)
)
def test_need_stays_between_0_and_1_under_any_valid_parameters(p, need, spilled, network, pace, effect):
    assert 0.0 <= plain(needs.next_need)(need, spilled, network, pace, effect, p) <= 1.0


@always(need=ONE, size=ONE)
def test_a_set_back_never_helps_and_never_takes_more_than_the_room_left(need, size):
    assert need - 1e-15 <= plain(needs.after_shock)(need, size) <= 1.0 + 1e-15


@always(p=parameters("needs", valid=True), v=TWO, exposure=st.floats(0, 9))
def test_the_more_vulnerable_meet_every_set_back_of_the_less_vulnerable(p, v, exposure):
    chance = plain(needs.chance_of_shock)
    assert 0.0 <= chance(min(v), exposure, p) <= chance(max(v), exposure, p) <= 1.0


@always(exposure=st.lists(st.floats(0.1, 3), min_size=1, max_size=7))
def test_over_all_luck_set_backs_strike_domains_in_proportion_to_exposure(exposure):
    struck = [plain(needs.struck_domain)((k + 0.5) / 500, np.array(exposure)) for k in range(500)]
    found = np.bincount(struck, minlength=len(exposure)) / 500
    assert found == pytest.approx(np.array(exposure) / sum(exposure), abs=3e-3)


@always(p=parameters("needs"), need=ONE, spilled=ONE, network=TWO, pace=PACE, effects=TWO)
def test_more_network_and_more_care_never_leave_more_need(p, need, spilled, network, pace, effects):
    following = plain(needs.next_need)
    assert following(need, spilled, max(network), pace, 0.0, p) <= following(need, spilled, min(network), pace, 0.0, p)
    assert following(need, spilled, 0.5, pace, max(effects), p) <= following(need, spilled, 0.5, pace, min(effects), p)


@always(p=parameters("needs"), need=ONE, spilled=TWO, pace=PACE)
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


@always(p=parameters("needs"), need=TWO, low_for=st.tuples(WEEKS, WEEKS))
def test_more_need_and_fewer_good_weeks_never_make_care_less_called_for(p, need, low_for):
    asked = plain(needs.should_meet)
    assert asked(False, min(need), 0, p) <= asked(False, max(need), 0, p)
    assert asked(True, need[0], max(low_for), p) <= asked(True, need[0], min(low_for), p)


@always(p=parameters("needs", valid=True), need=TWO, most=st.integers(LIGHT, STAY))
def test_some_care_fits_every_need_and_never_more_than_the_domain_has(p, need, most):
    assert LIGHT <= plain(needs.warranted)(need[0], most, p) <= most


@always(p=parameters("needs"), need=TWO)
def test_heavier_needs_never_fit_lighter_care(p, need):
    assert plain(needs.warranted)(min(need), STAY, p) <= plain(needs.warranted)(max(need), STAY, p)


@always(n=st.tuples(st.integers(1, 9), st.integers(1, 9)), worst=TWO, v=TWO)
def test_complexity_is_a_share_and_grows_with_number_severity_and_unpredictability(n, worst, v):
    how = plain(needs.complexity)
    assert 0.0 <= how(min(n), min(worst), min(v)) <= how(max(n), max(worst), max(v)) <= 1.0


# access


@always(p=parameters("access"), worst=TWO, seeking=TWO, trust=TWO)
def test_more_need_trust_and_help_seeking_never_make_asking_less_likely(p, worst, seeking, trust):
    chance = plain(access.chance_to_ask)
    few = chance(min(worst), min(seeking), min(trust), False, p)
    assert 0.0 <= few <= chance(max(worst), max(seeking), max(trust), False, p) <= 1.0


@always(p=parameters("access", valid=True), worst=ONE, seeking=TWO, trust=TWO)
def test_a_report_asks_neither_trust_nor_wish(p, worst, seeking, trust):
    chance = plain(access.chance_to_ask)
    assert chance(worst, seeking[0], trust[0], True, p) == chance(worst, seeking[1], trust[1], True, p) == p.reports


@always(p=parameters("access", valid=True), need=TWO, busy=st.tuples(st.floats(0, 3), st.floats(0, 3)), trust=TWO, u=ONE)  # fmt: skip
def test_less_need_more_work_and_less_trust_never_save_a_question_from_being_closed(p, need, busy, trust, u):
    home = plain(access.closes_early)
    assert home(max(need), min(busy), max(trust), False, u, p) <= home(min(need), max(busy), min(trust), False, u, p)
    assert not home(min(need), max(busy), min(trust), True, u, p)


@always(p=parameters("access", valid=True), trust=TWO, competence=TWO, channel=st.integers(0, 2), u=ONE)
def test_looking_together_never_finds_less_and_less_without_trust_or_competence(p, trust, competence, channel, u):
    finds = plain(access.comes_to_light)
    assert finds(u, channel, False, trust[0], competence[0], p) == finds(u, channel, True, 0.0, max(competence), p)
    low, high = (finds(u, channel, True, of(trust), of(competence), p) for of in (min, max))
    assert finds(u, channel, False, trust[0], competence[0], p) <= low <= high


@always(p=parameters("access", valid=True), trust=ONE)
def test_a_disappointment_leaves_part_of_the_trust(p, trust):
    assert 0.0 <= plain(access.less_trust)(trust, p.harm) <= trust


# referral


@always(p=parameters("referral"), fits=STEP)
def test_nobody_is_referred_to_a_stay_or_to_more_than_fits(p, fits):
    assert LIGHT <= plain(referral.first_intensity)(fits, p) <= min(fits, INTENSIVE)


@always(wanted=st.integers(LIGHT, INTENSIVE), offers=st.integers(0, 31))
def test_what_is_given_is_on_offer(wanted, offers):
    given = plain(referral.nearest_offer)(wanted, offers)
    assert given == 0 or (offers >> given) & 1
    assert (given == 0) == (offers & 0b1110 == 0)
    if (offers >> wanted) & 1:
        assert given == wanted


@always(p=parameters("referral", valid=True), n=st.tuples(st.integers(0, 6), st.integers(0, 6)))
def test_one_account_and_one_law_are_different_levers(p, n):
    waiting, working = plain(referral.weeks_of_papers), plain(referral.hours_of_papers)
    assert 0 <= waiting(min(n), p) <= waiting(max(n), p)
    assert waiting(n[0], p) == waiting(n[0], p._replace(one_legal_frame=0.0))
    assert waiting(n[0], p._replace(single_accountability=1.0)) == 0
    one_law = p._replace(one_legal_frame=1.0, single_accountability=0.0)
    assert working(n[0], one_law) == 0.0 <= working(n[0], p)


@always(status=st.lists(st.integers(0, 2), min_size=6, max_size=6), streams=st.lists(st.integers(0, 3), min_size=6, max_size=6), d=st.integers(0, 5))  # fmt: skip
def test_other_streams_are_counted_once_each(status, streams, d):
    others = {m for s, m in zip(status, streams, strict=True) if s != NONE} - {streams[d]}
    bits = plain(referral.streams_of)(np.array(status), np.array(streams))
    assert plain(referral.other_streams)(bits, streams[d]) == len(others)


# allocation


@always(p=parameters("allocation", valid=True), need=TWO, waited=st.tuples(WEEKS, WEEKS), u=ONE)
def test_place_in_line_rises_with_need_with_weeks_waited_and_after_a_break(p, need, waited, u):
    place = plain(allocation.place_in_line)
    assert place(min(need), waited[0], False, u, p) <= place(max(need), waited[0], False, u, p)
    assert place(need[0], min(waited), False, u, p) <= place(need[0], max(waited), False, u, p)
    assert place(need[0], waited[0], False, u, p) <= place(need[0], waited[0], True, u, p)


@always(p=parameters("allocation"), need=ONE, waited=WEEKS, u=TWO)
def test_luck_never_passes_a_week_of_waiting(p, need, waited, u):
    place = plain(allocation.place_in_line)
    assert place(need, waited, False, u[0], p) < place(need, waited + 1, False, u[1], p)


@always(p=parameters("allocation", valid=True), factor=st.floats(0.5, 2), capacity=TWO, rounding=ONE)
def test_urgent_cases_have_at_least_the_room_of_others_and_newcomers_at_most(p, factor, capacity, rounding):
    room = plain(allocation.room)
    assert room(factor, capacity[0], rounding, False, p) <= room(factor, capacity[0], rounding, True, p)
    assert room(factor, min(capacity), rounding, False, p) <= room(factor, max(capacity), rounding, False, p)


@always(p=parameters("allocation"), factor=st.floats(0.5, 2))
def test_over_all_seats_room_averages_to_the_norm(p, factor):
    seats = (np.arange(1000) + 0.5) / 1000
    mean = np.mean([plain(allocation.room)(factor, 1.0, r, False, p) for r in seats])
    assert mean == pytest.approx(p.caseload_norm * factor, abs=1.5e-3)


@always(p=parameters("allocation", valid=True), need=ONE, u=ONE)
def test_an_urgent_or_imposed_family_never_gives_up_and_nobody_does_at_rate_zero(p, need, u):
    first, gives_up = plain(allocation.goes_first), plain(allocation.leaves_list)
    assert first(need, True, p) and first(need, False, p) == (need >= p.urgent)
    assert not gives_up(True, u, p)
    assert not gives_up(False, u, p._replace(leave_list=0.0))


@always(refuses=ONE, releases=ONE, u=TWO)
def test_who_goes_first_is_never_refused_for_money(refuses, releases, u):
    assert not plain(allocation.lacks_money)(True, refuses, releases, *u)
    assert not plain(allocation.lacks_money)(False, 0.0, 1.0, min(u[0], 0.999), min(u[1], 0.999))


@always(p=parameters("allocation", valid=True), complexity=TWO, willing=TWO, risk=TWO, u=ONE)
def test_more_complexity_risk_and_less_willingness_never_avoid_a_refusal(p, complexity, willing, risk, u):
    no = plain(allocation.refuses_complex)
    assert no(min(complexity), max(willing), min(risk), u, p) <= no(max(complexity), min(willing), max(risk), u, p)
    assert not no(0.0, min(willing), max(risk), u, p)
    assert not no(max(complexity), min(willing), 0.0, u, p)


@always(p=parameters("allocation", valid=True), load=st.floats(0, 20), agreed=TWO)
def test_agreements_never_make_somebody_count_as_more_loaded_nor_as_less_than_free(p, load, agreed):
    counts = plain(allocation.preferred)
    assert 0.0 <= counts(load, max(agreed), p) <= counts(load, min(agreed), p) <= counts(load, 0.0, p) == load


@always(known=YES, free=YES, week=WEEKS, not_before=WEEKS)
def test_nothing_joins_a_list_before_it_is_decided(known, free, week, not_before):
    joins = plain(referral.joins_list)
    assert not joins(known, False, week, not_before)
    assert joins(known, free, week, not_before) == (known and free and week >= not_before)
