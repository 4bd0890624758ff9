"""Tables by address: how the compiled week hands a table of columns to a rule without copying the table.

A named tuple of arrays is a value: handing it on copies every array's description and counts every array in and out, a
hundred columns at a time. `hold` lays the tuple down once, in the frame of the caller, and gives its address; a column is
then looked up where it is used. Arrays are lent, not owned: the caller keeps the tuple for as long as it lives.
That they are lent is said again where a column is looked up, so that LLVM sees it. Measured on the care cycle:
compiling took 168 s of CPU and takes 80. Part of the one door to numba.
"""

from typing import Any

from numba.core import cgutils, types
from numba.core.datamodel import models, register_default
from numba.core.imputils import impl_ret_borrowed
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic

TUPLES: Any = (types.NamedTuple, types.NamedUniTuple)  # numba has a kind of its own for those of one type


class Held(types.Type):
    """The address of a named tuple of arrays."""

    def __init__(self, table: Any) -> None:
        self.table = table
        super().__init__(name=f"Held({table})")


@register_default(Held)
class HeldModel(models.OpaqueModel):
    """A bare address."""


@infer_getattr
class HeldAttribute(AttributeTemplate):
    """A column has its own type; a table within a world is held as well."""

    key = Held

    def generic_resolve(self, held: Held, name: str) -> Any:
        """The type of one field."""
        if name not in held.table.fields:
            return None
        kind = held.table.types[held.table.fields.index(name)]
        return Held(kind) if isinstance(kind, TUPLES) else kind


@lower_getattr_generic(Held)
def look_up(context: Any, builder: Any, held: Held, address: Any, name: str) -> Any:
    """Read one field where it stands."""
    i = held.table.fields.index(name)
    kind = held.table.types[i]
    whole = builder.bitcast(address, context.get_value_type(held.table).as_pointer())
    field = cgutils.gep_inbounds(builder, whole, 0, i)
    if isinstance(kind, TUPLES):
        return builder.bitcast(field, cgutils.voidptr_t)
    return impl_ret_borrowed(context, builder, kind, _lent(context, builder, kind, builder.load(field)))


def _lent(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """The same value with its arrays lent: nobody counts who uses them."""
    if isinstance(kind, TUPLES):
        for i, inner in enumerate(kind.types):
            field = _lent(context, builder, inner, builder.extract_value(value, i))
            value = builder.insert_value(value, field, i)
    elif isinstance(kind, types.Array):
        array = cgutils.create_struct_proxy(kind)(context, builder, value=value)
        array.meminfo, array.parent = (cgutils.get_null_value(x.type) for x in (array.meminfo, array.parent))
        value = array._getvalue()
    return value


@intrinsic
def hold(typing_context: Any, table: Any) -> Any:
    """The address of a named tuple, for as long as the function that holds it runs."""

    def lay_down(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        lent = _lent(context, builder, signature.args[0], arguments[0])
        return builder.bitcast(cgutils.alloca_once_value(builder, lent), cgutils.voidptr_t)

    return Held(table)(table), lay_down
