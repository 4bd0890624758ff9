"""Sensitivity analysis against functions whose indices are known, through the same points, table and analysis as the model."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from samenhang.experiments.statistics import points
from samenhang.experiments.statistics.plans import Plan, n_points, refusals
from samenhang.experiments.statistics.points import DUMMY, Factor
from samenhang.experiments.statistics.sensitivity import AnalysisError, IncompleteError, analyse, lay, of_seeds

ISHIGAMI = tuple(Factor(f"f.x{i}", -np.pi, np.pi) for i in (1, 2, 3))
KNOWN = {"S1": [0.3139, 0.4424, 0.0], "ST": [0.5576, 0.4424, 0.2437]}  # of Ishigami with a = 7, b = 0.1
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])
G = tuple(Factor(f"{'strong' if i < 3 else 'weak'}.x{i}") for i in range(8))


def ishigami(told):
    x1, x2, x3 = told.to_numpy(float).T
    return np.sin(x1) + 7.0 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def sobol_g(told):
    return np.prod((np.abs(4.0 * told.to_numpy(float) - 2.0) + WEIGHTS) / (1.0 + WEIGHTS), axis=1)


def known_of_g():
    """First and total indices of Sobol's g, from its partial variances 1/3 / (1 + a)^2."""
    part = 1.0 / 3.0 / (1.0 + WEIGHTS) ** 2
    total = np.prod(1.0 + part) - 1.0
    return part / total, part * np.prod(1.0 + part) / (1.0 + part) / total


def indices(function, factors, **plan):
    sample = lay(Plan(**plan), factors)
    found = analyse(sample, function(sample.points)[:, None])
    assert all(table["factor"].iloc[-1] == DUMMY for name, table in found.items() if name != "sobol-pairs")
    return {name: table.set_index("factor") for name, table in found.items()}


def test_sobol_finds_the_known_indices_of_ishigami():
    found = indices(ishigami, ISHIGAMI, method="sobol", n=1024, second_order=True)
    for k, known in KNOWN.items():
        assert found["sobol"][k].to_numpy() == pytest.approx([*known, 0.0], abs=0.02)
    assert found["sobol"].loc[DUMMY, ["S1", "ST"]].tolist() == [0.0, 0.0]
    pairs = found["sobol-pairs"].reset_index().set_index(["factor", "with"])["S2"]
    assert pairs["f.x1", "f.x3"] == pytest.approx(0.2437, abs=0.04)
    assert pairs["f.x1", "f.x2"] == pytest.approx(0.0, abs=0.04)


def test_sobol_finds_the_known_indices_of_g_and_agrees_with_another_library():
    found = indices(sobol_g, G, method="sobol", n=1024)["sobol"]
    for k, known in zip(("S1", "ST"), known_of_g(), strict=True):
        assert found[k].to_numpy() == pytest.approx([*known, 0.0], abs=0.02)
    other = stats.sobol_indices(func=lambda x: sobol_g(pd.DataFrame(x.T)), n=1024, rng=1,
                                dists=[stats.uniform()] * 8)  # fmt: skip
    assert found["S1"].to_numpy()[:-1] == pytest.approx(other.first_order, abs=0.03)
    assert found["ST"].to_numpy()[:-1] == pytest.approx(other.total_order, abs=0.03)


def test_sobol_by_group_adds_up_what_moves_together():
    """Of a product of independent parts the index of a group is its share of the variance, closed for what is within it."""
    found = indices(sobol_g, G, method="sobol", n=1024, groups="mechanism")["sobol"]
    part = 1.0 / 3.0 / (1.0 + WEIGHTS) ** 2
    strong, weak = (np.prod(1.0 + p) - 1.0 for p in (part[:3], part[3:]))
    total = np.prod(1.0 + part) - 1.0
    assert found.index.tolist() == ["strong", "weak", DUMMY]
    assert found["S1"].to_numpy() == pytest.approx([strong / total, weak / total, 0.0], abs=0.03)
    assert found["ST"].to_numpy() == pytest.approx([strong * (1 + weak) / total, weak * (1 + strong) / total, 0], abs=0.03)  # fmt: skip


def test_efast_with_eight_harmonics_is_right_where_four_are_not():
    found = indices(ishigami, ISHIGAMI, method="efast", n=4097, phases=10)["efast"]
    for k, known in KNOWN.items():
        assert found[k].to_numpy()[:3] == pytest.approx(known, abs=0.02)
    assert found["S1"].loc[DUMMY] < 0.02 and found["S1_conf"].notna().all()
    assert indices(ishigami, ISHIGAMI, method="efast", n=1281)["efast"]["S1_conf"].isna().all(), (
        "one phase, no interval"
    )


def test_morris_puts_the_factors_of_g_in_order_and_the_dummy_at_nothing():
    found = indices(sobol_g, G, method="morris", trajectories=40)["morris"]
    assert found["mu_star"].iloc[:4].is_monotonic_decreasing
    assert found["mu_star"].iloc[3] > 3 * found["mu_star"].iloc[4:8].max()
    assert found.loc[DUMMY, ["mu_star", "mu", "sigma"]].tolist() == [0.0, 0.0, 0.0]
    grouped = indices(sobol_g, G, method="morris", trajectories=40, groups="mechanism")["morris"]
    assert grouped.index.tolist() == ["strong", "weak", DUMMY]
    assert grouped.loc["strong", "mu_star"] > grouped.loc["weak", "mu_star"] > 0.0


def test_the_least_n_of_efast_tells_the_factors_apart():
    """With 257 points the share of the second factor of Ishigami (0.44) comes out at 0.66, from 513 to 1,025 at 0.32 or 0.70."""
    found = indices(ishigami, ISHIGAMI, method="efast", n=1281)["efast"]
    assert found["S1"].to_numpy()[:3] == pytest.approx(KNOWN["S1"], abs=0.03)


def test_morris_is_that_of_salib_where_every_factor_is_a_number():
    from SALib.analyze import morris

    sample = lay(Plan("morris", trajectories=12, levels=6), ISHIGAMI)
    y = ishigami(sample.points)
    found, other = analyse(sample, y[:, None])["morris"], morris.analyze(sample.problem(), sample.cube, y, num_levels=6)
    for k in ("mu_star", "mu", "sigma"):
        assert found[k].to_numpy() == pytest.approx(np.asarray(other[k], float), abs=1e-9)


def mixed(told):
    """Ten more with the word b, and one more for every step of a whole number from 0 to 10."""
    return 10.0 * (told["f.word"] == "b").to_numpy() + told["f.x"].to_numpy(float)


def test_morris_counts_a_choice_and_a_number_with_the_same_effect_alike():
    """The word makes 10, and so does x from 0 to 10, whether it is continuous, whole or a list; 4 levels or 6."""
    word = Factor("f.word", values=("a", "b"))
    for x, levels in ((Factor("f.x", 0.0, 10.0), 4), (Factor("f.x", 0, 10, scale="integer"), 4), (Factor("f.x", values=(0, 5, 10)), 6)):  # fmt: skip
        found = indices(mixed, (word, x), method="morris", levels=levels)["morris"]
        assert found.loc[["f.word", "f.x"], "mu_star"].tolist() == pytest.approx([10.0, 10.0])
        assert found.loc["f.x", ["mu", "sigma"]].tolist() == pytest.approx([10.0, 0.0], abs=1e-9)


def test_morris_compares_every_pair_of_three_words():
    """Words worth 0, 1 and 5: pairs differ by 1, 4 and 5, each as often as the others where levels give equal shares: 10 / 3."""
    word = Factor("f.word", values=("a", "b", "c"))
    found = indices(lambda told: told["f.word"].map({"a": 0.0, "b": 1.0, "c": 5.0}).to_numpy(float), (word, Factor("f.y")),
                    method="morris", levels=6, trajectories=400)["morris"]  # fmt: skip
    assert found.loc["f.word", "mu_star"] == pytest.approx(10 / 3, abs=4 * found.loc["f.word", "mu_star_conf"] / 1.96)
    assert set(lay(Plan("morris", levels=6), (word,)).points["f.word"]) == {"a", "b", "c"}
    assert (
        "3 values" in refusals(Plan("morris"), (word,))[0]
        and "levels = 6 would" in refusals(Plan("morris"), (word,))[0]
    )
    five = Factor("f.five", values=tuple("abcde"))
    assert "levels = 30 would" in refusals(Plan("morris", levels=6), (word, five))[0]
    assert not refusals(Plan("morris"), (Factor("f.n", 0, 49, scale="integer"),)), "of many whole numbers four are used"


@pytest.mark.parametrize("plan", [Plan("morris"), Plan("morris", groups="mechanism"), Plan("sobol", n=8), Plan("sobol", n=8, second_order=True),
    Plan("efast", n=3841, phases=2), Plan("given", n=32), Plan("latin", n=7), Plan("factorial"), Plan("grid", levels=2)])  # fmt: skip
def test_the_number_of_points_is_known_before_they_are_laid(plan):
    assert n_points(plan, G) == len(lay(plan, G).cube)


@pytest.mark.parametrize("n", [40, 90, 149])
def test_given_data_of_any_size_are_analysed(n):
    assert set(indices(ishigami, ISHIGAMI, method="given", sample="latin", n=n)) == {"pawn", "delta"}


def test_where_delta_cannot_be_calculated_pawn_stands():
    """An outcome that is something at two points of 64 only: no density can be made of it in most classes."""
    sample = lay(Plan("given", n=64), ISHIGAMI)
    y = np.zeros((64, 1))
    y[[3, 17]] = 1.0
    with pytest.raises(IncompleteError, match="delta cannot be calculated") as error:
        analyse(sample, y)
    assert list(error.value.tables) == ["pawn"] and len(error.value.tables["pawn"]) == 4


@pytest.mark.parametrize("kind", ["latin", "sobol-sequence"])
def test_given_data_methods_put_the_factors_of_g_in_order_and_the_rest_near_the_dummy(kind):
    found = indices(sobol_g, G, method="given", sample=kind, n=512)
    for name in ("pawn", "delta"):
        assert found[name][name].iloc[:3].is_monotonic_decreasing
        assert found[name][name].iloc[1] > 1.5 * found[name].loc[DUMMY, name]
        assert found[name][name].iloc[4:8].max() < found[name][name].iloc[1]
    assert (found["delta"]["delta_conf"] >= 0.0).all() and found["pawn"]["pawn_conf"].isna().all()


def test_an_analysis_leaves_no_trace_in_the_global_generator_or_in_how_warnings_look():
    import warnings

    before, look = np.random.get_state()[1].copy(), warnings.formatwarning  # noqa: NPY002, TID251
    indices(ishigami, ISHIGAMI, method="given", n=32)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002, TID251
    assert warnings.formatwarning is look


def test_the_same_seed_gives_the_same_points_and_indices():
    for method, more in {"morris": {}, "sobol": {"n": 8}, "efast": {"n": 1281}, "given": {"n": 32}}.items():
        a, b, c = (lay(Plan(method, seed=s, **more), ISHIGAMI).cube for s in (7, 7, 8))
        assert (a == b).all() and not (a == c).all()
        once, twice = (indices(ishigami, ISHIGAMI, method=method, **more) for _ in range(2))
        for name in once:
            pd.testing.assert_frame_equal(once[name], twice[name])


def test_what_would_be_silently_wrong_is_refused_with_counts():
    sample = lay(Plan("sobol", n=64), ISHIGAMI)
    y = ishigami(sample.points)[:, None]
    for spoil, said in ((np.nan, "1 of 384 points"), (np.inf, "1 of 384 points")):
        bad = y.copy()
        bad[5] = spoil
        with pytest.raises(AnalysisError, match=said):
            analyse(sample, bad)
    with pytest.raises(AnalysisError, match="383 of 384 points have an outcome"):
        analyse(sample, y[1:])
    with pytest.raises(AnalysisError, match="no variation"):
        analyse(sample, np.full_like(y, 0.1))
    free = lay(Plan("given", n=64), ISHIGAMI)
    y = ishigami(free.points)[:, None]
    y[3] = np.nan
    assert (analyse(free, y)["pawn"]["n"] == 63).all(), "a point that failed is left out where position says nothing"


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan("sobol", n=100), "power of two"),
        (Plan("given", n=100), "power of two"),
        (Plan("sobol-sequence", n=0), "power of two"),
        (Plan("efast", n=256), "more than 256"),
        (Plan("efast", n=15 * 256), "more than 3840 points per factor for 8 factors"),
        (Plan("morris", levels=3), "even number"),
        (Plan("latin", n=10, seed=0), "from 1"),
    ],
)
def test_sizes_that_give_numbers_without_meaning_are_refused(plan, said):
    assert said in refusals(plan, G if plan.n > 256 else ())[0]
    with pytest.raises(AnalysisError):
        lay(plan, G)
    assert not refusals(Plan("given", n=100, sample="latin"))


def test_the_share_of_variance_that_is_due_to_seeds():
    """Points 0, 2 and 4, and seeds that add -1 or +1: within 2, between 4; chance that moves all alike leaves nothing."""
    alike = np.array([[-1.0, 1.0], [1.0, 3.0], [3.0, 5.0]])
    found = of_seeds(alike)
    assert (found["within"], found["between"], found["left"]) == (2.0, 4.0, 0.0)
    assert found["seeds"] == pytest.approx(2.0 / 6.0)
    crossed = np.array([[-1.0, 1.0], [3.0, 1.0], [3.0, 5.0]])
    assert 0.0 < of_seeds(crossed)["left"] < 1.0
    assert np.isnan(of_seeds(alike[:, :1])["seeds"])
    sample = lay(Plan("morris", trajectories=4), ISHIGAMI)
    y = ishigami(sample.points)[:, None] + np.array([0.0, 1.0])
    assert analyse(sample, y)["morris"]["seeds"].nunique() == 1


def test_noise_of_its_own_at_every_point_shows_in_what_is_left():
    sample = lay(Plan("given", n=256), ISHIGAMI)
    noise = stats.norm.rvs(size=(256, 4), scale=3.7, random_state=1)
    y = ishigami(sample.points)[:, None] + noise
    found = of_seeds(y)
    assert found["seeds"] == pytest.approx(0.5, abs=0.05)  # the sd of Ishigami is 3.72
    assert found["left"] == pytest.approx(0.2, abs=0.05)  # a quarter of the noise is left in means of four


CONTINUOUS = st.tuples(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6)).map(lambda t: (t[0], t[0] + t[1]))
U = st.floats(0.0, 1.0)


@given(CONTINUOUS, U, U)
def test_a_number_between_two_ends_rises_with_u_and_reaches_them(bounds, u, v):
    factor = Factor("f.x", *bounds)
    assert (factor.value(0.0), factor.value(1.0)) == bounds
    assert bounds[0] <= factor.value(u) <= bounds[1]
    assert u > v or factor.value(u) <= factor.value(v)


@given(st.tuples(st.floats(1e-6, 1e3), st.floats(1.1, 1e6)).map(lambda t: (t[0], t[0] * t[1])), U)
def test_on_a_log_scale_equal_steps_are_equal_times(bounds, u):
    factor = Factor("f.x", *bounds, scale="log")
    assert factor.value(0.0) == bounds[0] and factor.value(1.0) == pytest.approx(bounds[1])
    assert bounds[0] <= factor.value(u) <= bounds[1]
    assert factor.value(0.5) == pytest.approx(np.sqrt(bounds[0] * bounds[1]))


@settings(max_examples=40)
@given(st.integers(-20, 20), st.integers(1, 12))
def test_whole_numbers_and_choices_get_equal_shares_and_every_value_is_reached(low, more):
    k = more + 1
    whole = Factor("f.x", low, low + more, scale="integer")
    word = Factor("f.y", values=tuple("abcdefghijklm"[:k]))
    middles = (np.arange(50 * k) + 0.5) / (50 * k)
    for factor, every in ((whole, range(low, low + k)), (word, "abcdefghijklm"[:k])):
        counts = pd.Series([factor.value(u) for u in middles]).value_counts()
        assert set(counts.index) == set(every) and (counts == 50).all()
        assert factor.value(1.0) == factor.value(1.0 - 1e-12)


def test_a_choice_on_the_grid_of_morris_gets_equal_shares_too():
    told = points.valued(
        (Factor("f.x", values=("a", "b")), Factor("f.y")), np.array([[0, 0], [1, 1], [2, 2], [3, 3]]) / 3, 4
    )
    assert told["f.x"].tolist() == ["a", "a", "b", "b"]
    assert told["f.y"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_grid_and_factorial_are_every_combination():
    factors = (Factor("f.x", 0.0, 4.0), Factor("f.y", values=("a", "b", "c")))
    told = lay(Plan("grid", levels=3), factors).points
    assert sorted(map(tuple, told.to_numpy())) == [(x, y) for x in (0.0, 2.0, 4.0) for y in "abc"]
    told = lay(Plan("factorial"), factors).points
    assert sorted(map(tuple, told.to_numpy())) == [(x, y) for x in (0.0, 4.0) for y in "ac"]
    assert told.index.tolist() == [1, 2, 3, 4] and DUMMY not in told
