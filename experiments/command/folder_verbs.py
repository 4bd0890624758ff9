"""Verbs about result folders, and how a batch ends that is not whole."""

from pathlib import Path
from typing import Any

import click

from samenhang.model.language import N_, _

from .options import JSON, LANG, Command, options


@click.command(cls=Command, help=N_("Joins the parts of a result folder into few; nothing is deleted before what replaces it is there."))  # fmt: skip
@click.argument("folder", type=click.Path(path_type=Path))
@options(LANG)
def compact(folder: Path, **_asked: Any) -> None:
    """`samenhang compact FOLDER`."""
    from ..execution import keeping
    from ..execution.store import Folder
    from ..telling import show

    before, after = keeping.compact(Folder(folder))
    show.say(_("{folder}: {before} parts became {after}").format(folder=folder, before=before, after=after))


@click.command(cls=Command, help=N_("Makes one result folder of several of one study, such as its shards."))
@click.argument("into", type=click.Path(path_type=Path))
@click.argument("folders", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FOLDER...")
@options(JSON, LANG)
def merge(into: Path, folders: tuple[Path, ...], *, as_json: bool, **_asked: Any) -> None:
    """`samenhang merge INTO FOLDER...`."""
    import json

    from ..execution import keeping
    from ..telling import show

    done, planned = keeping.completeness(keeping.merge(into, list(folders)))
    if as_json:
        click.echo(json.dumps({"folder": str(into), "runs": done, "planned": planned}, indent=2))
    else:
        show.say(_("{folder}: {done} of {all} runs went well").format(folder=into, done=done, all=planned))


def ended(result: Any, how: Any, *, as_json: bool) -> bool:
    """Says how it stands when there are no tables to show: a shard, or failures after which none were asked for."""
    import json

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
