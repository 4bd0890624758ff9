"""Break-even in numbers of which the truth is known: where it is, whether there is one, and how often the interval holds it."""

import sys

import numpy as np
import pandas as pd
import pytest
from conftest import samenhang, texts
from scipy import stats
from test_study_files import file, wrong

from samenhang.experiments import break_even as told_of
from samenhang.experiments.batch import Result
from samenhang.experiments.designs.design import design
from samenhang.experiments.designs.study_file import load_study
from samenhang.experiments.execution.store import Folder
from samenhang.experiments.statistics.break_even import at_values, crossings, curve, lines_of, open_to, standing
from samenhang.experiments.telling import break_even_figures as figures
from samenhang.model import language
from samenhang.model.measures import MEASURED, OUTCOMES

NEED, FIT = MEASURED["need.need_weeks"], MEASURED["fit.fit"]
X = np.linspace(0.0, 6.0, 7)
REPEATS = 1500


def luck(*shape, seed=1):
    return np.random.Generator(np.random.PCG64(seed)).normal(size=shape)  # noqa: TID251 - not the model's luck


def pairs(truth, spread=0.5, n=20, seed=1):
    """Differences [R, G] about a truth: luck of the pair at every value, and some at each."""
    both = luck(n, 1, seed=seed) + luck(n, X.size, seed=seed + 10_000)
    return truth + spread * (both - both.mean(axis=0))  # the mean over pairs is the truth


def test_a_straight_line_crosses_where_it_should():
    told = curve(X, pairs(2.0 * (X - 2.3)))
    (c,) = crossings(told)
    assert c.at == pytest.approx(2.3)
    assert c.rises and c.low < 2.3 < c.high
    (down,) = crossings(curve(X, pairs(-2.0 * (X - 2.3))))
    assert not down.rises
    (one,) = crossings(told, line=1.0)
    assert one.at == pytest.approx(2.8), "where it is as large as matters"


def test_between_two_values_the_ends_are_those_of_fieller():
    """Of mean a + b w: the w at which (a + b w)^2 = t^2 x (variance of the mean at w), a quadratic."""
    d = pairs(2.0 * (X - 2.3))[:, 2:4]
    (c,) = crossings(curve(X[2:4], d))
    t2, n = stats.t.ppf(0.975, len(d) - 1) ** 2, len(d)
    a, b = d[:, 0].mean(), d[:, 1].mean() - d[:, 0].mean()
    (va, cab), (_, vb) = np.cov(d[:, 0], d[:, 1] - d[:, 0]) / n
    low, high = sorted(np.roots([b**2 - t2 * vb, 2 * (a * b - t2 * cab), a**2 - t2 * va]))
    assert (c.low, c.high) == pytest.approx((2 + low, 2 + high), abs=1e-3)


def test_no_crossing_is_never_or_open():
    """Far above everywhere; or above on average, and open where the mean comes near."""
    assert (standing(curve(X, pairs(0 * X + 5.0))), crossings(curve(X, pairs(0 * X + 5.0)))) == ("above", [])
    far, near = lines_of(curve(X, pairs(0 * X - 5.0)), (0.0,)), lines_of(curve(X, pairs(0.1 + 0.5 * X)), (0.0,))
    assert (far[0]["standing"], far[0]["sure"]) == ("below", True)
    assert (near[0]["standing"], near[0]["sure"]) == ("above", False)
    ((low, high),) = open_to(curve(X, pairs(0.1 + 0.5 * X)), 0.0)
    assert np.isnan(low) and 0.0 < high < 2.0


def test_two_crossings_are_both_found_and_told_apart_or_not():
    told = curve(X, pairs((X - 1.5) * (X - 4.5)))
    first, second = crossings(told)
    assert 1.0 < first.at < 2.0 and 4.0 < second.at < 5.0
    assert (first.rises, second.rises) == (False, True) and first.high < second.low
    assert [r["sure"] for r in lines_of(told, (0.0,))] == [True, True]
    dips = lines_of(curve(X, pairs(0.2 * np.abs(X - 3.0) - 0.1)), (0.0,))
    assert len(dips) == 2 and not any(r["sure"] for r in dips), "within one stretch they cannot be told apart"


def test_the_surest_crossings_have_the_narrowest_intervals():
    """A slope of 200 (0.0023 is far less than a step of the curve), at 1.59 and 4.42; and without any chance at all."""
    (c,) = crossings(curve(X, pairs(200.0 * (X - 2.303), spread=0.01)))
    assert c.low < 2.303 < c.high and c.high - c.low < 1e-3
    (row,) = lines_of(curve(X, pairs(200.0 * (X - 2.303), spread=0.01)), (0.0,))
    assert row["sure"]
    twice = np.array([500.0, 300.0, -200.0, -400.0, -300.0, 400.0, 500.0])  # nothing at 1 + 3/5 and at 4 + 3/7
    for spread in (0.01, 0.0):
        first, second = lines_of(curve(X, pairs(twice, spread=spread)), (0.0,))
        assert (first["sure"], second["sure"]) == (True, True)
        for found, truth in ((first, 1.6), (second, 4 + 3 / 7)):
            assert (found["at"], found["low"], found["high"]) == pytest.approx((truth,) * 3, abs=1e-3)
            assert found["low"] <= found["at"] + 1e-12 and found["at"] <= found["high"] + 1e-12
        said = " ".join(told_of.sentences(FIT, curve(X, pairs(twice, spread=spread)), "AFTER"))
        assert "runs on" not in said and "does not tell" not in said and "[1.60; 1.60]" in said


def test_a_lever_that_begins_at_nothing_is_nowhere_better():
    """Need rises by 2 per step, with luck in the slope: at 0 every pair is alike, and there chance leaves nothing open."""
    told = curve(X, X * (2.0 + 0.1 * luck(20, 1)))
    (row,) = lines_of(told, (0.0,))
    assert (row["standing"], row["sure"]) == ("above", True)
    said = told_of.sentences(NEED, told, "AFTER")
    assert said[0] == "AFTER is nowhere better: there is no break-even here. There is no difference at 0."
    assert not any("chance" in s for s in said)
    late = curve(X, np.maximum(X - 2.0, 0.0) * (2.0 + 0.1 * luck(20, 1)))
    assert "no difference from 0 to 2" in told_of.sentences(NEED, late, "AFTER")[0]


def test_identical_touching_and_missing():
    assert standing(curve(X, np.zeros((5, 7)))) == "identical"
    touches = np.abs(X - 3.0)[None, :] + np.zeros((5, 1))
    assert (standing(curve(X, touches)), crossings(curve(X, touches))) == ("above", [])
    flat = np.array([-1.0, -1.0, 0.0, 0.0, 0.0, 1.0, 1.0])[None, :] + np.zeros((5, 1))
    (c,) = crossings(curve(X, flat))
    assert 2.0 <= c.at <= 4.0
    (alone,) = at_values(X, flat)["pairs"].unique()
    assert alone == 5


@pytest.mark.parametrize(("slope", "skewed"), [(1.0, False), (0.25, False), (2.0, True)])
def test_the_interval_holds_the_break_even_as_often_as_it_says(slope, skewed):
    """Over repeats with 20 pairs: 95 % within 4 standard errors, and up to 2.5 points less where luck is lopsided."""
    truth, held, opened = slope * (X - 2.3), 0, 0
    noise = luck(REPEATS, 20, X.size + 1, seed=7)
    noise = -np.log(stats.norm.sf(noise)) - 1.0 if skewed else noise  # exponential: a skewness of 2
    for u in noise:
        stretches = open_to(curve(X, truth + u[:, :1] + u[:, 1:], steps=20), 0.0)
        held += any(not (low > 2.3 or high < 2.3) for low, high in stretches)
        opened += any(np.isnan(low) or np.isnan(high) for low, high in stretches)
    error = 4 * np.sqrt(0.95 * 0.05 / REPEATS)
    sys.stdout.write(
        f"slope {slope}, skewed {skewed}: holds the truth in {held / REPEATS:.3f}, open in {opened / REPEATS:.3f}\n"
    )
    assert 0.95 - error - (0.025 if skewed else 0.0) < held / REPEATS < 0.95 + error


def test_sentences_say_where_one_overtakes_the_other(lang):
    """Need falls (is better) from 2.3 upward; never; twice; and identical."""
    said = " ".join(told_of.sentences(NEED, curve(X, pairs(-2.0 * (X - 2.3))), "AFTER"))
    never = " ".join(told_of.sentences(NEED, curve(X, pairs(0 * X + 5.0)), "AFTER"))
    near = " ".join(told_of.sentences(NEED, curve(X, pairs(0.1 + 0.5 * X)), "AFTER"))
    twice = " ".join(told_of.sentences(FIT, curve(X, pairs((X - 1.5) * (X - 4.5))), "AFTER"))
    dips = " ".join(told_of.sentences(FIT, curve(X, pairs(0.2 * np.abs(X - 3.0) - 0.1)), "AFTER"))
    same = " ".join(told_of.sentences(FIT, curve(X, np.zeros((5, 7))), "AFTER"))
    beginning = " ".join(told_of.sentences(NEED, curve(X, pairs(-0.3 * (X - 0.2), 1.0)), "AFTER"))
    if lang == "en":
        assert (
            "AFTER is better from 2.30 [" in said
            and "by as much as matters (1 need-weeks per family) from 2.80" in said
        )
        assert "AFTER is worse at every value: there is no break-even" in never and "everywhere" in never
        assert "on average: chance leaves it open from 0 to" in near and "on average" not in never
        assert "crosses 2 times" in twice and "better from" in twice and "identical in all pairs" in same
        assert "does not tell these apart" in dips
        assert "[…; " in beginning and "runs on out of the range" in beginning
    else:
        assert "2,30" in said and "…" in beginning


def points_of(m, truth):
    return {m: at_values(X, pairs(truth)).rename(columns={"value": "workforce.exit_rate"})}


def test_the_line_shows_values_band_crossing_units_and_stamp(lang, tmp_path):
    truth = -2.0 * (X - 2.3)
    figure = figures.along({NEED: curve(X, pairs(truth))}, points_of(NEED, truth), "workforce.exit_rate", "AXIS", "TITLE", "STAMP")  # fmt: skip
    said = texts(figure)
    for part in ("TITLE", "STAMP", "AXIS", "20", getattr(NEED, lang), language._(NEED.unit), language.number(2.3)):
        assert part in said, part
    assert figures.save(figure, tmp_path / "line.png").stat().st_size > 20_000


def area_of(m):
    """A map of two parameters on which the difference is nothing along a diagonal."""
    rows = [at_values(X, pairs(X - y, seed=int(y) + 1)).rename(columns={"value": "a.x"}).assign(**{"a.y": y}) for y in X[:5]]  # fmt: skip
    return {m: pd.concat(rows, ignore_index=True)}


def test_the_map_shows_every_number_the_zero_line_and_what_is_open(lang, tmp_path):
    figure = figures.area(area_of(NEED), ["a.x", "a.y"], ["ACROSS", "UP"], "TITLE", "STAMP")
    said = texts(figure)
    for part in ("TITLE", "STAMP", "ACROSS", "UP", "20", getattr(NEED, lang), language.number(6.0, 2, signed=True)):
        assert part in said, part
    assert any(p.get_hatch() for p in figure.axes[0].patches)
    assert figures.save(figure, tmp_path / "map.png").stat().st_size > 20_000


def test_a_map_of_many_cells_has_a_scale_instead_of_numbers():
    x = np.linspace(0.0, 9.0, 10)
    rows = [{"a.x": a, "a.y": b, "pairs": 20, "mean": a - b, "low": a - b - 1, "high": a - b + 1} for a in x for b in x]
    figure = figures.area({NEED: pd.DataFrame(rows)}, ["a.x", "a.y"], ["ACROSS", "UP"], "TITLE", "STAMP")
    said = texts(figure)
    assert "Shades: mean difference, 20 pairs of runs each, by the scale at the side" in said and "Numbers:" not in said
    assert len(figure.axes) == 2 and any(t.get_text().startswith("+") for t in figure.axes[1].get_yticklabels())


ASK = '[design]\nmethod = "break-even"\n{}\n'
BOTH = 'scenarios = ["baseline", "advised-teams"]\nreplicates = 2\noutcomes = ["need.need_weeks"]'


def test_a_study_file_asks_for_break_even(tmp_path):
    asked = load_study(file(tmp_path, ASK.format('factors = ["workforce.exit_rate"]'), BOTH))
    table, _runs = design(asked.study)
    assert len(asked.study.points.table) == 7 and asked.study.record == ("families",)
    assert (table.groupby("replicate")["seed"].nunique() == 1).all()
    two = load_study(file(tmp_path, ASK.format('factors = ["workforce.exit_rate", "teams.hours_three"]\nlevels = 3'), BOTH))  # fmt: skip
    assert len(two.study.points.table) == 9


@pytest.mark.parametrize(
    ("design_", "top", "sentence"),
    [
        ('factors = ["workforce.exit_rate"]', "", "break-even needs two or more"),
        ('factors = ["workforce.exit_rate", "needs.recovery", "teams.hours_two"]', BOTH, "these are 3"),
        ('factors = ["teams.construction"]', BOTH, "numbers from low to high"),
        ('factors = ["workforce.exit_rat"]', BOTH, 'did you mean "workforce.exit_rate"?'),
        ('factors = ["teams.rule"]', BOTH, "is set by advised-teams"),
        ('factors = ["workforce.exit_rate"]\nn = 3', BOTH, "break-even has no use for n"),
        ('factors = ["workforce.exit_rate"]\n[factor."workforce.exit_rate"]\nvalues = [0.2, 0.1]', BOTH, "from low to high"),
    ],
)  # fmt: skip
def test_what_has_no_break_even_is_refused(tmp_path, design_, top, sentence):
    said = "\n".join(wrong(tmp_path, ASK.format(design_), top))
    assert sentence in said and "mine.toml" in said


def test_a_map_has_a_crossing_in_every_row_and_a_failed_run_takes_its_pair_out(tmp_path):
    """Need of the second arm differs by 10 x (exit rate - 0.12) - (hours - 1): nothing at 0.12, at 0.17 and beyond the range."""
    rest = ASK.format('factors = ["workforce.exit_rate", "teams.hours_four"]\nlevels = 3') + (
        '[factor."workforce.exit_rate"]\nlow = 0.1\nhigh = 0.2\n[factor."teams.hours_four"]\nlow = 1.0\nhigh = 2.0')  # fmt: skip
    asked = load_study(file(tmp_path, rest, BOTH.replace("replicates = 2", "replicates = 4")))
    table, _runs = design(asked.study)
    x, y = (table[f"p.{k}"] for k in ("workforce.exit_rate", "teams.hours_four"))
    d = 10 * (x - 0.12) - (y - 1) + 0.01 * (table["replicate"] - 1.5)
    everything = table.assign(status="ok", cohort="a", **{f"o.{m.name}": 50.0 + table["arm"] * d for m in OUTCOMES})
    found = told_of.BreakEven(asked, Result(asked.study, Folder(tmp_path / "r"), everything, "illustrative"))
    lines = found.tables["break-even"]
    at = lines[(lines["line"] == 0) & (lines["standing"] == "crosses")].set_index("teams.hours_four")["at"]
    assert at.to_dict() == pytest.approx({1.0: 0.12, 1.5: 0.17})
    assert len(found.tables["break-even-points"]) == 9 and (found.tables["break-even-points"]["pairs"] == 4).all()
    assert len(told_of.told(found)) == 3
    assert [p.name for p in told_of.draw(found, tmp_path)] == ["break-even-1.en.png"]
    everything.loc[(everything["sample"] == 1) & (everything["replicate"] == 0) & (everything["arm"] == 1), "status"] = "failed"  # fmt: skip
    less = told_of.BreakEven(asked, Result(asked.study, Folder(tmp_path / "r"), everything, "illustrative"))
    assert sorted(less.tables["break-even-points"]["pairs"]) == [3] * 3 + [4] * 6


def test_a_tiny_break_even_as_a_user_runs_it(tmp_path):
    """Three values, two pairs, a village: the tables, the sentence and the picture are there."""
    asked = file(tmp_path, ASK.format('factors = ["workforce.exit_rate"]\nlevels = 3'), BOTH)
    done = samenhang("study", asked, "--out", tmp_path / "out", "--jobs", 1, "--quiet", "--lang", "en")
    assert "Teams as close as advised against Baseline" in " ".join(done.stdout.split())
    analysis = tmp_path / "out" / "analysis"
    each, lines = (pd.read_csv(analysis / f"{n}.csv") for n in ("break-even-points", "break-even"))
    assert len(each) == 3 and (each["pairs"] == 2).all() and each["workforce.exit_rate"].is_monotonic_increasing
    assert set(lines["line"]) == {0.0, NEED.matters, -NEED.matters}
    assert (analysis / "break-even-1.en.png").stat().st_size > 20_000
