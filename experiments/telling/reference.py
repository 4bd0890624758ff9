"""The reference pages of docs/, made from the declarations: `python -m samenhang.experiments.telling.reference docs`."""

import sys
from pathlib import Path
from typing import get_type_hints

from samenhang.model.declare import Column, declared
from samenhang.model.language import LANGUAGES, _, language, tidy, use
from samenhang.model.links import CHANNELS
from samenhang.model.measures.family import FIELDS
from samenhang.model.sources import sources
from samenhang.model.tables import World
from samenhang.model.views import every
from samenhang.model.week import Parameters

from . import loops
from .glossary import KINDS, MEASURES, label, measure_list, mechanism_list, parameter_list, span

TABLES = tuple(kind for kind in get_type_hints(World).values() if hasattr(kind, "_fields"))


def markdown(heads: list[str], rows: list[list[str]]) -> str:
    """A table; pipes in a cell are kept from ending it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(c).replace("|", "\\|") for c in line) + " |" for line in lines)


def mechanisms() -> str:
    """What happens in a week."""
    rows = [
        [str(m["place"]), f"`{m['name']}`", m["plain"], m["off"] or _("it cannot be switched off")]
        for m in mechanism_list()
    ]
    return markdown([_("place"), _("name"), _("what it does"), _("without it")], rows)


def parameters() -> str:
    """Every number that can be changed."""
    rows = [
        [f"`{p['name']}`", p["label"], *span(p), p["unit"], _(KINDS[p["role"]]),
         p["source"], p["why"]] for p in parameter_list()
    ]  # fmt: skip
    heads = [_("name"), _("label"), _("default"), _("plausible"), _("unit"), _("role"), _("source"), _("reason")]
    return markdown(heads, rows)


def levers() -> str:
    """What somebody can decide."""
    rows = []
    for q in every(Parameters).values():
        if q.lever:
            anchors = "; ".join(f"{tidy(v)}: {_(words)}" for v, words in q.lever.anchors)
            rows.append([label(q), _(q.lever.question), _(q.lever.decides), anchors, _(q.lever.price)])
    return markdown([_("label"), _("question"), _("who decides"), _("low, now, high"), _("price")], rows)


def measures() -> str:
    """What is measured, and how to read it."""
    rows = [
        [
            f"`{m['name']}`",
            m["label"],
            m["unit"],
            _(KINDS[m["kind"]]),
            m["plain"],
            tidy(m["matters"]),
            _(d.because),
            _(d.silent),
        ]
        for m, d in zip(measure_list(), MEASURES.values(), strict=True)
    ]
    return markdown(
        [
            _("name"),
            _("label"),
            _("unit"),
            _("kind"),
            _("in words"),
            _("matters from"),
            _("because"),
            _("it does not say"),
        ],
        rows,
    )


def columns() -> str:
    """The tables of the world."""
    rows = [
        [of.__name__.lower(), f"`{c.name}` [{c.axes}]", getattr(c, language()), _(c.unit), tidy(c.neutral)]
        for of in TABLES for c in declared(of, Column)
    ]  # fmt: skip
    return markdown([_("table"), _("column"), _("label"), _("unit"), _("neutral")], rows)


def families() -> str:
    """The table of followed families."""
    rows = [[f"`{f.name}`", getattr(f, language()), _(f.unit)] for f in FIELDS]
    return markdown([_("column"), _("label"), _("unit")], rows)


def citations() -> str:
    """Where it comes from."""
    rows = [
        [f"`{k}`", f"{s['author']} ({s['year']}). {s['title']}", s["use"][language()], s["sure"]]
        for k, s in sources().items()
    ]
    return markdown([_("key"), _("source"), _("used for"), _("how sure")], rows)


def page() -> str:
    """The whole reference in the language spoken now."""
    resting = sum(q.source == "assumption" for q in every(Parameters).values())
    own = sum(q.source == "model_spec" for q in every(Parameters).values())
    told = _("{n} of {all} parameters rest on assumption, and each says why; {own} on our own specification.")
    share = told.format(n=resting, all=len(every(Parameters)), own=own)
    parts = [
        (_("Mechanisms"), mechanisms()), (_("Parameters"), f"{share}\n\n{parameters()}"), (_("Levers"), levers()),
        (_("Measures"), measures()), (_("Table of followed families"), families()), (_("Tables of the world"), columns()), (_("Sources"), citations()),
    ]  # fmt: skip
    head = f"# {_('Reference')}\n\n{_('Made from the declarations in model/; do not edit.')}"
    return "\n\n".join([head, *(f"## {title}\n\n{body}" for title, body in parts)]) + "\n"


def links() -> str:
    """What pushes what, mechanism by mechanism."""
    rows = [
        [f"`{k['mechanism']}`", f"{loops.label(k['cause'])} (`{k['cause']}`)", k["way"].replace("-", "−"),
         f"{loops.label(k['effect'])} (`{k['effect']}`)", f"`{k['rule']}`" if k["rule"] else k["by"],
         _(CHANNELS[k["channel"]]) if k["channel"] else ""] for k in loops.link_list()
    ]  # fmt: skip
    return markdown(
        [_("mechanism"), _("what pushes"), _("sign"), _("what is pushed"), _("shown by"), _("neutrality")], rows
    )


def found_loops() -> str:
    """How many loops there are, and those that can be read."""
    counted, readable = loops.how_many(), loops.loops()
    told = _("{n} loops of at most {longest} things, of {all} in all.") if counted < loops.MOST else _("{n} loops of at most {longest} things; in all there are more than {all}.")  # fmt: skip
    rows = [[str(len(k.nodes)), loops.story(k), _(loops.KINDS[k.way])] for k in readable]
    share = told.format(n=len(readable), longest=loops.LONGEST, all=tidy(counted))
    return f"{share}\n\n{markdown([_('things'), _('round the loop'), _('what it does to a change')], rows)}"


def loops_page() -> str:
    """Links and loops, in the language spoken now."""
    turnover = tuple(k for k in loops.loops() if "leaving" in k.nodes)
    how = _("More of the first thing makes more (+) or less (−) of the second within a week, all else being equal; ± is either way. A loop is a road along which a change may come back; how strong it is, and whether others hide it, only runs tell. Things stand for all families, seats or organisations together.")  # fmt: skip
    parts = [
        (_("Loops through staff turnover"), loops.diagram(turnover)),
        (_("Loops"), found_loops()),
        (_("Links"), links()),
    ]
    head = f"# {_('What pushes what')}\n\n{_('Made from the declarations in model/; do not edit.')}\n\n{how}"
    return "\n\n".join([head, *(f"## {title}\n\n{body}" for title, body in parts)]) + "\n"


def write(folder: Path) -> None:
    """reference.en.md and reference.nl.md; loops.md and loops.nl.md."""
    before = language()
    for lang in LANGUAGES:
        use(lang)
        (folder / f"reference.{lang}.md").write_text(page(), encoding="utf-8")
        (folder / ("loops.md" if lang == "en" else f"loops.{lang}.md")).write_text(loops_page(), encoding="utf-8")
    use(before)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
