"""From a study to a result folder with tables and pictures: what `run` and `compare` share."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from samenhang.model.declare import YEAR
from samenhang.model.language import N_, _, language, number, tidy
from samenhang.model.measures import OUTCOMES
from samenhang.model.mechanisms.money import AGREE
from samenhang.model.run import canonical

from .campaign import How, carry_out
from .designs.closing import assumed, is_assumed
from .designs.design import design, set_by_arms
from .designs.study import CLAIM, Study, told_apart
from .execution.store import Folder, FolderError, put, question_of, refusals
from .statistics import contrasts
from .telling.stamp import stamp, stamped

COHORT_YEARS = 5  # entry in three years, follow-up of two
__all__ = ["Frames", "Result", "as_json", "begun", "cautions", "draw", "frames", "keep", "run_study", "tables"]

CLAIMS = {"money": N_("money"), "staff": N_("staff"), "demand": N_("demand")}


@dataclass(frozen=True)
class Result:
    """A batch that was run: the folder and the joined table of design and runs."""

    study: Study
    folder: Folder
    everything: pd.DataFrame  # runs in other worlds as well
    stamp: str

    @property
    def planned(self) -> pd.DataFrame:
        """The runs of the arms as they are."""
        return self.everything[self.everything["sample"] == 0]

    @property
    def failed(self) -> pd.DataFrame:
        """Runs that failed, one row each."""
        return self.everything[self.everything["status"] == "failed"].drop_duplicates("run_id")

    @cached_property
    def families(self) -> pd.DataFrame:
        """The followed families of all runs of the arms as they are, where they were recorded."""
        return self.folder.families(list(self.planned["run_id"].unique()))

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
        return {k: contrasts.paired(self.planned, k, self.study.changed(k), self.families) for k in arms}

    @cached_property
    def by_class(self) -> dict[int, pd.DataFrame]:
        """Arm -> its differences from the first arm, by class of complexity."""
        return {k: contrasts.by_class(self.planned, k, self.families) for k in self.paired}

    @cached_property
    def worlds(self) -> dict[int, pd.DataFrame]:
        """Arm -> in how many other worlds its differences hold; empty where none were asked for."""
        if not self.study.worlds:
            return {}
        told = self.folder.families  # of one world at a time
        return {k: contrasts.across_worlds(self.everything, k, t, told) for k, t in self.paired.items()}


class Frames(NamedTuple):
    """A result folder as data frames, whatever command made it."""

    runs: pd.DataFrame  # one row per planned run: run_id, arm, sample, replicate, status, outcomes o.<group>.<name>
    families: pd.DataFrame  # one row per run and followed family; empty where they were not recorded
    series: pd.DataFrame  # one row per run and week
    labels: list[str]  # the arms' names in the language spoken now
    stamp: str  # how far the model behind it was checked, as the sentence that stands under every table and figure


def frames(path: Path | str) -> Frames:
    """Opens a result folder, in a notebook or script: one call, nothing is run.

    Families and weeks of all runs are read into memory; of a large folder take those of some runs, with
    `Folder(path).families(ids)` and `.series(ids)`.

    Raises:
        FolderError: there is no result folder, or it cannot be read.
    """
    folder = Folder(Path(path))
    runs = folder.planned()
    with refusals(folder.path):
        held = json.loads((folder.path / "manifest.json").read_text(encoding="utf-8"))
    ids = list(runs["run_id"].unique())
    labels = told_apart([s["title"][language()] for s in held["spec"]["scenarios"]])
    return Frames(runs, folder.families(ids), folder.series(ids), labels, stamped(held["stamp"]))


def begun(study: Study, table: pd.DataFrame, given: Path | None, stamp: str) -> Folder:
    """The folder of a study: the one that was given, or results/NAME; with a digest where that holds another question.

    Raises:
        FolderError: the folder holds something else.
    """
    spec = study.spec()
    question = hashlib.sha256(canonical(question_of(spec)).encode()).hexdigest()[:6]
    places = [given] if given else [Path("results") / name for name in (study.name, f"{study.name}-{question}")]
    for path in places:
        folder = Folder(path, stamp, study.record)
        if folder.begin(table, spec, {"stamp": stamp}):
            return folder
    raise FolderError([_("{folder}: holds another study; give another folder with --out").format(folder=places[-1])])


def run_study(study: Study, path: Path | None = None, how: How | None = None) -> Result:
    """Runs what the folder does not hold yet. What comes back is what was asked, whatever else is asked of the folder.

    Raises:
        StudyError, FolderError: with every mistake as a sentence; then nothing was written.
    """
    table, runs = design(study)
    word = stamp(study.region)
    folder = begun(study, table, path, word)
    carry_out(table, runs, folder, how or How())
    return Result(study, folder, table.merge(folder.runs(), on="run_id", how="left"), word)


def draw(result: Result) -> list[Path]:
    """The pictures of a batch, in the language spoken now."""
    from .telling import figures  # seaborn takes seconds to import; workers and lists never need it

    study, lang = result.study, language()
    into = result.folder.path / "analysis"
    with refusals(into):
        into.mkdir(parents=True, exist_ok=True)
    good = result.planned[result.planned["status"] == "ok"]
    if good.empty:
        return []
    series = result.folder.series(list(good["run_id"].unique()))
    weekly = {m: contrasts.over_time(good, series, m, burn_in=round(study.burn_in * YEAR)) for m in figures.SHOWN}
    n, line = int(good.groupby("arm").size().min()), stamped(result.stamp)
    where = _("Region: {region}, run at {n} inhabitants.").format(
        region=getattr(study.region.title, lang), n=number(study.region.inhabitants, 6))  # fmt: skip
    line = f"{where} {line}"
    made = [figures.save(figures.over_time(weekly, result.labels(), n, line), into / f"over-time.{lang}.png"),
            figures.save(figures.lost_fit(result.means, result.labels(), n, line), into / f"fit.{lang}.png")]  # fmt: skip
    for arm, table in result.paired.items():
        if table["pairs"].max() > 1:
            title = _("{after} against {before}").format(after=result.labels()[arm], before=result.labels()[0])
            made.append(
                figures.save(
                    figures.differences(table, result.by_class[arm], title, line),
                    into / f"differences-{arm}.{lang}.png",
                )
            )
    return made


def tables(result: Result) -> dict[str, pd.DataFrame]:
    """The tables behind the pictures, by the name of a file: every outcome, by class, and across worlds."""
    kinds = (("differences", result.paired), ("classes", result.by_class), ("worlds", result.worlds))
    return {f"{name}-{arm}": t for name, of_arm in kinds for arm, t in of_arm.items() if len(t)}


def keep(result: Result, found: dict[str, pd.DataFrame]) -> list[str]:
    """Tables as CSV in analysis/; gives the names of the files."""
    for name, table in found.items():
        put(result.folder.path / "analysis" / f"{name}.csv", table.to_csv(index=False).encode())
    return [f"{name}.csv" for name in found]


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
            {"name": a.name, "label": labels[k], "outcomes": records(means[means["arm"] == k].drop(columns="arm"))}
            for k, a in enumerate(result.study.arms)
        ],
        "differences": [
            {
                "scenario": labels[k],
                "against": labels[0],
                "outcomes": records(table),
                "classes": records(result.by_class[k]),
                "worlds": records(result.worlds[k]) if result.study.worlds else [],
            }
            for k, table in result.paired.items()
        ],
        "units": {m.name: m.unit for m in OUTCOMES},
        "cautions": cautions(result),
    }


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain data; what is not a number is null."""
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
    for k, table in result.paired.items():
        for claim, by in contrasts.not_held(table, study.arms[k].holds).items():
            found.append(_("{name} says that it holds {claim} equal; it differs by {percent} per cent, so this is no comparison at equal {claim}").format(
                name=study.arms[k].name, claim=_(CLAIMS[claim]), percent=number(100 * by, 2, signed=True)))  # fmt: skip
    if any(is_assumed(study, k) for k in result.paired):
        found.append(assumed())
    if any((table["verdict"] == "others").any() for table in result.paired.values()):
        found.append(_("the scenarios follow different families: outcomes do not compare like with like"))
    return list(dict.fromkeys(found + (cautions_of_worlds(result) if study.worlds else [])))


def cautions_of_worlds(result: Result) -> list[str]:
    """What is not drawn in other worlds, and how many worlds are left out."""
    study, found = result.study, []
    if fixed := set_by_arms(study):
        found.append(_("other worlds do not vary what a scenario sets, or a mechanism that it switches off: {names}").format(
            names=", ".join(fixed)))  # fmt: skip
    lived = int(result.everything.loc[result.everything["sample"] > 0, "sample"].nunique())
    if lived < study.worlds:
        found.append(_("other worlds left out: {n} of {all}, because their numbers contradict one another").format(
            n=study.worlds - lived, all=study.worlds))  # fmt: skip
    for arm, table in result.worlds.items():
        if (failed := lived - int(table["worlds"].max())) > 0:
            found.append(_("{name}: other worlds left out: {n} of {all}, because no pair of runs went well there").format(
                name=study.arms[arm].name, n=failed, all=study.worlds))  # fmt: skip
    return found
