"""Pictures say what they show: axes, units, number of runs, interval, stamp; in both languages, readable in grey."""

import matplotlib as mpl
import numpy as np
import pytest
from test_contrasts import planned

from samenhang.experiments import figures
from samenhang.experiments.contrasts import over_time, paired
from samenhang.experiments.stamp import stamped
from samenhang.model import language
from samenhang.model.measures import OUTCOMES, WEEKLY


@pytest.fixture(params=["en", "nl"])
def lang(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def texts(figure):
    figure.canvas.draw()
    return [t.get_text() for t in figure.findobj(mpl.text.Text) if t.get_text()]


def series_table():
    import pandas as pd

    runs = planned([0.5, 0.6, 0.7], [0.6, 0.8, 0.9])
    rows = [
        {"run_id": r, "week": w} | {m: np.sin(w + k) / 7 for k, m in enumerate(figures.SHOWN)}
        for r in runs["run_id"]
        for w in range(208)
    ]
    return {m: over_time(runs, pd.DataFrame(rows), m, burn_in=52) for m in figures.SHOWN}


def test_over_time_has_units_runs_bands_and_stamp(lang, tmp_path):
    figure = figures.over_time(series_table(), ["A", "B"], 3, stamped("illustrative"))
    said = texts(figure)
    shown = [m for m in WEEKLY if m.name in figures.SHOWN]
    assert {getattr(m, lang) for m in shown} <= set(said)
    assert {language._(m.unit) for m in shown} <= set(said)
    foot = "\n".join(said)
    for part in {"en": ("mean of 3 runs", "middle 80 %", "Illustrative"), "nl": ("3", "80", "Illustratief")}[lang]:
        assert part in foot
    lines = [line for line in figure.axes[0].lines if line.get_label() in "AB"]
    assert len({line.get_linestyle() for line in lines}) == 2  # told apart without colour
    ticks = [t for t in said if t.replace("−", "").replace(".", "").replace(",", "").isdigit()]
    assert any(("," if lang == "nl" else ".") in t for t in ticks)
    assert not any(("." if lang == "nl" else ",") in t for t in ticks)
    assert figures.save(figure, tmp_path / "a" / "over.png").stat().st_size > 20_000
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["over.png"]


def test_differences_point_right_when_better_and_show_their_interval(lang):
    table = paired(planned([0.50, 0.70, 0.90], [0.54, 0.72, 0.95]), 1, {"workforce.exit_rate"})
    figure = figures.differences(table, "B", stamped("illustrative"))
    judged = [m for m in OUTCOMES if m.better]
    said = "\n".join(texts(figure))
    for m in judged:
        assert getattr(m, lang) in said
        assert language._(m.unit) in said
    assert "3" in said
    assert {"en": "play of chance only", "nl": "toeval"}[lang] in said
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    for m, dot in zip(judged, dots, strict=True):
        mean = table.set_index("outcome").loc[m.name, "mean"]
        assert dot.get_xdata()[0] == pytest.approx(mean * m.better / m.matters)
        assert (dot.get_markerfacecolor() == "white") == ("workforce.exit_rate" in m.set_by)


def test_one_pair_has_no_interval_and_still_draws():
    table = paired(planned([0.5], [0.6]), 1, set())
    assert texts(figures.differences(table, "B", ""))
