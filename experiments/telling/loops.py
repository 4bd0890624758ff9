"""The structure of the model as its mechanisms declare it: things, signed links between them, and the loops that they make.

Nothing here says which loops there are: they are found in the links (model/links).
"""

from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, get_type_hints

import networkx as nx

from samenhang.model.declare import Column, Link, Way, declared
from samenhang.model.language import N_, _, language
from samenhang.model.links import FLOWS, LINKS
from samenhang.model.tables import World
from samenhang.model.views import every
from samenhang.model.week import Parameters

LONGEST = 7  # things in a loop that can still be read
MOST = 1_000_000  # loops that are counted; beyond that there are "more"
FIRST = ("leaving", "families.need", "starts", "families.trust")  # where a loop is told from, if it has one of them
KINDS = {  # what a loop does to a change in one of its things
    "+": N_("feeds itself: a vicious circle, or a virtuous one"),
    "-": N_("holds itself back"),
    "±": N_("either, by what nobody knows yet"),
}


@dataclass(frozen=True, slots=True)
class Loop:
    """Things that push one another round, each of them once, and what that does to a change."""

    nodes: tuple[str, ...]
    ways: tuple[Way, ...]  # of the link from each node to the next

    @property
    def way(self) -> Way:
        """+ where a change comes back as more of the same, - where it comes back as less."""
        return "±" if "±" in self.ways else "-" if self.ways.count("-") % 2 else "+"


@cache
def _declared() -> dict[str, Any]:
    tables = {name: kind for name, kind in get_type_hints(World).items() if hasattr(kind, "_fields")}
    columns = {f"{name}.{c.name}": c for name, kind in tables.items() for c in declared(kind, Column)}
    return {**columns, **every(Parameters), **FLOWS}


def label(node: str) -> str:
    """What a column, parameter or flow is called in the language spoken now."""
    return str(getattr(_declared()[node], language()))


def name_of(link: Link) -> str:
    """The rule that shows a link, as file.rule; nothing where things are counted."""
    if link.rule is None:
        return ""
    rule = getattr(link.rule, "py_func", link.rule)
    return f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}"


@cache
def graph() -> nx.DiGraph:
    """Things and the links between them; `way` is the sign, ± where links between the same two differ."""
    found = nx.DiGraph()
    for links in LINKS.values():
        for link in links:
            known = found.get_edge_data(link.cause, link.effect, {"way": link.way})["way"]
            found.add_edge(link.cause, link.effect, way=link.way if link.way == known else "±")
    return found


def _told_from(nodes: list[str]) -> tuple[str, ...]:
    order = {node: i for i, node in enumerate((*FIRST, *graph()))}
    begin = min(range(len(nodes)), key=lambda i: FIRST.index(nodes[i]) if nodes[i] in FIRST else order[nodes[i]])
    return (*nodes[begin:], *nodes[:begin])


@cache
def loops(longest: int = LONGEST) -> tuple[Loop, ...]:
    """Every loop of at most so many things, short ones first."""
    turned = [_told_from(nodes) for nodes in nx.simple_cycles(graph(), length_bound=longest)]
    ordered = sorted(turned, key=lambda n: (len(n), n))
    return tuple(
        Loop(nodes, tuple(graph()[a][b]["way"] for a, b in zip(nodes, (*nodes[1:], nodes[0]), strict=True)))
        for nodes in ordered
    )


@cache
def how_many() -> int:
    """How many loops there are of any length, at most `MOST`."""
    return sum(1 for _loop in islice(nx.simple_cycles(graph()), MOST))


def story(loop: Loop) -> str:
    """Round the loop, from more of its first thing: what goes up and what goes down; what may go either way is marked so."""
    sign, told = 1, [f"{label(loop.nodes[0])} ↑"]
    for way, node in zip(loop.ways, (*loop.nodes[1:], loop.nodes[0]), strict=True):
        sign = 0 if way == "±" else sign * (-1 if way == "-" else 1)
        told.append(f"{label(node)} {'↕↑↓'[sign]}")
    return " → ".join(told)


def diagram(found: tuple[Loop, ...]) -> str:
    """These loops as a Mermaid picture: an arrow for each link, with its sign."""
    edges = dict.fromkeys(
        (a, b, w) for k in found for a, b, w in zip(k.nodes, (*k.nodes[1:], k.nodes[0]), k.ways, strict=True)
    )
    number = {node: f"n{i}" for i, node in enumerate(dict.fromkeys(n for k in found for n in k.nodes))}
    boxes = [f'  {number[n]}["{label(n)}"]' for n in number]
    arrows = [f'  {number[a]} -->|"{w.replace("-", "−")}"| {number[b]}' for a, b, w in edges]
    return "\n".join(["```mermaid", "graph LR", *boxes, *arrows, "```"])


def link_list() -> list[dict[str, str]]:
    """One row per link: mechanism, cause, way, effect, what shows it, and the channel of neutrality that it is part of."""
    return [
        {"mechanism": mechanism, "cause": k.cause, "way": k.way, "effect": k.effect, "rule": name_of(k), "by": _(k.by) if k.by else "",
         "channel": k.channel}
        for mechanism, links in LINKS.items() for k in links
    ]  # fmt: skip
