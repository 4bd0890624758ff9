"""Rows with a face: Mesa agents that read columns, and do nothing.

They draw no random numbers and decide nothing, so a run with them equals one without, to the bit. Never loop behaviour
over them: each attribute is a look into a table.
"""

from typing import Any

import mesa


class Cell:
    """An attribute that is a cell, or a row of cells, of one of the world's tables."""

    def __init__(self, table: str) -> None:
        self.table = table

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        return self if agent is None else getattr(getattr(agent.model.world, self.table), self.name)[agent.row]


class Row(mesa.Agent):
    """An agent that is a row of a table."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row


class Family(Row):
    """A household with youths: needs and care per life domain."""

    id, arrives, leaves = Cell("families"), Cell("families"), Cell("families")
    vulnerability, informal_support = Cell("families"), Cell("families")
    need, should_meet, first_request = Cell("families"), Cell("families"), Cell("families")
    status, since, seat = Cell("episodes"), Cell("episodes"), Cell("episodes")


class Professional(Row):
    """A seat, and whoever sits in it."""

    organisation, ordinal, status, person = (Cell("professionals") for _ in range(4))
    caseload, workload, strain = (Cell("professionals") for _ in range(3))


class Organisation(Row):
    """A provider in one sector."""

    sector, norm_factor = Cell("organisations"), Cell("organisations")
