"""Whatever the parameters: what holds for hours, contacts, closure and handover."""

from drawn import ONE, PACE, WEEKS, always, parameters, plain
from hypothesis import strategies as st

from samenhang.model.events import Cause
from samenhang.model.mechanisms import (
    closure,
    contacts,
    handover,
    hours,
)
from samenhang.model.tables import ABSENT, CLOSED, INTENSIVE, LIGHT, NOBODY, NONE, PRESENT, STAY, VACANT, WAITING

TWO = st.tuples(ONE, ONE)
YES = st.booleans()
STEP = st.integers(LIGHT, STAY)
MARGIN = st.floats(-1, 1)  # the answer of care to what a further week earns
CAUSES = st.sampled_from([Cause.turnover, Cause.absence, Cause.wish, Cause.passed_along, Cause.transfer, Cause.change_of_stream, Cause.project_end])  # fmt: skip


# hours


HOURS = st.floats(0, 60)


@always(room=st.floats(-10, 40), direct=HOURS, first=ONE, asked=HOURS)
def test_hours_given_are_never_more_than_asked_nor_than_there_are(room, direct, first, asked):
    urgent = first * direct
    given = plain(hours.share_given)(room, direct, urgent)
    spent = urgent + given * (direct - urgent)
    assert 0.0 <= given <= 1.0
    assert spent <= max(room, urgent) + 1e-9
    kept = plain(hours.coordination_kept)(room, direct, asked, 0.0)
    assert 0.0 <= kept <= asked
    assert kept == 0.0 or given == 1.0  # coordination gives way first


@always(room=st.floats(-10, 40), direct=HOURS, first=ONE, asked=HOURS, paid=TWO)
def test_paid_coordination_is_kept_and_all_together_is_never_more_than_there_is(room, direct, first, asked, paid):
    kept = plain(hours.coordination_kept)
    most, least = kept(room, direct, asked, max(paid)), kept(room, direct, asked, min(paid))
    assert 0.0 <= least <= most <= asked
    assert most >= min(max(paid) * asked, max(0.0, room)) - 1e-12
    urgent, own = first * direct, min(max(paid) * asked, most)
    given = plain(hours.share_given)(room - own, direct, urgent)
    assert urgent + given * (direct - urgent) + most <= max(room, urgent + own) + 1e-9


@always(seat=st.integers(0, 99), other=st.integers(0, 99))
def test_only_who_stands_in_takes_the_place_of_a_familys_own_professional(seat, other):
    assert plain(hours.who_works)(seat, NOBODY) == seat and plain(hours.who_works)(seat, other) == other


@always(p=parameters("hours"), factor=st.floats(0.1, 2))
def test_heavier_help_takes_more_hours(p, factor):
    ask = plain(hours.hours_of)
    assert ask(LIGHT, factor, p) < ask(2, factor, p) < ask(INTENSIVE, factor, p)


@always(p=parameters("hours"), asked=HOURS)
def test_a_full_week_is_a_workload_of_one_and_plans_only_add_administration(p, asked):
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


@always(p=parameters("contacts", valid=True), drawn=TWO)
def test_a_match_is_what_is_drawn_or_the_same_for_everybody(p, drawn):
    match = plain(contacts.match_of)
    one, two = match(min(drawn), p), match(max(drawn), p)
    assert 0.0 <= one <= two <= 1.0
    assert one == two if p.variant == contacts.Change.unmatched else (one, two) == (min(drawn), max(drawn))


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


@always(p=parameters("closure", valid=True), given=STEP, fits=STEP, offers=st.integers(0, 31), margin=MARGIN, u=ONE)
def test_a_step_goes_towards_what_fits_never_beyond_it_and_never_into_a_stay(p, given, fits, offers, margin, u):
    now = plain(closure.next_intensity)(given, fits, offers, margin, u, p)
    assert now == given or abs(now - fits) < abs(given - fits)
    assert (now - fits) * (given - fits) >= 0
    assert (
        now == given
        or abs(now - given) == 1
        or not any((offers >> e) & 1 for e in range(min(now, given) + 1, max(now, given)))
    )
    assert now == given or now != STAY


@always(p=parameters("closure", valid=True), given=STEP, fits=STEP, margin=st.tuples(MARGIN, MARGIN), u=ONE)
def test_what_a_week_earns_never_turns_a_step_round_nor_takes_place_without_a_margin(p, given, fits, margin, u):
    step = plain(closure.next_intensity)
    less, more = (step(given, fits, 0b1110, m, u, p) for m in (min(margin), max(margin)))
    assert less <= more  # more pay for more care never gives less of it
    assert not plain(closure.is_prolonged)(min(0.0, *margin), u) and not plain(closure.is_cut_short)(u, 0.2, 0.0)


@always(need=TWO, closing=ONE, margin=st.tuples(MARGIN, MARGIN), u=ONE)
def test_a_larger_loss_never_makes_care_longer_nor_a_larger_gain_shorter(need, closing, margin, u):
    cut, longer = plain(closure.is_cut_short), plain(closure.is_prolonged)
    assert cut(max(need), closing, max(margin)) <= cut(min(need), closing, min(margin))
    assert longer(min(margin), u) <= longer(max(margin), u)


@always(status=st.integers(0, 2), meets=YES)
def test_care_that_runs_is_ended_only_when_it_may_be(status, meets):
    met = plain(closure.is_met)
    assert met(meets, status, True) == (not meets and status != NONE)
    assert met(meets, status, False) == (not meets and status == WAITING)


@always(p=parameters("closure"), weeks=WEEKS, need=ONE, waits=st.floats(0, 60), margin=MARGIN, trust=ONE, alliance=ONE, u=ONE)  # fmt: skip
def test_imposed_care_ends_only_when_it_is_met_or_the_contract_is(p, weeks, need, waits, margin, trust, alliance, u):
    why = plain(closure.why_it_ends)(weeks, need, waits, 0.2, margin, True, trust, alliance, u, p)
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


@always(left=st.sampled_from([Cause.turnover, Cause.cut, Cause.project_end]), long=YES, elsewhere=YES, wishes=YES, passed=YES, rotated=YES)  # fmt: skip
def test_a_short_absence_breaks_nothing_and_whoever_is_gone_is_gone(left, long, elsewhere, wishes, passed, rotated):
    why, wanted = plain(handover.why_it_breaks), (elsewhere, wishes, passed, rotated)
    gone = Cause.project_end if left == Cause.project_end else Cause.turnover
    assert why(VACANT, left, long, *wanted) == why(CLOSED, left, long, *wanted) == gone
    assert why(ABSENT, left, True, *wanted) == Cause.absence
    assert why(PRESENT, left, False, True, wishes, passed, rotated) == Cause.change_of_stream
    nothing = (False, False, False, False)
    assert why(PRESENT, left, False, *nothing) == why(ABSENT, left, False, *nothing) == Cause.none


@always(p=parameters("handover", valid=True), cause=CAUSES, u=ONE)
def test_nobody_hands_over_warmly_when_ill_nor_between_streams_that_do_not_both_pay(p, cause, u):
    warm = plain(handover.is_warm)
    assert not warm(Cause.absence, u, p)
    assert not warm(Cause.change_of_stream, u, p._replace(overlap=0.0))
    assert not warm(cause, u, p._replace(warm=0.0, overlap=0.0))
