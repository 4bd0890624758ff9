"""Verbs about result folders."""

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
