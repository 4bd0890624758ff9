"""Whatever the parameters: what holds for workforce and money."""

import inspect

import numpy as np
import pytest
from drawn import ONE, WEEKS, always, parameters, plain, words_in
from hypothesis import strategies as st

from samenhang.model import people
from samenhang.model.events import Cause
from samenhang.model.mechanisms import (
    money,
    workforce,
)
from samenhang.model.mechanisms.money import AVERAGE_HOURS, Payment
from samenhang.model.mechanisms.workforce import Leaving

TWO = st.tuples(ONE, ONE)
YES = st.booleans()
EUROS = st.floats(0, 1e6)


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


@always(p=parameters("workforce"), intention=TWO, strain=ONE, there=WEEKS, u=st.floats(0, 0.1))
def test_who_thinks_more_of_leaving_leaves_whenever_the_others_do(p, intention, strain, there, u):
    leaves = plain(workforce.leaves)
    assert leaves(min(intention), strain, there, u, p) <= leaves(max(intention), strain, there, u, p)


@always(p=parameters("workforce"), intention=TWO, strain=TWO, there=st.tuples(WEEKS, WEEKS), u=st.floats(0, 0.1))
def test_each_rule_of_leaving_hears_only_what_it_is_about(p, intention, strain, there, u):
    def leaves(rule, intention, there):
        return [plain(workforce.leaves)(intention, s, there, u, p._replace(variant=rule)) for s in strain]

    one, two = leaves(Leaving.strain, intention[0], there[0]), leaves(Leaving.strain, intention[0], there[1])
    assert one == two  # however long one is there
    assert leaves(Leaving.attachment, intention[0], max(there)) <= leaves(Leaving.attachment, intention[1], min(there))
    assert leaves(Leaving.exogenous, intention[0], there[0]) == leaves(Leaving.exogenous, intention[1], there[1])


@always(p=parameters("workforce", valid=True), tight=TWO, quick=st.floats(1, 50), u=ONE)
def test_a_tighter_market_and_a_slower_one_fill_no_vacancy_that_an_easier_one_does_not(p, tight, quick, u):
    slow, fast = p._replace(weeks_to_fill=quick + 1), p._replace(weeks_to_fill=quick)
    assert plain(workforce.is_filled)(u, min(tight), slow) <= plain(workforce.is_filled)(u, max(tight), fast)


@always(p=parameters("workforce"))
def test_over_time_the_part_absent_is_the_one_declared(p):
    """Chance to fall ill x mean weeks away, per week at work, is absence / (1 - absence)."""
    luck = (np.arange(1000) + 0.5) / 1000
    mean = [np.mean([plain(people.weeks_away)(weeks, u) for u in luck]) for weeks in (p.weeks_short, p.weeks_long)]
    assert mean == pytest.approx([p.weeks_short, p.weeks_long], rel=0.02)
    spell = p.absence_long * mean[1] + (1.0 - p.absence_long) * mean[0]
    chance = np.mean([plain(workforce.falls_ill)(u / 4, p) for u in luck]) / 4
    assert chance * spell == pytest.approx(p.absence / (1.0 - p.absence), abs=0.005)


@always(pool=st.tuples(st.floats(0, 100), st.floats(0, 100)), vacancies=st.integers(0, 100))
def test_more_people_looking_never_make_the_market_tighter(pool, vacancies):
    cover = plain(people.tightness)
    assert 0.0 <= cover(min(pool), vacancies) <= cover(max(pool), vacancies) <= 1.0


@always(p=parameters("workforce", valid=True), talent=st.floats(0.85, 1.15), weeks=st.tuples(WEEKS, WEEKS))
def test_who_is_there_longer_is_never_less_skilled_and_takes_no_fewer_cases(p, talent, weeks):
    skill, capacity = plain(workforce.skill), plain(workforce.capacity)
    assert 0.0 <= skill(talent, min(weeks), p) <= skill(talent, max(weeks), p) <= talent + 1e-12
    assert 0.0 <= capacity(min(weeks), p) <= capacity(max(weeks), p) <= 1.0


def test_leaving_knows_of_intention_strain_and_years_only():
    """The law of the specification: caseload acts on leaving through strain alone [kim_kao_2014]."""
    assert set(inspect.signature(plain(workforce.leaves)).parameters) == {
        "intention",
        "strain",
        "weeks_there",
        "u",
        "p",
    }
    assert set(inspect.signature(plain(workforce.intention)).parameters) == {"strain", "own", "p"}
    for step in (workforce.leaves, workforce.intention):
        assert not {"caseload", "workload", "hours"} & words_in(plain(step))


def test_the_workforce_never_looks_at_caseload():
    assert "caseload" not in words_in(workforce)


# money

HOURS = st.floats(0, 60)


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


@always(week=EUROS, days=st.integers(0, 7), price=st.floats(0, 1000))
def test_cost_is_never_negative_and_is_made_of_hours_and_days(week, days, price):
    cost = plain(money.cost_of)
    assert cost(week, days, price) == cost(week, 0, price) + cost(0.0, days, price) >= 0.0


@always(
    p=parameters("money"), asked=st.floats(0, 9), given=TWO, tariff=st.floats(0, 300), weeks=st.tuples(WEEKS, WEEKS)
)
def test_effort_pays_hours_a_result_its_price_until_its_weeks_are_over(p, asked, given, tariff, weeks):
    price, effort, output = plain(money.price_of_week), p._replace(payment=Payment.effort), p._replace(payment=Payment.output)  # fmt: skip
    assert price(asked, given[0], tariff, weeks[0], effort) == price(asked, given[1], tariff, weeks[1], effort) == asked * tariff  # fmt: skip
    hours = given[0] * asked
    assert price(hours, given[0], tariff, int(p.result_weeks) + 1, output) == 0.0
    assert price(hours, given[0], tariff, max(weeks), output) <= price(hours, given[0], tariff, min(weeks), output)
    flat = price(hours, given[0], tariff, 0, output._replace(stepwise=0.0))
    assert flat == AVERAGE_HOURS * tariff
    if min(given) > 0.01:
        stepwise = [price(g * asked, g, tariff, 0, output._replace(stepwise=1.0)) for g in given]
        assert stepwise == pytest.approx([asked * tariff] * 2)


@always(p=parameters("money", valid=True))
def test_care_answers_to_money_only_through_one_incentive(p):
    for payment in Payment:
        unmoved = p._replace(payment=payment, incentive=0.0)
        assert plain(money.answer_to_week)(unmoved) == 0.0
        assert plain(money.risk_of_complex)(unmoved) == 1.0 - p.risk_shared
    answer, risk = plain(money.answer_to_week)(p), plain(money.risk_of_complex)(p)
    assert answer >= 0.0 if p.payment == Payment.effort else answer <= 0.0
    assert 1.0 - p.risk_shared <= risk <= (1.0 - p.risk_shared) * (1.0 + p.incentive)


@always(p=parameters("workforce", valid=True), opens=TWO)
def test_a_seat_that_opens_sooner_stays_longer_and_only_seats_beyond_the_region_end_with_a_project(p, opens):
    still_there, why = plain(workforce.is_open), plain(workforce.why_cut)
    assert still_there(max(opens), p) <= still_there(min(opens), p)
    assert why(min(opens[0], 0.999), p) == Cause.cut
    assert why(p.establishment + 1.0, p) == Cause.project_end
