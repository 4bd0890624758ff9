"""The waterfall: how the parts of a difference add up to the whole. It draws a table and calculates nothing."""

import textwrap
from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import _, language, number

from ..statistics.parts import REST, WHOLE
from .figures import INK, finish, save, sheet

__all__ = ["save", "waterfall"]
UP, DOWN = {"color": "0.80", "hatch": "///"}, {"color": "0.55"}  # a part that adds, and one that takes off
ALL = {"color": "0.25"}


def waterfall(tables: dict[Measure, pd.DataFrame], title: str, stamp: str) -> Any:
    """A panel per outcome: from 0 a bar per channel, each beginning where the last ended; what is left; the whole.

    tables: of `parts.in_parts`, with a column `label`.
    """
    rows = max(len(t) for t in tables.values())
    figure, axes = sheet(len(tables), 10, 1.2 + (0.9 + 0.42 * rows) * len(tables))
    for ax, (m, table) in zip(axes, tables.items(), strict=True):
        _bars(ax, table)
        ax.set_title(getattr(m, language()), loc="left")
        ax.set_xlabel(_("difference ({unit})").format(unit=_(m.unit)))
    axes[0].set_title(f"{title}\n{axes[0].get_title(loc='left')}", loc="left", weight="bold")
    pairs = sorted({int(t["pairs"].iloc[0]) for t in tables.values()})
    return finish(figure, [
        _("Each bar begins where the one above it ends: hatched adds, grey takes off, dark is the whole. {n} pairs of runs per combination.").format(
            n=" / ".join(map(str, pairs))),
        _("Lines: 95 % interval of that part over seeds (play of chance only). Parts: Shapley values over every order of closing."),
        stamp])  # fmt: skip


def _bars(ax: Any, table: pd.DataFrame) -> None:
    """Bars that go on from one another, with the interval of each at its end, and its size in words."""
    ends, at = [0.0], 0.0
    for y, row in enumerate(table.to_dict("records")):
        start = 0.0 if row["part"] == WHOLE else at
        at = start + row["mean"]
        look = ALL if row["part"] == WHOLE else UP if row["mean"] > 0 else DOWN
        ax.barh(y, row["mean"], 0.62, left=start, edgecolor="black", linewidth=0.6, **look)
        low, high = (start + row[k] if np.isfinite(row[k]) else at for k in ("low", "high"))
        ax.plot([low, high], [y, y], color="white", linewidth=3.2, solid_capstyle="butt")
        ax.plot([low, high], [y, y], color="black", linewidth=1.3, marker="|", markersize=8, markeredgewidth=1.3)
        if row["part"] not in (REST, WHOLE):
            ax.plot([at, at], [y, y + 1], color=INK, linewidth=0.7, linestyle=":")
        ends += [start, at, low, high]
    reach = max(ends) - min(ends) or 1.0
    ax.set_xlim(min(ends) - 0.04 * reach, max(ends) + 0.45 * reach)
    for y, row in enumerate(table.to_dict("records")):
        size = f"{number(row['mean'], 3, signed=True)} [{number(row['low'], 3)}; {number(row['high'], 3)}]"
        ax.text(max(ends) + 0.05 * reach, y, size, va="center", fontsize=8.5)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(table)), [textwrap.fill(label, 44) for label in table["label"]], fontsize=8.5)
    ax.set_ylim(len(table) - 0.4, -0.6)
