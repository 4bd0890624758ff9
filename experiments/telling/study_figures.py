"""Pictures of studies: Morris plots, bars of indices, regret as a heat map, and where the favourite fails. Each draws a table and calculates nothing."""

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import N_, _, language, number

from ..statistics.points import DUMMY
from .discovered import VERDICTS, fit, headline
from .figures import INK, finish, save, sheet

__all__ = ["DRAWN", "discovered", "indices", "regret", "save"]
DRAWN = {  # method -> the indices in its picture, the last decides the order
    "morris": ("mu_star",), "sobol": ("S1", "ST"), "efast": ("S1", "ST"), "pawn": ("pawn",), "delta": ("delta",),
}  # fmt: skip
SAID = {
    "S1": N_("alone (S1)"),
    "ST": N_("with all interactions (ST)"),
    "pawn": N_("PAWN: greatest distance between distributions, median"),
    "delta": N_("delta: share of the distribution that moves"),
}
MOST = 10  # factors that are drawn
DUMMIES = {  # what the dummy says, where it is drawn
    "efast": N_("Dashed line: the dummy, which changes nothing, with all interactions; dotted: alone. That is the error of the method: what is not beyond it cannot be told from nothing."),
    "pawn": N_("Dashed line: the dummy, which changes nothing. That is the error of the method: what is not beyond it cannot be told from nothing."),
    "delta": N_("Dashed line: the dummy, which changes nothing. That is the error of the method: what is not beyond it cannot be told from nothing."),
}  # fmt: skip
LINES = N_("Lines: 95 % interval over the sampling of points; what seeds leave open is not in it.")


def indices(method: str, tables: dict[Measure, pd.DataFrame], title: str, runs: int, stamp: str) -> Any:
    """The indices of one arm, a panel per outcome; tables: of `sensitivity.analyse`, with a column `label`."""
    draw, each = (_morris, 3.9) if method == "morris" else (_bars, 1.0 + 0.38 * MOST)
    figure, axes = sheet(len(tables), 10, 0.9 + each * len(tables))
    for ax, (m, table) in zip(axes, tables.items(), strict=True):
        draw(ax, method, m, table)
    axes[0].set_title(f"{title}\n{axes[0].get_title(loc='left')}", loc="left", weight="bold")
    about = _("{runs} runs. The {most} that count most are drawn.").format(runs=runs, most=MOST)
    has_lines = any(np.isfinite(t[f"{DRAWN[method][-1]}_conf"]).any() for t in tables.values())
    sentences = [f"{about} {_(LINES)}" if has_lines else about, _chance(list(tables.values())), stamp]
    if method in DUMMIES:
        sentences.insert(1, _(DUMMIES[method]))
    return finish(figure, sentences)


def _chance(tables: list[pd.DataFrame]) -> str:
    """How much of what is analysed is the play of chance, in which no factor has a part."""
    left = [100 * float(t["left"].iloc[0]) for t in tables]
    if not np.isfinite(left).any():
        return _("One replicate: how much of this is chance between seeds cannot be told.")
    ends = dict.fromkeys(number(of(left), 2) for of in (np.nanmin, np.nanmax))
    return _(
        "Of the variance between points {left} % is chance between seeds: a share of the variance that is not larger may be that."
    ).format(left="–".join(ends))


def _top(table: pd.DataFrame, by: str) -> pd.DataFrame:
    return table[table["factor"] != DUMMY].sort_values(by, ascending=False).head(MOST)


def _morris(ax: Any, _method: str, m: Measure, table: pd.DataFrame) -> None:
    """How large the effects of a factor are, and how much they differ from place to place; numbers say which it is."""
    rest, top = table[table["factor"] != DUMMY], _top(table, "mu_star")
    sigma = rest["sigma"].fillna(0.0)  # factors that are moved together have none
    ax.plot(rest["mu_star"], sigma, "o", color="0.7", markersize=4)
    ax.errorbar(
        top["mu_star"],
        top["sigma"].fillna(0.0),
        xerr=top["mu_star_conf"],
        fmt="o",
        color=INK,
        markersize=5,
        elinewidth=1,
    )
    reach = float(max((rest["mu_star"] + rest["mu_star_conf"].fillna(0.0)).max(), sigma.max())) * 1.08
    ax.plot([0, reach], [0, reach], color="0.5", linewidth=0.8, linestyle="--")
    lines = []
    for k, row in enumerate(top.to_dict("records"), 1):
        at = (row["mu_star"], np.nan_to_num(row["sigma"]))
        ax.annotate(str(k), at, textcoords="offset points", xytext=(4, 5), fontsize=9)
        lines.append(textwrap.fill(f"{k}  {row['label']}", 46, subsequent_indent="     "))
    ax.set_xlim(0, reach)
    ax.set_ylim(-0.03 * reach, reach)
    ax.text(1.02, 1.0, "\n".join(lines), transform=ax.transAxes, va="top", fontsize=8.5)
    ax.set_title(getattr(m, language()), loc="left")
    ax.set_xlabel(_("mean size of effect, from low to high (mu*; {unit})").format(unit=_(m.unit)))
    ax.set_ylabel(_("spread of effects\n(sigma; dashed: sigma = mu*)"))


def _bars(ax: Any, method: str, m: Measure, table: pd.DataFrame) -> None:
    """A bar per index and factor with its interval, the largest above; the dummy as a line per index."""
    columns = DRAWN[method]
    top, dummy = _top(table, columns[-1]), table[table["factor"] == DUMMY]
    y, high = np.arange(len(top)), 0.8 / len(columns)
    looks = ({"color": "0.55"}, {"color": "0.85", "hatch": "///"}) if len(columns) > 1 else ({"color": "0.6"},)
    for k, (column, look) in enumerate(zip(columns, looks, strict=True)):
        at = y + (k - (len(columns) - 1) / 2) * high
        half = top[f"{column}_conf"].to_numpy(float)
        error = {"xerr": half, "error_kw": {"elinewidth": 1.2, "capsize": 2}} if np.isfinite(half).all() else {}
        ax.barh(at, top[column], high, edgecolor="black", linewidth=0.6, label=_(SAID[column]), **look, **error)
    for column, line in zip(columns[::-1], ("--", ":"), strict=False) if method in DUMMIES else ():
        ax.axvline(float(dummy[column].iloc[0]), color="black", linestyle=line, linewidth=1)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(y, [textwrap.fill(label, 44) for label in top["label"]], fontsize=8.5)
    ax.set_ylim(len(top) - 0.4, -0.6)
    ax.set_title(getattr(m, language()), loc="left")
    several = len(columns) > 1
    ax.set_xlabel(_("share of the variance of the outcome") if several else _(SAID[columns[0]]))
    if several:
        ax.legend(loc="lower right", fontsize=8, frameon=True)


def regret(table: pd.DataFrame, outcomes: list[Measure], labels: list[str], stamp: str) -> Any:
    """What each choice loses on average over worlds, in steps of what matters; dark is much. table: of `robustness.regret`."""
    judged = [m for m in outcomes if m.name in set(table["outcome"])]
    told = table.set_index(["arm", "outcome"]).reindex(
        pd.MultiIndex.from_product([range(len(labels)), [m.name for m in judged]])
    )
    steps = np.array([[told.loc[(arm, m.name), "mean"] / m.matters for m in judged] for arm in range(len(labels))])
    most = max(1.0, float(np.nanmax(steps)))
    figure, (ax,) = sheet(1, 3.6 + 1.45 * len(judged), 2.4 + 0.55 * len(labels))
    ax.imshow(steps, cmap="Greys", vmin=0.0, vmax=most * 1.15, aspect="auto")
    for arm in range(len(labels)):
        for k, m in enumerate(judged):
            dark = steps[arm, k] > 0.6 * most
            best = number(100 * told.loc[(arm, m.name), "best"], 2)
            said = f"{number(steps[arm, k], 2)}\n({best} %)" if np.isfinite(steps[arm, k]) else _("no runs")
            ax.text(k, arm, said, ha="center", va="center", fontsize=8.5, color="white" if dark else "black")
    ax.set_yticks(range(len(labels)), [textwrap.fill(name, 34) for name in labels])
    ax.set_xticks(range(len(judged)), [textwrap.fill(getattr(m, language()), 16) for m in judged], fontsize=8.5)
    ax.xaxis.tick_top()
    worlds = int(table["worlds"].max())
    return finish(figure, [
        _("Mean regret over {n} worlds, in steps of the smallest difference that matters; 0: the best in every world.").format(n=worlds),
        _("In brackets: the share of worlds in which it is the best."), _luck(table, judged), stamp], left=True)  # fmt: skip


def _luck(table: pd.DataFrame, judged: list[Measure]) -> str:
    """How much of regret is chance between seeds: the best is the best by luck as well."""
    steps = [
        float((of["mean"] - of["crossed"]).mean()) / m.matters
        for m in judged
        for of in [table[table["outcome"] == m.name]]
    ]
    if not np.isfinite(steps).any():
        return _(
            "Chance between seeds is in it and cannot be told apart with one replicate: the best is the best by luck as well."
        )
    ends = dict.fromkeys(number(max(0.0, float(of(steps))), 2) for of in (np.nanmin, np.nanmax))
    return _("Chance between seeds is in it, because the best is the best by luck as well: {steps} steps (the best told by other seeds: regret.csv).").format(steps="–".join(ends))  # fmt: skip


def discovered(table: pd.DataFrame, outcomes: list[Measure], labels: list[str], stamp: str) -> Any:
    """The box of each outcome: of every factor with a limit the part of its range in which the favourite fails.

    table: rows of `discovery.discover` that have a limit, with columns `label` (the factor) and `said` (the limit) in words.
    """
    told = [(m, table[table["outcome"] == m.name]) for m in outcomes if m.name in set(table["outcome"])]
    most = max(rows["factor"].nunique() for _m, rows in told)
    figure, axes = sheet(len(told), 10, 0.9 + (1.7 + 0.55 * most) * len(told))
    for ax, (m, rows) in zip(axes, told, strict=True):
        first = rows.to_dict("records")[0]
        holds = first["verdict"] == "holds"
        factors = list(rows["factor"].unique())
        for y, factor in enumerate(factors):
            _range(ax, y, rows[rows["factor"] == factor], 0.34 * len(factors) / most, holds=holds)
        names = [rows.loc[rows["factor"] == f, "label"].iloc[0] for f in factors]
        ax.set_yticks(range(len(factors)), [textwrap.fill(name, 34) for name in names], fontsize=8.5)
        ax.set_ylim(len(factors) - 0.4, -0.6)
        ax.set_xlim(-0.01, 1.01)
        lines = [headline(first, m, labels), *fit(first), *([] if holds else [_(VERDICTS["unsure"])])]
        ax.set_title("\n".join(textwrap.fill(line, 112) for line in lines), loc="left", fontsize=9)
        ax.set_xlabel(_("place in the range that was varied (0: lowest, 1: highest)"))
    return finish(figure, [
        _("Grey: where the favourite fails (open: not confirmed); frame: the whole range; dotted: a choice among words."),
        _("In brackets: 95 % interval over worlds. Which worlds fail is also play of chance between seeds."), stamp], left=True)  # fmt: skip


def _range(ax: Any, y: int, rows: pd.DataFrame, high: float, *, holds: bool) -> None:
    """The whole range of a factor as a frame, the part within the limits in it, and the limits in words below."""
    ends = rows.set_index("end")["u"].to_dict()
    left, right = ends.get("from", 0.0), ends.get("to", 1.0)
    ax.barh(y, 1.0, high, color="none", edgecolor="0.6", linewidth=0.6, linestyle=":" if "among" in ends else "-")
    if "among" not in ends:
        ax.barh(y, right - left, high, left=left, color="0.65" if holds else "none", edgecolor="black", linewidth=1.2)
    ax.text(0.5 * (left + right), y + 0.6 * high, "; ".join(rows["said"]), ha="center", va="top", fontsize=8.5)
