"""Why two scenarios differ: a difference in parts, per channel and pair by pair, as tables, sentences and a waterfall.

The runs are those of a study with every combination of channels closed in all its arms (`designs.closing`).
"""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from samenhang.model.language import _, language, number
from samenhang.model.measures import HEADLINES, MEASURED, OUTCOMES

from .batch import Result, records
from .designs.closing import ASSUMED, DIRECT, FIVE, every_combination, named, problems_of, with_assumed
from .designs.study import Study, StudyError
from .execution.store import put
from .statistics.contrasts import both_sides, pairs_of
from .statistics.parts import REST, WHOLE, by_combination, in_parts, subsets, together
from .telling import show
from .telling.stamp import stamped

DRAWN = 4  # outcomes in a waterfall of a comparison: those that move most


@dataclass(frozen=True)
class Asked:
    """A study, and the channels by which its differences are taken apart."""

    study: Study
    channels: tuple[str, ...]

    @property
    def wide(self) -> Study:
        """The study with every combination closed."""
        return every_combination(self.study, self.channels)

    def plain(self, result: Result) -> Result:
        """What was found of the arms as they are, as if nothing else had been run."""
        everything = result.everything[result.everything["arm"] < len(self.study.arms)]
        return replace(result, study=self.study, everything=everything)


def asked(where: str, study: Study, channels: tuple[str, ...]) -> Asked:
    """The channels of a study, checked.

    Raises:
        StudyError: with every mistake as a sentence.
    """
    problems = problems_of(where, channels)
    if not problems:
        channels, problems = with_assumed(where, study, channels)
    if problems:
        raise StudyError(problems)
    return Asked(study, channels)


def channels_of(given: str) -> tuple[str, ...]:
    """`channel.knows,channel.decision` as names; `channels`: the five roads by which collaboration acts."""
    return FIVE if given == "channels" else tuple(name.strip() for name in given.split(","))


@dataclass(frozen=True)
class Why:
    """One arm against the first, in parts: for every outcome the differences [2^k, R]."""

    channels: tuple[str, ...]
    arm: int
    of: dict[str, np.ndarray]
    changed: set[str]  # parameters in which the two ever differ
    folder: Path
    stamp: str

    @cached_property
    def parts(self) -> dict[str, pd.DataFrame]:
        """Outcome -> its parts, with `put_in`: a part that follows directly from what was assumed or set."""
        found = {}
        for name, d in self.of.items():
            if d.shape[1]:
                table = in_parts(d, self.channels)
                set_directly = bool(self.changed & set(MEASURED[name].set_by))
                found[name] = table.assign(put_in=(table["part"] == DIRECT) | set_directly)
        return found

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """By the name of a file: parts, and the difference with every combination closed."""
        if not self.parts:
            return {}
        whole = pd.concat([t.assign(outcome=name) for name, t in self.parts.items()], ignore_index=True)
        each = (by_combination(self.of[name], self.channels).assign(outcome=name) for name in self.parts)
        return {f"why-{self.arm}": whole, f"why-combinations-{self.arm}": pd.concat(each, ignore_index=True)}


def explain(wanted: Asked, result: Result, arm: int = 1) -> Why:
    """One arm of a study against the first, in every outcome, from the runs of its every combination."""
    n, k, tables = len(wanted.study.arms), len(wanted.channels), []
    for bits in range(len(subsets(k))):
        pairs = pairs_of(result.planned, bits * n + arm, bits * n)
        families = result.folder.families(
            [*pairs["run_id_before"], *pairs["run_id_after"]]
        )  # of one combination at a time: there may be 64
        before, after, alike = both_sides(result.planned, bits * n + arm, families, bits * n)
        both = {m.name: after[f"o.{m.name}"] - before[f"o.{m.name}"] for m in OUTCOMES if alike or not m.of}
        tables.append(pd.DataFrame(both).set_axis(pairs["replicate"]))
    there = [name for name in MEASURED if all(name in t for t in tables)]
    return Why(wanted.channels, arm, together([t[there] for t in tables]), wanted.study.changed(arm), result.folder.path, result.stamp)  # fmt: skip


def told(why: Why, name: str, label: str = "") -> list[str]:
    """The parts of one outcome in sentences: the whole, each channel, the rest, and what was put in."""
    m, table = MEASURED[name], why.parts[name].set_index("part")
    whole = table.loc[WHOLE]
    said = [_("{outcome}: of the difference of {whole} ({n} pairs, intervals over seeds: play of chance only)").format(
        outcome=label or f"{getattr(m, language())} ({_(m.unit)})", whole=_size(whole), n=int(whole["pairs"]))]  # fmt: skip
    if not table[["mean", "low", "high"]].to_numpy().any():
        return [*said, _("Identical in all pairs.")]
    said += [_("{part} runs through {channel}; with only that closed {gone} of it is gone").format(
        part=_size(table.loc[c]) + _share(table.loc[c]), channel=named(c), gone=_size(table.loc[c], "gone")) for c in why.channels]  # fmt: skip
    said.append(_("{part} runs through none of these").format(part=_size(table.loc[REST]) + _share(table.loc[REST])))
    if np.isnan(whole["low"]) or whole["low"] <= 0 <= whole["high"]:
        said.append(_("The whole difference may be nothing; parts that oppose one another may be something all the same."))  # fmt: skip
    return said + put_in(why, name)


def put_in(why: Why, name: str) -> list[str]:
    """What was assumed and not found, in sentences; nothing came out of an outcome that the scenario sets."""
    table = why.parts[name].set_index("part")
    is_set = bool(table["put_in"].drop(DIRECT, errors="ignore").any())
    said = [_("The effect follows directly from what the scenario sets: it was put in, not found.")] if is_set else []
    if DIRECT not in why.channels:
        return said
    direct = table.loc[DIRECT]
    if not direct[["mean", "low", "high"]].any():
        return said or [_("Nothing was put in: without {parameter} the difference is the same in every pair.").format(parameter=ASSUMED)]  # fmt: skip
    part = {"part": _size(direct), "parameter": ASSUMED}
    if is_set:
        return [_("Put in, not found: {part} is what {parameter} assumes.").format(**part), *said]
    rest = number(table.loc[WHOLE, "mean"] - direct["mean"], signed=True)
    return [_("Put in, not found: {part} is what {parameter} assumes. The rest, {rest}, came out.").format(**part, rest=rest)]  # fmt: skip


def _size(row: "pd.Series[Any]", what: str = "mean") -> str:
    """-0.30 [-0.41; -0.19]"""
    low, high = ("low", "high") if what == "mean" else (f"{what}_low", f"{what}_high")
    return f"{number(row[what], signed=True)} [{number(row[low])}; {number(row[high])}]"


def _share(row: "pd.Series[Any]") -> str:
    return f" ({number(100 * row['share'], 2)} %)" if np.isfinite(row["share"]) else ""


def moved_most(why: Why) -> list[str]:
    """The headline outcomes that somebody judges and that move most, in steps of what matters."""
    steps = {m.name: abs(why.parts[m.name].set_index("part").loc[WHOLE, "mean"]) / m.matters
             for m in HEADLINES if m.better and m.name in why.parts}  # fmt: skip
    return sorted((name for name, far in steps.items() if far > 0), key=lambda name: -steps[name])[:DRAWN]


def as_json(why: Why | None) -> list[dict[str, Any]]:
    """The parts of every outcome as plain data; what is not a number is null."""
    if why is None or not why.tables:
        return []
    return records(why.tables[f"why-{why.arm}"])


def keep(why: Why) -> None:
    """The tables as CSV in analysis/."""
    for name, table in why.tables.items():
        columns = ["outcome", *(c for c in table if c != "outcome")]
        put(why.folder / "analysis" / f"{name}.csv", table[columns].to_csv(index=False).encode())


def draw(why: Why, names: list[str], title: str) -> list[Path]:
    """The waterfall of these outcomes, in the language spoken now; nothing of fewer than two pairs."""
    from .telling import why_figures  # seaborn takes seconds to import

    tables = {MEASURED[n]: _labelled(why.parts[n]) for n in names if n in why.parts and why.parts[n]["pairs"].iloc[0] > 1}  # fmt: skip
    if not tables:
        return []
    figure = why_figures.waterfall(tables, title, stamped(why.stamp))
    return [why_figures.save(figure, why.folder / "analysis" / f"why-{why.arm}.{language()}.png")]


def explain_all(wanted: Asked, result: Result) -> tuple[Why, ...]:
    """Every arm after the first."""
    return tuple(explain(wanted, result, arm) for arm in range(1, len(wanted.study.arms)))


def draw_all(apart: tuple[Why, ...], labels: list[str]) -> list[Path]:
    """Tables and pictures of every arm, of the outcomes that move most."""
    made = []
    for why in apart:
        keep(why)
        made += draw(why, moved_most(why), _("{after} against {before}").format(after=labels[why.arm], before=labels[0]))  # fmt: skip
    return made


def tell(apart: tuple[Why, ...], labels: list[str]) -> None:
    """In the terminal: each difference in parts, of the outcomes that move most."""
    for why in apart:
        show.say(_("Why {after} differs from {before}: the outcomes that move most; all are in {file}").format(
            after=labels[why.arm], before=labels[0], file=f"why-{why.arm}.csv"))  # fmt: skip
        for name in moved_most(why):
            first, *rest = told(why, name)
            show.say("\n".join([first, *(f"  {line}" for line in rest)]))
        show.say()


def _labelled(table: pd.DataFrame) -> pd.DataFrame:
    """With a name for every part, in the language spoken now."""
    own = {REST: _("through none of these"), WHOLE: _("the whole difference")}
    labels = [own.get(p) or named(p) + (f" {_('(put in)')}" if p == DIRECT else "") for p in table["part"]]
    return table.assign(label=labels)
