"""What is found of a claim, in numbers that can be checked by hand, and what the sheet says of them."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from claimed import NOBODY, of_kind, runs, written

from samenhang.experiments.batch import Result
from samenhang.experiments.claims import effects, sheets
from samenhang.experiments.claims.bench import Judged, lock
from samenhang.experiments.claims.claim import load_claim
from samenhang.experiments.execution.store import Folder


@pytest.fixture
def claim(tmp_path):
    return load_claim(written(tmp_path))


def test_an_interaction_is_a_difference_of_differences(claim):
    """Under the first condition 10 -> 9, 12 -> 11, 14 -> 13.2; under the second 10 -> 7, 12 -> 9.2, 14 -> 11: -3 - -1 and so on."""
    planned = runs([10, 12, 14], [9, 11, 13.2], [10, 12, 14], [7, 9.2, 11])
    pairs = effects.of(of_kind(claim, "interaction", 4), claim.file.outcome, planned, NOBODY)
    assert pairs.after - pairs.before == pytest.approx([-2.0, -1.8, -2.2])
    found = effects.first_outcome(of_kind(claim, "interaction", 4), planned, NOBODY, 0.95)
    assert found.answer == "supported"
    assert found.effect.mean == pytest.approx(-2.0)


def test_a_run_that_failed_takes_its_pair_out_of_both_conditions(claim):
    planned = runs([10, 12, 14], [9, 11, 13], [10, 12, 14], [7, 9, 11])
    planned.loc[(planned["arm"] == 3) & (planned["replicate"] == 1), "status"] = "failed"
    assert effects.first_outcome(of_kind(claim, "interaction", 4), planned, NOBODY, 0.95).pairs == 2


def test_the_share_of_a_difference_that_goes_through_a_channel(claim):
    """Of -4, -5, -6 there is -1, -1, -2 left without it: 11 of 15 go through it."""
    planned = runs([10, 12, 14], [6, 7, 8], [10, 12, 14], [9, 11, 12])
    outcome = claim.file.outcome.model_copy(update={"direction": "up", "smallest": 0.5})
    found = effects.first_outcome(of_kind(claim, "share", 4, outcome=outcome), planned, NOBODY, 0.95)
    assert found.effect.mean == pytest.approx(11 / 15)
    assert not found.nothing_to_share
    half = [
        (9.0, 8.4),
        (11.0, 10.4),
        (13.0, 12.3),
        (15.0, 14.4),
    ]  # 1.0 of 1.6, 1.0 of 1.6, 1.0 of 1.7, 1.0 of 1.6 is left
    planned = runs([10, 12, 14, 16], [b for _a, b in half], [10, 12, 14, 16], [a for a, _b in half])
    less = effects.first_outcome(of_kind(claim, "share", 4, outcome=outcome), planned, NOBODY, 0.95)
    assert less.effect.low > 0 and less.effect.high < 0.5
    assert less.answer == "contradicted", "surely something goes this way, and surely less than half"
    planned = runs([10, 12, 14], [11, 11, 14], [10, 12, 14], [9, 11, 12])
    none = effects.first_outcome(of_kind(claim, "share", 4, outcome=outcome), planned, NOBODY, 0.95)
    assert (none.answer, none.nothing_to_share) == ("undecided", True)


def test_a_trend_may_not_turn_back(claim):
    luck = np.random.Generator(np.random.PCG64(1)).normal(0, 0.05, (4, 8))  # noqa: TID251 - not the model's luck
    falling = runs(*(10 - 2 * k + luck[k] for k in range(4)))
    assert effects.first_outcome(of_kind(claim, "trend", 4), falling, NOBODY, 0.95).answer == "supported"
    turning = runs(*(np.array([10, 6, 8, 4])[k] + luck[k] for k in range(4)))
    found = effects.first_outcome(of_kind(claim, "trend", 4), turning, NOBODY, 0.95)
    assert (found.answer, found.turns) == ("contradicted", (2,))
    undecided = runs(*(np.array([10, 6, 12, 9.4])[k] + luck[k] for k in range(4)))
    found = effects.first_outcome(of_kind(claim, "trend", 4), undecided, NOBODY, 0.95)
    assert (found.answer, found.turns) == ("contradicted", (2,)), "as a whole it falls by too little to matter"


def test_identical_pairs_and_a_single_pair(claim):
    same = effects.first_outcome(claim, runs([10, 12], [10, 12]), NOBODY, 0.95)
    assert (same.identical, same.answer) == (True, "equivalent")
    assert "Identical in all pairs." in sheets.remarks(same, claim.rule, put_in=False)
    assert effects.first_outcome(claim, runs([10], [5]), NOBODY, 0.95).answer == "undecided"


def test_across_worlds_counts_signs_and_what_matters(claim):
    """Four worlds with effects -2, -0.5, +1 and -3: three of four fall, two by as much as matters."""
    worlds = [runs([10, 12], [10 + d, 12 + d], sample=k + 1) for k, d in enumerate((-2.0, -0.5, 1.0, -3.0))]
    found = effects.across(claim, pd.concat(worlds), lambda _ids: NOBODY)
    assert (found.worlds, found.left_out, found.as_claimed.mean, found.matters.mean) == (4, 0, 0.75, 0.5)
    assert found.middle == pytest.approx(-1.25)
    assert effects.across(claim, runs([1], [2]), lambda _ids: NOBODY) is None
    worlds[0]["status"] = "failed"
    fewer = effects.across(claim, pd.concat(worlds), lambda _ids: NOBODY)
    assert (fewer.worlds, fewer.left_out) == (3, 1)
    assert any("left out: 1" in line for line in sheets.across(claim, fewer))


def test_what_stays_the_same_does_so_in_pairs_that_change_too_little_to_matter(claim):
    """By 0.4, 0.2 and 1.3 where 1 matters: two of three."""
    outcome = claim.file.outcome.model_copy(update={"direction": "same"})
    found = effects.first_outcome(of_kind(claim, "contrast", outcome=outcome), runs([10, 12, 14], [10.4, 11.8, 15.3]), NOBODY, 0.95)  # fmt: skip
    assert found.better.mean == pytest.approx(2 / 3)


def test_the_sheet_says_both_kinds_of_uncertainty_apart(tmp_path, claim, lang):
    """Three pairs in which need falls by 2 to 2.2, and two worlds, in one of which it rises."""
    more = [claim.file.outcome.model_copy(update={"name": n}) for n in ("access.waiting", "staff.turnover")]
    claim = replace(claim, file=claim.file.model_copy(update={"further": more}))
    worlds = [runs([10, 12], [10 + d, 12 + d], sample=k + 1) for k, d in enumerate((-2.0, 1.0))]
    everything = pd.concat([runs([10, 12, 14], [8, 9.9, 11.8]), *worlds])
    result = Result(claim.study(claim.regions[0], 3), Folder(tmp_path / "r"), everything, "illustrative")
    first = effects.first_outcome(claim, result.planned, NOBODY, 0.95)
    further = effects.further_outcomes(claim, result.planned, NOBODY, 0.95)
    wider = effects.further_outcomes(claim, result.planned, NOBODY, 0.984)
    assert all(w.effect.low < f.effect.low for w, f in zip(wider, further, strict=True)), "looks are paid for here as well"  # fmt: skip
    across = effects.across(claim, everything, lambda _ids: NOBODY)
    found = Judged(claim.regions[0], result, (3,), first, further, across)
    held = lock(claim, tmp_path / "test")
    told = sheets.result(claim, held, found)
    assert len(told) == 6
    assert all(lines for _heading, lines in told)
    data = json.loads(json.dumps(sheets.as_json(claim, held, [found]), allow_nan=False))
    assert data["regions"][0]["verdict"] == "supported"
    assert data["regions"][0]["worlds"]["as_claimed"]["mean"] == 0.5
    assert data["regions"][0]["further"][1]["p"] < 0.05
    assert [f["put_in"] for f in data["regions"][0]["further"]] == [False, True], "what leaves is set by the scenario"
    chance, others = told[1][1], told[3][1]
    if lang == "en":
        assert told[1][0] == "At the default values: supported"
        assert "play of chance only" in chance[0]
        assert "not the chance that the claim is true" in others[-1]
    assert not any("seed" in line or "play of chance" in line for line in others)
