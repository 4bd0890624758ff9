"""Fewer parts in a result folder, and one folder from several. Nothing is deleted before what replaces it is there."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from samenhang.model.language import N_, _

from .files import FolderError, locked, put, refusals
from .growing import points_of
from .parquet import join_parts, schema_of
from .provenance import entries_of
from .store import PARTS, Folder, question_of

PART_BYTES = 256_000_000  # of parts that are joined into one
WHAT = {"name": N_("name"), "scenarios": N_("scenarios"), "region": N_("region"), "years": N_("years"),
        "burn_in": N_("burn-in"), "seed": N_("seed"), "code": N_("the model's code"),
        "worlds": N_("worlds"), "design": N_("design"), "factor": N_("factors")}  # fmt: skip


def compact(folder: Folder) -> tuple[int, int]:
    """Joins the parts of a folder; gives how many there were and are. Killed halfway, it can be asked again.

    Raises:
        FolderError: this is no result folder, cannot be locked, or holds two answers to one run.
    """
    spec_of(folder)
    folder.runs()  # refuses two answers
    with locked(folder.path, alone=True) as alone:
        if not alone:
            raise FolderError([_("{folder}: this disk knows no locks, so parts of a batch that still runs could be lost; copy the folder to another disk").format(folder=folder.path)])  # fmt: skip
        before = folder.count()
        for kind in PARTS:
            _compact(folder, kind)
        return before, folder.count()


def _compact(folder: Folder, kind: str) -> None:
    """The parts of a kind, joined where they agree in their columns; then those that were joined are deleted."""
    chosen, old = folder.chosen(kind), folder.parts(kind)
    written, joined = set(), set()
    for group in (g for g in _groups(chosen) if len(g) > 1):
        target = (
            folder.path / kind / f"{hashlib.sha256(''.join(p.name for p in group).encode()).hexdigest()[:16]}.parquet"
        )
        with refusals(folder.path):
            join_parts(target, [(p, chosen[p]) for p in group])
        written.add(target)  # perhaps over one of the same name and runs, of a compact that was killed
        joined.update(group)
    with refusals(folder.path):
        for part in old:
            if part not in written and (part in joined or part not in chosen):  # nothing in it that is not elsewhere
                part.unlink(missing_ok=True)


def _groups(parts: Iterable[Path]) -> Iterator[list[Path]]:
    """Parts of one schema, in the order of their names, until there is enough for one part."""
    by_schema: dict[bytes, list[Path]] = {}
    for part in sorted(parts):
        by_schema.setdefault(schema_of(part), []).append(part)
    for same in by_schema.values():
        group: list[Path] = []
        for part in same:
            if group and sum(p.stat().st_size for p in [*group, part]) > PART_BYTES:
                yield group
                group = []
            group.append(part)
        yield group


def merge(into: Path, sources: list[Path]) -> Folder:
    """One folder from several of one study; what `into` holds already stays. Killed halfway, it can be asked again.

    Raises:
        FolderError: a folder is of another study or of other code; every one of them in a sentence. Nothing was written.
    """
    target, folders = Folder(into), [Folder(p) for p in sources if p.resolve() != into.resolve()]
    held = target.holds()
    if not (held or folders):
        raise FolderError([_("{folder}: is no result folder").format(folder=into)])
    specs = ([held] if held else []) + [spec_of(f) for f in folders]
    if problems := [p for f, s in zip(folders, specs[len(specs) - len(folders) :], strict=True) for p in _others(f.path, s, specs[0])]:  # fmt: skip
        raise FolderError(problems)
    whole = [target, *folders] if held else folders
    for folder in whole:
        folder.runs()  # refuses what is damaged before anything is copied
    with refusals(into):
        told = [f.told() for f in whole]
        more = {k: v for k, v in told[0].items() if k == "stamp"}
        designs = pd.concat([f.design() for f in whole], ignore_index=True).drop_duplicates(ignore_index=True)
    most = {"replicates": max(s["replicates"] for s in specs)} if all("replicates" in s for s in specs) else {}
    target = Folder(into, str(more.get("stamp", "")))
    if not target.begin(
        designs, specs[0] | most, more, [e for t in told for e in entries_of(t)]
    ):  # somebody else was first
        raise FolderError([_("{folder}: holds another study; give another folder with --out").format(folder=into)])
    for folder in folders:
        _copy(folder, target)
    return target


def _copy(folder: Folder, target: Folder) -> None:
    """Every part under a name of its content, so that what is there twice is there once; runs last."""
    with locked(folder.path), locked(target.path):
        for kind in PARTS:
            for part in folder.parts(kind):
                with refusals(part):
                    content = part.read_bytes()
                put(target.path / kind / f"{hashlib.sha256(content).hexdigest()[:16]}.parquet", content)


def spec_of(folder: Folder) -> dict[str, Any]:
    """The study that a folder holds.

    Raises:
        FolderError: it holds none.
    """
    held = folder.holds()
    if held is None:
        raise FolderError([_("{folder}: is no result folder").format(folder=folder.path)])
    return held


def _others(path: Path, spec: dict[str, Any], first: dict[str, Any]) -> list[str]:
    """What makes a folder one of another study, as a sentence."""
    mine, its = (question_of(s) | points_of(s) | {k: s.get(k) for k in ("code", "worlds")} for s in (spec, first))
    differs = [k for k in mine if mine[k] != its[k]]
    if not differs:
        return []
    names = ", ".join(_(WHAT[k]) if k in WHAT else k for k in differs)
    return [_("{folder}: is of another study than the first; it differs in: {names}").format(folder=path, names=names)]


def completeness(folder: Folder) -> tuple[int, int]:
    """(runs of the design that went well, runs of the design)."""
    planned = folder.planned().drop_duplicates("run_id")
    return int((planned["status"] == "ok").sum()), len(planned)
