"""Statistics on numbers that can be checked by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from samenhang.experiments.designs.study import Study
from samenhang.experiments.statistics import contrasts
from samenhang.experiments.statistics.contrasts import (
    Interval,
    by_class,
    interval,
    means,
    not_held,
    over_time,
    paired,
    verdict,
)
from samenhang.model import load_region, load_scenario
from samenhang.model.measures import OUTCOMES
from samenhang.model.mechanisms.workforce import Workforce
from samenhang.model.scenario import Change

FIT = next(m for m in OUTCOMES if m.name == "fit.fit")  # up is better, 0.02 matters
BREAKS = next(m for m in OUTCOMES if m.name == "continuity.unplanned_breaks")  # down is better, 2 matters
FAMILIES = next(m for m in OUTCOMES if m.name == "cohort.families")  # neither


NOBODY = pd.DataFrame({"run_id": pd.Series(dtype=str)})  # families were not recorded


def planned(first, second, **more):
    """Two arms with these values of every outcome."""
    rows = []
    for arm, values in enumerate((first, second)):
        for replicate, v in enumerate(values):
            rows.append({"run_id": f"{arm}-{replicate}", "arm": arm, "replicate": replicate, "sample": 0, "status": "ok",
                         "cohort": "a"}
                        | {f"o.{m.name}": v for m in OUTCOMES})  # fmt: skip
    return pd.DataFrame(rows).assign(**more)


def test_an_interval_by_hand():
    """1, 2, 3, 4: mean 2.5, sd 1.2910, t(3) = 3.1824, half-width 3.1824 x 1.2910 / 2 = 2.0542."""
    assert interval(np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx((2.5, 0.4458, 4.5542), abs=1e-4)
    assert np.isnan(interval(np.array([1.0])).low)


def test_intervals_cover_what_they_promise():
    """Of 2,000 intervals over 20 normal values 95 % hold the truth; 4 standard errors are 2 points."""
    draws = np.random.Generator(np.random.PCG64(1)).normal(size=(2000, 20))  # noqa: TID251 - not the model's luck
    covered = [i.low < 0 < i.high for i in map(interval, draws)]
    assert abs(np.mean(covered) - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 2000)


@pytest.mark.parametrize(
    ("ends", "measure", "said"),
    [
        ((0.03, 0.025, 0.035), FIT, "better"),
        ((0.03, 0.025, 0.035), BREAKS, "small"),
        ((-0.03, -0.035, -0.025), FIT, "worse"),
        ((3.0, 2.5, 3.5), BREAKS, "worse"),
        ((-3.0, -3.5, -2.5), BREAKS, "better"),
        ((0.02, 0.01, 0.03), FIT, "somewhat_better"),
        ((-0.02, -0.03, -0.01), FIT, "somewhat_worse"),
        ((0.01, 0.005, 0.015), FIT, "small"),
        ((0.0, -0.001, 0.001), FIT, "small"),
        ((0.01, -0.03, 0.05), FIT, "unclear"),
        ((0.01, np.nan, np.nan), FIT, "unclear"),
        ((5.0, 4.0, 6.0), FAMILIES, "other"),
        ((5.0, -1.0, 11.0), FAMILIES, "unclear"),
    ],
)
def test_what_may_be_said_of_a_difference(ends, measure, said):
    assert verdict(Interval(*ends), measure, identical=False) == said
    assert said in contrasts.VERDICTS


def test_differences_are_paired_by_seed():
    """0.5, 0.7, 0.9 against 0.6, 0.9, 1.0: differences 0.1, 0.2, 0.1, mean 0.1333."""
    table = paired(planned([0.5, 0.7, 0.9], [0.6, 0.9, 1.0]), 1, set(), NOBODY).set_index("outcome")
    row = table.loc["fit.fit"]
    assert (row["pairs"], row["before"], row["after"]) == (3, pytest.approx(0.7), pytest.approx(0.8333, abs=1e-4))
    assert row["mean"] == pytest.approx(0.13333, abs=1e-5)
    assert row["high"] - row["mean"] == pytest.approx(4.3027 * 0.057735 / np.sqrt(3), abs=1e-4)
    assert row["share_better"] == 1.0
    assert table.loc["continuity.unplanned_breaks", "share_better"] == 0.0


def test_a_replicate_that_failed_in_one_arm_is_left_out_of_both():
    runs = planned([0.5, 0.7, 0.9], [0.6, 0.9, 1.0])
    runs.loc[(runs["arm"] == 1) & (runs["replicate"] == 1), "status"] = "failed"
    row = paired(runs, 1, set(), NOBODY).set_index("outcome").loc["fit.fit"]
    assert (row["pairs"], row["mean"]) == (2, pytest.approx(0.1))
    assert means(runs).set_index(["arm", "outcome"]).loc[(1, "fit.fit"), "n"] == 2


def test_identical_pairs_are_said_to_be_identical_and_nothing_is_put_in():
    table = paired(planned([0.5, 0.7], [0.5, 0.7]), 1, {"workforce.exit_rate"}, NOBODY)
    assert set(table["verdict"]) == {"identical"}


def test_what_the_scenario_sets_itself_is_marked_as_put_in():
    marked = paired(planned([0.5, 0.7], [0.6, 0.9]), 1, {"workforce.exit_rate"}, NOBODY).set_index("outcome")["put_in"]
    assert marked[marked].index.tolist() == [
        "continuity.unplanned_breaks",
        "continuity.breaks_turnover",
        "staff.turnover",
    ]
    assert not paired(planned([0.5, 0.7], [0.6, 0.9]), 1, {"allocation.caseload_norm"}, NOBODY)["put_in"].any()


def test_nothing_is_said_of_families_when_the_arms_follow_other_families():
    runs = planned([0.5, 0.7], [0.6, 0.9])
    runs.loc[runs["arm"] == 1, "cohort"] = "b"
    said = paired(runs, 1, set(), NOBODY).set_index("outcome")["verdict"]
    assert said["fit.fit"] == said["continuity.unplanned_breaks"] == "others"
    assert said["staff.turnover"] != "others"


def test_arms_without_a_single_good_run_give_rows_without_numbers():
    runs = planned([0.5, 0.7], [0.6, 0.9])
    runs.loc[runs["arm"] == 1, "status"] = "failed"
    assert means(runs).set_index(["arm", "outcome"]).loc[(1, "fit.fit"), "n"] == 0
    table = paired(runs, 1, set(), NOBODY)
    assert set(table["verdict"]) == {"unclear"}
    none = runs.assign(status="failed").drop(columns=[c for c in runs if c.startswith("o.")])
    assert means(none)["mean"].isna().all()
    assert set(paired(none, 1, set(), NOBODY)["pairs"]) == {0}


def test_arms_differ_in_what_ever_differs_within_the_run():
    pilot = [Change(at=0.0, set={"workforce.exit_rate": 0.1}), Change(at=1.0, set={"workforce.exit_rate": 0.18})]
    late = [Change(at=20.0, set={"needs.recovery": 0.004})]
    base = load_scenario()
    arms = (
        base,
        replace(base, timeline=tuple(pilot)),
        replace(base, timeline=tuple(late)),
        base.changed({}, ("workforce",)),
    )
    study = Study("s", arms, load_region(), 3, 1, seed=1, replicates=1)
    assert [study.changed(k) for k in (0, 1, 2)] == [set(), {"workforce.exit_rate"}, set()]
    assert study.changed(3) == {f"workforce.{n}" for n in Workforce._fields}
    assert study.unreached() == ["baseline: the change in year 20 is never reached"]
    assert study.runs()[0][2].id == study.runs()[2][2].id


def test_measures_over_time_are_blocks_of_weeks_after_burn_in():
    runs = planned([0, 0], [0, 0])
    weeks = pd.DataFrame(
        [
            {"run_id": r, "week": w, "n_waiting": 10.0 * int(r[0]) + w + int(r[-1])}
            for r in runs["run_id"]
            for w in range(8)
        ]
    )
    table = over_time(runs, weeks, "n_waiting", burn_in=4, weeks=4)
    assert table["year"].tolist() == pytest.approx([-2 / 52, 2 / 52] * 2)
    assert table["mean"].tolist() == [2.0, 6.0, 12.0, 16.0]
    assert (table["high"] - table["low"]).tolist() == pytest.approx([0.8] * 4)
    assert table["n"].tolist() == [2] * 4


def families(run, need, kinds=None, extra=()):
    """A recorded cohort: need-weeks by family; families of `extra` are followed in this run only."""
    told = {"A": need[0], "B": need[1], "C": need[2]} | dict.fromkeys(extra, 50.0)
    columns = {c for m in OUTCOMES if m.of for c in m.of}
    frame = pd.DataFrame(dict.fromkeys(sorted(columns), 1.0), index=range(len(told)))
    return frame.assign(
        run_id=run, family=list(told), need=list(told.values()), complexity_class=[0, 1, 2, *[2] * len(extra)]
    )


def test_only_families_followed_in_both_runs_of_a_pair_count():
    """Need-weeks 10, 20, 30 and 9, 18, 36: the mean goes from 20 to 21, whatever befalls a fourth family of one run."""
    runs = planned([0.5, 0.5], [0.6, 0.6])
    runs.loc[runs["arm"] == 1, "cohort"] = "b"
    told = pd.concat(
        [families(f"0-{r}", (10, 20, 30), extra="D") for r in (0, 1)]
        + [families(f"1-{r}", (9, 18, 36)) for r in (0, 1)]
    )
    row = paired(runs, 1, set(), told).set_index("outcome").loc["need.need_weeks"]
    assert (row["before"], row["after"], row["mean"]) == pytest.approx((20.0, 21.0, 1.0))
    assert row["verdict"] != "others"


def test_a_pair_that_was_not_recorded_is_left_out_and_changes_no_other():
    """Three pairs as above; of one run of the third no families were recorded: the first two still say 20 to 21."""
    runs = planned([0.5] * 3, [0.6] * 3)
    runs.loc[runs["arm"] == 1, "cohort"] = "b"
    told = pd.concat(
        [families(f"0-{r}", (10, 20, 30), extra="D") for r in (0, 1, 2)]
        + [families(f"1-{r}", (9, 18, 36)) for r in (0, 1)]
    )
    table = paired(runs, 1, set(), told).set_index("outcome")
    row = table.loc["need.need_weeks"]
    assert (row["pairs"], row["before"], row["after"], row["mean"]) == pytest.approx((2, 20.0, 21.0, 1.0))
    assert table.loc["staff.turnover", "pairs"] == 3
    assert (by_class(runs, 1, told)["pairs"] == 2).all()


def test_who_gains_and_who_loses_by_class():
    told = pd.concat(
        [families(f"{a}-{r}", need) for a, need in ((0, (10, 20, 30)), (1, (9, 20, 36))) for r in (0, 1, 2)]
    )
    runs = planned([0.5] * 3, [0.6] * 3)
    told = told.astype({"need": float})
    told.loc[told["run_id"] == "1-2", "need"] += [0.1, 0.0, -0.1]  # a little play of chance
    found = by_class(runs, 1, told).set_index(["outcome", "class"]).loc["need.need_weeks"]
    assert found["mean"].tolist() == pytest.approx([-1 + 0.1 / 3, 0.0, 6 - 0.1 / 3])
    assert found["verdict"].tolist() == ["somewhat_better", "identical", "worse"]
    assert by_class(runs, 1, NOBODY).empty


def test_common_seeds_save_runs():
    """Values 1, 2, 3 and 1.1, 2, 3.2: variances 1 and 1.11 apart, 0.01 for the differences 0.1, 0, 0.2."""
    row = (
        paired(planned([1.0, 2.0, 3.0], [1.1, 2.0, 3.2]), 1, set(), NOBODY).set_index("outcome").loc["need.need_weeks"]
    )
    assert row["times_unpaired"] == pytest.approx((1.0 + 1.11) / 0.01, rel=1e-3)


def test_what_was_said_to_be_held_equal_is_checked_to_one_per_cent():
    table = paired(planned([100.0, 100.0], [100.9, 100.9]), 1, set(), NOBODY)
    assert not_held(table, ("money", "staff", "demand")) == {}
    table = paired(planned([100.0, 100.0], [98.5, 98.5]), 1, set(), NOBODY)
    assert not_held(table, ("money",)) == {"money": pytest.approx(-0.015)}
    assert not_held(table, ()) == {}
    table.loc[table["outcome"].isin(["staff.fte", "money.insurer"]), "after"] = np.nan
    assert not_held(table, ("staff", "money")) == {}, "it does not differ by 100 per cent: it cannot be told"
