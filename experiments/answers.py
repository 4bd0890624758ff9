"""What was found of a study, kept as tables, drawn, shown in the terminal and as JSON."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.declare import Measure
from samenhang.model.language import N_, _, language, number
from samenhang.model.measures import OUTCOMES
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.views import every
from samenhang.model.week import Parameters

from . import batch, break_even
from .analysis import Found
from .statistics.points import DUMMY
from .telling import discovered, show
from .telling.stamp import stamped

SHOWN = 8  # factors of a table in the terminal; all of them are in the file
RANKED = {"morris": "mu_star", "sobol": "ST", "efast": "ST", "pawn": "pawn", "delta": "delta", "sobol-pairs": "S2"}
HEADS = {  # a column of a table of indices, as somebody reads it
    "factor": N_("what varies"), "with": N_("together with"), "mu_star": N_("mean size of effect (mu*)"), "mu": N_("mean effect (mu)"),
    "sigma": N_("spread of effects (sigma)"), "S1": N_("alone (S1)"), "ST": N_("with all interactions (ST)"), "S2": N_("the two together (S2)"),
    "pawn": N_("PAWN"), "delta": N_("delta"),
}  # fmt: skip


def named(factor: str) -> str:
    """A factor, mechanism or the dummy in the language spoken now."""
    mechanisms = {m.name: m for m in MECHANISMS}
    thing: Any = every(Parameters).get(factor) or mechanisms.get(factor)
    return _("dummy: changes nothing") if factor == DUMMY else str(getattr(thing, language())) if thing else factor


def keep(found: Found) -> list[str]:
    """Every table as CSV in analysis/; gives the names of the files."""
    return batch.keep(found.result, found.tables)


def draw(found: Found) -> list[Path]:
    """The pictures of a study, in the language spoken now: for each arm its indices, the regret of all, and where they fail.

    Of a study without points those of a comparison.
    """
    from .telling import study_figures  # seaborn takes seconds to import

    lang, result = language(), found.result
    into, tables = result.folder.path / "analysis", found.indices[0]
    made = [] if found.asked.study.points else batch.draw(result)
    line = stamped(result.stamp)
    for name in (n for n in tables if n in study_figures.DRAWN):
        for arm, table in tables[name].groupby("arm"):
            told = {
                m: table[table["outcome"] == m.name].assign(label=lambda t: t["factor"].map(named))
                for m in found.outcomes
            }
            told = {m: t for m, t in told.items() if len(t)}
            what = result.labels()[int(arm)] if not arm else _("{after} against {before}").format(after=result.labels()[int(arm)], before=result.labels()[0])  # fmt: skip
            figure = study_figures.indices(name, told, what, found.n_runs(int(arm)), line)
            made.append(study_figures.save(figure, into / f"{name}-{arm}.{lang}.png"))
    if len(found.regret):
        figure = study_figures.regret(found.regret, found.outcomes, result.labels(), line)
        made.append(study_figures.save(figure, into / f"regret.{lang}.png"))
    if len(boxes := found.discovery[0]) and len(boxes := boxes[boxes["factor"] != ""]):
        said = {"label": boxes["factor"].map(named), "said": [discovered.limit(r) for r in boxes.to_dict("records")]}
        figure = study_figures.discovered(boxes.assign(**said), found.outcomes, result.labels(), line)
        made.append(study_figures.save(figure, into / f"discovery.{lang}.png"))
    return made + break_even.draw(found.overtaking, into)


def tell(found: Found, pictures: list[Path]) -> None:
    """The study in the terminal: question, differences between arms, the factors that count, regret, and where it is."""
    result, labels = found.result, found.result.labels()
    show.say(getattr(found.asked.question, language()))
    if not found.asked.study.points:
        show.summary(result.means, labels)
    for arm, table in result.paired.items():
        show.differences(table, labels[0], labels[arm])
    for name in (n for n in found.indices[0] if n in RANKED):
        for (arm, outcome), table in found.indices[0][name].groupby(["arm", "outcome"], sort=False):
            _indices(
                name, table, labels[int(arm)], next(m for m in OUTCOMES if m.name == outcome), is_difference=bool(arm)
            )
    if len(found.regret):
        _regret(found, labels)
    if len(found.discovery[0]):
        discovered.tell(found.discovery[0], found.outcomes, labels, named)
    for sentence in break_even.told(found.overtaking) if found.overtaking.is_asked else ():
        show.say(sentence)
    show.say(stamped(result.stamp))
    show.say(_("In {folder}: {pictures}").format(folder=result.folder.path,
        pictures=", ".join([*(f"{name}.csv" for name in found.tables), *(p.name for p in pictures)])))  # fmt: skip
    for sentence in found.notes():
        show.warn(_("Note: {sentence}").format(sentence=sentence))


def _indices(name: str, table: pd.DataFrame, label: str, m: Measure, *, is_difference: bool) -> None:
    """The factors that count most, and the dummy."""
    top = table.sort_values(RANKED[name], ascending=False)
    top = pd.concat([top[top["factor"] != DUMMY].head(SHOWN), top[top["factor"] == DUMMY]])
    numbers = [c for c in top if c in HEADS and c not in ("factor", "with")]
    words = [c for c in ("factor", "with") if c in top]
    rows = [[*(named(r[c]) for c in words), *(_with(r, c) for c in numbers)] for r in top.to_dict("records")]
    what = _("{name}: difference in {outcome}") if is_difference else _("{name}: {outcome}")
    seeds = table["seeds"].iloc[0]
    title = _("{what} ({method}, {n} points; share of the variance of single runs that is due to seeds: {seeds})").format(
        what=what.format(name=label, outcome=f"{getattr(m, language())}, {_(m.unit)}"), method=name, n=int(table["n"].iloc[0]), seeds=number(seeds, 2))  # fmt: skip
    show.table([_(HEADS[c]) for c in (*words, *numbers)], rows, right=tuple(range(len(words), len(words) + len(numbers))), title=title)  # fmt: skip


def _with(row: dict[str, Any], column: str) -> str:
    """A number, with the half width of its interval where it has one."""
    half = row.get(f"{column}_conf", float("nan"))
    half = 0.0 if half < 1e-9 * abs(row[column]) else half  # rounding
    return number(row[column]) + (f" ± {number(half, 2)}" if np.isfinite(half) else "")


def _regret(found: Found, labels: list[str]) -> None:
    """What each choice loses in worlds where it is not the best."""
    for m in found.outcomes:
        mine = found.regret[found.regret["outcome"] == m.name]
        rows = [[labels[int(r["arm"])], number(r["mean"]), number(r["often"]), number(r["most"]),
                 f"{number(100 * r['best'], 2)} % [{number(100 * r['best_low'], 2)}; {number(100 * r['best_high'], 2)}]",
                 f"{number(100 * r['fails'], 2)} %", number(r["crossed"])] for r in mine.sort_values("mean").to_dict("records")]  # fmt: skip
        if rows:
            heads = [
                _("scenario"),
                _("regret, mean"),
                _("in 9 of 10 worlds at most"),
                _("worst world"),
                _("the best in"),
                _("worse than the first, and it matters, in"),
                _("mean, the best told by other seeds"),
            ]
            show.table(heads, rows, right=(1, 2, 3, 4, 5, 6), title=_("{outcome} ({unit}), {n} worlds").format(
                outcome=getattr(m, language()), unit=_(m.unit), n=int(mine["worlds"].max())))  # fmt: skip


def as_json(found: Found, pictures: list[Path]) -> str:
    """Every table as JSON; what is not a number is null."""
    result = found.result
    return json.dumps({
        "stamp": result.stamp, "folder": str(result.folder.path), "pictures": [str(p) for p in pictures],
        "runs": int(result.everything["run_id"].nunique()), "failed": len(result.failed), "scenarios": result.labels(),
        "tables": {name: json.loads(t.to_json(orient="records", double_precision=15)) for name, t in found.tables.items()},
        "cautions": found.notes(),
    }, indent=2, allow_nan=False)  # fmt: skip
