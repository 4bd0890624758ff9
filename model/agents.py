"""Rows with a face: Mesa agents that read columns, and do nothing.

They draw no random numbers and decide nothing, so a run with them equals one without, to the bit. Never loop behaviour
over them: each attribute is a look into a table.
"""

from typing import TYPE_CHECKING, Any

import mesa

from .declare import Column, declared
from .tables import Episodes, Families, Organisations, Professionals


class Cell:
    """An attribute that is a cell, or a row of cells, of one of the world's tables."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        return self if agent is None else getattr(getattr(agent.model.world, self.table), self.column)[agent.row]


class Row(mesa.Agent):
    """An agent that is a row of one table, or of more that share their rows; every declared column is an attribute."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __init_subclass__(cls, **tables: Any) -> None:
        super().__init_subclass__()
        for table, columns in tables.items():
            for column in declared(columns, Column):
                setattr(cls, column.name, Cell(table, column.name))

    if TYPE_CHECKING:

        def __getattr__(self, column: str) -> Any: ...


class Family(Row, families=Families, episodes=Episodes):
    """A household with youths: needs, and care per life domain."""


class Professional(Row, professionals=Professionals):
    """A seat, and whoever sits in it."""


class Organisation(Row, organisations=Organisations):
    """A provider in one sector."""
