"""Pictures say what they show: axes, units, number of runs, interval, stamp; in both languages, readable in grey."""

import numpy as np
import pandas as pd
import pytest
from conftest import texts
from test_contrasts import NOBODY, families, planned

from samenhang.experiments.statistics.contrasts import by_class, means, over_time, paired
from samenhang.experiments.telling import figures
from samenhang.experiments.telling.stamp import many, stamped
from samenhang.model import language
from samenhang.model.measures import HEADLINES, WEEKLY


def series_table():
    runs = planned([0.5, 0.6, 0.7], [0.6, 0.8, 0.9])
    rows = [
        {"run_id": r, "week": w} | {m: np.sin(w + k) / 7 for k, m in enumerate(figures.SHOWN)}
        for r in runs["run_id"]
        for w in range(208)
    ]
    return {m: over_time(runs, pd.DataFrame(rows), m, burn_in=52) for m in figures.SHOWN}


def test_over_time_has_units_runs_bands_and_stamp(lang, tmp_path):
    figure = figures.over_time(series_table(), ["A", "B"], 3, stamped("illustrative"))
    foot = texts(figure)
    said = foot.split("\n")
    shown = [m for m in WEEKLY if m.name in figures.SHOWN]
    assert {getattr(m, lang) for m in shown} <= set(said)
    assert {language._(m.unit) for m in shown} <= set(said)
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
    table = paired(planned([0.50, 0.70, 0.90], [0.54, 0.72, 0.95]), 1, {"workforce.exit_rate"}, NOBODY)
    figure = figures.differences(table, NOBODY, "B", stamped("illustrative"))
    judged = [m for m in HEADLINES if m.better]
    judged = [m for m in judged if m.name not in figures.PRICE] + [m for m in judged if m.name in figures.PRICE]
    said = texts(figure)
    for m in judged:
        assert getattr(m, lang) in said
        assert language._(m.unit) in said
    assert {"en": "Large dots: mean of 3 pairs of runs;", "nl": "gemiddelde van 3 paren"}[lang] in said
    assert many(len(judged)) in said
    assert {"en": "play of chance only", "nl": "toeval"}[lang] in said
    dots = [line for ax in figure.axes for line in ax.lines if line.get_marker() == "o"]
    for m, dot in zip(judged, dots, strict=True):
        mean = table.set_index("outcome").loc[m.name, "mean"]
        assert dot.get_xdata()[0] == pytest.approx(mean * m.better / m.matters)
        assert (dot.get_markerfacecolor() == "white") == ("workforce.exit_rate" in m.set_by)


def test_one_pair_has_no_interval_and_still_draws():
    table = paired(planned([0.5], [0.6]), 1, set(), NOBODY)
    figure = figures.differences(table, NOBODY, "B", "")
    assert texts(figure)
    drawn = [x for line in figure.axes[0].lines if line.get_marker() == "|" for x in line.get_xdata()]
    assert drawn and np.isnan(drawn).all(), "no interval is not an interval of nothing"


def test_what_is_missing_or_not_comparable_is_an_empty_row_with_a_word():
    """No pair has fit, families are others in the rest, and of turnover there are two pairs of three."""
    runs = planned([0.5, 0.7, 0.9], [0.6, 0.8, 1.0])
    runs.loc[runs["arm"] == 1, "cohort"] = "b"
    runs.loc[0, "o.staff.turnover"] = np.nan
    runs["o.staff.share_vacant"] = np.nan
    table = paired(runs, 1, set(), NOBODY)
    figure = figures.differences(table, NOBODY, "B", "")
    judged = [m for m in HEADLINES if m.better]
    words = [t.get_text() for ax in figure.axes for t in ax.texts]
    assert words.count("not comparable: other families are followed") == sum(bool(m.of) for m in judged)
    dots = [line for ax in figure.axes for line in ax.lines if line.get_marker() == "o"]
    missing = [m for m in judged if not m.of and not table.set_index("outcome").loc[m.name, "pairs"]]
    assert words.count("no pair of runs can tell") == len(missing)
    assert len(dots) == len(judged) - len(words)
    assert "mean of 2–3 pairs of runs" in texts(figure) or "staff.turnover" not in {m.name for m in judged}


def test_more_than_four_scenarios_are_told_apart_without_colour():
    runs = pd.concat([planned([0.5], [0.6]).query("arm == 0").assign(arm=k, run_id=f"{k}-0") for k in range(10)])
    rows = [
        {"run_id": f"{k}-0", "week": w} | dict.fromkeys(figures.SHOWN, 0.1 * k) for k in range(10) for w in range(104)
    ]
    tables = {m: over_time(runs, pd.DataFrame(rows), m, burn_in=26) for m in figures.SHOWN}
    figure = figures.over_time(tables, list("ABCDEFGHIJ"), 1, "")
    lines = [line for line in figure.axes[0].lines if line.get_label() in set("ABCDEFGHIJ")]
    assert len({(str(line._unscaled_dash_pattern), line.get_marker()) for line in lines}) == 10


def test_differences_say_for_whom_and_at_what_price(lang):
    runs = planned([0.5] * 3, [0.6] * 3)
    told = pd.concat([families(f"{a}-{r}", (10, 20, 30 + 5 * a)) for a in (0, 1) for r in range(3)])
    figure = figures.differences(paired(runs, 1, set(), told), by_class(runs, 1, told), "B", "")
    said = texts(figure)
    words = {
        "en": (
            "not complex",
            "somewhat complex",
            "very complex",
            "At what price",
            "cheaper",
            "Professionals in service: 0.500 and 0.600",
        ),
        "nl": (
            "niet complex",
            "enigszins complex",
            "zeer complex",
            "Tegen welke prijs",
            "goedkoper",
            "Professionals in dienst: 0,500 en 0,600",
        ),
    }
    assert not [word for word in words[lang] if word not in said]
    need = [m.name for m in HEADLINES if m.better and m.name not in figures.PRICE].index("need.need_weeks")
    marks = {
        line.get_marker(): line.get_xdata()[0]
        for line in figure.axes[0].lines
        if need < line.get_ydata()[0] < need + 0.6 and line.get_marker() in "^sD"
    }
    assert marks == {"^": 0.0, "s": 0.0, "D": pytest.approx(-5.0)}  # worse by five steps, for complex families only


def test_what_families_need_adds_up_to_all_of_it(lang):
    runs = planned([0.0], [0.0])
    shares = {
        "fit.fit": 0.5,
        "fit.lost_unknown": 0.3,
        "fit.lost_too_light": 0.05,
        "fit.lost_refused": 0.05,
        "fit.lost_waiting": 0.07,
        "fit.lost_between": 0.03,
    }
    for name, share in shares.items():
        runs[f"o.{name}"] = share
    figure = figures.lost_fit(means(runs), ["A", "B"], 20, stamped("illustrative"))
    bars = [(p.get_y() + p.get_height() / 2, p.get_x(), p.get_width(), p.get_hatch()) for p in figure.axes[0].patches]
    for arm in (0, 1):
        mine = [b for b in bars if b[0] == pytest.approx(arm)]
        assert [b[2] for b in mine] == pytest.approx([100 * s for s in shares.values()])
        assert mine[-1][1] + mine[-1][2] == pytest.approx(100.0)
    assert len({(p.get_facecolor(), p.get_hatch()) for p in figure.axes[0].patches}) == 6  # told apart in grey
    said = texts(figure)
    assert {"en": "Mean of 20 runs per scenario; a lost week counts once", "nl": "20 runs"}[lang] in said
