"""The world: families, professionals and organisations under rules of mandate, caseload, turnover and financing.

Names are fetched when first used, so that a list of parameters does not wait for Mesa.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agents import Family, Organisation, Professional
    from .course import Course
    from .mistakes import InputError, RegionError, ScenarioError
    from .region import Region, load_region
    from .run import Run, resolve
    from .scenario import Scenario
    from .scenario_file import load_scenario
    from .simulation import CareSystem

HOMES = {
    "agents": ("Family", "Organisation", "Professional"),
    "course": ("Course",),
    "mistakes": ("InputError", "RegionError", "ScenarioError"),
    "region": ("Region", "load_region"),
    "run": ("Run", "resolve"),
    "scenario": ("Scenario",),
    "scenario_file": ("load_scenario",),
    "simulation": ("CareSystem",),
}
WHERE = {name: home for home, names in HOMES.items() for name in names}

__all__ = [
    "CareSystem",
    "Course",
    "Family",
    "InputError",
    "Organisation",
    "Professional",
    "Region",
    "RegionError",
    "Run",
    "Scenario",
    "ScenarioError",
    "load_region",
    "load_scenario",
    "resolve",
]


def __getattr__(name: str) -> Any:
    if name in WHERE:
        return getattr(import_module(f".{WHERE[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
