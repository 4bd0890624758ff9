"""Each routine against an independent implementation or an answer that is known."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from samenhang.experiments.statistics.inference import (
    benjamini_hochberg,
    estimate,
    holm,
    identical,
    interval,
    is_skewed,
    p_above,
    share_better,
    standardised,
    tost,
    wilson,
)
from samenhang.experiments.statistics.looks import confidence_of_each, line, looks, misses, price, until
from samenhang.experiments.statistics.verdicts import Rule, answer, corrected, excluded, least_p

BEFORE = np.array([4.1, 5.0, 6.2, 5.5, 4.8, 7.0, 5.1, 6.6, 4.4, 5.9])
AFTER = np.array([3.9, 4.1, 6.3, 4.9, 4.6, 5.2, 5.0, 5.9, 4.5, 5.1])
UP, DOWN, SAME = (Rule(d, 0.5) for d in ("up", "down", "same"))


def luck(seed):
    return np.random.Generator(np.random.PCG64(seed))  # noqa: TID251 - not the model's luck


def bca(values, of, confidence, seed=3, draws=20_000):
    """BCa as Efron and Tibshirani (1993, ch. 14) write it down, over rows."""
    n = len(values)
    boot = np.array([of(values[k]) for k in luck(seed).integers(0, n, (draws, n))])
    z = stats.norm.ppf(np.mean(boot < of(values)) + np.mean(boot == of(values)) / 2)
    left = np.array([of(np.delete(values, k, axis=0)) for k in range(n)])
    pull = left.mean() - left
    a = (pull**3).sum() / (6 * (pull**2).sum() ** 1.5)
    ends = []
    for tail in ((1 - confidence) / 2, (1 + confidence) / 2):
        w = z + stats.norm.ppf(tail)
        ends.append(np.quantile(boot, stats.norm.cdf(z + w / (1 - a * w))))
    return ends


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_a_t_interval_is_scipys(confidence):
    ends = stats.ttest_rel(AFTER, BEFORE).confidence_interval(confidence)
    assert interval(AFTER - BEFORE, confidence)[1:] == pytest.approx((ends.low, ends.high))


def test_the_interval_of_a_ratio_is_bca_written_out_by_hand():
    rows = np.column_stack((BEFORE, AFTER))
    low, high = bca(rows, lambda r: r[:, 1].mean() / r[:, 0].mean() - 1, 0.95)
    found = estimate(BEFORE, AFTER, "ratio")
    assert found.mean == pytest.approx(AFTER.mean() / BEFORE.mean() - 1)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.004)


def test_the_interval_of_a_median_is_between_two_of_the_values():
    """Of ten the second and the ninth (97.9 %, Conover 1999, table A3), of twenty the sixth and fifteenth (95.9 %), of 41 the 14th and 28th."""
    for n, k in ((10, 2), (20, 6), (41, 14)):
        d = luck(n).exponential(size=n)
        assert estimate(np.zeros(n), d, "median") == (np.median(d), np.sort(d)[k - 1], np.sort(d)[n - k])
        assert 1 - 2 * stats.binom.cdf(k - 1, n, 0.5) >= 0.95 > 1 - 2 * stats.binom.cdf(k, n, 0.5)
    five = estimate(np.zeros(5), np.arange(5.0), "median")
    assert five.mean == 2.0 and np.isnan(five.low) and np.isnan(five.high), "of five even the ends miss 6 %"


def test_a_median_of_many_alike_and_a_ratio_of_many_nothings_make_no_noise():
    """Fourteen pairs without a difference and 1 to 6: from the sixth to the fifteenth is 0 to 1. Warnings are errors here."""
    d = np.array([0.0] * 14 + [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert estimate(np.zeros(20), d, "median") == (0.0, 0.0, 1.0)
    before, after = np.array([0.0] * 17 + [1.0, 2.0, 3.0]), np.array([0.0] * 15 + [1.0, 1.0, 2.0, 2.0, 3.0])
    some = estimate(before, after, "ratio")
    assert some.mean == pytest.approx(0.5) and np.isnan(some.low) and np.isnan(some.high), (
        "0.85^20: of 9,999 resamples 387 have nothing before"
    )
    assert np.isnan(estimate(np.zeros(20), after, "ratio")).all()
    assert np.isfinite(estimate(np.r_[0.0, BEFORE], np.r_[0.0, AFTER], "ratio")).all()


@pytest.mark.parametrize("statistic", ["mean", "median", "ratio"])
def test_pairs_that_are_identical_have_no_width_and_make_no_noise(statistic):
    assert estimate(BEFORE, BEFORE, statistic) == (0.0, 0.0, 0.0)
    assert identical(BEFORE, BEFORE)
    assert not identical(BEFORE, AFTER)
    assert np.isnan(estimate(BEFORE[:1], AFTER[:1], statistic).low)
    assert np.isnan(estimate(BEFORE[:0], AFTER[:0], statistic).mean)


def test_equivalence_is_two_one_sided_t_tests_and_agrees_with_the_interval():
    d = AFTER - BEFORE
    for smallest in (0.3, 0.8, 1.0, 1.5):
        each = (stats.ttest_1samp(d, -smallest, alternative="greater"), stats.ttest_1samp(d, smallest, alternative="less"))  # fmt: skip
        assert tost(d, smallest) == pytest.approx(max(t.pvalue for t in each))
        inside = interval(d, 0.90)
        assert (tost(d, smallest) < 0.05) == (-smallest < inside.low and inside.high < smallest)


def test_one_sided_p_is_scipys_and_certain_where_nothing_varies():
    d = AFTER - BEFORE
    assert p_above(d, -0.4) == pytest.approx(stats.ttest_1samp(d, -0.4, alternative="greater").pvalue)
    assert (p_above(np.ones(5), 0.5), p_above(np.ones(5), 1.5), p_above(np.ones(1), 0.0)) == (0.0, 1.0, 1.0)


def test_holm_is_closed_testing_with_bonferroni():
    """An outcome's adjusted p is the largest Bonferroni p over every set of outcomes that it is in."""
    for seed in range(20):
        p = luck(seed).uniform(size=5) ** 2
        sets = [s for k in range(1, 6) for s in combinations(range(5), k)]
        closed = [max(min(1, len(s) * p[list(s)].min()) for s in sets if i in s) for i in range(5)]
        assert holm(p) == pytest.approx(closed)
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])  # Wikipedia's example


def test_benjamini_and_hochberg_on_their_own_example():
    """Fifteen p-values of their paper (1995, section 3.2): four are found at 5 per cent, with Bonferroni three."""
    p = np.array([1e-4, 4e-4, 1.9e-3, 9.5e-3, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0])  # fmt: skip
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4
    assert (holm(p) <= 0.05).sum() == 3
    assert benjamini_hochberg(np.array([])).size == 0


def test_standard_units_paired_and_not():
    """Differences 1, 2, 3: mean 2, spread 1. Sides 0, 10, 20 and 1, 12, 23: spreads 10 and 11."""
    before, after = np.array([0.0, 10.0, 20.0]), np.array([1.0, 12.0, 23.0])
    found = standardised(before, after)
    assert found == pytest.approx((2.0, 2.0 / np.sqrt((100 + 121) / 2)))
    assert np.isnan(standardised(before, before + 1.0).paired)
    assert np.isnan(standardised(before[:1], after[:1]).unpaired)


def test_skewed_differences_are_noticed_while_they_are_few():
    """1, 1, 1, 1, 6: skewness 2.236 (adjusted Fisher-Pearson)."""
    few = np.array([1.0, 1.0, 1.0, 1.0, 6.0])
    assert is_skewed(few)
    assert not is_skewed(np.tile(few, 20))
    assert not is_skewed(np.array([1.0, 2.0, 3.0]))
    assert not is_skewed(np.ones(5))


def test_the_share_of_pairs_in_which_better():
    """Eight of the ten differ downwards; the Wilson interval of 8 in 10 is 0.4902 to 0.9433."""
    assert share_better(BEFORE, AFTER, -1) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)
    assert share_better(BEFORE, BEFORE, 1).mean == 0.0
    assert np.isnan(wilson(0, 0).mean)


@pytest.mark.parametrize(
    ("ends", "rule", "said"),
    [
        ((0.6, 0.9), UP, "supported"),
        ((0.2, 0.9), UP, "undecided"),
        ((0.2, 0.9), UP._replace(must_matter=False), "supported"),
        ((0.1, 0.4), UP, "equivalent"),
        ((0.1, 0.4), UP._replace(must_matter=False), "equivalent"),
        ((-0.9, -0.1), UP, "contradicted"),
        ((-0.9, -0.6), DOWN, "supported"),
        ((0.6, 0.9), DOWN, "contradicted"),
        ((-0.4, 0.4), SAME, "supported"),
        ((0.6, 0.9), SAME, "contradicted"),
        ((-0.9, -0.6), SAME, "contradicted"),
        ((0.4, 0.9), SAME, "undecided"),
        ((0.0, 0.0), UP, "equivalent"),
        ((np.nan, np.nan), UP, "undecided"),
    ],
)
def test_what_an_interval_says_of_a_claim(ends, rule, said):
    from samenhang.experiments.statistics.inference import Interval

    assert answer(Interval(np.mean(ends), *ends), rule) == said


def test_undecided_may_still_exclude_as_much_as_was_claimed():
    from samenhang.experiments.statistics.inference import Interval

    assert excluded(Interval(-0.2, -0.9, 0.4), UP)
    assert not excluded(Interval(0.2, -0.4, 0.9), UP)
    assert excluded(Interval(0.2, -0.4, 0.9), DOWN)


def test_the_least_p_is_where_the_interval_begins_to_say_something():
    for seed in range(8):
        d = luck(seed).normal(0.3, 1.0, 15)
        for rule in (UP, DOWN, SAME, UP._replace(must_matter=False)):
            p = least_p(d, rule)
            if p < 1:
                assert answer(interval(d, 1 - p * 0.999), rule) == "undecided"
                assert answer(interval(d, 1 - p * 1.001), rule) != "undecided"


def test_several_outcomes_are_judged_with_wider_intervals():
    d = AFTER - BEFORE
    alone, *_ = corrected([d], [DOWN._replace(must_matter=False)], "holm", 0.95)
    among, *rest = corrected([d] + [luck(k).normal(size=10) for k in range(4)], [DOWN._replace(must_matter=False)] * 5, "holm", 0.95)  # fmt: skip
    assert alone.found == interval(d)
    assert among.found.high - among.found.low > alone.found.high - alone.found.low
    assert among.p == pytest.approx(5 * alone.p)
    assert {r.answer for r in rest} == {"undecided"}
    assert corrected([], [], "holm", 0.95) == []


def test_intervals_of_outcomes_judged_together_are_bonferronis_and_holm_decides():
    """Four that are surely something and one that is just so: 95 % alone is enough for Holm's last step, not for the interval."""
    rule, g = Rule("up", 0.5, must_matter=False), luck(2)
    columns = [g.normal(5.0, 1.0, 12) for _ in range(4)]
    last = g.normal(0.0, 1.0, 12)
    columns.append(last - last.mean() + 1.2 * stats.t.ppf(0.975, 11) * last.std(ddof=1) / np.sqrt(12))
    found = corrected(columns, [rule] * 5, "holm", 0.95)
    for of, judged in zip(columns, found, strict=True):
        assert judged.found == interval(of, 0.99)
    assert found[-1].answer == "supported" and found[-1].found.low < 0
    explored = corrected(columns, [rule] * 5, "benjamini-hochberg", 0.95)
    assert explored[-1].found == interval(columns[-1], 0.95), "all five are found: nothing is selected"


def test_looking_goes_on_until_it_is_enough_or_the_last():
    asked = []
    assert until((20, 40, 60), lambda n: asked.append(n) or n, lambda seen: seen == 40) == (40, (20, 40))
    assert until((20, 40), lambda n: n, lambda _seen: False) == (40, (20, 40)) and asked == [20, 40]


@pytest.mark.parametrize(("k", "table"), [(2, 2.178), (3, 2.289), (4, 2.361), (5, 2.413), (10, 2.555)])
def test_the_lines_are_pococks(k, table):
    """Critical values for k equal looks at a two-sided error of 5 per cent (Jennison and Turnbull 2000, table 2.1)."""
    assert line(looks(20, 20 * k, 20), 0.95) == pytest.approx(table, abs=6e-4)


def test_one_look_costs_nothing_and_five_cost_half_as_many_pairs_again():
    assert confidence_of_each((50,), 0.95) == pytest.approx(0.95)
    assert misses(stats.norm.ppf(0.975), (50,)) == pytest.approx(0.05)
    assert price((50,), 0.95) == pytest.approx(1.0)
    assert price(looks(20, 100, 20), 0.95) == pytest.approx((2.413 / 1.96) ** 2, abs=2e-3)
    assert looks(20, 50, 20) == (20, 40, 50)
    assert looks(20, 20, 10) == (20,)


@pytest.mark.parametrize("plan", [(10, 300, 1), (1000, 1050, 1), (20, 101, 20), (10, 100, 10)])
def test_the_chance_of_ever_leaving_the_line_is_that_of_a_simulated_sum(plan):
    """Sums of normal draws, 20,000 times; 4 standard errors are 0.6 points."""
    at, g = looks(*plan), luck(3)
    n, sums, out = 0, np.zeros(20_000), np.zeros(20_000, dtype=bool)
    for now in at:
        sums, n = sums + g.normal(0.0, np.sqrt(now - n), sums.size), now
        out |= np.abs(sums) > 2.6 * np.sqrt(now)
    assert misses(2.6, at) == pytest.approx(out.mean(), abs=4 * np.sqrt(out.mean() / out.size))


def test_more_looks_need_a_wider_line():
    lines = [line(looks(10, n, 1), 0.95) for n in (30, 60)]
    assert lines == sorted(lines) and lines[-1] < stats.norm.ppf(1 - 0.025 / 51), (
        "and never as wide as if looks were strangers"
    )
