"""The verbs that list what there is: scenarios, parameters, measures, mechanisms; and the one that explains."""

import json
from typing import Any

import click

from samenhang.model.language import N_, _, tidy

from .options import JSON, LANG, Command, options


def _listed(rows: list[dict[str, Any]], as_json: bool, heads: dict[str, str], right: tuple[int, ...] = ()) -> None:
    """A list as JSON, or the columns named in `heads` as a table."""
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    from ..telling.glossary import KINDS
    from ..telling.show import table

    worded = [row | {k: _(KINDS[row[k]]) for k in ("role", "kind") if k in row} for row in rows]
    cells = [[tidy(v) if isinstance(v := row[k], float) else str(v) for k in heads] for row in worded]
    table([_(h) for h in heads.values()], cells, right=right)


@click.command(cls=Command, help=N_("Lists the scenarios that come with the package."))
@options(JSON, LANG)
def scenarios(as_json: bool, **_asked: Any) -> None:
    """`samenhang scenarios`."""
    from samenhang.model.scenario_file import QUESTIONS

    from ..telling.glossary import scenario_list
    from ..telling.show import table

    found = scenario_list()
    if as_json:
        _listed(found, as_json, {})
        return
    for question in dict.fromkeys(s["question"] for s in found):
        cells = [[s["name"], s["title"], s["story"]] for s in found if s["question"] == question]
        table([_("name"), _("title"), _("story")], cells, title=_(QUESTIONS[question]) if question else "")


@click.command(cls=Command, help=N_("Lists every parameter with its default, plausible range and source."))
@options(JSON, LANG)
def parameters(as_json: bool, **_asked: Any) -> None:
    """`samenhang parameters`."""
    from ..telling.glossary import parameter_list

    heads = {"name": N_("name"), "label": N_("label"), "default": N_("default"), "low": N_("low"), "high": N_("high"),
             "unit": N_("unit"), "role": N_("role"), "source": N_("source")}  # fmt: skip
    _listed(parameter_list(), as_json, heads, right=(2, 3, 4))


@click.command(cls=Command, help=N_("Lists what is measured, weekly and at the end of a run."))
@options(JSON, LANG)
def measures(as_json: bool, **_asked: Any) -> None:
    """`samenhang measures`."""
    from ..telling.glossary import measure_list

    heads = {"name": N_("name"), "label": N_("label"), "unit": N_("unit"), "kind": N_("kind"), "matters": N_("matters from"), "plain": N_("in words")}  # fmt: skip
    _listed(measure_list(), as_json, heads, right=(4,))


@click.command(cls=Command, help=N_("Lists the mechanisms in the order of the week."))
@options(JSON, LANG)
def mechanisms(as_json: bool, **_asked: Any) -> None:
    """`samenhang mechanisms`."""
    from ..telling.glossary import mechanism_list

    heads = {"place": N_("place"), "name": N_("name"), "label": N_("label"), "plain": N_("what it does"), "off": N_("without it")}  # fmt: skip
    _listed(mechanism_list(), as_json, heads, right=(0,))


@click.command(cls=Command, help=N_("Explains a parameter, measure, mechanism or word, also by its Dutch name."))
@click.argument("term", nargs=-1, required=True)
@options(JSON, LANG)
def explain(term: tuple[str, ...], as_json: bool, **_asked: Any) -> None:
    """`samenhang explain TERM`."""
    from ..telling.glossary import explain as explained

    found = explained(" ".join(term))
    if as_json:
        click.echo(
            json.dumps(
                [{"key": e.key, "names": e.names, "lines": e.lines} for e in found], indent=2, ensure_ascii=False
            )
        )
        return
    click.echo("\n\n".join("\n  ".join(e.lines) for e in found))
