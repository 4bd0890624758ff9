"""Pictures of break-even: the difference along one parameter with band and crossing, or a map of two. They draw tables."""

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import _, language, number, tidy

from ..statistics.break_even import crossings, open_to
from .figures import BAND, INK, finish, save, sheet

__all__ = ["along", "area", "save"]
CELLS = 81  # of a map that can still hold their numbers


def along(curves: dict[Measure, pd.DataFrame], points: dict[Measure, pd.DataFrame], key: str, axis: str, title: str, stamp: str) -> Any:  # fmt: skip
    """A panel per outcome: the mean difference along a parameter, its interval, and where it crosses nothing.

    curves: of `break_even.curve`; points: of `break_even.at_values`, with the parameter as a column.
    """
    figure, axes = sheet(len(curves), 9.5, 1.2 + 3.4 * len(curves))
    for ax, (m, told) in zip(axes, curves.items(), strict=True):
        if m.better:
            ax.axhspan(-m.matters, m.matters, color=BAND, zorder=0)
        ax.fill_between(told["at"], told["low"], told["high"], color="0.72", linewidth=0)
        ax.plot(told["at"], told["mean"], color=INK, linewidth=1.8)
        ax.plot(points[m][key], points[m]["mean"], "o", color=INK, markersize=5)
        ax.axhline(0, color="black", linewidth=0.9)
        _cross(ax, told)
        better = {1: _("above 0 is better"), -1: _("below 0 is better"), 0: ""}[m.better]
        ax.set_title(", ".join(filter(None, (getattr(m, language()), better))), loc="left")
        ax.set_ylabel(_("difference ({unit})").format(unit=_(m.unit)))
        ax.set_xlabel(axis)
    axes[0].set_title(f"{title}\n{axes[0].get_title(loc='left')}", loc="left", weight="bold")
    return finish(figure, [
        _("Dots: values that were run, {n} pairs of runs each. Dark band: 95 % interval over seeds (play of chance only).").format(n=_pairs(points)),
        _("Thick bar: where the break-even may lie. An arrow: it may lie beyond what was run. Light band: too small to matter."),
        stamp])  # fmt: skip


def _pairs(points: dict[Measure, pd.DataFrame]) -> str:
    return " / ".join(str(n) for n in sorted({int(n) for t in points.values() for n in t["pairs"]}))


def _cross(ax: Any, told: pd.DataFrame) -> None:
    """Where the break-even may lie as bars on the line of nothing, with a diamond at every crossing of the mean."""
    ends, found = (float(told["at"].iloc[0]), float(told["at"].iloc[-1])), crossings(told)
    for stretch in open_to(told, 0.0):
        low, high = (edge if np.isfinite(edge) else end for edge, end in zip(stretch, ends, strict=True))
        ax.plot([low, high], [0, 0], color="black", linewidth=5, solid_capstyle="butt", alpha=0.75)
        for edge, end, mark in zip(stretch, ends, "<>", strict=True):
            if not np.isfinite(edge):
                ax.plot(end, 0, marker=mark, color="black", markersize=11, clip_on=False)
        inside = [c.at for c in found if low <= c.at <= high]
        if inside:
            ax.plot(inside, [0.0] * len(inside), "D", color="black", markerfacecolor="white", markersize=8, zorder=5)
            said = "[{}; {}]".format(*(number(e) if np.isfinite(e) else "…" for e in stretch))
            ax.annotate(f"{', '.join(map(number, inside))} {said}", (sum(inside) / len(inside), 0), textcoords="offset points", xytext=(0, 12),
                        ha="center", fontsize=9, bbox={"facecolor": "white", "edgecolor": "0.6", "pad": 2})  # fmt: skip


def area(points: dict[Measure, pd.DataFrame], keys: list[str], axes_named: list[str], title: str, stamp: str) -> Any:
    """A map per outcome: the difference at every point of two parameters, its zero line, and where chance leaves it open.

    points: of `break_even.at_values`, with both parameters as columns.
    """
    figure, axes = sheet(len(points), 9.5, 1.3 + 4.6 * len(points))
    for ax, (m, table) in zip(axes, points.items(), strict=True):
        mean, low, high = (table.pivot(index=keys[1], columns=keys[0], values=k) for k in ("mean", "low", "high"))
        x, y = mean.columns.to_numpy(float), mean.index.to_numpy(float)
        good = mean.to_numpy(float) * (m.better or 1)
        reach = float(np.nanmax(np.abs(good))) or 1.0
        mesh = ax.pcolormesh(
            x, y, good, cmap="Greys", vmin=-1.2 * reach, vmax=2.0 * reach, shading="nearest", edgecolor="white"
        )
        if good.size > CELLS:  # too many for numbers
            scale = figure.colorbar(
                mesh, ax=ax, format=lambda value, _at, sign=m.better or 1: number(value * sign + 0.0, 2, signed=True)
            )
            scale.ax.set_ylim(-reach, reach)
        _uncertain(ax, x, y, low.to_numpy(float), high.to_numpy(float))
        if np.nanmin(good) < 0 < np.nanmax(good):
            ax.contour(x, y, good, levels=[0.0], colors="black", linewidths=2.5)
        for j, i in np.ndindex(good.shape) if good.size <= CELLS else ():
            ax.text(x[i], y[j], number(float(mean.iloc[j, i]), 2, signed=True), ha="center", va="center", fontsize=8,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.85})  # fmt: skip
        ax.set_title(f"{getattr(m, language())} ({_(m.unit)})", loc="left")
        ax.set_xticks(x, [tidy(v) for v in x])
        ax.set_yticks(y, [tidy(v) for v in y])
        ax.set_xlabel(axes_named[0])
        ax.set_ylabel(textwrap.fill(axes_named[1], 34))
    axes[0].set_title(f"{title}\n{axes[0].get_title(loc='left')}", loc="left", weight="bold")
    shown = _(
        "Numbers: mean difference, {n} pairs of runs each; the darker, the better (or the higher, where neither is)."
    )
    shaded = _(
        "Shades: mean difference, {n} pairs of runs each, by the scale at the side; the darker, the better (or the higher, where neither is)."
    )
    return finish(figure, [
        (shaded if good.size > CELLS else shown).format(n=_pairs(points)),
        _("Thick line: break-even, between the points that were run."),
        _("Hatched: the 95 % interval over seeds holds nothing (play of chance only)."), stamp])  # fmt: skip


def _uncertain(ax: Any, x: np.ndarray, y: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
    """Hatches over every cell whose interval holds nothing."""
    edges = [np.r_[v[0] - (v[1] - v[0]) / 2, (v[1:] + v[:-1]) / 2, v[-1] + (v[-1] - v[-2]) / 2] for v in (x, y)]
    for j, i in np.argwhere((low <= 0) & (high >= 0)):
        wide, tall = (float(e[k + 1] - e[k]) for e, k in ((edges[0], i), (edges[1], j)))
        ax.bar(edges[0][i], tall, wide, bottom=edges[1][j], align="edge", facecolor="none", edgecolor="0.35", hatch="///", linewidth=0)  # fmt: skip
