"""Causal links: every declared sign is what the rule does, and neutrality holds over what is declared [model_spec 4.0]."""

import ast
import inspect
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import get_type_hints

import networkx as nx
import numpy as np
import pytest
from scipy.stats import qmc

from samenhang.model.declare import Column, Parameter, declared
from samenhang.model.events import Cause
from samenhang.model.links import CHANNELS, COSTS, FLOWS, GIVES, LINKS
from samenhang.model.tables import PRESENT, VACANT, World
from samenhang.model.views import every, groups
from samenhang.model.week import Parameters

TABLES = {name: kind for name, kind in get_type_hints(World).items() if hasattr(kind, "_fields")}
COLUMNS = {f"{name}.{c.name}" for name, kind in TABLES.items() for c in declared(kind, Column)}
PARAMETERS = every(Parameters)
EVERY = [(mechanism, link) for mechanism, links in LINKS.items() for link in links]
BY_RULE = [(m, link) for m, link in EVERY if link.rule is not None]
DRAWS, STEPS, TINY = 150, 9, 1e-12

PART, COUNT, EUROS = (0.05, 0.95), range(1, 7), (0.0, 10.0)
LUCK = tuple(np.geomspace(1e-4, 1.0, 97))
SOME_DOMAINS = [0, *((1 << n) - 1 for n in range(1, 6))]  # ever more of them, as bits
RANGES = {  # what an argument may be, where its type alone does not say: from-to, or a list
    "u": LUCK, "u_year": LUCK, "u_week": LUCK, "workload": (0.5, 1.6), "busy": (0.5, 1.6), "spilled": (0.0, 3.0),
    "margin": (-0.6, 0.6), "risk": (0.0, 2.0), "tightness": (0.05, 1.0), "pool": (0.0, 50.0), "waits": (0.0, 40.0),
    "spent": EUROS, "own": EUROS, "before": EUROS, "ceiling": EUROS, "pool_left": (-5.0, 5.0), "asked": EUROS, "room": (0.0, 12.0),
    "direct": EUROS, "first": EUROS, "n": COUNT, "n_active": COUNT, "n_needs": range(5), "n_streams": range(5),
    "intensity": range(1, 5), "given": range(1, 5), "warranted": range(1, 5), "most": range(3, 5), "level": range(5),
    "channel": range(3), "funder": range(3), "offers": [30, 14, 10, 12], "knows": SOME_DOMAINS, "d": range(5), "e": range(5),
    "status": range(3), "seat_status": [VACANT, PRESENT], "cause": [int(c) for c in Cause], "left_because": [int(c) for c in Cause],
    "weeks_in_care": [0, 26, 51, 52, 104, 156, 312, 520], "weeks_low": range(13), "contacts": range(16), "refusals": range(9),
    "leavers": range(9), "hired": range(9), "seats": [50, 200], "weeks_there": range(0, 160, 4), "weeks": range(60),
}  # fmt: skip
OF_RULE = {("hours.share_given", "first"): (0.0, 6.0), ("money.price_of_week", "given"): PART, ("money.own_part", "own"): PART,
           ("workforce.intention", "own"): PART, ("together.next_network", "own"): PART,
           ("together.next_network", "n"): range(7), ("hours.hours_of", "intensity"): range(1, 4)}  # beside a stay there are fewer hours  # fmt: skip
IN_ORDER = {
    "teams": ("hours_two", "hours_three", "hours_four")
}  # their ranges overlap; a closer level never asks fewer hours
MAKES_SENSE = {
    "money.unfunded": lambda g: g["before"] <= g["spent"]
}  # what is spent before a week is not more than after it


def plain(rule):
    return getattr(rule, "py_func", rule)


def name_of(rule):
    return f"{plain(rule).__module__.rpartition('.')[2]}.{plain(rule).__name__}"


def label(link):
    return f"{link.cause} {link.way} {link.effect}" + (f" ({name_of(link.rule)})" if link.rule else "")


def options(rule, argument, kind):
    """What an argument may be, as a list from low to high."""
    wide = OF_RULE.get((name_of(rule), argument), RANGES.get(argument, PART))
    if kind is bool:
        return [False, True]
    if isinstance(wide, tuple) and len(wide) == 2:
        return [kind(v) for v in np.linspace(*wide, 4 * STEPS + 1)]
    return [kind(v) for v in wide] if kind is int or wide is LUCK or argument == "refusals" else [float(v) for v in np.linspace(*PART, 4 * STEPS + 1)]  # fmt: skip


def spread(quantity, kind):
    """The values of a parameter, over its plausible range; the words of a choice in order."""
    if quantity.options:
        return list(kind)
    return [float(v) for v in np.linspace(quantity.low, quantity.high, STEPS)]


@cache
def drawn_parameters(group):
    """The parameters of a mechanism: the defaults, then over the whole of their plausible ranges."""
    made, quantities = groups(Parameters)[group], declared(groups(Parameters)[group], Parameter)
    kinds = {q.name: type(q.default) for q in quantities}
    rows = qmc.Halton(len(quantities), scramble=False).random(63)
    out = [made()]
    for row in rows:
        choices = {q.name: spread(q, kinds[q.name]) for q in quantities}
        told = {n: c[int(x * len(c))] for x, (n, c) in zip(row, choices.items(), strict=True)}
        ordered = IN_ORDER.get(group, ())
        out.append(made(**told | dict(zip(ordered, sorted(told[n] for n in ordered), strict=True))))
    return out


@cache
def takes(rule):
    """The arguments of a rule and their kinds."""
    return {n: a.annotation for n, a in inspect.signature(plain(rule)).parameters.items()}


GROUPS = {kind: name for name, kind in groups(Parameters).items()}


def worlds(rule):
    """Many settings of all arguments of a rule, as it is called: by name."""
    lists = {n: options(rule, n, k) for n, k in takes(rule).items() if k not in GROUPS}
    for i, row in enumerate(qmc.Halton(max(1, len(lists)), scramble=False).random(DRAWS)):
        given = {n: values[int(x * len(values))] for x, (n, values) in zip(row, lists.items(), strict=False)}
        if "p" in takes(rule):
            found = drawn_parameters(GROUPS[takes(rule)["p"]])
            given["p"] = found[i % len(found)]
        if MAKES_SENSE.get(name_of(rule), bool)(given):
            yield given


def rising(link, given):
    """A setting with the argument of a link ever higher, and all else the same."""
    if link.argument:
        steps = options(link.rule, link.argument, takes(link.rule)[link.argument])
        return [given | {link.argument: v} for v in (steps[::4] if len(steps) > 4 * STEPS else steps)]
    name, quantity = link.cause.partition(".")[2], PARAMETERS[link.cause]
    return [given | {"p": given["p"]._replace(**{name: v})} for v in spread(quantity, type(quantity.default))]


def directions(link):
    """The directions in which the rule was seen to go, over many settings."""
    seen, run = set(), plain(link.rule)
    for given in worlds(link.rule):
        found = [float(run(**setting)) for setting in rising(link, given)]
        if name_of(link.rule) == "handover.why_it_breaks":
            found = [float(v != Cause.none) for v in found]  # any cause is a break
        seen |= {(v > before) - (v < before) for before, v in pairwise(found) if abs(v - before) > TINY}
    return seen


@pytest.mark.parametrize(("mechanism", "link"), BY_RULE, ids=lambda v: v if isinstance(v, str) else label(v))
def test_the_rule_goes_the_declared_way_and_never_the_other(mechanism, link):
    assert directions(link) == set(link.expects)


def test_a_wrong_sign_would_be_seen():
    from dataclasses import replace

    for _, link in BY_RULE:
        if link.way != "±" and link.cause in ("professionals.workload", "workforce.exit_rate"):
            wrong = replace(link, way="-" if link.way == "+" else "+")
            assert directions(wrong) != set(wrong.expects)


@pytest.mark.parametrize(("mechanism", "link"), EVERY, ids=lambda v: v if isinstance(v, str) else label(v))
def test_a_link_is_declared_whole(mechanism, link):
    for node in (link.cause, link.effect):
        assert node in COLUMNS | set(PARAMETERS) | set(FLOWS), node
    assert link.effect not in PARAMETERS
    assert link.channel in {"", *CHANNELS}
    assert (link.rule is None) == bool(link.by)
    if link.rule is not None:
        assert (link.argument or "p") in takes(link.rule)
        if not link.argument:
            group, name = link.cause.split(".")
            assert takes(link.rule)["p"] is groups(Parameters)[group] and name in groups(Parameters)[group]._fields


def test_every_mechanism_has_links_and_names_are_unique():
    assert set(LINKS) == set(Parameters._fields)
    assert all(LINKS.values())
    keys = [(link.cause, link.effect, link.rule, link.argument) for _, link in EVERY]
    assert len(set(keys)) == len(keys)
    assert {n for _, link in EVERY for n in (link.cause, link.effect)} >= set(FLOWS)
    labels = [f.nl for f in FLOWS.values()]
    assert len(set(labels)) == len(labels)


def test_every_lever_pushes_something():
    assert {k for k, q in PARAMETERS.items() if q.lever} <= {link.cause for _, link in EVERY}


def test_two_links_between_the_same_things_do_not_contradict_one_another():
    ways = {}
    for _, link in EVERY:
        ways.setdefault((link.cause, link.effect), set()).add(link.way)
    assert {pair: w for pair, w in ways.items() if {"+", "-"} <= w} == {}


POLICY = ("teams.rule", "teams.level", "teams.reach", "teams.coordinator", "teams.construction", "families.level", "families.quality",
          "families.coordinator", "families.gathered", "families.planned", "decisions.shared_mandate", "money.pool", "money.pooled_share",
          "money.billable_coordination")  # fmt: skip
OUTCOMES = ("families.need", "episodes.alliance", "dropout")
STEERED = {"level", "quality", "coordinator", "planned", "gathered", "mutual_trust", "clarity", "gives_knows", "gives_agreement",
           "gives_decision", "gives_presence", "gives_effect"}  # fmt: skip


def graph(without=()):
    g = nx.DiGraph()
    g.add_nodes_from((*POLICY, *OUTCOMES))
    g.add_edges_from((link.cause, link.effect) for _, link in EVERY if link.channel not in without)
    return g


def reached(g, policy):
    return {outcome for outcome in OUTCOMES if nx.has_path(g, policy, outcome)}


@pytest.mark.parametrize("policy", POLICY)
def test_without_the_channels_policy_reaches_no_outcome_but_by_what_it_costs(policy):
    """The direct effect is 0 and for studies; a cost is named as one."""
    assert reached(graph({*GIVES, *COSTS, "direct"}), policy) == set()


@pytest.mark.parametrize(
    "policy", [p for p in POLICY if p not in ("families.planned", "families.coordinator", "teams.coordinator")]
)
def test_with_the_channels_policy_reaches_the_outcomes(policy):
    """Or the test above could not fail. A plan is read by no rule; a coordinator only takes away a cost."""
    assert reached(graph({*COSTS, "direct"}), policy) == set(OUTCOMES)


@pytest.mark.parametrize("channel", GIVES)
def test_every_channel_leads_to_need(channel):
    assert any(
        nx.has_path(graph({"direct"}), link.effect, "families.need") for _, link in EVERY if link.channel == channel
    )


def columns_read(mechanism):
    """The attributes that a mechanism's file reads, not those it writes only."""
    path = Path(import_module(f"samenhang.model.mechanisms.{mechanism}").__file__)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    writes = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store)}
    return {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and id(n) not in writes and getattr(n.value, "id", "") != "p"}  # fmt: skip


@pytest.mark.parametrize("mechanism", LINKS)
def test_whoever_reads_what_policy_steers_or_a_channel_carries_says_so(mechanism):
    """A connection that is in the code and not declared would escape the tests above."""
    carried = {link.effect.partition(".")[2] for _, link in EVERY if link.channel and link.effect in COLUMNS}
    said = {node.partition(".")[2] for link in LINKS[mechanism] for node in (link.cause, link.effect)}
    keeps = {"planned"} if mechanism == "teams" else set()  # in which week a plan was made, which no rule reads
    assert columns_read(mechanism) & (STEERED | carried) - said <= keeps


@pytest.mark.parametrize("mechanism", ["needs", "access", "referral", "contacts", "closure", "handover"])
def test_what_changes_need_bond_and_dropout_reads_nothing_that_policy_steers(mechanism):
    assert columns_read(mechanism) & (STEERED | {"refuses", "releases", "agreements"}) <= {"gives_effect"}


def test_only_contacts_reads_the_direct_effect():
    assert [m for m in LINKS if "gives_effect" in columns_read(m)] in (["contacts"], ["contacts", "teams"])
