"""The verb `samenhang test`: a preregistration before, a result sheet after."""

import json
import sys
from typing import Any

import click

from samenhang.model.language import N_, _

from .options import JOBS, JSON, LANG, OUT, QUIET, SCHEDULER, Command, Ends, options


@click.command(
    cls=Command, help=N_("Tests a hypothesis file: locks the claim, runs it, and says whether it is supported.")
)
@click.argument("file")
@click.option("--dry", is_flag=True, help=N_("Show the preregistration and run nothing."))
@click.option("--trial", is_flag=True, help=N_("A quick try at small size: locks nothing, concludes nothing."))
@options(JOBS, SCHEDULER, OUT, QUIET, JSON, LANG)
def test(file: str, **asked: Any) -> None:
    """`samenhang test FILE`."""
    from ..campaign import How
    from ..claims import bench, preregistered, sheets
    from ..claims.claim import load_claim

    claim = load_claim(file, trial=asked["trial"])
    if asked["dry"]:
        _show(_("Preregistration: {title}").format(title=preregistered.words(claim.file.title)), preregistered.preregistration(claim, bench.find_lock(claim, asked["out"])), asked["as_json"])  # fmt: skip
        return
    lock = bench.lock(claim, asked["out"])
    found = list(bench.judge(claim, lock.path, How(**{k: asked[k] for k in ("jobs", "quiet", "scheduler")})))
    told = sheets.as_json(claim, lock, found)
    bench.keep(lock, told)
    pictures = [p for one in found for p in bench.explained(claim, one)]
    if asked["as_json"]:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
    for one in found if not asked["as_json"] else ():
        title = _("Result: {title}, {region}").format(title=preregistered.words(claim.file.title), region=preregistered.where(one.region))  # fmt: skip
        _show(title, sheets.result(claim, lock, one), as_json=False)
    if pictures and not asked["as_json"]:
        click.echo(_("In {folder}: {pictures}").format(folder=lock.path, pictures=", ".join(str(p.relative_to(lock.path)) for p in pictures)))  # fmt: skip
    if any(one.failed for one in found):
        click.echo(_("Some runs failed; the reasons are in {folder}").format(folder=lock.path), err=True)
        sys.exit(Ends.SOME_FAILED)


def _show(title: str, sections: list[tuple[str, list[str]]], as_json: bool) -> None:
    """Headings and sentences, or the same as JSON."""
    from ..telling.show import say

    if as_json:
        click.echo(json.dumps({"title": title} | dict(sections), indent=2, ensure_ascii=False))
        return
    say(title)
    for heading, lines in sections:
        say(f"\n{heading}")
        for line in lines:
            say(f"  {line}")
