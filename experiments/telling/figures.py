"""Pictures: each asks a table first, then draws it. The only door to seaborn and matplotlib."""

import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd

mpl.use("Agg")

import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.figure import Figure

from samenhang.model.declare import Measure
from samenhang.model.language import _, language, number, tidy
from samenhang.model.measures import HEADLINES, OUTCOMES, WEEKLY

from ..execution.files import drafted
from ..statistics.contrasts import CLASS_NAMES, VERDICTS
from .stamp import many

SHOWN = ("mean_fit", "n_waiting", "new_breaks", "share_vacant")
MARKERS = {"simple": "^", "compound": "s", "complex": "D"}
PRICE = ("money.cost", "money.deficit")
DASHES = ("-", "--", ":", "-.", (0, (9, 3)), (0, (6, 1, 1, 1, 1, 1)), (0, (3, 5)), (0, (8, 2, 3, 2)))
MARKED = (None, "o", "s", "^")  # of the ninth scenario and further
INK, BAND = "0.25", "0.90"
FROM = -1.0  # years after burn-in: the settling before is not shown


def _style() -> None:
    sns.set_theme(context="notebook", style="ticks", font="DejaVu Sans")
    mpl.rcParams.update({"figure.dpi": 110, "savefig.dpi": 150, "axes.titlesize": 11, "axes.labelsize": 10,
                         "svg.hashsalt": "samenhang", "legend.frameon": False})  # fmt: skip


def _numbers(axis: Any) -> None:
    """Numbers along an axis as the language writes them, without trailing zeros."""
    axis.set_major_formatter(mpl.ticker.FuncFormatter(lambda value, _position: tidy(value)))


def _foot(figure: Figure, sentences: list[str]) -> float:
    """Sentences at the foot, within the width of the figure; gives the share of its height that they take."""
    lines = [line for s in sentences for line in textwrap.wrap(s, int(15 * figure.get_figwidth()))]
    figure.text(0.01, 0.005, "\n".join(lines), fontsize=8, color="0.3", va="bottom", ha="left")
    return float((0.25 + 0.17 * len(lines)) / figure.get_figheight())


def sheet(panels: int, wide: float, high: float) -> tuple[Figure, list[Any]]:
    """An empty figure with panels one below the other, its numbers written as the language does; sizes in inches."""
    _style()
    figure, axes = plt.subplots(panels, 1, figsize=(wide, high), squeeze=False)
    for ax in axes.flat:
        _numbers(ax.xaxis)
        _numbers(ax.yaxis)
    return figure, list(axes.flat)


def finish(figure: Figure, sentences: list[str], *, left: bool = False) -> Figure:
    """Sentences at the foot, and everything within the sheet; `left` takes the axis there away."""
    foot = _foot(figure, sentences)
    sns.despine(figure, left=left)
    figure.tight_layout(rect=(0, foot, 1, 1))
    return figure


def over_time(tables: dict[str, pd.DataFrame], labels: list[str], runs: int, stamp: str) -> Figure:
    """Four weekly measures over the years, a line per scenario with the band in which the middle 80 % of runs lie.

    tables: measure -> the table of `contrasts.over_time`.
    """
    _style()
    named = {m.name: m for m in WEEKLY}
    colours = sns.color_palette("colorblind", len(labels))
    figure, axes = plt.subplots(2, 2, figsize=(10, 7.2), sharex=True)
    for ax, (name, table) in zip(axes.flat, tables.items(), strict=True):
        for arm, of_arm in table.groupby("arm"):
            k, again = int(arm) % len(DASHES), int(arm) // len(DASHES)
            of_arm = of_arm[of_arm["year"] > FROM]
            ax.fill_between(of_arm["year"], of_arm["low"], of_arm["high"], color=colours[arm], alpha=0.18, linewidth=0)
            ax.plot(
                of_arm["year"],
                of_arm["mean"],
                color=colours[arm],
                linestyle=DASHES[k],
                linewidth=1.8,
                marker=MARKED[again % len(MARKED)],
                markevery=4,
                markersize=5,
                label=labels[arm],
            )
        ax.axvline(0, color=INK, linewidth=0.8, linestyle=(0, (1, 2)))
        ax.set_title(getattr(named[name], language()), loc="left")
        ax.set_ylabel(_(named[name].unit))
        _numbers(ax.yaxis)
        _numbers(ax.xaxis)
    for ax in axes[1]:
        ax.set_xlabel(_("years after burn-in"))
    handles, texts = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, texts, loc="upper left", ncols=min(4, len(labels)), bbox_to_anchor=(0.0, 1.0))
    foot = _foot(figure, [_("Lines: mean of {n} runs per scenario, by quarter. Bands: the middle 80 % of runs (play of chance only).").format(n=runs),
                   _("Dotted line: year 0, the end of burn-in; dated changes count from there. Axes do not begin at 0."), stamp])  # fmt: skip
    sns.despine(figure)
    figure.tight_layout(rect=(0, foot - 0.03, 1, 0.98 - 0.033 * -(-len(labels) // 4)))
    return figure


def _row(m: Measure, row: pd.Series) -> str:
    """The name of an outcome and its difference in its own unit, where there is one to tell."""
    if _word(row):
        return f"{getattr(m, language())}\n{_(m.unit)}"
    text = f"{number(row['mean'], 3, signed=True)} [{number(row['low'], 3)}; {number(row['high'], 3)}]"
    return f"{getattr(m, language())}\n{text}\n{_(m.unit)}"


def _ends(m: Measure, row: "pd.Series[Any]") -> np.ndarray:
    """Mean, low and high in steps of the smallest difference that matters, better to the right; an end that is missing stays so."""
    return row[["mean", "low", "high"]].to_numpy(float) * m.better / m.matters


def _word(row: "pd.Series[Any]") -> str:
    """What stands in a row where there is nothing to draw."""
    if row["verdict"] == "others":
        return _(VERDICTS["others"])
    return "" if np.isfinite(row["mean"]) else _("no pair of runs can tell")


def _for_whom(ax: Any, y: float, m: Measure, classes: pd.DataFrame, *, named: bool) -> float:
    """Under an outcome the same difference by complexity of the family; gives how far out it reaches."""
    reach = 0.0
    for k, (name, marker) in enumerate(MARKERS.items()):
        row = classes[(classes["outcome"] == m.name) & (classes["class"] == name)].iloc[0]
        if _word(row):
            continue
        ends, at = _ends(m, row), y + 0.2 + 0.14 * k
        ax.plot(ends[1:], [at, at], color="0.55", linewidth=0.9)
        ax.plot(ends[0], at, marker=marker, color="0.45", markersize=3.5, linestyle="none",
                label=_(CLASS_NAMES[name]) if named else None)  # fmt: skip
        reach = max(reach, float(np.nanmax(np.abs(ends))))
    return reach


def _forest(ax: Any, rows: list[tuple[Measure, "pd.Series[Any]"]], classes: pd.DataFrame, toward: str) -> None:
    """One row per outcome: dot and interval in steps of the smallest difference that matters, and by class below it."""
    ax.axvspan(-1, 1, color=BAND, zorder=0)
    ax.axvline(0, color=INK, linewidth=0.8)
    reach, first = 1.6, next((y for y, (m, row) in enumerate(rows) if m.of and not _word(row)), None)
    for y, (m, row) in enumerate(rows):
        if word := _word(row):
            ax.text(
                0,
                y,
                word,
                ha="center",
                va="center",
                fontsize=9,
                bbox={"facecolor": "white", "edgecolor": "0.6", "pad": 2},
            )
            continue
        ends = _ends(m, row)
        ax.plot(ends[1:], [y, y], color=INK, linewidth=1.6, marker="|", markersize=11, markeredgewidth=1.6)
        ax.plot(ends[0], y, marker="o", color=INK, markersize=5.5, markerfacecolor="white" if row["put_in"] else INK,
                linestyle="none", label=_("all families") if y == first else None)  # fmt: skip
        by_class = _for_whom(ax, y, m, classes, named=y == first) if m.of and len(classes) else 0.0
        reach = max(reach, 1.1 * by_class, 1.1 * float(np.nanmax(np.abs(ends))))
    ax.set_yticks(range(len(rows)), [_row(m, row) for m, row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-reach, reach)
    ax.set_xlabel(toward)
    _numbers(ax.xaxis)


def differences(table: pd.DataFrame, classes: pd.DataFrame, title: str, stamp: str) -> Figure:
    """Paired differences as a forest, benefits above and their price below; one step is the smallest that matters.

    table: of `contrasts.paired`; classes: of `contrasts.by_class`, drawn under each outcome about families. Right is better
    above and cheaper below: to spend less is no benefit by itself.
    """
    _style()
    rows = [(m, table[table["outcome"] == m.name].iloc[0]) for m in HEADLINES if m.better]
    benefits, prices = ([(m, row) for m, row in rows if (m.name in PRICE) == is_price] for is_price in (False, True))
    figure, (top, bottom) = plt.subplots(
        2, 1, figsize=(9, 3.4 + 0.95 * len(rows)), height_ratios=[len(benefits), len(prices)]
    )
    better = _("← worse      difference, in steps of the smallest difference that matters      better →")
    cheaper = _("← dearer      difference, in steps of the smallest difference that matters      cheaper →")
    _forest(top, benefits, classes, better)
    _forest(bottom, prices, classes, cheaper)
    top.set_title(title, loc="left", weight="bold")
    bottom.set_title(_("At what price"), loc="left", weight="bold")
    staff = table[table["outcome"] == "staff.fte"].iloc[0]
    pairs = sorted({int(row["pairs"]) for _m, row in rows if not _word(row)} or {0})
    sentences = [
        _("Large dots: mean of {n} pairs of runs; open where the scenario itself sets it. Lines: 95 % interval over seeds (play of chance only).").format(n="–".join(map(str, dict.fromkeys((pairs[0], pairs[-1]))))),
        _("Grey band: too small to matter. Professionals in service: {before} and {after}.").format(before=number(staff["before"]), after=number(staff["after"])),
        many(sum(not _word(row) for _m, row in rows)),
        stamp,
    ]  # fmt: skip
    if len(classes) and top.get_legend_handles_labels()[0]:
        top.legend(loc="upper right", fontsize=8, frameon=True)
        sentences.insert(
            2, _("Small marks: the same for families by complexity at arrival; not corrected for how many there are.")
        )
    foot = _foot(figure, sentences)
    sns.despine(figure, left=True)
    figure.tight_layout(rect=(0, foot, 1, 1))
    return figure


def lost_fit(means: pd.DataFrame, labels: list[str], runs: int, stamp: str) -> Figure:
    """What families need, met and lost by reason: a stacked bar per scenario, in shares of need.

    means: of `contrasts.means`.
    """
    _style()
    parts = [m for m in OUTCOMES if m.name == "fit.fit" or m.name.startswith("fit.lost_")]
    shades, hatches = np.linspace(0.9, 0.25, len(parts)), ("", "", "///", "...", "\\\\\\", "xx")
    figure, ax = plt.subplots(figsize=(10, 2.6 + 0.8 * len(labels)))
    shares = [means[means["arm"] == arm].set_index("outcome")["mean"] * 100.0 for arm in range(len(labels))]
    left = np.zeros(len(labels))
    for m, shade, hatch in zip(parts, shades, hatches, strict=True):
        wide = np.array([float(of_arm[m.name]) for of_arm in shares])
        name = _("met") if m.name == "fit.fit" else getattr(m, language()).split(": ")[-1]
        ax.barh(range(len(labels)), wide, left=left, color=str(shade), edgecolor="black", linewidth=0.6, hatch=hatch,
                label=f"{name}: {' / '.join(number(w, 3) for w in wide)} %")  # fmt: skip
        for arm in (k for k, share in enumerate(wide) if share >= 3.0):
            ax.text(left[arm] + wide[arm] / 2, arm, number(wide[arm], 3), ha="center", va="center", fontsize=9,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
        left = left + wide
    ax.set_yticks(range(len(labels)), labels)
    ax.invert_yaxis()
    ax.set_xlim(0, 100)
    ax.set_xlabel(_("per cent of what families need, mean over families followed for two years"))
    ax.set_title(_("What families need: met, and lost by reason"), loc="left", weight="bold")
    figure.legend(loc="lower left", ncols=2, bbox_to_anchor=(0.01, 0.42 / figure.get_figheight()), fontsize=8)
    _foot(figure, [_("Mean of {n} runs per scenario; a lost week counts once, for the first reason that holds.").format(n=runs), stamp])  # fmt: skip
    sns.despine(figure, left=True)
    figure.tight_layout(rect=(0, 1.1 / figure.get_figheight(), 1, 1))
    return figure


def save(figure: Figure, path: Path) -> Path:
    """A PNG, whole or not at all."""
    with drafted(path) as draft:
        figure.savefig(draft, format="png", metadata={"Software": None})
    plt.close(figure)
    return path
