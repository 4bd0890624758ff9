"""Everything declared, as lists and as explanations in words: views for the command and the documentation."""

from dataclasses import dataclass
from typing import Any

from samenhang.model.declare import Measure, Mechanism, Parameter
from samenhang.model.language import N_, _, language, tidy
from samenhang.model.links import LINKS
from samenhang.model.measures import OUTCOMES, WEEKLY
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.mistakes import InputError, unknown
from samenhang.model.scenario_file import QUESTIONS, load_scenario, shipped_scenarios
from samenhang.model.sources import sources, words
from samenhang.model.views import every
from samenhang.model.week import Parameters

MEASURES: dict[str, Measure] = {m.name: m for m in (*OUTCOMES, *WEEKLY)}


KINDS = {  # how somebody reads a role or a kind
    "lever": N_("lever"),
    "uncertain": N_("uncertain"),
    "fixed": N_("fixed"),
    "outcome": N_("outcome"),
    "weekly": N_("weekly"),
}


class TermError(InputError):
    """A term that nobody knows."""


@dataclass(frozen=True)
class Entry:
    """One thing that can be explained: its key, its names in both languages, and its explanation line by line."""

    key: str
    names: tuple[str, ...]
    lines: tuple[str, ...]


def label(thing: Parameter | Measure | Mechanism) -> str:
    """Its name in the language spoken now."""
    return str(getattr(thing, language()))


def cited(keys: str) -> str:
    """Sources in words: author (year), title."""
    return "; ".join(f"{s['author']} ({s['year']}). {s['title']}" for s in (sources()[k] for k in keys.split()))


def parameter_list() -> list[dict[str, Any]]:
    """One row per parameter."""
    return [
        {"name": key, "label": label(q), "default": q.options[int(q.default)] if q.options else q.default, "options": list(q.options), "low": q.low, "high": q.high, "unit": _(q.unit),
         "role": q.role, "source": q.source, "why": _(q.why) if q.why else ""}
        for key, q in every(Parameters).items()
    ]  # fmt: skip


def span(p: dict[str, Any]) -> tuple[str, str]:
    """Default and plausible range of a row of `parameter_list`, as a person reads them; of a choice, its words."""
    if p["options"]:
        return p["default"], ", ".join(p["options"])
    return tidy(p["default"]), f"{tidy(p['low'])} – {tidy(p['high'])}"


def measure_list() -> list[dict[str, Any]]:
    """One row per measure."""
    return [
        {"name": m.name, "label": label(m), "unit": _(m.unit), "kind": m.kind, "better": m.better, "matters": m.matters,
         "plain": _(m.plain)}
        for m in MEASURES.values()
    ]  # fmt: skip


def mechanism_list() -> list[dict[str, Any]]:
    """One row per mechanism, in the order of the week."""
    return [
        {
            "place": m.place,
            "name": m.name,
            "label": label(m),
            "plain": _(m.plain),
            "off": _(m.off) if m.off else "",
            "links": [
                {"cause": k.cause, "way": k.way, "effect": k.effect, "channel": k.channel} for k in LINKS[m.name]
            ],
        }
        for m in MECHANISMS
    ]


def scenario_list() -> list[dict[str, Any]]:
    """One row per scenario that comes with the package, by the question of an adviser; what has no question comes first."""
    asked = ["", *QUESTIONS]
    found = sorted(
        (load_scenario(name) for name in shipped_scenarios()), key=lambda s: (asked.index(s.question), s.name)
    )
    return [
        {
            "name": s.name,
            "question": s.question,
            "title": getattr(s.title, language()),
            "story": getattr(s.story, language()),
            "source": s.source,
            "holds": list(s.holds),
            "against": s.expect.against if s.expect else "",
            "expects": s.expect.moves if s.expect else {},
        }
        for s in found
    ]


def explain_parameter(key: str, q: Parameter) -> Entry:
    """A parameter in words."""
    lines = [
        f"{label(q)} ({key})",
        _("parameter, {role}; default {value} {unit}, plausible {low} to {high}").format(
            role=_(KINDS[q.role]), value=tidy(q.default),
            unit=_(q.unit), low=tidy(q.low), high=tidy(q.high)),
    ]  # fmt: skip
    if q.why:
        lines.append(_("assumption, because: {why}").format(why=_(q.why)))
    if q.lever:
        anchors = "; ".join(f"{tidy(v)}: {_(words)}" for v, words in q.lever.anchors)
        lines += [_(q.lever.question), _("who decides: {who}").format(who=_(q.lever.decides)), anchors,
                  _("price: {price}").format(price=_(q.lever.price))]  # fmt: skip
    return Entry(
        key, (key, key.split(".")[1], q.en, q.nl), (*lines, _("source: {source}").format(source=cited(q.source)))
    )


def explain_measure(m: Measure) -> Entry:
    """A measure in words."""
    way = {1: _("up is better"), -1: _("down is better"), 0: _("neither up nor down is better")}[m.better]
    lines = [
        f"{label(m)} ({m.name})",
        _(m.plain),
        f"{_(m.unit)}; {way}",
        _("smallest difference that matters: {value}. {why}").format(value=tidy(m.matters), why=_(m.because)),
        *([_("counted as: {things}").format(things=_(m.per100.things))] if m.per100.times else []),
        _(m.silent),
        _("source: {source}").format(source=cited(m.source)),
    ]
    return Entry(m.name, (m.name, m.name.split(".")[-1], m.en, m.nl), tuple(lines))


def explain_mechanism(m: Mechanism) -> Entry:
    """A mechanism in words."""
    without = _("without it: {off}").format(off=_(m.off)) if m.off else _("it cannot be switched off")
    mine = [k for k in every(Parameters) if k.startswith(f"{m.name}.")]
    known = [_("parameters: {names}").format(names=", ".join(mine))] if mine else []
    return Entry(m.name, (m.name, m.en, m.nl), (f"{label(m)} ({m.name})", _(m.plain), without, *known))


def entries() -> list[Entry]:
    """Everything that can be explained."""
    out = [explain_mechanism(m) for m in MECHANISMS]
    out += [explain_parameter(k, q) for k, q in every(Parameters).items()]
    out += [explain_measure(m) for m in MEASURES.values()]
    for w in words():
        name = w["en"] if language() == "en" else w["nl"][0]
        see = [_("see: {names}").format(names=", ".join(w["see"]))] if "see" in w else []
        out.append(
            Entry(
                w["en"],
                (w["en"], *w["nl"]),
                (f"{name} ({', '.join([w['en'], *w['nl']])})", w["meaning"][language()], *see),
            )
        )
    return out


def explain(term: str) -> list[Entry]:
    """What a term means: exact names first, else every name that contains it.

    Raises:
        TermError: nobody knows it; with the nearest names.
    """
    asked, known = term.strip().lower(), entries()
    exact = [e for e in known if asked in [n.lower() for n in e.names]]
    found = exact or [e for e in known if any(asked in n.lower() for n in e.names)]
    if not found:
        raise TermError([unknown("explain", term, sorted({n for e in known for n in e.names}))])
    return found
