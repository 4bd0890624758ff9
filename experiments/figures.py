"""Pictures: each asks a table first, then draws it. The only door to seaborn and matplotlib."""

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

SHOWN = ("mean_fit", "n_waiting", "new_breaks", "share_vacant")
MARKERS = {"simple": "^", "compound": "s", "complex": "D"}
PRICE = ("money.cost", "staff.fte", "money.deficit")
DASHES = ("-", "--", ":", "-.")
INK, BAND = "0.25", "0.90"
FROM = -1.0  # years after burn-in: the settling before is not shown


def _style() -> None:
    sns.set_theme(context="notebook", style="ticks", font="DejaVu Sans")
    mpl.rcParams.update({"figure.dpi": 110, "savefig.dpi": 150, "axes.titlesize": 11, "axes.labelsize": 10,
                         "svg.hashsalt": "samenhang", "legend.frameon": False})  # fmt: skip


def _numbers(axis: Any) -> None:
    """Numbers along an axis as the language writes them, without trailing zeros."""
    axis.set_major_formatter(mpl.ticker.FuncFormatter(lambda value, _position: tidy(value)))


def _foot(figure: Figure, sentences: list[str]) -> None:
    figure.text(0.01, 0.005, "\n".join(sentences), fontsize=8, color="0.3", va="bottom", ha="left")


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
            k = int(arm) % len(DASHES)
            of_arm = of_arm[of_arm["year"] > FROM]
            ax.fill_between(of_arm["year"], of_arm["low"], of_arm["high"], color=colours[arm], alpha=0.18, linewidth=0)
            ax.plot(
                of_arm["year"],
                of_arm["mean"],
                color=colours[arm],
                linestyle=DASHES[k],
                linewidth=1.8,
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
    _foot(figure, [_("Lines: mean of {n} runs per scenario, by quarter. Bands: the middle 80 % of runs (play of chance only).").format(n=runs), stamp])  # fmt: skip
    sns.despine(figure)
    figure.tight_layout(rect=(0, 0.055, 1, 0.95))
    return figure


def _row(m: Measure, row: pd.Series) -> str:
    """The name of an outcome and its difference in its own unit."""
    text = f"{number(row['mean'], 3, signed=True)} [{number(row['low'], 3)}; {number(row['high'], 3)}]"
    return f"{getattr(m, language())}\n{text}\n{_(m.unit)}"


def _for_whom(ax: Any, y: float, m: Measure, classes: pd.DataFrame) -> float:
    """Under an outcome the same difference for simple, compound and complex families; gives how far out it reaches."""
    reach = 0.0
    for k, (name, marker) in enumerate(MARKERS.items()):
        row = classes[(classes["outcome"] == m.name) & (classes["class"] == name)].iloc[0]
        ends = np.nan_to_num(row[["mean", "low", "high"]].to_numpy(float)) * m.better / m.matters
        at = y + 0.2 + 0.14 * k
        ax.plot(ends[1:], [at, at], color="0.55", linewidth=0.9)
        ax.plot(ends[0], at, marker=marker, color="0.45", markersize=3.5, linestyle="none",
                label=_(name) if y == 0 else None)  # fmt: skip
        reach = max(reach, float(np.abs(ends).max()))
    return reach


def _price(table: pd.DataFrame) -> str:
    """What the better and the worse cost: money, staff and deficit before and after."""
    of = {m.name: m for m in HEADLINES}
    told = []
    for name in PRICE:
        row = table[table["outcome"] == name].iloc[0]
        told.append(
            f"{getattr(of[name], language())} {number(row['before'])} → {number(row['after'])} {_(of[name].unit)}"
        )
    return _("At this price: {prices}.").format(prices="; ".join(told))


def differences(table: pd.DataFrame, classes: pd.DataFrame, title: str, stamp: str) -> Figure:
    """Paired differences as a forest: right is better, one step is the smallest difference that matters.

    table: of `contrasts.paired`; classes: of `contrasts.by_class`, drawn under each outcome about families. Headline
    outcomes; at the foot what it costs, in money and staff.
    """
    _style()
    rows = [(m, table[table["outcome"] == m.name].iloc[0]) for m in HEADLINES if m.better]
    judged = [
        (m, row, np.nan_to_num(row[["mean", "low", "high"]].to_numpy(float)) * m.better / m.matters) for m, row in rows
    ]
    figure, ax = plt.subplots(figsize=(9, 1.9 + 0.95 * len(judged)))
    ax.axvspan(-1, 1, color=BAND, zorder=0)
    ax.axvline(0, color=INK, linewidth=0.8)
    reach = max(1.6, 1.1 * max((max(abs(e) for e in ends) for _m, _row, ends in judged), default=0.0))
    for y, (m, row, ends) in enumerate(judged):
        ax.plot(ends[1:], [y, y], color=INK, linewidth=1.6, marker="|", markersize=11, markeredgewidth=1.6)
        ax.plot(ends[0], y, marker="o", color=INK, markersize=5.5, markerfacecolor="white" if row["put_in"] else INK)
        if m.of and len(classes):
            reach = max(reach, 1.1 * _for_whom(ax, y, m, classes))
    ax.set_yticks(range(len(judged)), [_row(m, row) for m, row, _ends in judged])
    ax.set_ylim(len(judged) - 0.4, -0.6)
    ax.set_xlim(-reach, reach)
    ax.set_xlabel(_("← worse      difference, in steps of the smallest difference that matters      better →"))
    _numbers(ax.xaxis)
    ax.set_title(title, loc="left", weight="bold")
    pairs = int(table["pairs"].max())
    _foot(figure, [_("Dots: mean of {n} paired runs; open where the scenario itself sets it. Lines: 95 % interval over seeds (play of chance only).").format(n=pairs),
                   _("Grey band: too small to matter. Small marks: the same for families by complexity at arrival.") if len(classes)
                   else _("Grey band: too small to matter."), _price(table), stamp])  # fmt: skip
    if len(classes):
        ax.legend(loc="upper right", fontsize=8, title=_("families"), title_fontsize=8, frameon=True)
    sns.despine(figure, left=True)
    figure.tight_layout(rect=(0, 0.9 / figure.get_figheight(), 1, 1))
    return figure


def lost_fit(means: pd.DataFrame, labels: list[str], runs: int, stamp: str) -> Figure:
    """What families need, met and lost by reason: a stacked bar per scenario, in shares of need.

    means: of `contrasts.means`.
    """
    _style()
    parts = [m for m in OUTCOMES if m.name == "fit.fit" or m.name.startswith("fit.lost_")]
    shades, hatches = np.linspace(0.9, 0.25, len(parts)), ("", "", "///", "...", "\\\\\\", "xx")
    figure, ax = plt.subplots(figsize=(10, 2.6 + 0.8 * len(labels)))
    for arm in range(len(labels)):
        of_arm, left = means[means["arm"] == arm].set_index("outcome")["mean"], 0.0
        for m, shade, hatch in zip(parts, shades, hatches, strict=True):
            share = 100.0 * float(of_arm[m.name])
            ax.barh(arm, share, left=left, color=str(shade), edgecolor="black", linewidth=0.6, hatch=hatch,
                    label=(_("met") if m.name == "fit.fit" else getattr(m, language())) if arm == 0 else None)  # fmt: skip
            if share >= 3.0:
                ax.text(left + share / 2, arm, number(share, 3), ha="center", va="center", fontsize=9,
                        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
            left += share
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
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".tmp.png")
    figure.savefig(draft, metadata={"Software": None})
    draft.replace(path)
    plt.close(figure)
    return path
