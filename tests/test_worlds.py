"""Comparisons in other plausible worlds, on numbers that can be checked by hand; and what is said of worlds left out."""

from dataclasses import replace

import pandas as pd
import pytest
from scipy.stats import qmc
from test_contrasts import NOBODY, families, planned

from samenhang.experiments.batch import Result, cautions, cautions_of_worlds
from samenhang.experiments.designs.design import in_world, open_questions, set_by_arms, worlds
from samenhang.experiments.designs.study import Study
from samenhang.experiments.execution.store import Folder
from samenhang.experiments.statistics.contrasts import across_worlds, paired
from samenhang.model import load_region, load_scenario
from samenhang.model.scenario import nested
from samenhang.model.views import every
from samenhang.model.week import Parameters


def of_world(k, before, after):
    """Two pairs in world k, in which families of their own make the need-weeks of the runs `before` and `after`."""
    runs = planned([before] * 2, [after] * 2).assign(sample=k)
    runs["run_id"] = f"{k}/" + runs["run_id"]
    runs.loc[runs["arm"] == 1, "cohort"] = "b"
    return runs


def test_across_worlds_the_share_with_the_same_direction_and_the_share_that_matters():
    """Need-weeks at the defaults fall by 1.5 (1 matters); in four worlds they fall by 2, 1.2 and 0.5 and rise by 3."""
    runs = planned([10.0] * 2, [8.5] * 2)
    in_worlds = [
        planned([10.0] * 2, [10.0 + by] * 2).assign(sample=k) for k, by in enumerate((-2.0, -1.2, -0.5, 3.0), 1)
    ]
    row = (
        across_worlds(pd.concat([runs, *in_worlds]), 1, paired(runs, 1, set(), NOBODY), lambda _runs: NOBODY)
        .set_index("outcome")
        .loc["need.need_weeks"]
    )
    assert (row["worlds"], row["same_sign"], row["matters"]) == (4, 0.75, 0.5)
    assert 0.0 < row["matters_low"] < 0.5 < row["matters_high"] < row["same_sign_high"] < 1.0


def test_in_every_world_only_families_followed_in_both_runs_count():
    """Need-weeks of A, B and C fall by 2 in worlds 1 and 2 and rise by 2 in world 3; a family D of one run, with 50, hides it.

    The runs of worlds 1 and 2 as a whole: (10 + 20 + 30) / 3 = 20 and (8 + 18 + 28 + 50) / 4 = 26, so they would rise by 6.
    World 3: (10 + 20 + 30 + 50) / 4 = 27.5 and (12 + 22 + 32) / 3 = 22, so they would fall by 5.5.
    """
    told_worlds, asked = {1: (-2, "", "D", 20, 26), 2: (-2, "", "D", 20, 26), 3: (2, "D", "", 27.5, 22)}, []
    told, runs = {}, [planned([20.0] * 2, [18.5] * 2)]
    for k, (by, before, after, own_before, own_after) in told_worlds.items():
        runs.append(of_world(k, own_before, own_after))
        for r in (0, 1):
            told[f"{k}/0-{r}"] = families(f"{k}/0-{r}", (10, 20, 30), extra=before)
            told[f"{k}/1-{r}"] = families(f"{k}/1-{r}", (10 + by, 20 + by, 30 + by), extra=after)

    def load(ids):
        asked.append(sorted(ids))
        return pd.concat([told[i] for i in ids])

    defaults, everything = paired(runs[0], 1, set(), NOBODY), pd.concat(runs)
    row = across_worlds(everything, 1, defaults, load).set_index("outcome").loc["need.need_weeks"]
    assert (row["worlds"], row["same_sign"], row["matters"]) == (3, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert asked == [[f"{k}/{arm}-{r}" for arm in (0, 1) for r in (0, 1)] for k in told_worlds], "one world at a time"
    own = across_worlds(everything.assign(cohort="a"), 1, defaults, lambda _runs: NOBODY).set_index("outcome")
    assert own.loc["need.need_weeks", "same_sign"] == pytest.approx(1 / 3), "each run's own families say otherwise"


def test_without_a_direction_at_the_defaults_no_world_goes_the_same_way():
    runs = planned([20.0] * 2, [18.5] * 2).assign(status="failed")
    everything = pd.concat([runs, planned([20.0] * 2, [18.5] * 2).assign(sample=1)])
    row = across_worlds(everything, 1, paired(runs, 1, set(), NOBODY), lambda _runs: NOBODY).iloc[0]
    assert row["worlds"] == 0 and row[["same_sign", "matters"]].isna().all()


def test_a_world_that_follows_other_families_says_nothing_of_families_when_they_were_not_recorded():
    runs = pd.concat([planned([20.0] * 2, [18.5] * 2), of_world(1, 20, 18)])
    found = across_worlds(runs, 1, paired(runs[runs["sample"] == 0], 1, set(), NOBODY), lambda _runs: NOBODY)
    counted = found.set_index("outcome")["worlds"]
    assert counted["need.need_weeks"] == 0 and counted["staff.turnover"] == 1


def test_what_is_not_drawn_and_which_worlds_are_left_out_is_said(tmp_path):
    """Of five worlds one contradicts itself and has no runs; in another no pair went well; in a third one of two did."""
    arms = (load_scenario(), load_scenario("low-turnover"))
    study = Study("s", arms, load_region(), 3, 1, seed=1, replicates=2, worlds=5)
    assert set_by_arms(study) == ["workforce.exit_rate"]
    both = tuple(a.changed(nested({"needs.shock_rate": 0.6}), ()) for a in arms)
    alike = replace(study, arms=both)
    assert set(set_by_arms(alike)) == {"workforce.exit_rate", "needs.shock_rate"}, "also what all arms set alike"
    assert all(r.chapters[0][1].needs.shock_rate == 0.6 for r in in_world(alike, worlds(alike).iloc[0].to_dict()))
    drawn, known = worlds(study), every(Parameters)
    ends = [[getattr(known[k], end) for k in drawn] for end in ("low", "high")]
    cube = qmc.LatinHypercube(drawn.shape[1], rng=1).random(5)
    assert (drawn.to_numpy() == qmc.scale(cube, *ends)).all() and drawn.index.tolist() == [1, 2, 3, 4, 5]
    assert "workforce.exit_rate" not in open_questions(study) and "needs.recovery" in open_questions(study)
    runs = pd.concat([planned([20.0] * 2, [18.5] * 2).assign(sample=k) for k in range(5)], ignore_index=True)
    runs.loc[(runs["sample"] == 3) & (runs["arm"] == runs["replicate"]), "status"] = "failed"
    runs.loc[(runs["sample"] == 4) & (runs["arm"] == 1) & (runs["replicate"] == 1), "status"] = "failed"
    result = Result(study, Folder(tmp_path), runs, "")
    assert cautions_of_worlds(result) == [
        "other worlds do not vary what a scenario sets, or a mechanism that it switches off: workforce.exit_rate",
        "other worlds left out: 1 of 5, because their numbers contradict one another",
        "low-turnover: other worlds left out: 1 of 5, because no pair of runs went well there",
    ]
    assert set(cautions_of_worlds(result)) <= set(cautions(result))
    assert result.worlds[1].set_index("outcome").loc["need.need_weeks", "worlds"] == 3
    without = Result(replace(study, worlds=0), Folder(tmp_path), runs[runs["sample"] == 0], "")
    assert not any("worlds" in sentence for sentence in cautions(without))
