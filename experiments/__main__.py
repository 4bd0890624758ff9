"""The command `samenhang`. Verbs are thin: they read what was asked, call one function and show what came back."""

import gettext
import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from samenhang.model.language import CATALOGUE, DOMAIN, LANGUAGES, N_, _, of_system, use

from .command.batch_verbs import batch, ran, rehearsed, taken_apart
from .command.folder_verbs import compact, merge
from .command.hypothesis_verb import test
from .command.list_verbs import explain, measures, mechanisms, parameters, scenarios
from .command.options import JOBS, JSON, LANG, ON_FAILURE, OUT, QUIET, RUNNING, SCHEDULER, SHARD, Ends, Verbs, options


@click.group(cls=Verbs, help=N_("Simulates working across domains in youth and family care. Every number is illustrative until it says otherwise."))  # fmt: skip
@click.version_option(package_name="samenhang", message="%(prog)s %(version)s")
@LANG
def samenhang(lang: str | None) -> None:
    """The command; `--lang` has been read before."""


@samenhang.command(help=N_("Runs one scenario and shows its outcomes."))
@click.argument("scenario", default="baseline")
@RUNNING
def run(scenario: str, **asked: Any) -> None:
    """`samenhang run SCENARIO`."""
    batch([scenario], f"run-{Path(scenario).stem}", asked)


@samenhang.command(help=N_("Compares scenarios with the first, pair by pair with the same seeds."))
@click.argument("scenarios", nargs=-1, required=True)
@click.option(
    "--worlds",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help=N_("Other plausible worlds to compare in: how often does the direction hold, and does it matter?"),
)
@click.option("--why", default="", metavar="NAME,...", help=N_("Take the differences apart by these channels or mechanisms, at most six, each closed alone and together with the others; the word channels stands for five."))  # fmt: skip
@RUNNING
def compare(scenarios: tuple[str, ...], why: str, **asked: Any) -> None:
    """`samenhang compare A B [C...]`."""
    if len(scenarios) < 2:
        raise click.UsageError(_("compare takes two or more scenarios"))
    if why and asked["worlds"]:
        raise click.UsageError(_("--why and --worlds are asked apart: each multiplies the runs"))
    asked["record"] = tuple(dict.fromkeys((*asked["record"], "families")))
    name = "-".join(["compare", *(Path(s).stem for s in scenarios), *(["why"] if why else [])])
    taken_apart(list(scenarios), name, why, asked) if why else batch(list(scenarios), name, asked)


@samenhang.command(help=N_("Runs a study file, or goes on with it: designs, knock-outs, sensitivity, robustness."))
@click.argument("file")
@click.option("--size", type=int, help=N_("Inhabitants; the region in proportion."))
@click.option(
    "--replicates", type=click.IntRange(min=1), help=N_("Runs per scenario and point, each with its own seed.")
)
@click.option("--dry", is_flag=True, help=N_("Say what it would take, from a few runs that are not kept: time, disk, replicates, burn-in."))  # fmt: skip
@options(JOBS, SHARD, ON_FAILURE, SCHEDULER, OUT, QUIET, JSON, LANG)
def study(file: str, size: int | None, replicates: int | None, *, dry: bool, **asked: Any) -> None:
    """`samenhang study FILE`."""
    from . import analysis, answers
    from .designs.study_file import load_study
    from .execution.derived import leave_only

    wanted = load_study(file, size=size, replicates=replicates)
    if dry:
        rehearsed(wanted, asked)
        return

    def shown(result: Any, *, as_json: bool) -> None:
        found = analysis.Found(wanted, result)
        kept, pictures = answers.keep(found), answers.draw(found)
        leave_only(result.folder.path, [*kept, *(p.name for p in pictures)])
        if as_json:
            click.echo(answers.as_json(found, pictures))
        else:
            answers.tell(found, pictures)

    ran(wanted.study, asked, shown)


@samenhang.command(
    help=N_(
        "Checks files of scenarios, studies, hypotheses and regions without running; says everything that is wrong."
    )
)
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--region", default="default", show_default=True, help=N_("The region that scenarios are checked against.")
)
@LANG
def check(files: tuple[str, ...], region: str, **_asked: Any) -> None:
    """`samenhang check FILE...`."""
    from samenhang.model import InputError

    from .command.checked import checked

    problems = []
    for name in files:
        try:
            warnings = checked(name, region)
            click.echo(_("{file}: no mistakes found").format(file=Path(name).name))
            for warning in warnings:
                click.echo(_("Note: {sentence}").format(sentence=warning))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


@samenhang.group(cls=Verbs, help=N_("About regions: where a scenario runs."))
def region() -> None:
    """`samenhang region ...`."""


@region.command(name="check", help=N_("Says what the model makes of a region: hours and money asked against there, expected waits."))  # fmt: skip
@click.argument("name", default="default")
@options(JSON, LANG)
def region_check(name: str, as_json: bool, **_asked: Any) -> None:
    """`samenhang region check FILE`."""
    from samenhang.model import load_region

    from .campaign import settles
    from .telling import regions, show

    found = load_region(name)
    settles(found)
    if as_json:
        told = {"work": regions.work(found).to_dict("records"), "money": regions.money(found).to_dict("records"),
                "stays": regions.stays(found), "doubts": regions.doubts(found), "national": regions.national(found)}  # fmt: skip
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for title, heads, rows in regions.tables(found):
        show.table(heads, rows, right=tuple(range(1, len(heads))), title=title)
    show.say(_("Stays: {n} youths in {places} places").format(n=round(regions.stays(found)), places=found.stay.places))
    show.say("\n".join([_("Not of this region alone:"), *(f"  {line}" for line in regions.national(found))]))
    doubts = regions.doubts(found) or [_("nothing that contradicts itself")]
    show.say("\n".join([_("Look at:"), *(f"  {line}" for line in doubts)]))


for verb in (scenarios, parameters, measures, mechanisms, explain, compact, merge, test):
    samenhang.add_command(verb)


def _language(arguments: list[str]) -> str:
    """The language, before anything is said: --lang nl, --lang=nl, or this computer's."""
    for k, word in enumerate(arguments):
        chosen = word.partition("=")[2] if word.startswith("--lang=") else arguments[k + 1] if word == "--lang" and k + 1 < len(arguments) else ""  # fmt: skip
        if chosen in LANGUAGES:
            return chosen
    return of_system()


def _speak(code: str) -> None:
    """Our sentences and Click's from one catalogue, written as UTF-8 on any console."""
    use(code)
    os.environ["LANGUAGE"] = code
    gettext.bindtextdomain(DOMAIN, str(CATALOGUE))
    gettext.textdomain(DOMAIN)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def main(arguments: list[str] | None = None) -> None:
    """Runs the command and ends with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    _speak(_language(given))
    try:
        samenhang.main(args=given, prog_name="samenhang", standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(Ends.MISTAKE)
    except (KeyboardInterrupt, click.Abort):
        click.echo(
            _("Interrupted: every part that was finished is kept; the same command goes on from there."), err=True
        )
        sys.exit(Ends.INTERRUPTED)
    except Exception as error:
        from samenhang.model.mistakes import InputError

        if not isinstance(error, InputError):
            raise
        click.echo("\n".join(error.problems), err=True)
        sys.exit({"FolderError": Ends.REFUSED, "DeathsError": Ends.SOME_FAILED}.get(type(error).__name__, Ends.MISTAKE))


if __name__ == "__main__":
    main()
