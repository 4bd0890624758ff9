"""Whatever the parameters: what holds for teams, what they bring, decisions, trust and learning."""

import inspect

import numpy as np
import pytest
from drawn import ONE, WEEKS, always, parameters, plain, words_in
from hypothesis import strategies as st

from samenhang.model import ties
from samenhang.model.mechanisms import decisions, learning, teams, together, trust
from samenhang.model.mechanisms.teams import Form, Rule
from samenhang.model.tables import ACTIVE, COLLABORATION, COORDINATION, INTENSIVE, NONE, STAY, TEAMWORK

TWO = st.tuples(ONE, ONE)
FOUR = st.tuples(ONE, ONE, ONE, ONE)
YES = st.booleans()
HELPERS = st.tuples(st.integers(1, 7), st.integers(1, 7))
LEVEL = st.integers(0, 4)
NEAR = 1e-12


# teams


@always(p=parameters("teams", valid=True), conditions=FOUR, levels=st.tuples(LEVEL, LEVEL))
def test_quality_is_a_share_and_never_rises_with_the_level(p, conditions, levels):
    for form in Form:
        q = plain(teams.quality)
        close, loose = (q(*conditions, level, p._replace(variant=form)) for level in (max(levels), min(levels)))
        assert 0.0 <= close <= loose <= 1.0


@always(p=parameters("teams", valid=True), conditions=FOUR, better=FOUR, level=LEVEL, order=st.permutations(range(4)))
def test_better_conditions_never_make_worse_collaboration_and_none_goes_before_another(p, conditions, better, level, order):  # fmt: skip
    q, more = plain(teams.quality), [max(pair) for pair in zip(conditions, better, strict=True)]
    for form in Form:
        by = p._replace(variant=form)
        assert q(*conditions, level, by) <= q(*more, level, by) + NEAR
        assert q(*(conditions[i] for i in order), level, by) == pytest.approx(q(*conditions, level, by), abs=1e-9)


@always(p=parameters("teams"), conditions=FOUR)
def test_a_mean_forgives_most_and_the_weakest_link_least(p, conditions):
    q = plain(teams.quality)
    least, middle, most = (q(*conditions, 4, p._replace(variant=form)) for form in (Form.minimum, Form.product, Form.mean))  # fmt: skip
    assert least <= middle + NEAR <= most + 2 * NEAR


@always(p=parameters("teams", valid=True), n=HELPERS, complexity=TWO, reached=YES)
def test_a_level_is_for_who_has_helpers_to_work_together_with(p, n, complexity, reached):
    level = plain(teams.level_of)
    assert level(1, complexity[0], reached, p) == level(max(n), complexity[0], reached, p._replace(rule=Rule.none)) == 0
    assert level(2, complexity[0], False, p) == (0 if p.rule == Rule.none else COORDINATION)
    advised = p._replace(rule=Rule.advised)
    assert level(2, min(complexity), True, advised) <= level(2, max(complexity), True, advised) <= TEAMWORK


@always(p=parameters("teams"), levels=st.tuples(LEVEL, LEVEL), n=HELPERS, u=ONE, quality=TWO)
def test_working_closer_costs_more_hours_and_gives_more_and_more_helpers_meet_less(p, levels, n, u, quality):
    hours, gives = plain(teams.hours_of), plain(teams.gives)
    ordered = p._replace(hours_two=0.15, hours_three=0.5, hours_four=1.0)
    assert 0.0 <= hours(min(levels), ordered) <= hours(max(levels), ordered)
    assert 0.0 <= gives(min(levels), min(quality)) <= gives(max(levels), max(quality)) <= 1.0
    assert gives(0, quality[0]) == 0.0
    assert plain(teams.can_meet)(max(n), u, p) <= plain(teams.can_meet)(min(n), u, p)


def test_no_rule_of_collaboration_looks_at_need_bond_or_dropout():
    """The specification, 4.0: integration acts only along its channels."""
    for rule in (teams.quality, teams.level_of, teams.gives, together.next_agreement, together.next_network):
        assert not {"need", "alliance", "dropout", "trust_in_care"} & words_in(plain(rule))
        assert not {"need", "alliance"} & set(inspect.signature(plain(rule)).parameters)


# together


@always(p=parameters("together", valid=True), agreement=ONE, gives=TWO)
def test_goal_agreement_is_a_share_and_more_collaboration_never_lowers_it(p, agreement, gives):
    after = plain(together.next_agreement)
    assert 0.0 <= after(agreement, min(gives), p) <= after(agreement, max(gives), p) + NEAR <= 1.0 + 2 * NEAR
    leads = p._replace(participation=1.0)
    assert after(agreement, gives[0], p) <= after(agreement, gives[0], leads) + NEAR
    assert after(together.START, 0.0, p._replace(participation=0.0)) == together.START


@always(p=parameters("together"), support=ONE, own=ONE, n=HELPERS)
def test_a_network_is_a_share_and_more_helpers_never_leave_more_of_it(p, support, own, n):
    after = plain(together.next_network)
    assert 0.0 <= after(support, own, max(n), p) <= after(support, own, min(n), p) + NEAR <= 1.0 + 2 * NEAR
    assert after(own, own, 0, p) == pytest.approx(own)


@always(p=parameters("together", valid=True), trust_in_care=TWO, gives=TWO, paid=TWO, u=ONE)
def test_more_trust_more_collaboration_and_more_pay_never_tell_less(p, trust_in_care, gives, paid, u):
    agrees, told, stands, advised = (plain(getattr(together, n)) for n in ("consents", "is_told", "stands_in", "is_advised"))  # fmt: skip
    assert agrees(min(trust_in_care), u, p) <= agrees(max(trust_in_care), u, p)
    comes_up = plain(together.comes_up)
    assert comes_up(min(gives), min(trust_in_care), u, p) <= comes_up(max(gives), max(trust_in_care), u, p)
    assert not comes_up(0.0, 1.0, u, p) and not comes_up(1.0, 0.0, u, p)
    assert told(min(gives), u, p) <= told(max(gives), u, p) and not told(0.0, u, p)
    assert stands(min(gives), u, p) <= stands(max(gives), u, p) and not stands(0.0, u, p)
    assert advised(min(paid), u, p) <= advised(max(paid), u, p) and not advised(0.0, u, p)


# decisions


@always(p=parameters("decisions", valid=True), n=HELPERS, gives=TWO, statutory=YES, u=ONE)
def test_nobody_decides_without_mandate_and_a_better_team_never_decides_less(p, n, gives, statutory, u):
    may, none = plain(decisions.may_decide), p._replace(professional_room=0.0, shared_mandate=0.0)
    assert may(n[0], gives[0], statutory, u, none) == statutory
    assert may(min(n), min(gives), statutory, u, p) <= may(max(n), max(gives), statutory, u, p)
    assert may(1, gives[0], False, u, p) == (u < p.professional_room)  # alone there is no table


@always(p=parameters("decisions", valid=True), n=HELPERS, u=ONE)
def test_a_coordinator_means_nothing_left_undone_and_more_helpers_leave_more(p, n, u):
    undone = plain(decisions.is_left_undone)
    assert not undone(max(n), True, u, p) and not undone(1, False, u, p)
    assert undone(min(n), False, u, p) <= undone(max(n), False, u, p)


@always(p=parameters("decisions", valid=True), outranked=YES, production=TWO, u=ONE)
def test_steering_on_trust_and_equal_power_never_turn_more_back(p, outranked, production, u):
    turned = plain(decisions.is_overturned)
    low, high = (p._replace(production=x) for x in (min(production), max(production)))
    assert turned(outranked, u, low) <= turned(outranked, u, high)
    assert turned(False, u, p) <= turned(True, u, p)
    assert turned(True, u, p._replace(power_gap=0.0)) == turned(False, u, p)


@always(status=st.integers(0, 2), given=st.integers(0, STAY), fits=st.integers(1, STAY), meets=YES, low=WEEKS, known=YES)  # fmt: skip
def test_care_that_fits_and_is_needed_needs_no_decision(status, given, fits, meets, low, known):
    wants = plain(decisions.wants_change)(status, given, fits, meets, low, known)
    if status == ACTIVE:
        assert not wants or given != fits or not meets or low > 0
        assert wants or given in (fits, min(fits, INTENSIVE))
    else:
        assert wants == (status == NONE and meets and known)


@always(n=HELPERS, level=LEVEL, one_home=YES)
def test_who_has_one_plan_waits_for_the_table_and_every_helper_has_a_home(n, level, one_home):
    comes, homes = plain(decisions.comes_to_table), plain(decisions.homes_to_ask)
    assert comes(level, True) and comes(level, False) == (level < COLLABORATION)
    assert (
        1 == homes(n[0], True) <= homes(min(n), one_home) <= homes(max(n), one_home) <= homes(max(n), False) == max(n)
    )


# trust


@always(p=parameters("trust"), start=TWO, contact=TWO)
def test_trust_between_helpers_stays_a_share_grows_by_meeting_and_never_beyond_the_most_there_can_be(p, start, contact):
    after = plain(trust.next_tie)
    for variant in trust.Growth:
        by = p._replace(variant=variant)
        assert start[0] <= after(start[0], contact[0], by) <= max(start[0], p.ceiling) + NEAR <= 1.0 + NEAR
        assert after(start[0], min(contact), by) <= after(start[0], max(contact), by) + NEAR
        assert after(start[0], 0.0, by) == start[0]


@always(p=parameters("trust", valid=True), level=LEVEL, institutional=TWO, personal=TWO, agreements=TWO)
def test_what_helpers_rely_on_lies_between_agreements_and_persons(p, level, institutional, personal, agreements):
    relies, contact = plain(trust.effective), plain(trust.contact_of)
    low, high = min(institutional[0], personal[0]), max(institutional[0], personal[0])
    assert low - NEAR <= relies(institutional[0], personal[0], p) <= high + NEAR
    assert relies(institutional[0], personal[0], p._replace(anchoring=1.0)) == institutional[0]
    assert relies(institutional[0], personal[0], p._replace(anchoring=0.0)) == personal[0]
    assert 0.0 < contact(False, level, p) <= contact(True, level, p) == 1.0
    clear, one = plain(trust.clear), p._replace(common_language=1.0)
    assert 0.0 <= clear(agreements[0], True, p) <= clear(agreements[0], False, p) == agreements[0]
    assert clear(agreements[0], True, one) == agreements[0]
    assert clear(min(agreements), True, p) <= clear(max(agreements), True, p)


@always(p=parameters("trust"), now=TWO, refusals=st.tuples(st.integers(0, 50), st.integers(0, 50)))
def test_trust_between_organisations_stays_a_share_and_refusals_and_leaders_never_raise_it(p, now, refusals):
    after, back = plain(trust.next_institutional), plain(trust.set_back)
    assert 0.0 <= after(now[0], max(refusals), p) <= after(now[0], min(refusals), p) <= 1.0
    assert after(min(now), 0.0, p) <= after(max(now), 0.0, p)
    assert 0.0 <= back(now[0], p) <= now[0] and back(now[0], p._replace(anchoring=1.0)) == now[0]


@always(p=parameters("trust"), agreements=TWO, covenant=TWO)
def test_agreements_stay_a_share_and_never_wear_when_all_is_anchored(p, agreements, covenant):
    after = plain(trust.next_agreements)
    assert after(agreements[0], p._replace(anchoring=1.0)) >= agreements[0]
    less, more = (after(agreements[0], p._replace(covenant=c)) for c in (min(covenant), max(covenant)))
    assert 0.0 <= less <= more <= 1.0
    assert after(p.usual_agreements, p._replace(covenant=0.0)) == p.usual_agreements


@always(first=ONE, ceiling=ONE, growth=st.floats(0, 0.2), weeks=st.integers(0, 60))
def test_years_of_meeting_are_so_many_weeks_of_meeting(first, ceiling, growth, weeks):
    """What a region opens with is what a run would have made of it."""
    low, high = min(first, ceiling), max(first, ceiling)
    one_by_one = low
    for _ in range(weeks):
        one_by_one = plain(trust.towards)(one_by_one, growth, high)
    assert plain(ties.after_years)(low, high, growth, weeks) == pytest.approx(one_by_one, abs=1e-9)


@always(value=ONE, weeks=st.tuples(WEEKS, WEEKS), wear=ONE)
def test_trust_wears_as_much_in_one_look_as_in_two(value, weeks, wear):
    worn = plain(ties.worn)
    assert worn(worn(value, weeks[0], wear), weeks[1], wear) == pytest.approx(worn(value, sum(weeks), wear), abs=1e-12)
    assert 0.0 <= worn(value, max(weeks), wear) <= worn(value, min(weeks), wear) <= value


# learning


@always(p=parameters("learning"), competence=TWO, training=TWO)
def test_competence_stays_a_share_and_training_never_lowers_it(p, competence, training):
    after = plain(learning.next_competence)
    less, more = (after(competence[0], p._replace(training=t)) for t in (min(training), max(training)))
    assert 0.0 <= less <= more <= 1.0
    assert after(min(competence), p) <= after(max(competence), p) + NEAR


@always(p=parameters("learning"), adopted=ONE, near=TWO, anchored=TWO)
def test_a_way_of_working_stays_a_share_spreads_and_falls_back_less_where_it_is_anchored(p, adopted, near, anchored):
    after = plain(learning.next_adopted)
    assert 0.0 <= after(adopted, min(near), anchored[0], p) <= after(adopted, max(near), anchored[0], p) <= 1.0
    assert after(adopted, near[0], min(anchored), p) <= after(adopted, near[0], max(anchored), p)
    assert after(adopted, near[0], 1.0, p) >= adopted
    assert after(0.0, 0.0, anchored[0], p._replace(promoted=0.0)) == 0.0  # it comes from nowhere


@always(p=parameters("learning", valid=True), adopted=TWO, near=ONE, anchored=TWO)
def test_newcomers_bring_in_no_more_than_there_is_and_at_zero_effect_nothing_is_added(p, adopted, near, anchored):
    brought, adds = plain(learning.brought_in), plain(learning.adds)
    assert 0.0 <= brought(near, min(anchored)) <= brought(near, max(anchored)) <= near
    assert adds(adopted[0], p._replace(practice_effect=0.0)) == 1.0 == adds(0.0, p)
    better = np.sign(p.practice_effect) * (adds(max(adopted), p) - adds(min(adopted), p))
    assert better >= 0.0
