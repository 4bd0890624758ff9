"""Regret by hand, runs joined to points by number, and pictures of studies that say what they show."""

import numpy as np
import pandas as pd
import pytest
from conftest import texts
from test_sensitivity import ISHIGAMI, ishigami

from samenhang.experiments.analysis import at_points
from samenhang.experiments.statistics.plans import Plan
from samenhang.experiments.statistics.robustness import regret
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


@pytest.mark.parametrize(
    ("method", "plan"), [("morris", {"trajectories": 8}), ("sobol", {"n": 64}), ("given", {"n": 64})]
)
def test_indices_have_axes_interval_runs_and_stamp(lang, method, plan, tmp_path):
    sample = lay(Plan(method, **plan), ISHIGAMI)
    for name, table in analyse(sample, ishigami(sample.points)[:, None]).items():
        told = {m: table.assign(label=table["factor"]) for m in (FIT, WAIT)}
        figure = study_figures.indices(name, told, "T", 123, "STAMP")
        said = texts(figure)
        for part in ("123 runs", "STAMP", "T\n", "95", "f.x1", getattr(FIT, lang), getattr(WAIT, lang)):
            assert part in said, part
        dummy = {"morris": 0.0}.get(name, table[study_figures.DRAWN[name][-1]].iloc[-1])
        lines = [x for line in figure.axes[0].lines for x in line.get_xdata()]
        assert name == "morris" or dummy in lines
        assert study_figures.save(figure, tmp_path / f"{name}.png").stat().st_size > 20_000


def test_the_regret_map_has_every_number_and_its_unit(lang):
    table = regret(worlds(), [FIT, WAIT])
    figure = study_figures.regret(table, [FIT, WAIT], ["A", "B", "C"], "STAMP")
    said = texts(figure)
    assert f"{language.number(0.1 / FIT.matters, 2)}\n({language.number(12.5, 2)} %)" in said
    assert "STAMP" in said and "4" in said
