"""From a study to a result folder with tables and pictures: what `run` and `compare` share."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from samenhang.model.declare import YEAR
from samenhang.model.language import _, language, number, tidy
from samenhang.model.measures import OUTCOMES
from samenhang.model.mechanisms.money import AGREE
from samenhang.model.region import Region
from samenhang.model.run import canonical
from samenhang.model.settling import LIVED, is_settled

from . import contrasts
from .design import design
from .execute import cores, execute, forecast, is_compiled, pilot, processes, warm
from .show import progress, warn
from .stamp import stamp, stamped
from .store import SAME, Folder, FolderError, refusals
from .study import CLAIM, Study

COHORT_YEARS = 5  # entry in three years, follow-up of two


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

    @cached_property
    def means(self) -> pd.DataFrame:
        """Mean and interval of every outcome in every arm."""
        return contrasts.means(self.planned)

    @cached_property
    def paired(self) -> dict[int, pd.DataFrame]:
        """Arm -> its differences from the first arm."""
        arms = range(1, len(self.study.arms))
        return {k: contrasts.paired(self.planned, k, self.study.changed(k)) for k in arms}


def place(study: Study, given: Path | None, stamp: str) -> Folder:
    """The folder of a study: the one that was given, or results/NAME; with a digest where that holds another question.

    Raises:
        FolderError: the folder that was given holds something else.
    """
    spec = study.spec()
    folder = Folder(given or Path("results") / study.name, stamp, study.record)
    if folder.fits(spec):
        return folder
    if given:
        raise FolderError([_("{folder}: holds another study; give another folder with --out").format(folder=given)])
    question = hashlib.sha256(canonical({k: spec[k] for k in SAME}).encode()).hexdigest()[:6]
    return Folder(Path("results") / f"{study.name}-{question}", stamp, study.record)


def run_study(study: Study, path: Path | None = None, *, jobs: int | None = None, quiet: bool = False) -> Result:
    """Runs what the folder does not hold yet.

    Raises:
        StudyError, FolderError: with every mistake as a sentence; then nothing was written.
    """
    table, runs = design(study)
    word = stamp(study.region)
    folder = place(study, path, word)
    folder.begin(table, study.spec(), {"stamp": word})
    done = folder.done(study.record)
    todo = [run for key, run in runs.items() if key not in done]
    if todo:
        _run(todo, folder, jobs or cores(), quiet)
    return Result(study, folder, folder.planned(), word)


def settles(region: Region) -> None:
    """Says so when a region must be settled first, which takes half a minute."""
    if not is_settled(region):
        warn(_("settling the region: it lives {years} years on its own, the first time only").format(years=LIVED))


def _run(todo: list[Any], folder: Folder, jobs: int, quiet: bool) -> None:
    """Pilot, forecast, the rest."""
    if not is_compiled() and not quiet:
        warn(_("compiling the rules: a minute or two, the first time only"))
    if not quiet:
        settles(todo[0].region)
    warm(todo[0])
    rest = todo[1:]
    seconds = pilot(todo[0], folder)
    jobs = processes(len(rest), jobs, seconds)
    cost = forecast(len(rest), seconds, jobs, folder)
    if not quiet:
        warn(_("runs to do: {runs}; expected time: {time}; processes: {jobs}; disk: {megabytes} MB").format(
            runs=len(todo), time=_duration(cost.minutes), jobs=jobs, megabytes=number(cost.megabytes, 2)))  # fmt: skip
    if rest:
        with progress(len(todo), quiet=quiet) as report:
            report(1)
            execute(rest, folder, jobs, seconds, report)


def _duration(minutes: float) -> str:
    """Minutes as a person says them."""
    return _("less than a minute") if minutes < 1 else _("{n} minutes").format(n=number(minutes, 2))


def draw(result: Result) -> list[Path]:
    """The pictures of a batch, in the language spoken now."""
    from . import figures  # seaborn takes seconds to import; workers and lists never need it

    study, lang = result.study, language()
    into = result.folder.path / "analysis"
    with refusals(into):
        into.mkdir(parents=True, exist_ok=True)
        for old in into.glob(f"*.{lang}.png"):
            old.unlink()
    good = result.planned[result.planned["status"] == "ok"]
    if good.empty:
        return []
    series = result.folder.series(list(good["run_id"].unique()))
    tables = {m: contrasts.over_time(good, series, m, burn_in=round(study.burn_in * YEAR)) for m in figures.SHOWN}
    n, line = int(good.groupby("arm").size().min()), stamped(result.stamp)
    made = [figures.save(figures.over_time(tables, result.labels(), n, line), into / f"over-time.{lang}.png")]
    for arm, table in result.paired.items():
        if table["pairs"].max() > 1:
            title = _("{after} against {before}").format(after=result.labels()[arm], before=result.labels()[0])
            made.append(figures.save(figures.differences(table, title, line), into / f"differences-{arm}.{lang}.png"))
    return made


def as_json(result: Result, pictures: list[Path]) -> dict[str, Any]:
    """The summary as plain data; what is not a number is null."""
    means, labels = result.means, result.labels()
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
            for k, table in result.paired.items()
        ],
        "units": {m.name: m.unit for m in OUTCOMES},
        "cautions": cautions(result),
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    bare = table.astype(object).where(table.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in bare.to_dict("records")]


def cautions(result: Result) -> list[str]:
    """What a reader must know before believing the numbers."""
    study = result.study
    found = [*study.notes, *study.unreached(), *(w for arm in study.arms for w in arm.warnings())]
    for arm in study.arms:
        pools = {p.money.pool for _at, p in arm.chapters(0) if p.money.pool in AGREE and p.money.pooled_share > 0}
        found += [
            _("{name}: pooling asks the agreement of {who}").format(name=arm.name, who=_(AGREE[p]))
            for p in sorted(pools)
        ]
    if study.years < COHORT_YEARS:
        found.append(_("{years} observed years: only families that enter early are followed for two years; 5 is usual").format(
            years=tidy(study.years)))  # fmt: skip
    if study.replicates < CLAIM:
        found.append(
            _("{n} replicates: too few for a claim; use {least} or more").format(n=study.replicates, least=CLAIM)
        )
    if any((table["verdict"] == "others").any() for table in result.paired.values()):
        found.append(_("the scenarios follow different families: outcomes do not compare like with like"))
    return list(dict.fromkeys(found))
