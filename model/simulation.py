"""CareSystem: a course of weeks with the face of a Mesa model. Mesa holds the clock, the world holds the state."""

import math
from typing import Any

import mesa
import pandas as pd

from .agents import Family, Organisation, Professional
from .course import Course
from .region import Region, load_region
from .run import Run, resolve
from .scenario import Scenario, nested
from .scenario_file import load_scenario
from .tables import World


class Frames:
    """The weekly measures with the face of Mesa's DataCollector: what notebooks and `mesa.batch_run` ask for."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.agent_reporters: dict[str, Any] = {}
        self._agent_records: dict[int, Any] = {}
        self._agenttype_records: dict[int, Any] = {}

    @property
    def _collection_steps(self) -> list[int]:
        return list(range(1, self.course.week + 1))

    @property
    def model_vars(self) -> dict[str, Any]:
        """Weekly measure -> its values so far [T]."""
        return self.course.series()

    def get_model_vars_dataframe(self) -> pd.DataFrame:
        """One row per week, one column per weekly measure."""
        return pd.DataFrame(self.model_vars, index=pd.RangeIndex(self.course.week, name="week"))


class CareSystem(mesa.Model):
    """A region under a scenario, as a Mesa model; `step` lives one week, `run_for` many, both through the same weeks.

    Args:
        scenario: a Scenario, the name of one of ours, or the path of a TOML file.
        rng: the seed, a whole number from 1.
        region: a Region, the name of one of ours, or the path of a TOML file.
        size: inhabitants; the region in proportion (None: as it is).
        years, burn_in: observed years, and years before.
        agents: whether rows get a face (`agents_by_type`, `AgentSet.select`); outcomes do not depend on it.
        changes: parameters as `mechanism__parameter`, for `mesa.batch_run`.

    Raises:
        ScenarioError, RegionError: with every mistake as a sentence.
    """

    def __init__(
        self,
        scenario: Scenario | str = "baseline",
        *,
        rng: int = 1,
        region: Region | str = "default",
        size: int | None = None,
        years: float = 5,
        burn_in: float = 3,
        agents: bool = True,
        **changes: Any,
    ) -> None:
        super().__init__(rng=int(rng))
        what = load_scenario(scenario) if isinstance(scenario, str) else scenario
        where = load_region(region) if isinstance(region, str) else region
        if changes:
            what = what.changed(nested({key.replace("__", "."): value for key, value in changes.items()}))
        where = where.at_size(size) if size is not None else where
        self.course = Course(resolve(what, where, burn_in=burn_in, years=years, seed=int(rng)))
        self.datacollector = Frames(self.course)
        if agents:
            self._give_faces()

    def _give_faces(self) -> None:
        """A thin agent for every organisation, seat and family (also those still to come)."""
        for face, rows in (
            (Organisation, self.world.organisations.sector),
            (Professional, self.world.professionals.status),
            (Family, self.world.families.id),
        ):
            for row in range(rows.size):
                face(self, row)

    @property
    def world(self) -> World:
        """The tables."""
        return self.course.world

    @property
    def week(self) -> int:
        """Weeks lived."""
        return self.course.week

    @property
    def resolved(self) -> Run:
        """What this system runs, with its key."""
        return self.course.run

    def step(self) -> None:
        """Bring the world up to Mesa's clock."""
        self._live(math.floor(self.time))

    def run_for(self, duration: float) -> None:
        """Many weeks in one compiled call; then Mesa's clock catches up and finds each week already lived."""
        self._live(math.floor(self.time + duration))
        super().run_for(duration)

    def run_until(self, end_time: float) -> None:
        """Up to this time of Mesa's clock."""
        self._live(math.floor(end_time))
        super().run_until(end_time)

    def _live(self, until: int) -> None:
        self.course.live(until)
        self.running = self.week < self.resolved.horizon

    def events(self) -> pd.DataFrame:
        """The event log so far."""
        return self.course.events()

    def outcomes(self) -> dict[str, float]:
        """Outcome -> value, after the last week."""
        return self.course.outcomes()
