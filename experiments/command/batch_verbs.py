"""What `run`, `compare` and `study` do with what was asked: run it, show it, and say how it ended."""

import json
import sys
from collections.abc import Callable
from typing import Any

import click

from samenhang.model.language import _

from .options import Ends


def taken_apart(names: list[str], name: str, by: str, asked: dict[str, Any]) -> None:
    """A comparison, and its differences in parts."""
    from .. import why
    from .asked import study_of

    wanted = why.asked("--why", study_of(names, name, asked), why.channels_of(by))

    def shown(result: Any, *, as_json: bool) -> None:
        _shown(wanted.plain(result), as_json=as_json, apart=why.explain_all(wanted, result))

    ran(wanted.wide, asked, shown)


def batch(names: list[str], name: str, asked: dict[str, Any]) -> None:
    """Runs a study and shows it: differences if there are any, the summary, what to beware of, where everything is."""
    from .asked import study_of

    ran(study_of(names, name, asked), asked, _shown)


def ran(study: Any, asked: dict[str, Any], shown: Callable[..., None]) -> None:
    """Runs a study as was asked and, where all of it is there to be shown, shows it; ends with 3 if runs failed."""
    from ..batch import run_study
    from ..campaign import How
    from ..telling.show import warn

    how = How(**{k: asked[k] for k in ("jobs", "quiet", "shard", "on_failure", "scheduler")})
    result = run_study(study, asked["out"], how)
    if not _ended(result, how, as_json=asked["as_json"]):
        shown(result, as_json=asked["as_json"])
    if len(result.failed):
        warn(_("{n} of {all} runs failed; the reasons are in {folder}").format(
            n=len(result.failed), all=result.everything["run_id"].nunique(), folder=result.folder.path / "runs"))  # fmt: skip
        sys.exit(Ends.SOME_FAILED)


def rehearsed(wanted: Any, asked: dict[str, Any]) -> None:
    """What a study would take; nothing is kept."""
    from .. import rehearsal
    from ..campaign import How

    if asked["scheduler"] or asked["out"] or asked["shard"] != (1, 1) or asked["on_failure"] != "record":
        raise click.UsageError(_("--dry lives a few runs here and keeps nothing: leave --out, --shard, --on-failure and --scheduler out"))  # fmt: skip
    found = rehearsal.rehearse(wanted, How(jobs=asked["jobs"], quiet=asked["quiet"]))
    if asked["as_json"]:
        click.echo(json.dumps(rehearsal.as_json(found), indent=2, allow_nan=False))
    else:
        rehearsal.tell(found)
    if found.failed:
        sys.exit(Ends.SOME_FAILED)


def _shown(result: Any, *, as_json: bool, apart: tuple[Any, ...] = ()) -> None:
    """Tables, pictures, cautions; and differences in parts, if there are any."""
    from .. import why
    from ..batch import as_json as plain
    from ..batch import cautions, draw, keep, tables
    from ..execution.derived import leave_only
    from ..telling import show
    from ..telling.stamp import stamped

    pictures = draw(result) + why.draw_all(apart, result.labels())
    kept = keep(result, tables(result)) + [f"{name}.csv" for one in apart for name in one.tables]
    leave_only(result.folder.path, [*kept, *(p.name for p in pictures)])
    if as_json:
        parts = {"why": [why.as_json(one) for one in apart]} if apart else {}
        click.echo(json.dumps(plain(result, pictures) | parts, indent=2, allow_nan=False))
    else:
        show.summary(result.means, result.labels())
        for arm, table in result.paired.items():
            pair = (result.labels()[0], result.labels()[arm])
            show.differences(table, *pair)
            if len(result.by_class[arm]):
                show.classes(result.by_class[arm], *pair)
            if result.study.worlds:
                show.worlds(result.worlds[arm], *pair)
        why.tell(apart, result.labels())
        show.say(stamped(result.stamp))
        show.say(
            _("In {folder}: {pictures}").format(folder=result.folder.path, pictures=", ".join(p.name for p in pictures))
        )
    for sentence in cautions(result):
        show.warn(_("Note: {sentence}").format(sentence=sentence))


def _ended(result: Any, how: Any, *, as_json: bool) -> bool:
    """Says how it stands when there are no tables to show: a shard, or failures after which none were asked for."""
    from ..telling import show

    runs = result.everything.drop_duplicates("run_id")
    here, planned, failed = int((runs["status"] == "ok").sum()), len(runs), len(result.failed)
    if here + failed == planned and (not failed or how.on_failure == "record"):
        return False
    folder = result.folder.path
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "runs": here, "planned": planned, "failed": failed}, indent=2))
    elif how.shard != (1, 1):
        show.say(_("{folder}: {done} of {all} runs went well; this was part {i} of {n}. When all parts are there: samenhang merge INTO FOLDER...").format(
            folder=folder, done=here, all=planned, i=how.shard[0], n=how.shard[1]))  # fmt: skip
    else:
        show.say(_("{folder}: {done} of {all} runs went well").format(folder=folder, done=here, all=planned))
    return True
