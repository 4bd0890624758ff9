"""From a study to a result folder with tables and pictures: what `run` and `compare` share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from samenhang.model.language import _, language, number
from samenhang.model.measures import OUTCOMES
from samenhang.model.scenario import YEAR

from . import contrasts
from .design import design
from .execute import cores, execute, forecast, is_compiled, warm
from .show import progress, warn
from .stamp import stamp, stamped
from .store import Folder
from .study import CLAIM, Study


@dataclass(frozen=True)
class Result:
    """A batch that was run: the folder and the joined table of design and runs."""

    study: Study
    folder: Folder
    planned: pd.DataFrame
    stamp: str

    @property
    def failed(self) -> pd.DataFrame:
        """Runs that failed, one row each."""
        return self.planned[self.planned["status"] == "failed"].drop_duplicates("run_id")

    def labels(self) -> list[str]:
        """The arms' names in the language spoken now."""
        return self.study.labels(language())

    def paired(self) -> dict[int, pd.DataFrame]:
        """Arm -> its differences from the first arm."""
        return {k: contrasts.paired(self.planned, k) for k in range(1, len(self.study.arms))}


def run_study(study: Study, path: Path, *, jobs: int | None = None, quiet: bool = False) -> Result:
    """Runs what the folder does not hold yet.

    Raises:
        StudyError, FolderError: with every mistake as a sentence; then nothing was written.
    """
    table, runs = design(study)
    folder = Folder(path)
    word = stamp(study.region)
    folder.begin(table, study.spec(), {"stamp": word})
    done = folder.done()
    todo = [run for key, run in runs.items() if key not in done]
    if todo:
        _run(todo, folder, jobs or cores(), quiet)
    return Result(study, folder, folder.planned(), word)


def _run(todo: list[Any], folder: Folder, jobs: int, quiet: bool) -> None:
    """Pilot, forecast, the rest."""
    if not is_compiled() and not quiet:
        warn(_("compiling the rules: half a minute to a minute, the first time only"))
    warm(todo[0])
    cost = forecast(todo[0], len(todo) - 1, jobs, folder)
    if not quiet:
        warn(_("runs to do: {runs}; expected time: {time} on {jobs} processes; disk: {megabytes} MB").format(
            runs=len(todo), time=_duration(cost.minutes), jobs=jobs, megabytes=number(cost.megabytes, 2)))  # fmt: skip
    if rest := todo[1:]:
        with progress(len(todo), quiet=quiet) as report:
            report(1)
            execute(rest, folder, jobs, cost.minutes * 60 * jobs / len(rest), report)


def _duration(minutes: float) -> str:
    """Minutes as a person says them."""
    return _("less than a minute") if minutes < 1 else _("{n} minutes").format(n=number(minutes, 2))


def draw(result: Result) -> list[Path]:
    """The pictures of a batch, in the language spoken now."""
    from . import figures  # seaborn takes seconds to import; workers and lists never need it

    study, lang = result.study, language()
    into = result.folder.path / "analysis"
    good = result.planned[result.planned["status"] == "ok"]
    if good.empty:
        return []
    series = result.folder.series(list(good["run_id"].unique()))
    tables = {m: contrasts.over_time(good, series, m, burn_in=round(study.burn_in * YEAR)) for m in figures.SHOWN}
    n, line = int(good.groupby("arm").size().min()), stamped(result.stamp)
    made = [figures.save(figures.over_time(tables, result.labels(), n, line), into / f"over-time.{lang}.png")]
    for arm, table in result.paired().items():
        if table["pairs"].max() > 1:
            title = _("{after} against {before}").format(after=result.labels()[arm], before=result.labels()[0])
            made.append(figures.save(figures.differences(table, title, line), into / f"differences-{arm}.{lang}.png"))
    return made


def as_json(result: Result, pictures: list[Path]) -> dict[str, Any]:
    """The summary as plain data; what is not a number is null."""
    means, labels = contrasts.means(result.planned), result.labels()
    return {
        "stamp": result.stamp,
        "folder": str(result.folder.path),
        "pictures": [str(p) for p in pictures],
        "runs": int(result.planned["run_id"].nunique()),
        "failed": len(result.failed),
        "intervals": _("95 % interval (play of chance only)"),
        "scenarios": [
            {"name": a.name, "label": labels[k], "outcomes": _records(means[means["arm"] == k].drop(columns="arm"))}
            for k, a in enumerate(result.study.arms)
        ],
        "differences": [
            {"scenario": labels[k], "against": labels[0], "outcomes": _records(table)}
            for k, table in result.paired().items()
        ],
        "units": {m.name: m.unit for m in OUTCOMES},
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    bare = table.astype(object).where(table.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in bare.to_dict("records")]


def cautions(result: Result) -> list[str]:
    """What a reader must know before believing the numbers."""
    found = [w for arm in result.study.arms for w in arm.warnings()]
    if result.study.replicates < CLAIM:
        found.append(
            _("{n} replicates: too few for a claim; use {least} or more").format(n=result.study.replicates, least=CLAIM)
        )
    cohorts = [c[c["outcome"] == "cohort.families"]["mean"].iloc[0] for c in result.paired().values()]
    if any(abs(c) > 0 for c in cohorts):
        found.append(_("the scenarios follow different families: outcomes do not compare like with like"))
    return list(dict.fromkeys(found))
