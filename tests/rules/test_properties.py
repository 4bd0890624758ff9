"""What the rules keep to whatever the parameters: bounds, directions, and roads that must not exist."""

import inspect

import numpy as np
import pytest
from drawn import ONE, PACE, REGION, WEEKS, always, bounds_of, parameters, plain, words_in
from hypothesis import strategies as st

from samenhang.model.events import Cause
from samenhang.model.mechanisms import (
    access,
    allocation,
    closure,
    contacts,
    handover,
    hours,
    money,
    needs,
    referral,
    workforce,
)
from samenhang.model.tables import ABSENT, DIRECT, INTENSIVE, LIGHT, LOCAL_TEAM, MANDATED, NONE, PRESENT, STAY
from samenhang.model.views import every
from samenhang.model.week import Parameters

TWO = st.tuples(ONE, ONE)
YES = st.booleans()
STEP = st.integers(LIGHT, STAY)
CHANNEL = st.sampled_from([LOCAL_TEAM, DIRECT, MANDATED])
EUROS = st.floats(0, 1e6)
CAUSES = st.sampled_from([Cause.turnover, Cause.absence, Cause.wish, Cause.passed_along, Cause.transfer])


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
    assert plain(referral.other_streams)(np.array(status), np.array(streams), d) == len(others)


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


@always(p=parameters("allocation", valid=True), complexity=TWO, willing=TWO, u=ONE)
def test_more_complexity_and_less_willingness_never_avoid_a_refusal(p, complexity, willing, u):
    no = plain(allocation.refuses_complex)
    assert no(min(complexity), max(willing), u, p) <= no(max(complexity), min(willing), u, p)
    assert not no(0.0, min(willing), u, p)


# hours


HOURS = st.floats(0, 60)


@always(room=st.floats(-10, 40), direct=HOURS, first=ONE, asked=HOURS)
def test_hours_given_are_never_more_than_asked_nor_than_there_are(room, direct, first, asked):
    urgent = first * direct
    given = plain(hours.share_given)(room, direct, urgent)
    spent = urgent + given * (direct - urgent)
    assert 0.0 <= given <= 1.0
    assert spent <= max(room, urgent) + 1e-9
    kept = plain(hours.coordination_kept)(room, direct, asked)
    assert 0.0 <= kept <= asked
    assert kept == 0.0 or given == 1.0  # coordination gives way first


@always(p=parameters("hours"), factor=st.floats(0.1, 2))
def test_heavier_help_takes_more_hours(p, factor):
    ask = plain(hours.hours_of)
    assert ask(LIGHT, factor, p) < ask(2, factor, p) < ask(INTENSIVE, factor, p)


@always(p=parameters("hours"), n=st.tuples(st.integers(1, 7), st.integers(1, 7)), asked=HOURS)
def test_more_helpers_never_take_less_coordination(p, n, asked):
    assert plain(hours.coordination_asked)(min(n), p) <= plain(hours.coordination_asked)(max(n), p)
    assert plain(hours.workload)(p.hours, p) == 1.0
    assert plain(hours.administration_asked)(asked, p) >= asked


# contacts


@always(p=parameters("contacts", valid=True), alliance=ONE, match=ONE, trust=ONE)
def test_bond_and_trust_stay_shares_and_move_towards_what_they_follow(p, alliance, match, trust):
    bond = plain(contacts.next_alliance)(alliance, match, p)
    assert min(alliance, match) - 1e-12 <= bond <= max(alliance, match) + 1e-12
    following = plain(contacts.next_trust)(trust, alliance, p)
    assert min(trust, alliance) - 1e-12 <= following <= max(trust, alliance) + 1e-12


@always(p=parameters("contacts"), alliance=TWO, n=st.tuples(st.integers(0, 60), st.integers(0, 60)), u=ONE)
def test_a_better_bond_and_a_known_face_never_make_a_missed_contact_likelier(p, alliance, n, u):
    missed = plain(contacts.is_missed)
    assert missed(max(alliance), max(n), u, p) <= missed(min(alliance), min(n), u, p)


@always(p=parameters("contacts", valid=True), alliance=ONE, n=st.integers(0, 60), u=ONE)
def test_nobody_asks_for_another_before_eight_contacts_or_with_a_fair_bond(p, alliance, n, u):
    assert not plain(contacts.asks_for_other)(max(alliance, 0.3), n, u, p)
    assert not plain(contacts.asks_for_other)(alliance, min(n, 7), u, p)


@always(p=parameters("contacts", valid=True), agreement=TWO, n=st.tuples(st.integers(1, 7), st.integers(1, 7)))
def test_more_agreement_and_fewer_helpers_never_contradict_more(p, agreement, n):
    lost = plain(contacts.contradiction)
    assert 0.0 <= lost(max(agreement), min(n), p) <= lost(min(agreement), max(n), p) <= 1.0
    assert lost(min(agreement), 1, p) == 0.0


@always(p=parameters("contacts", valid=True), given=st.tuples(STEP, STEP), fits=STEP)
def test_too_light_is_never_better_and_too_heavy_no_better(p, given, fits):
    effect = plain(contacts.fit_of_intensity)
    assert 0.0 <= effect(min(given), fits, p) <= effect(max(given), fits, p) <= effect(fits, fits, p) == 1.0


@always(p=parameters("contacts", valid=True), alliance=TWO, strain=TWO, intention=TWO, skill=st.floats(0.5, 1.2))
def test_a_better_bond_and_less_strain_never_help_less(p, alliance, strain, intention, skill):
    how = plain(contacts.quality)
    worse = how(skill, 1.0, min(alliance), max(strain), max(intention), p)
    assert 0.0 <= worse <= how(skill, 1.0, max(alliance), min(strain), min(intention), p) <= skill * 1.5 + 1e-12


@always(p=parameters("contacts"), pace=PACE, alliance=ONE)
def test_the_effect_of_care_is_a_share(p, pace, alliance):
    assert 0.0 <= p.effect * pace * plain(contacts.quality)(1.15, 1.0, alliance, 0.0, 0.0, p) <= 1.0


# workforce


@always(p=parameters("workforce", valid=True), strain=ONE, workload=st.floats(0, 100))
def test_strain_stays_between_0_and_1_under_any_valid_parameters(p, strain, workload):
    assert 0.0 <= plain(workforce.next_strain)(strain, workload, p) <= 1.0


@always(p=parameters("workforce", valid=True), strain=ONE, workload=TWO)
def test_below_the_hours_strain_does_not_depend_on_workload(p, strain, workload):
    after = plain(workforce.next_strain)
    assert after(strain, workload[0], p) == after(strain, workload[1], p)
    assert after(strain, workload[0], p._replace(demands=0.0)) <= strain


@always(p=parameters("workforce"), strain=TWO, workload=st.tuples(st.floats(0, 3), st.floats(0, 3)))
def test_more_work_and_no_programme_never_leave_less_strain(p, strain, workload):
    after = plain(workforce.next_strain)
    assert after(strain[0], min(workload), p) <= after(strain[0], max(workload), p)
    assert after(strain[0], workload[0], p._replace(retention=1.0)) <= after(strain[0], workload[0], p)


@always(p=parameters("workforce", valid=True), strain=TWO, own=TWO)
def test_strain_raises_the_intention_to_leave(p, strain, own):
    thinks = plain(workforce.intention)
    assert 0.0 <= thinks(min(strain), min(own), p) <= thinks(max(strain), max(own), p) <= 1.0 + 1e-12


@always(p=parameters("workforce"), intention=TWO, u=st.floats(0, 0.1))
def test_who_thinks_more_of_leaving_leaves_whenever_the_others_do(p, intention, u):
    assert plain(workforce.leaves)(min(intention), u, p) <= plain(workforce.leaves)(max(intention), u, p)


@always(p=parameters("workforce", valid=True), tight=TWO, quick=st.floats(1, 50), u=ONE)
def test_a_tighter_market_and_a_slower_one_fill_no_vacancy_that_an_easier_one_does_not(p, tight, quick, u):
    slow, fast = p._replace(weeks_to_fill=quick + 1), p._replace(weeks_to_fill=quick)
    assert plain(workforce.is_filled)(u, min(tight), slow) <= plain(workforce.is_filled)(u, max(tight), fast)


@always(p=parameters("workforce"))
def test_over_time_the_part_absent_is_the_one_declared(p):
    """Chance to fall ill x mean weeks away, per week at work, is absence / (1 - absence)."""
    luck = (np.arange(1000) + 0.5) / 1000
    mean = [np.mean([plain(workforce.weeks_away)(is_long, u, p) for u in luck]) for is_long in (False, True)]
    assert mean == pytest.approx([p.weeks_short, p.weeks_long], rel=0.02)
    spell = p.absence_long * mean[1] + (1.0 - p.absence_long) * mean[0]
    chance = np.mean([plain(workforce.falls_ill)(u / 4, p) for u in luck]) / 4
    assert chance * spell == pytest.approx(p.absence / (1.0 - p.absence), abs=0.005)


@always(pool=st.tuples(st.floats(0, 100), st.floats(0, 100)), vacancies=st.integers(0, 100))
def test_more_people_looking_never_make_the_market_tighter(pool, vacancies):
    cover = plain(workforce.tightness)
    assert 0.0 <= cover(min(pool), vacancies) <= cover(max(pool), vacancies) <= 1.0


@always(p=parameters("workforce", valid=True), talent=st.floats(0.85, 1.15), weeks=st.tuples(WEEKS, WEEKS))
def test_who_is_there_longer_is_never_less_skilled_and_takes_no_fewer_cases(p, talent, weeks):
    skill, capacity = plain(workforce.skill), plain(workforce.capacity)
    assert 0.0 <= skill(talent, min(weeks), p) <= skill(talent, max(weeks), p) <= talent + 1e-12
    assert 0.0 <= capacity(min(weeks), p) <= capacity(max(weeks), p) <= 1.0


def test_leaving_knows_of_the_intention_only():
    """The law of the specification: caseload acts on leaving through strain alone [kim_kao_2014]."""
    assert set(inspect.signature(plain(workforce.leaves)).parameters) == {"intention", "u", "p"}
    assert set(inspect.signature(plain(workforce.intention)).parameters) == {"strain", "own", "p"}
    for step in (workforce.leaves, workforce.intention):
        assert not {"caseload", "workload", "hours"} & words_in(plain(step))


def test_the_workforce_never_looks_at_caseload():
    assert "caseload" not in words_in(workforce)


# closure


@always(p=parameters("closure"), quiet=st.tuples(WEEKS, WEEKS))
def test_out_of_view_stays_out_of_view(p, quiet):
    gone = plain(closure.goes_out_of_view)
    assert gone(min(quiet), p) <= gone(max(quiet), p)


@always(p=parameters("closure", valid=True), need=ONE, waits=st.floats(0, 100), closing=ONE)
def test_where_lists_do_not_press_nobody_is_closed_for_them(p, need, waits, closing):
    """0 is the neutral value of throughput: however long the list, nothing happens."""
    assert not plain(closure.is_pressed)(need, waits, closing, p._replace(throughput=0.0))


@always(p=parameters("closure"), need=TWO, waits=st.tuples(st.floats(0, 60), st.floats(0, 60)), closing=ONE)
def test_less_need_and_longer_lists_never_press_less(p, need, waits, closing):
    pressed = plain(closure.is_pressed)
    assert pressed(max(need), min(waits), closing, p) <= pressed(min(need), max(waits), closing, p)


@always(p=parameters("closure", valid=True), trust=TWO, alliance=TWO, u=ONE)
def test_more_trust_and_a_better_bond_never_make_a_family_stay_away(p, trust, alliance, u):
    away = plain(closure.stays_away)
    assert away(max(trust), max(alliance), u, p) <= away(min(trust), min(alliance), u, p)


@always(p=parameters("closure", valid=True), given=STEP, fits=STEP, offers=st.integers(0, 31), u=ONE)
def test_a_step_goes_towards_what_fits_never_beyond_it_and_never_into_a_stay(p, given, fits, offers, u):
    now = plain(closure.next_intensity)(given, fits, offers, u, p)
    assert now == given or abs(now - fits) < abs(given - fits)
    assert (now - fits) * (given - fits) >= 0
    assert (
        now == given
        or abs(now - given) == 1
        or not any((offers >> e) & 1 for e in range(min(now, given) + 1, max(now, given)))
    )
    assert now == given or now != STAY


@always(p=parameters("closure"), weeks=WEEKS, need=ONE, waits=st.floats(0, 60), trust=ONE, alliance=ONE, u=ONE)
def test_imposed_care_ends_only_when_it_is_met_or_the_contract_is(p, weeks, need, waits, trust, alliance, u):
    why = plain(closure.why_it_ends)(weeks, need, waits, 0.2, True, trust, alliance, u, p)
    assert why == (Cause.contract_end if weeks >= p.contract_maximum else Cause.none)


# handover


@always(p=parameters("handover", valid=True), cause=CAUSES, warm=YES)
def test_harm_is_a_share_and_a_warm_handover_never_harms_more(p, cause, warm):
    harm = plain(handover.harm)
    assert 0.0 <= harm(cause, True, p) <= harm(cause, False, p) <= 1.0
    assert harm(Cause.wish, warm, p) == 0.0
    if p.passed_harm >= 1.0:
        assert harm(Cause.turnover, warm, p) <= harm(Cause.passed_along, warm, p)


@always(p=parameters("handover", valid=True), complexity=TWO, skill=st.tuples(st.floats(0, 3), st.floats(0, 3)), u=ONE)
def test_simpler_cases_and_more_skill_never_get_passed_along_sooner(p, complexity, skill, u):
    passed = plain(handover.is_passed_along)
    assert passed(min(complexity), max(skill), u, p) <= passed(max(complexity), min(skill), u, p)


@always(wishes=YES, passed=YES, rotated=YES)
def test_a_short_absence_breaks_nothing_and_whoever_is_gone_is_gone(wishes, passed, rotated):
    why = plain(handover.why_it_breaks)
    assert why(0, False, wishes, passed, rotated) == why(3, False, wishes, passed, rotated) == Cause.turnover
    assert why(ABSENT, True, wishes, passed, rotated) == Cause.absence
    assert why(PRESENT, False, False, False, False) == why(ABSENT, False, False, False, False) == Cause.none


# money


@always(p=parameters("money", valid=True), ceiling=EUROS, pooled=YES, funder=st.integers(0, 2))
def test_what_a_contract_keeps_is_part_of_its_ceiling(p, ceiling, pooled, funder):
    own = plain(money.own_part)(ceiling, pooled, p)
    assert 0.0 <= own <= ceiling
    assert not plain(money.is_pooled)(funder, ceiling, p._replace(pool=money.Pool.separate))
    if plain(money.is_pooled)(funder, ceiling, p):
        assert plain(money.is_pooled)(funder, ceiling, p._replace(pool=money.Pool.everybody))


@always(p=parameters("money", valid=True), spent=st.tuples(EUROS, EUROS), own=EUROS, left=st.floats(-1e6, 1e6), pooled=YES)  # fmt: skip
def test_more_spent_never_opens_a_door_and_a_pool_never_closes_one(p, spent, own, left, pooled):
    refused = plain(money.share_refused)
    assert 0.0 <= refused(min(spent), own, left, pooled, p) <= refused(max(spent), own, left, pooled, p) <= 1.0
    assert refused(spent[0], own, left, True, p) <= refused(spent[0], own, left, False, p)


@always(p=parameters("money", valid=True), spent=EUROS, ceiling=EUROS, left=st.floats(-1e6, 1e6), pooled=YES, trust=TWO)
def test_more_trust_between_organisations_never_delays_money(p, spent, ceiling, left, pooled, trust):
    chance = plain(money.chance_of_release)
    slow = chance(spent, ceiling, left, pooled, min(trust), p)
    assert 0.0 < slow <= chance(spent, ceiling, left, pooled, max(trust), p) <= 1.0


@always(weekly=st.lists(st.integers(0, 10_000), min_size=1, max_size=52), own=st.integers(0, 100_000))
def test_what_is_unfunded_each_week_adds_up_to_what_was_spent_above_the_ceiling(weekly, own):
    before, total = 0, 0.0
    for cost in weekly:
        total += plain(money.unfunded)(float(before + cost), float(before), float(own))
        before += cost
    assert total == max(0, before - own)


@always(hours=HOURS, tariff=st.floats(0, 300), days=st.integers(0, 7), price=st.floats(0, 1000))
def test_cost_is_never_negative_and_is_made_of_hours_and_days(hours, tariff, days, price):
    cost = plain(money.cost_of)
    assert cost(hours, tariff, days, price) == cost(hours, tariff, 0, price) + cost(0.0, tariff, days, price) >= 0.0
