"""Views of the declarations: validated parameters, sensitivity problem, sliders, values just out of range."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from .declare import Parameter, declared


@cache
def groups(parameters: Any) -> dict[str, Any]:
    """Mechanism name -> its named tuple class; looked up, never changed, and asked at every point of a design."""
    return get_type_hints(parameters)


@cache
def every(parameters: Any) -> dict[str, Parameter]:
    """`mechanism.name` -> its declaration, in the order of the week; looked up, never changed."""
    return {f"{g}.{q.name}": q for g, c in groups(parameters).items() for q in declared(c)}


@cache
def _schema(parameters: Any) -> TypeAdapter[Any]:
    """What pydantic makes of the declarations: made once, because making it takes longer than a small region takes to live."""
    return TypeAdapter(parameters)


def validated(parameters: Any, given: dict[str, dict[str, Any]]) -> Any:
    """Nested tables of a file -> the named tuple of named tuples that the week takes.

    Raises pydantic's ValidationError, which lists everything wrong at once. This is the only maker of parameters, so
    that every run meets the compiled week with the same types.
    """
    complete = {g: given.get(g, {}) for g in parameters._fields} | given
    return _schema(parameters).validate_python(complete)


def as_words(chapter: Any) -> dict[str, dict[str, Any]]:
    """Parameters back as plain tables, choices as words: what is fingerprinted and stored."""
    return {
        g: {n: v.name if hasattr(v, "name") else v for n, v in getattr(chapter, g)._asdict().items()}
        for g in chapter._fields
    }


def problem(parameters: Any, roles: tuple[str, ...] = ("uncertain",), *, grouped: bool = False) -> dict[str, Any]:
    """The problem as SALib wants it: names, plausible bounds and, on request, one group per mechanism."""
    rows = [(key, q) for key, q in every(parameters).items() if q.role in roles]
    asked: dict[str, Any] = {
        "num_vars": len(rows),
        "names": [key for key, _ in rows],
        "bounds": [[q.low, q.high] for _, q in rows],
    }
    return asked | ({"groups": [key.split(".")[0] for key, _ in rows]} if grouped else {})


def sliders(parameters: Any, lang: str) -> list[dict[str, Any]]:
    """What a page needs to draw the controls: every lever with its question, anchors and price (sentences in English)."""
    return [
        {"id": key, "label": getattr(q, lang), "unit": q.unit, "low": q.low, "high": q.high, "value": q.default}
        | q.lever._asdict()
        for key, q in every(parameters).items()
        if q.lever is not None
    ]


def out_of_range(quantity: Parameter) -> Iterator[Any]:
    """Values that no file may give this parameter: one beyond each valid bound, a word, and not-a-number."""
    yield from ("many", float("nan"))
    for bound in quantity.valid:
        if hasattr(bound, "le"):
            yield bound.le + 1
        elif hasattr(bound, "ge"):
            yield bound.ge - 1
        elif hasattr(bound, "gt"):
            yield bound.gt  # an open bound: the end itself is out
    if quantity.options:
        yield len(quantity.options)


def expected(quantity: Parameter) -> tuple[str, str]:
    """The valid range in signs ("≥ 0 and ≤ 1") and the unit, for a sentence about a wrong value."""
    if quantity.options:
        return " | ".join(quantity.options), quantity.unit
    signs = {"ge": "≥", "gt": ">", "le": "≤"}
    parts = [f"{signs[k]} {getattr(b, k):g}" for b in quantity.valid for k in signs if hasattr(b, k)]
    return ", ".join(parts), quantity.unit
