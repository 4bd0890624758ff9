"""Regret by hand, runs joined to points by number, and pictures of studies that say what they show."""

import numpy as np
import pandas as pd
import pytest
from conftest import texts
from test_sensitivity import ISHIGAMI, ishigami

from samenhang.experiments.analysis import at_points
from samenhang.experiments.statistics.plans import Plan
from samenhang.experiments.statistics.robustness import complete, crossed, regret
from samenhang.experiments.statistics.sensitivity import analyse, lay
from samenhang.experiments.telling import study_figures
from samenhang.model import language
from samenhang.model.measures import MEASURED

FIT, WAIT = MEASURED["fit.fit"], MEASURED["access.waiting"]


def as_runs(y, name="fit.fit"):
    """Outcomes [points, replicates] as the runs of a folder have them, in no order."""
    rows = [
        {"sample": i + 1, "arm": 0, "replicate": r, "status": "ok", f"o.{name}": v}
        for i, of in enumerate(y)
        for r, v in enumerate(of)
    ]
    centre = [{"sample": 0, "arm": 0, "replicate": r, "status": "ok", f"o.{name}": 1e9} for r in range(y.shape[1])]
    return pd.DataFrame(rows + centre).sample(frac=1.0, random_state=1)


def test_runs_are_joined_to_points_by_number_and_a_failed_one_is_missed():
    sample = lay(Plan("sobol", n=16), ISHIGAMI)
    y = ishigami(sample.points)[:, None] + np.array([0.0, 0.5])
    runs = as_runs(y)
    assert (at_points(runs, "fit.fit", 0, len(y), 2) == y).all()
    pd.testing.assert_frame_equal(analyse(sample, at_points(runs, "fit.fit", 0, len(y), 2))["sobol"], analyse(sample, y)["sobol"])  # fmt: skip
    runs.loc[(runs["sample"] == 5) & (runs["replicate"] == 1), "status"] = "failed"
    assert np.isnan(at_points(runs, "fit.fit", 0, len(y), 2)).sum() == 1
    both = pd.concat([as_runs(y), as_runs(y + 3.0).assign(arm=1)])
    assert at_points(both, "fit.fit", 1, len(y), 2) == pytest.approx(np.full(y.shape, 3.0))


def worlds():
    """Fit (more is better) and waiting (less is better) of three arms in four worlds."""
    fit = [[0.50, 0.60, 0.40], [0.50, 0.60, 0.70], [0.50, 0.40, 0.50], [0.50, 0.60, 0.40]]
    return pd.DataFrame([{"sample": w + 1, "arm": a, "fit.fit": v, "access.waiting": 10 * v} for w, of in enumerate(fit) for a, v in enumerate(of)])  # fmt: skip


def test_regret_is_what_is_lost_against_the_best_of_each_world():
    """Arm 1 is the best in worlds 1 and 4; arm 2 in world 2; arms 0 and 2 share world 3."""
    table = regret(worlds(), [FIT, WAIT]).set_index(["outcome", "arm"])
    assert table.loc["fit.fit", "mean"].tolist() == pytest.approx([0.1, 0.05, 0.1])
    assert table.loc["fit.fit", "most"].tolist() == pytest.approx([0.2, 0.1, 0.2])
    assert table.loc["fit.fit", "best"].tolist() == [0.125, 0.5, 0.375]
    assert table.loc["fit.fit", "fails"].tolist() == [0.0, 0.25, 0.5]
    assert table.loc[("access.waiting", 1), "best"] == 0.25, "less waiting is better"
    assert (table["best_low"] <= table["best"]).all() and (table["best"] <= table["best_high"]).all()
    holed = worlds()
    holed.loc[0, "fit.fit"] = np.nan
    assert (regret(holed, [FIT])["worlds"] == 3).all(), "a world counts where every arm is known"


def lived(values, name="fit.fit"):
    """Runs of every world, arm and seed [worlds, arms, seeds]."""
    return pd.DataFrame([{"run_id": f"{w}/{a}/{r}", "sample": w + 1, "arm": a, "replicate": r, "status": "ok", f"o.{name}": v}
                         for (w, a, r), v in np.ndenumerate(values)])  # fmt: skip


def test_a_failed_run_takes_its_seed_out_of_every_arm():
    """Arm 1 is 0.1 better with each of two seeds, which differ by 0.5; one of its runs failed: 0.1 is still its lead."""
    runs = lived(np.array([[[0.2, 0.7], [0.3, 0.8]]] * 3))
    runs.loc[runs["run_id"] == "0/1/1", "status"] = "failed"
    means = complete(runs, ["fit.fit"]).groupby(["sample", "arm"])["o.fit.fit"].mean().rename("fit.fit").reset_index()
    table = regret(means, [FIT]).set_index("arm")
    assert table["mean"].tolist() == pytest.approx([0.1, 0.0]) and (table["worlds"] == 3).all()
    assert means.loc[means["sample"] == 1, "fit.fit"].tolist() == pytest.approx([0.2, 0.3])
    missing = runs.assign(status="ok")
    missing.loc[missing["run_id"] == "0/0/0", "o.fit.fit"] = np.nan
    assert complete(missing, ["fit.fit"]).query("sample == 1 and replicate == 0")["o.fit.fit"].isna().all()


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_an_arm_of_which_no_run_went_well_is_an_empty_row(gone):
    runs = lived(np.array([[[0.5], [0.6], [0.4]], [[0.5], [0.6], [0.7]]]))
    runs.loc[runs["arm"] == gone, "status"] = "failed"
    told = complete(runs, ["fit.fit"])
    means = told.groupby(["sample", "arm"])["o.fit.fit"].mean().rename("fit.fit").reset_index()
    table = regret(means, [FIT], told)
    assert sorted(table["arm"]) == [k for k in range(3) if k != gone] and table["fails"].isna().all() == (gone == 0)
    said = texts(study_figures.regret(table, [FIT], ["A", "B", "C"], "STAMP"))
    assert said.count("no runs") == 1


def test_regret_that_is_only_luck_falls_away_when_other_seeds_tell_which_is_best():
    """Ten arms that are alike, and luck of one step at each: a regret of more than a step, and none without luck."""
    luck = np.random.Generator(np.random.PCG64(1)).normal(size=(200, 10, 2))  # noqa: TID251 - not the model's luck
    runs = lived(0.5 + FIT.matters * luck)
    means = runs.groupby(["sample", "arm"])["o.fit.fit"].mean().rename("fit.fit").reset_index()
    table = regret(means, [FIT], runs)
    assert table["mean"].mean() > FIT.matters
    assert abs(table["crossed"].mean()) < 0.15 * FIT.matters
    real = runs.assign(**{"o.fit.fit": runs["o.fit.fit"] + (runs["arm"] == 3) * 10 * FIT.matters})
    fair = crossed(real, FIT) / FIT.matters
    assert fair[3] == pytest.approx(0.0, abs=1e-9) and fair.drop(3).to_numpy() == pytest.approx(
        np.full(9, 10.0), abs=0.5
    )
    assert crossed(runs[runs["replicate"] == 0], FIT).isna().all()


def test_one_rule_says_when_a_loss_matters():
    """0.52 - 0.50 is a hair less than 0.02: it matters for `fails` as it does for the favourite."""
    two = pd.DataFrame([{"sample": w, "arm": a, "fit.fit": v} for w in (1, 2) for a, v in enumerate((0.52, 0.50))])
    assert regret(two, [FIT]).set_index("arm").loc[1, "fails"] == 1.0


@pytest.mark.parametrize(
    ("method", "plan"), [("morris", {"trajectories": 8}), ("sobol", {"n": 64}), ("given", {"n": 64})]
)
def test_indices_have_axes_interval_runs_and_stamp(lang, method, plan, tmp_path):
    sample = lay(Plan(method, **plan), ISHIGAMI)
    for name, table in analyse(sample, ishigami(sample.points)[:, None]).items():
        told = {m: table.assign(label=table["factor"]) for m in (FIT, WAIT)}
        figure = study_figures.indices(name, told, "T", 123, "STAMP")
        said = texts(figure)
        for part in ("123 runs", "STAMP", "T\n", "f.x1", getattr(FIT, lang), getattr(WAIT, lang)):
            assert part in said, part
        assert (language._(study_figures.LINES) in said) == (name != "pawn"), "PAWN has no interval"
        dashed = [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_linestyle() == "--"]
        assert name == "morris" or dashed == ([table[name].iloc[-1]] if name in ("pawn", "delta") else [])
        assert language._("One replicate: how much of this is chance between seeds cannot be told.") in said
        assert study_figures.save(figure, tmp_path / f"{name}.png").stat().st_size > 20_000


def test_the_regret_map_has_every_number_and_its_unit(lang):
    table = regret(worlds(), [FIT, WAIT])
    figure = study_figures.regret(table, [FIT, WAIT], ["A", "B", "C"], "STAMP")
    said = texts(figure)
    assert f"{language.number(0.1 / FIT.matters, 2)}\n({language.number(12.5, 2)} %)" in said
    assert "STAMP" in said
    assert {"en": "Mean regret over 4 worlds, in steps", "nl": "over 4 werelden"}[lang] in said


def test_chance_between_seeds_and_both_lines_of_the_dummy_are_told():
    """Points 0 and 4 and so on with luck that is left: the picture says how much, and eFAST has a line per index."""
    sample = lay(Plan("efast", n=1281), ISHIGAMI)
    y = ishigami(sample.points)
    table = analyse(sample, y[:, None] + np.random.Generator(np.random.PCG64(1)).normal(0, 2.0, (len(y), 2)))["efast"]  # noqa: TID251
    assert table["left"].iloc[0] == pytest.approx(2.0 / (2.0 + 13.84), abs=0.02)
    figure = study_figures.indices("efast", {FIT: table.assign(label=table["factor"])}, "T", 1, "STAMP")
    assert (
        f"Of the variance between points {language.number(100 * table['left'].iloc[0], 2)} % is chance between seeds"
        in texts(figure)
    )
    drawn = {
        line.get_linestyle(): line.get_xdata()[0]
        for line in figure.axes[0].lines
        if line.get_linestyle() in ("--", ":")
    }
    assert drawn == {"--": table["ST"].iloc[-1], ":": table["S1"].iloc[-1]}
