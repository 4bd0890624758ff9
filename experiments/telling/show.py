"""What a person sees in the terminal: tables, sentences and progress. The only door to rich."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from samenhang.model.declare import Measure
from samenhang.model.language import N_, _, language, number
from samenhang.model.measures import HEADLINES

from ..execution.tally import Report
from ..statistics.contrasts import CLASS_NAMES, VERDICTS
from .stamp import many

CLEAR = ("better", "worse", "somewhat_better", "somewhat_worse")  # verdicts worth counting out
SIGNS = {"identical": N_("="), "better": N_("+"), "worse": N_("-"), "small": N_("="), "somewhat_better": N_("+?"),
         "somewhat_worse": N_("-?"), "unclear": N_("?"), "other": N_("differs"), "others": N_("?")}  # fmt: skip
WIDE = 150  # columns of a table when nobody is watching


def _console(stream: Any) -> Console:
    watched = stream.isatty()  # a notebook asks everybody for colours, though nobody shows them
    return Console(
        file=stream,
        width=None if watched else WIDE,
        force_terminal=watched,
        highlight=False,
        markup=False,
        soft_wrap=False,
    )


def say(sentence: str = "") -> None:
    """A sentence on stdout."""
    _console(sys.stdout).print(sentence, soft_wrap=True)


def warn(sentence: str) -> None:
    """A sentence on stderr."""
    _console(sys.stderr).print(sentence, soft_wrap=True)


def table(heads: list[str], rows: list[list[str]], *, right: tuple[int, ...] = (), title: str = "") -> None:
    """A table on stdout; `right` names the columns of numbers, which are never broken or cut: heads and words are."""
    out = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
    for k, head in enumerate(heads):
        widest = max((len(row[k]) for row in rows), default=0) if k in right else 8
        out.add_column(head, justify="right" if k in right else "left", min_width=widest, overflow="fold")
    for row in rows:
        out.add_row(*row)
    _console(sys.stdout).print(out)


def between(row: "pd.Series[Any]") -> str:
    """[low; high] as a person reads it."""
    return f"[{number(row['low'])}; {number(row['high'])}]"


def _name(m: Measure) -> str:
    return f"{getattr(m, language())} ({_(m.unit)})"


def summary(means: pd.DataFrame, labels: list[str]) -> None:
    """Mean and interval of each outcome, a block per scenario."""
    rows = []
    for arm, name in enumerate(labels):
        for m in HEADLINES:
            row = means[(means["arm"] == arm) & (means["outcome"] == m.name)].iloc[0]
            rows.append(
                [name if m is HEADLINES[0] else "", _name(m), number(row["mean"]), between(row), str(int(row["n"]))]
            )
    table(
        [_("scenario"), _("outcome"), _("mean"), _("95 % interval (play of chance only)"), _("runs")],
        rows,
        right=(2, 3, 4),
    )


def differences(contrast: pd.DataFrame, before: str, after: str) -> None:
    """Paired differences of two scenarios in the headline outcomes, with what may be said of each."""
    rows = []
    for m in HEADLINES:
        row = contrast[contrast["outcome"] == m.name].iloc[0]
        rows.append([_name(m), number(row["before"]), number(row["after"]), number(row["mean"], signed=True), between(row),
                     number(m.matters) if m.better else "", so(row)])  # fmt: skip
    title = _("{after} against {before}: {n} pairs; intervals over seeds, play of chance only").format(
        after=after, before=before, n=int(contrast["pairs"].max()))  # fmt: skip
    heads = [_("outcome"), before, after, _("difference"), _("95 % interval"), _("matters from"), _("verdict")]
    table(heads, rows, right=(1, 2, 3, 4, 5), title=title)
    say(many(len(rows)))
    found = [(m, contrast[contrast["outcome"] == m.name].iloc[0]) for m in HEADLINES]
    found = [(m, row) for m, row in found if row["verdict"] in CLEAR]
    if found := [(m, row) for m, row in found if not row["put_in"] and m.per100.times]:
        say(_("The mean difference in numbers of people:"))
        for m, row in found:
            say(f"  {per100(m, row['mean'])}")
        say()


def classes(contrast: pd.DataFrame, before: str, after: str) -> None:
    """Who gains and who loses: differences by class of complexity."""
    rows = []
    for m in (m for m in HEADLINES if m.of):
        cells = [contrast[(contrast["outcome"] == m.name) & (contrast["class"] == k)].iloc[0] for k in CLASS_NAMES]
        rows.append(
            [_name(m), *(f"{number(r['mean'], signed=True)} {between(r)} {_(SIGNS[r['verdict']])}" for r in cells)]
        )
    title = _("Who gains and who loses, {after} against {before}: families by complexity at arrival").format(
        after=after, before=before
    )
    table([_("outcome"), *(_(name) for name in CLASS_NAMES.values())], rows, right=(1, 2, 3), title=title)
    say(_("+ better, - worse, = smaller than what matters, ? undecided or perhaps too small to matter; {n} intervals are shown, and at 95 % about {by_chance} of them would miss by chance alone.").format(
        n=3 * len(rows), by_chance=max(1, round(0.15 * len(rows)))))  # fmt: skip


def worlds(found: pd.DataFrame, before: str, after: str) -> None:
    """In how many other plausible worlds the differences hold."""

    def percent(row: "pd.Series[Any]", what: str) -> str:
        share, low, high = (number(100 * row[k], 2) for k in (what, f"{what}_low", f"{what}_high"))
        return f"{share} % [{low}; {high}]"

    judged = [(m, found[found["outcome"] == m.name].iloc[0]) for m in HEADLINES if m.better]
    rows = [[_name(m), percent(row, "same_sign"), percent(row, "matters")] for m, row in judged if row["worlds"]]
    n = int(found["worlds"].max())
    title = _("{after} against {before} in {n} other plausible worlds").format(after=after, before=before, n=n)
    table([_("outcome"), _("same direction"), _("same direction, and it matters")], rows, right=(1, 2), title=title)


def so(row: "pd.Series[Any]") -> str:
    """What may be said of a difference."""
    said = _(VERDICTS[row["verdict"]])
    return (
        f"{said} {_('(put in by the scenario, not found)')}"
        if row["put_in"] and row["verdict"] != "identical"
        else said
    )


def per100(m: Measure, difference: float) -> str:
    """A difference as people count it."""
    return f"{number(difference * m.per100.times, 2, signed=True)} {_(m.per100.things)}"


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Report]:
    """A bar on a terminal, a plain line now and then elsewhere, nothing when quiet. All on stderr."""
    if quiet:
        yield lambda _n: None
    elif sys.stderr.isatty():
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=_console(sys.stderr)) as bar:
            task = bar.add_task(_("runs"), total=total)
            yield lambda n: bar.advance(task, n)
    else:
        done = [0, 0]

        def report(n: int) -> None:
            done[0] += n
            if done[0] == total or done[0] * 4 // total > done[1]:
                done[1] = done[0] * 4 // total
                warn(_("{done} of {total} runs").format(done=done[0], total=total))

        yield report
