"""What must come out where something is taken to its limit: no cause, no break; no scarcity, no wait; no ceiling, no pool."""

import numpy as np
import pytest
from conftest import lived, village
from test_regions_alike import PLACE, live
from test_same import the_same

from samenhang.model import load_region
from samenhang.model.events import Cause, Event
from samenhang.model.region import Region

STEADY = {"workforce__exit_rate": 0.0, "workforce__absence": 0.0, "handover__rotation": 0.0}
POOLED = {"money__pool": "everybody", "money__pooled_share": 1.0}


def broken_by(course):
    """Causes of the ends of relations, with how often."""
    log, n = course.world.events, int(course.world.events.used[0])
    ends = log.cause[:n][log.event[:n] == Event.relation_end]
    return {Cause(int(c)).name: int(k) for c, k in zip(*np.unique(ends, return_counts=True), strict=True)}


def test_without_turnover_absence_and_transfer_no_relation_breaks_for_them():
    usual, steady = broken_by(lived(village(seed=3))), broken_by(lived(village(seed=3, **STEADY)))
    assert min(usual[c] for c in ("turnover", "absence", "transfer")) > 0
    assert not {"turnover", "transfer"} & set(steady)
    assert steady.get("absence", 0) <= 12  # of those who were away at the start, within weeks


@pytest.mark.parametrize(("cause", "off"), [("turnover", {"workforce__exit_rate": 0.0}), ("transfer", {"handover__rotation": 0.0}), ("passed_along", {"handover__passes_along": 0.0, "referral__local_team_keeps": 0.0}), ("wish", {"contacts__asks_other": 0.0}), ("dropout", {"closure__dropout": 0.0}), ("contract_end", {"closure__contract_maximum": 5000.0})])  # fmt: skip
def test_each_cause_goes_with_what_brings_it_about(cause, off):
    course = lived(village(seed=4, **off))
    late = course.events().query("event == 'relation_end' and week > 150")  # who was at the local team has left it
    assert (late["cause"] == cause).sum() == 0


def plenty():
    """The default region with staff, places and money for everybody, and no ceiling anywhere."""
    told = load_region().model_dump(by_alias=True)
    for organisation in told["organisation"]:
        organisation["seats"], organisation["contract"] = organisation["seats"] * 2, {}
    told["stay"]["places"] = 5000
    return Region.model_validate(told).at_size(12_500)


def test_with_unlimited_staff_places_and_money_nobody_waits():
    easy = {"allocation.caseload_norm": 14.0, "allocation.refuses_complex": 0.0, "workforce.absence": 0.0,
            "workforce.exit_rate": 0.0, "referral.plan_weeks": 0.0, "contacts.asks_other": 0.0, "handover.rotation": 0.0,
            "handover.passes_along": 0.0, "closure.steps_up": 0.0}  # fmt: skip
    world, _ = live(plenty(), 2, 208, easy)
    series = world.series
    assert series[30:, PLACE["n_waiting"]].sum() == 0
    assert series[52:, PLACE["n_active"]].min() > 80


def test_pooling_changes_nothing_where_no_ceiling_binds():
    rich = {"money__budget": 50.0}
    a, b = lived(village(seed=5, **rich)), lived(village(seed=5, **rich, **POOLED))
    assert the_same(a, b) > 1000
    assert a.series()["deficit"].sum() == 0.0


def test_pooling_changes_something_where_ceilings_bind():
    tight = {"money__budget": 0.85}
    a, b = lived(village(seed=5, **tight)), lived(village(seed=5, **tight, **POOLED))
    assert a.series()["deficit"].sum() > 0.0
    assert not np.array_equal(a.world.series, b.world.series)


def test_who_has_no_need_gets_no_care():
    course = lived(village(seed=6, needs__opening=1.0, needs__closing=0.28, needs__shock_rate=0.0))
    starts = course.events().query("event == 'start' and week > 200")
    assert len(starts) == 0
