"""What the tests of rules draw from: parameters anywhere in their ranges, needs, weeks, and rules as plain Python."""

import ast
import inspect
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from samenhang.model.region import load_region
from samenhang.model.views import every, groups
from samenhang.model.week import Parameters

ONE = st.floats(0, 1)
WEEKS = st.integers(0, 200)
REGION = load_region()
PACE = st.sampled_from([d.pace for d in REGION.domain])


def always(**strategies):
    """For every draw; the same sixty each time, so that a red test stays red."""
    return lambda test: settings(max_examples=60, deadline=None, derandomize=True)(given(**strategies)(test))


def plain(rule):
    """As Python runs it: the cases show that the compiled form gives the same, and this is faster under Hypothesis."""
    return getattr(rule, "py_func", rule)


def words_in(code):
    """Every name, attribute and argument in a piece of code; not what its docstring says."""
    fields, nodes = ("id", "attr", "arg"), ast.walk(ast.parse(inspect.getsource(code)))
    return {getattr(n, f) for n in nodes for f in fields if isinstance(getattr(n, f, None), str)}


def bounds_of(quantity, *, valid):
    """The plausible or the valid range; a choice is valid where it is plausible."""
    if not valid or quantity.options:
        return quantity.low, quantity.high
    low = [getattr(b, "ge", getattr(b, "gt", None)) for b in quantity.valid]
    high = [getattr(b, "le", None) for b in quantity.valid]
    return next(v for v in low if v is not None), next(v for v in high if v is not None)


@cache
def adapter(mechanism):
    """Validates the parameters of one mechanism as `validated` does those of all, made once: making it is slow."""
    return TypeAdapter(groups(Parameters)[mechanism])


@st.composite
def parameters(draw, mechanism, *, valid=False):
    """The parameters of a mechanism anywhere in their plausible, or in their valid, ranges; as a file would give them."""
    made = {}
    for key, q in every(Parameters).items():
        group, name = key.split(".")
        if group != mechanism:
            continue
        if q.options:
            made[name] = draw(st.sampled_from(q.options))
            continue
        low, high = bounds_of(q, valid=valid)
        made[name] = draw(st.floats(low, high, exclude_min=valid and any(hasattr(b, "gt") for b in q.valid)))
    return adapter(mechanism).validate_python(made)
