"""What scenario discovery found, in words: limits with their units, verdicts, and a table in the terminal."""

from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import N_, _, language, number
from samenhang.model.views import every
from samenhang.model.week import Parameters

from ..statistics.discovery import CASES, LEAST
from . import show

VERDICTS = {  # of a box
    "holds": N_("the limits hold in the half of the worlds that had no part in finding them"),
    "unsure": N_("not confirmed: in the half of the worlds that had no part in finding them these limits may be chance"),
    "none": N_("nothing that was varied tells these worlds from the others"),
    "few": N_("too few to tell where: {least} worlds are needed, {cases} that fail and {cases} that do not"),
}  # fmt: skip
ENDS = {"from": N_("at least {value}"), "to": N_("at most {value}")}


def limit(row: dict[str, Any]) -> str:
    """A limit as a person reads it: at least 0.3 per year."""
    if row["end"] == "among":
        return str(row["among"])
    declared = every(Parameters).get(row["factor"])
    value = f"{number(row['at'])} {_(declared.unit)}" if declared else number(row["at"])
    return _(ENDS[row["end"]]).format(value=value)


def percent(share: float) -> str:
    """A share as a percentage."""
    return f"{number(100 * share, 2)} %" if np.isfinite(share) else number(share)


def chance(p: float) -> str:
    """A p as a person reads it."""
    return f"< {number(0.001, 1)}" if p < 0.001 else number(p, 2)


def between(row: dict[str, Any], what: str) -> str:
    """A share with its interval."""
    return f"{percent(row[what])} [{number(100 * row[f'{what}_low'], 2)}; {number(100 * row[f'{what}_high'], 2)}]"


def headline(row: dict[str, Any], m: Measure, labels: list[str]) -> str:
    """Which choice is the favourite and in how many worlds it fails."""
    return _("{outcome}: {favourite} has the least regret, and fails in {failures} of {worlds} worlds").format(
        outcome=getattr(m, language()), favourite=labels[int(row["arm"])], failures=row["failures"], worlds=row["worlds"])  # fmt: skip


def fit(row: dict[str, Any]) -> list[str]:
    """How the box does in either half, a sentence each."""
    return [
        _("found in {worlds} worlds: within the limits {density} fail; {coverage} of the failing worlds lie there").format(
            worlds=row["training_worlds"], density=percent(row["training_density"]), coverage=percent(row["training_coverage"])),
        _("tried in {worlds} others: within the limits {density} fail, of all {base}; {coverage} of the failing worlds lie there").format(
            worlds=row["held_worlds"], density=between(row, "density"), base=percent(row["base"]), coverage=between(row, "coverage")),
    ]  # fmt: skip


def tell(table: pd.DataFrame, outcomes: list[Measure], labels: list[str], named: Any) -> None:
    """Per outcome where the favourite fails, in the terminal; table: of `discovery.discover`, named: a factor in words."""
    for m in (m for m in outcomes if m.name in set(table["outcome"])):
        rows = table[table["outcome"] == m.name].to_dict("records")
        first = rows[0]
        said = _(VERDICTS[first["verdict"]]).format(least=LEAST, cases=CASES)
        if not first["factor"]:
            show.say(f"{headline(first, m, labels)}: {said}.")
            continue
        heads = [_("what varies"), _("limit"), _("quasi-p where found"), _("quasi-p where tried")]
        cells = [[named(r["factor"]), limit(r), chance(r["qp"]), chance(r["held_qp"])] for r in rows]
        show.table(heads, cells, right=(2, 3), title=headline(first, m, labels))
        for sentence in (*fit(first), _("{verdict} (p: {p})").format(verdict=said, p=chance(first["p"]))):
            show.say(f"  {sentence}.")
