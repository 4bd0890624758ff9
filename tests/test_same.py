"""One model, however it is run: by week or at once, with agents or without, compiled or not, copied or pickled."""

import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path

import mesa
import numpy as np
import pytest
from conftest import SIZE, lived, village

from samenhang.model import CareSystem, Course, Family, Organisation, Professional, load_scenario
from samenhang.model.measures import WEEKLY
from samenhang.model.scenario_file import read_scenario
from samenhang.model.week import weeks

CHANGES = """
schema = 1
holds = []
title = { en = "Changes", nl = "Veranderingen" }
story = { en = "Two dates.", nl = "Twee data." }
[[timeline]]
at = 0.5
set = { "workforce.exit_rate" = 0.9, "allocation.caseload_norm" = 7 }
[[timeline]]
at = 1.2
times = { "workforce.exit_rate" = 0.1 }
add = { "needs.shock_rate" = 0.3 }
"""


def the_same(a, b):
    """Every column, every weekly measure and every line of the log, to the bit."""
    a, b = (getattr(x, "course", x) for x in (a, b))
    assert a.week == b.week
    n = int(a.world.events.used[0])
    for name, table in a.world._asdict().items():
        other = getattr(b.world, name)
        for column, values in table._asdict().items() if hasattr(table, "_asdict") else [(name, table)]:
            mine, yours = values, getattr(other, column) if hasattr(table, "_asdict") else other
            if name == "events" and column != "used":
                mine, yours = mine[:n], yours[:n]
            np.testing.assert_array_equal(mine, yours, err_msg=f"{name}.{column}")
    return n


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "changes.toml"
    path.write_text(CHANGES, encoding="utf-8")
    return read_scenario(path)


def system(scenario, **more):
    return CareSystem(scenario, rng=3, size=SIZE, burn_in=1, years=3, **more)


def test_by_week_at_once_and_mixed_with_and_without_agents_and_a_log_that_grows(scenario):
    at_once = system(scenario)
    at_once.run_for(208)
    by_week = system(scenario, agents=False)
    for _ in range(208):
        by_week.step()
    mixed = system(scenario, agents=False)
    mixed.run_for(60)
    for _ in range(37):
        mixed.step()
    mixed.run_until(208)
    small_log = Course(at_once.resolved, room=1)
    small_log.live(208)
    assert the_same(at_once, by_week) == the_same(at_once, mixed) == the_same(at_once, small_log) > 1000
    assert at_once.time == by_week.time == mixed.time == 208
    assert at_once.outcomes() == by_week.outcomes()
    assert not at_once.running


def test_the_clock_stops_at_the_horizon(scenario):
    m = system(scenario, agents=False)
    m.run_for(300)
    assert (m.week, m.running) == (208, False)
    with pytest.raises(RuntimeError, match="after week 208"):
        system(scenario, agents=False).outcomes()


def test_copies_live_on_as_the_original(scenario):
    m = system(scenario)
    m.run_for(50)
    copied, thawed = copy.deepcopy(m), pickle.loads(pickle.dumps(m))
    for each in (m, copied, thawed):
        each.run_for(60)
        each.step()
    the_same(m, copied)
    the_same(m, thawed)
    assert m.week == copied.week == thawed.week == 111
    assert copied.agents[0].model is copied
    copied.world.families.need[:] = 0.5
    assert not (m.world.families.need == 0.5).all()


def test_compiled_or_not_gives_the_same_bits():
    """The same weeks in plain Python, in a process of its own; it doubles as the way to debug a rule."""
    ask = (
        "from conftest import village; from samenhang.model import Course; import hashlib, sys\n"
        "c = Course(village(seed=5, workforce__exit_rate=2.0)); c.live(6)\n"
        "h = hashlib.sha256(c.world.series.tobytes() + c.world.families.need.tobytes() + c.world.professionals.strain.tobytes())\n"
        "n = int(c.world.events.used[0]); [h.update(v[:n].tobytes()) for v in c.world.events[1:]]; print(n, h.hexdigest())"
    )
    here = {"cwd": Path(__file__).parent, "capture_output": True, "text": True, "check": True}
    said = [
        subprocess.run([sys.executable, "-c", ask], env=os.environ | {"NUMBA_DISABLE_JIT": off}, **here).stdout
        for off in "01"
    ]
    assert said[0] == said[1]
    assert int(said[0].split()[0]) > 100


def test_every_scenario_meets_the_week_with_the_same_types():
    for run in (village(), village("low-turnover", off=("needs",)), village(workforce__weeks_to_fill=9)):
        lived(run)
    assert len(weeks.signatures) == 1


def test_agents_are_rows_with_a_face(scenario):
    m = system(scenario)
    m.run_for(104)
    seats = m.world.professionals
    tired = m.agents_by_type[Professional].select(lambda p: p.strain > 0.01)
    assert len(tired) == np.count_nonzero(seats.strain > 0.01)
    assert m.agents_by_type[Professional].agg("caseload", np.sum) == seats.caseload.sum()
    assert len(m.agents_by_type[Organisation]) == len(m.resolved.region.organisation)
    one = next(iter(m.agents_by_type[Family]))
    assert one.need.shape == (7,)
    assert one.id == m.world.families.id[0]


def test_weekly_measures_come_as_a_frame(scenario):
    m = system(scenario, agents=False)
    m.run_for(10)
    frame = m.datacollector.get_model_vars_dataframe()
    assert frame.shape == (10, len(WEEKLY))
    assert frame.index.name == "week"
    assert frame["n_active"].iloc[-1] == (m.world.episodes.status == 2).sum()


def test_mesas_batch_run_works_for_those_who_know_it():
    out = mesa.batch_run(
        CareSystem,
        {"size": [SIZE], "years": 3, "burn_in": 0, "agents": False, "workforce__exit_rate": [0.1, 0.4]},
        rng=[1, 2],
        max_steps=30,
        number_processes=1,
        display_progress=False,
        data_collection_period=-1,
    )
    assert len(out) == 4
    assert {row["Step"] for row in out} == {30}
    assert all(row["n_active"] > 0 for row in out)


def test_wrong_parameters_are_refused_by_the_class_too():
    with pytest.raises(Exception, match="did you mean"):
        CareSystem(workforce__exit_rat=0.1)
    with pytest.raises(Exception, match="years"):
        CareSystem(load_scenario(), years=1)
