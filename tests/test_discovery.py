"""Where the favourite fails, against worlds in which it is known: from runs and points to table, sentences and picture."""

import json
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from conftest import texts
from scipy import stats

from samenhang.experiments import analysis, answers
from samenhang.experiments.analysis import Found
from samenhang.experiments.designs.study import Points
from samenhang.experiments.statistics import discovery
from samenhang.experiments.statistics.discovery import (
    DiscoveryError,
    Limit,
    _alike,
    coordinates,
    halves,
    inside,
    quasi_p,
)
from samenhang.experiments.statistics.plans import Plan
from samenhang.experiments.statistics.points import DUMMY, Factor
from samenhang.experiments.statistics.robustness import failing, favourite, in_worlds
from samenhang.experiments.statistics.sensitivity import lay
from samenhang.experiments.telling import discovered, study_figures
from samenhang.model import language
from samenhang.model.measures import MEASURED
from samenhang.model.views import every
from samenhang.model.week import Parameters

FIT, WAIT = MEASURED["fit.fit"], MEASURED["access.waiting"]
UNCERTAIN = [(k, q) for k, q in every(Parameters).items() if q.role == "uncertain" and not q.options]
TEN = tuple(Factor(k, q.low, q.high) for k, q in UNCERTAIN[:10])
A, B = TEN[0], TEN[1]


def studied(sample, fails, folder=None, outcomes=(FIT,)):
    """A study as it stands when its runs are done: two arms, two seeds; the first is better except where it fails.

    fails: outcome -> worlds in which it does, or one for all.
    """
    rows, told = [], sample.points
    for m in outcomes:
        bad = fails[m.name] if isinstance(fails, dict) else fails
        lead = np.where(bad, -1.25, 1.0) * m.matters * m.better
        for arm, values in enumerate((0.5 + lead, np.full(len(lead), 0.5))):
            rows += [{"sample": i + 1, "arm": arm, "replicate": r, "status": "ok", "run_id": f"{i}/{arm}/{r}", f"o.{m.name}": v + luck}
                     for i, v in enumerate(values) for r, luck in enumerate((-0.25, 0.25))]  # fmt: skip
    runs = pd.DataFrame(rows).groupby(["sample", "arm", "replicate", "status", "run_id"], as_index=False).first()
    study = SimpleNamespace(points=Points(told), arms=("one", "two"), replicates=2)
    asked = SimpleNamespace(sample=sample, study=study, outcomes=[m.name for m in outcomes])
    result = SimpleNamespace(everything=runs.sample(frac=1.0, random_state=1), labels=lambda: ["One", "Two"], stamp={},
                             folder=SimpleNamespace(path=folder), failed=[])  # fmt: skip
    return Found(asked, result)


def test_words_and_numbers_are_ranked_by_how_surely_they_differ():
    """Of twelve words six come four times among thirty that fail and once among others, and six the other way round: half the sum of
    differences is 0.6, chi-square 12 x 2 x 1.5^2 / 2.5 = 21.6 on 11. A number that is moved by 12 of 30 lies 0.4 apart, and surer.
    """
    four, once = np.repeat(np.arange(12.0), [4, 1] * 6), np.repeat(np.arange(12.0), [1, 4] * 6)
    assert _alike(four, once, is_word=True) == pytest.approx(stats.chi2.sf(21.6, 11))
    assert _alike(np.arange(30.0) + 12, np.arange(30.0), is_word=False) < 0.02 < _alike(four, once, is_word=True)


def box(cube):
    """x1 above 0.7 and x2 below 0.4: 12 % of all worlds."""
    return (cube[:, 0] > 0.7) & (cube[:, 1] < 0.4)


@pytest.fixture(scope="module")
def known():
    sample = lay(Plan("latin", n=400), TEN)
    return studied(sample, box(sample.cube)).discovery[0]


def test_a_box_of_two_among_ten_factors_is_found_and_holds_in_worlds_not_seen(known):
    assert set(known["verdict"]) == {"holds"} and (known["arm"] == 0).all() and (known["worlds"] == 400).all()
    assert list(zip(known["factor"], known["end"], strict=True)) == [(A.name, "from"), (B.name, "to")], (
        "no other factor"
    )
    assert known["u"].tolist() == pytest.approx([0.7, 0.4], abs=0.05)
    assert known["at"].tolist() == pytest.approx([A.value(0.7), B.value(0.4)], rel=0.1)
    first = known.iloc[0]
    assert first["density"] > 0.9 and first["coverage"] > 0.8 and first["p"] < 1e-6
    assert first["density_low"] > 3 * first["base"] and first["base"] == pytest.approx(0.12, abs=0.03)
    assert first["training_failures"] + first["held_failures"] == first["failures"]
    assert (known["qp"] < 0.05).all() and (known["held_qp"] < 0.05).all()


def test_of_pure_noise_nothing_is_said_to_hold():
    """Fifty worlds and every uncertain number: training finds dense boxes in noise, and the half held out does not confirm one."""
    every_one = tuple(Factor(k, q.low, q.high) for k, q in UNCERTAIN)
    told = []
    for seed in range(1, 7):
        sample = lay(Plan("latin", n=50, seed=seed), every_one)
        luck = stats.uniform.rvs(size=50, random_state=seed)
        told.append(studied(sample, luck < np.sort(luck)[20]).discovery[0])
    found = pd.concat(told)
    assert set(found["verdict"]) == {"none", "unsure"}
    boxes = found[found["factor"] != ""]
    assert (boxes["training_density"] > 1.2 * boxes["base"]).all() and not (boxes["density_low"] > boxes["base"]).any()


@pytest.mark.slow
@pytest.mark.parametrize(("worlds", "factors", "times", "held"), [(256, 40, 8, 5), (100, 10, 12, 2)])
def test_how_often_a_box_that_is_there_holds_is_what_the_page_says(worlds, factors, times, held):
    """Nine worlds of ten fail inside the box, one of ten outside."""
    of, count = tuple(Factor(k, q.low, q.high) for k, q in UNCERTAIN[:factors]), 0
    for seed in range(1, times + 1):
        sample = lay(Plan("latin", n=worlds, seed=seed), of)
        luck = stats.uniform.rvs(size=worlds, random_state=seed)
        found = studied(sample, np.where(box(sample.cube), luck < 0.9, luck < 0.1)).discovery[0]
        count += set(found["verdict"]) == {"holds"}
    assert count == held
    page = (Path(__file__).resolve().parent.parent / "docs" / "studies.md").read_text(encoding="utf-8")
    assert f"{worlds} worlds and {factors} factors" in page and f"{held} of {times} times" in page


def test_an_unconfirmed_box_is_told_as_such(monkeypatch, capsys):
    """Limits of training that mean nothing: half of all worlds by a factor that has no part in it."""
    monkeypatch.setattr(discovery, "chosen", lambda *_: (Limit(4, "from", 0.5),))
    sample = lay(Plan("latin", n=400), TEN)
    found = studied(sample, box(sample.cube))
    table = found.discovery[0]
    assert table["verdict"].tolist() == ["unsure"] and table["p"].iloc[0] > 0.05
    discovered.tell(table, [FIT], ["One", "Two"], str)
    assert "not confirmed" in capsys.readouterr().out


def test_with_too_few_worlds_or_failures_or_others_nothing_is_looked_for(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis.prim", None)  # and it is not needed for that
    for n, k in ((39, 15), (100, 9), (100, 0)):
        found = studied(lay(Plan("latin", n=n), TEN), np.arange(n) < k)
        table = found.discovery[0]
        assert table[["verdict", "worlds", "failures"]].to_numpy().tolist() == [["few", n, k]]
        assert found.discovery[1] == []
    discovered.tell(table, [FIT], ["One", "Two"], str)
    assert "fails in 0 of 100 worlds: too few to tell where" in " ".join(capsys.readouterr().out.split())
    cells = pd.DataFrame({0: [0.0] * 5 + [FIT.matters] * 45, 1: [FIT.matters] * 5 + [0.0] * 45})
    assert failing(cells, FIT).sum() == 5
    by_point = cells.rename_axis("sample").reset_index().melt("sample", var_name="arm", value_name="fit.fit")
    by_point["sample"] += 1
    assert discovery.discover(lay(Plan("latin", n=50), TEN), by_point, [FIT])["verdict"].tolist() == ["few"]


def test_ties_have_a_favourite_and_no_failures():
    alike = pd.DataFrame({0: [0.5, 0.6], 1: [0.5, 0.6]})
    assert favourite(alike) == 0 and not failing(alike, FIT).any()
    turns = pd.DataFrame({0: [0.5, 0.6], 1: [0.6, 0.5]})
    assert favourite(turns) == 0 and failing(turns, FIT).tolist() == [True, False], "of equals the first"
    edge = pd.DataFrame({0: [0.3, 0.9, 0.9], 1: [0.1 + 0.2 + FIT.matters, 0.0, 0.0]})
    assert failing(edge, FIT).tolist() == [True, False, False], "just what matters is enough"
    waits = pd.DataFrame({"sample": [1, 1, 2, 2], "arm": [0, 1, 0, 1], "access.waiting": [1.0, 20.0, 2.0, 30.0]})
    assert favourite(in_worlds(waits, WAIT)) == 0, "less waiting is better"


def test_a_failed_world_and_one_left_out_do_not_shift_the_others(known):
    sample = lay(Plan("latin", n=400), TEN)
    found = studied(sample, box(sample.cube))
    runs = found.result.everything
    runs.loc[(runs["sample"] == 1) & (runs["arm"] == 1), "status"] = "failed"
    found.result.everything = runs[runs["sample"] != 7]
    table = found.discovery[0]
    assert (table["worlds"] == 398).all() and table["factor"].tolist() == known["factor"].tolist()


def test_steps_and_words_are_told_as_their_values():
    factors = (Factor("f.whole", 1, 5, "integer"), Factor("f.word", values=("a", "b", "c")),
               Factor("f.list", values=(10, 20, 30)), *TEN[:3])  # fmt: skip
    sample = lay(Plan("latin", n=300), factors)
    told = sample.points
    fails = ((told["f.whole"] >= 4) & (told["f.word"] != "b") & (told["f.list"] <= 20)).to_numpy()
    found = studied(sample, fails).discovery[0].set_index("factor")
    assert set(found.index) == {"f.whole", "f.word", "f.list"} and set(found["verdict"]) == {"holds"}
    assert found.loc["f.whole", ["end", "at", "u"]].tolist() == ["from", 4.0, 0.6]
    assert found.loc["f.word", ["end", "among"]].tolist() == ["among", "a, c"]
    assert found.loc["f.list", ["end", "at"]].tolist() == ["to", 20.0]
    assert found.loc["f.list", "u"] == pytest.approx(2 / 3) and found["density"].iloc[0] == 1.0
    assert discovered.limit(found.loc["f.word"].to_dict() | {"factor": "f.word"}) == "a, c"


def test_of_a_given_sample_the_dummy_is_peeled_too_and_does_not_survive():
    sample = lay(Plan("given", n=256), TEN[:4])
    assert sample.names[-1] == DUMMY
    found = studied(sample, box(sample.cube)).discovery[0]
    assert found["factor"].tolist() == [A.name, B.name] and set(found["verdict"]) == {"holds"}


def test_several_outcomes_are_corrected_for_and_each_has_its_own_box():
    sample = lay(Plan("latin", n=300), TEN)
    apart = {"fit.fit": box(sample.cube), "access.waiting": sample.cube[:, 5] > 0.6}
    both = studied(sample, apart, outcomes=(FIT, WAIT)).discovery[0]
    alone = studied(sample, apart, outcomes=(FIT,)).discovery[0]
    p = both.groupby("outcome")["p"].first()
    assert p["fit.fit"] == pytest.approx(max(alone["p"].iloc[0], p["access.waiting"])), "the larger of two, after Holm"
    assert both.loc[both["outcome"] == "access.waiting", "factor"].tolist() == [TEN[5].name]


def test_the_quasi_p_is_that_of_the_library_on_every_box_of_the_path():
    sample = lay(Plan("latin", n=120), TEN[:4])
    x, fails = sample.cube, box(sample.cube)
    own = discovery.peeled(x, fails, [False] * 4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis.prim import Prim

        theirs = Prim(pd.DataFrame(dict(enumerate(x.T))), fails.astype(float), threshold=0.001).find_box()
    assert len(own) == len(theirs.qp) > 10
    for limits, qp, row in zip(own, theirs.qp, theirs.peeling_trajectory.to_dict("records"), strict=True):
        assert inside(limits, x).sum() == row["n"] and fails[inside(limits, x)].sum() == row["k"]
        for limit in limits:
            assert quasi_p(limits, limit, x, fails) == pytest.approx(qp[limit.factor][limit.end == "to"])


def test_halves_have_as_many_failures_and_steps_are_where_the_model_has_them():
    fails = stats.bernoulli.rvs(0.3, size=101, random_state=1).astype(bool)
    training = halves(fails)
    assert abs(training.sum() - 50.5) <= 1.5 and abs(fails[training].sum() - fails.sum() / 2) <= 0.5
    factor = Factor("f.x", 2, 6, "integer")
    sample = lay(Plan("latin", n=50), (factor,))
    assert (coordinates(sample, np.arange(50))[:, 0] + 2 == sample.points["f.x"].to_numpy(float)).all()


def test_looking_twice_says_the_same_and_leaves_no_trace(known):
    before, look = np.random.get_state()[1].copy(), warnings.formatwarning  # noqa: NPY002, TID251
    sample = lay(Plan("latin", n=400), TEN)
    pd.testing.assert_frame_equal(studied(sample, box(sample.cube)).discovery[0], known)
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002, TID251
    assert warnings.formatwarning is look


def test_without_the_extra_a_sentence_says_how_to_install_it_and_the_rest_stands(monkeypatch):
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis.prim", None)
    sample = lay(Plan("latin", n=400), TEN)
    with pytest.raises(DiscoveryError, match="ema-workbench is not installed"):
        discovery.peeled(sample.cube, box(sample.cube), [False] * 10)
    found = studied(sample, box(sample.cube))
    monkeypatch.setattr(analysis.batch, "cautions", lambda _result: [])
    assert [n for n in found.notes() if 'pip install "samenhang[discovery]"' in n]
    assert set(found.tables) == {"points", "regret"} and len(found.regret) == 2


def test_the_study_keeps_draws_and_tells_it(lang, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(answers, "stamped", lambda _stamp: "STAMP")
    monkeypatch.setattr(analysis.batch, "cautions", lambda _result: [])
    (tmp_path / "analysis").mkdir()
    sample = lay(Plan("latin", n=400), TEN)
    found = studied(sample, box(sample.cube), tmp_path)
    answers.keep(found)
    kept = pd.read_csv(tmp_path / "analysis" / "discovery.csv")
    assert kept["factor"].tolist() == [A.name, B.name] and list(kept) == list(discovery.COLUMNS)
    pictures = answers.draw(found)
    assert f"discovery.{lang}.png" in [p.name for p in pictures]
    found.result.paired, found.result.means = {}, pd.DataFrame()
    monkeypatch.setattr(answers.show, "summary", lambda *_: None)
    found.asked.question = SimpleNamespace(en="Q", nl="Q")
    answers.tell(found, pictures)
    said = " ".join(capsys.readouterr().out.split())
    for m in (every(Parameters)[A.name], every(Parameters)[B.name]):
        assert getattr(m, lang).split()[0] in said
    assert discovered.percent(kept["base"].iloc[0]) in said and "discovery.csv" in said
    tables = json.loads(answers.as_json(found, pictures))["tables"]
    assert [r["factor"] for r in tables["discovery"]] == [A.name, B.name] and tables["discovery"][0]["among"] == ""


def test_the_picture_has_limits_units_worlds_and_stamp(lang, known):
    boxes = known.assign(label=known["factor"].map(answers.named), said=[discovered.limit(r) for r in known.to_dict("records")])  # fmt: skip
    figure = study_figures.discovered(boxes, [FIT, WAIT], ["One", "Two"], "STAMP")
    said = " ".join(texts(figure).split())
    unit = language._(every(Parameters)[A.name].unit)
    for part in ("STAMP", "One", "400", f"{language.number(known['at'].iloc[0])} {unit}", getattr(FIT, lang), "95"):
        assert part in said, part
    bars = [(p.get_x(), p.get_x() + p.get_width()) for p in figure.axes[0].patches]
    assert bars[1] == pytest.approx((known["u"].iloc[0], 1.0)) and bars[3] == pytest.approx((0.0, known["u"].iloc[1]))
