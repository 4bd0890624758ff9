"""The options of the command, and help that is translated when it is shown."""

from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Any

import click

from samenhang.model.language import LANGUAGES, N_, _
from samenhang.model.mistakes import unknown


class Ends(IntEnum):
    """How the command ends, as its exit code."""

    DONE = 0
    BUG = 1
    MISTAKE = 2  # in what was asked; nothing was run
    SOME_FAILED = 3  # runs; the others are kept
    REFUSED = 4  # the folder holds something else, or cannot be written
    INTERRUPTED = 130


def translate(command: click.Command) -> None:
    """The help of a command and of its options, in the language spoken now."""
    command.help = _(command.help or "")
    for p in command.params:
        if isinstance(p, click.Option):
            p.help = _(p.help or "")


class Command(click.Command):
    """A verb whose help is translated when it is shown."""

    def get_help(self, ctx: click.Context) -> str:
        """Help in the language spoken now."""
        translate(self)
        return super().get_help(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        """One line in the language spoken now."""
        return _(self.help or "").split("\n")[0]


class Verbs(click.Group):
    """The list of verbs, translated when it is shown."""

    command_class = Command

    def get_short_help_str(self, limit: int = 45) -> str:
        """One line in the language spoken now."""
        return _(self.help or "").split("\n")[0]

    def get_help(self, ctx: click.Context) -> str:
        """Help in the language spoken now."""
        translate(self)
        return super().get_help(ctx)


def options(*given: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator."""

    def decorate(verb: Any) -> Any:
        for option in reversed(given):
            verb = option(verb)
        return verb

    return decorate


def _kinds(asked: str | tuple[str, ...]) -> tuple[str, ...]:
    """`events,money` as names, each of which must be known."""
    from samenhang.model.records import KINDS

    names = tuple(dict.fromkeys(n.strip() for n in asked.split(","))) if isinstance(asked, str) else asked
    if wrong := [n for n in names if n not in KINDS]:
        raise click.BadParameter(unknown("--record", wrong[0], KINDS))
    return names


def _shard(asked: str | tuple[int, int]) -> tuple[int, int]:
    """`2/8` as (2, 8)."""
    if not isinstance(asked, str):
        return asked
    i, _slash, n = asked.partition("/")
    if not (i.isdecimal() and n.isdecimal() and 1 <= int(i) <= int(n)):
        raise click.BadParameter(
            _("--shard {given}: expected i/n, such as 2/8, with i from 1 to n").format(given=asked)
        )
    return int(i), int(n)


LANG = click.option("--lang", type=click.Choice(LANGUAGES), help=N_("Language of what is said: en or nl."))
JSON = click.option("--json", "as_json", is_flag=True, help=N_("The result as JSON on stdout, and nothing else there."))
JOBS = click.option("--jobs", type=click.IntRange(min=1), help=N_("Processes; all cores by default."))
OUT = click.option("--out", type=click.Path(path_type=Path), help=N_("The result folder."))
QUIET = click.option("--quiet", is_flag=True, help=N_("No progress and no forecast."))
SHARD = click.option("--shard", type=_shard, default=(1, 1), show_default=False, metavar="I/N", help=N_("Only part I of N of the runs, each part balanced; samenhang merge makes one folder of the parts."))  # fmt: skip
ON_FAILURE = click.option("--on-failure", type=click.Choice(("stop", "finish", "record")), default="record", show_default=True, help=N_("When a run fails. stop: begin no more runs. finish: do the others, show no tables. record: do the others and show what went well. A failed run is a row with its reason, the command ends with 3, and the same command tries it again."))  # fmt: skip
SCHEDULER = click.option("--scheduler", metavar="ADDRESS", help=N_("A Dask scheduler whose workers do the runs, such as tcp://node1:8786; they must see the result folder."))  # fmt: skip
RUNNING = options(
    click.option("--region", default="default", show_default=True, help=N_("Where: the name of a region or the path of its file.")),
    click.option("--size", type=int, help=N_("Inhabitants; the region in proportion.")),
    click.option("--seed", type=int, default=1, show_default=True, help=N_("Root seed.")),
    click.option("--replicates", type=int, default=20, show_default=True, help=N_("Runs per scenario, each with its own seed.")),
    click.option("--years", type=float, default=5, show_default=True, help=N_("Observed years.")),
    click.option("--burn-in", type=float, default=3, show_default=True, help=N_("Years before observation.")),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help=N_("Another value for a parameter; repeatable.")),
    click.option("--off", multiple=True, help=N_("Leave a mechanism out; repeatable.")),
    click.option("--record", type=_kinds, default=(), metavar="KIND,...", help=N_("Tables to keep of every run: events, states, staff, money, families.")),
    JOBS,
    SHARD,
    ON_FAILURE,
    SCHEDULER,
    OUT,
    QUIET,
    JSON,
    LANG,
)  # fmt: skip
