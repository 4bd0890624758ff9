"""Hypothesis files: what is wrong with them is said at once; what they claim is found in numbers that can be checked by hand."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from conftest import samenhang

from samenhang.experiments.batch import Result
from samenhang.experiments.claims import effects, sheets
from samenhang.experiments.claims.bench import LOCK, Judged, lock
from samenhang.experiments.claims.claim import load_claim, shipped_claims
from samenhang.experiments.claims.claim_file import SHIPPED, ClaimError
from samenhang.experiments.execution.store import Folder
from samenhang.model.language import use
from samenhang.model.measures import OUTCOMES

NOBODY = pd.DataFrame({"run_id": pd.Series(dtype=str)})
WORDS = '\n[title]\nen = "T"\nnl = "T"\n\n[claim]\nen = "C"\nnl = "C"\n'
PLAIN = (
    'schema = 1\nkind = "contrast"\nsource = "assumption"\n'
    + WORDS
    + """
[outcome]
name = "need.need_weeks"
direction = "down"

[contrast]
before = "baseline"
after = { scenario = "baseline", set = { "workforce.exit_rate" = 0.12 } }

[decision]
replicates = 20

[runs]
size = 12500
"""
)


def written(tmp_path, text=PLAIN, **changes):
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_twelve_and_the_trap_are_shipped_and_without_mistakes():
    assert len(shipped_claims()) >= 13
    for name in shipped_claims():
        claim = load_claim(name)
        assert claim.file.claim.nl != claim.file.claim.en
        assert len(claim.arms) == {"contrast": 2, "interaction": 4, "share": 4}.get(claim.file.kind, len(claim.arms))


def test_all_mistakes_at_once_with_the_nearest_names(tmp_path):
    path = written(
        tmp_path,
        a=("need.need_weeks", "need.need_week"),
        b=("workforce.exit_rate", "workforce.exit_rates"),
        c=('before = "baseline"', 'before = "basline"'),
        d=("replicates = 20", "worlds = 3"),
        e=('source = "assumption"', 'source = "asumption"'),
        f=("size = 12500", 'regions = ["defalt"]'),
    )
    with pytest.raises(ClaimError) as error:
        load_claim(path)
    said = "\n".join(error.value.problems)
    for hint in ("need.need_weeks", "workforce.exit_rate", "baseline", "assumption", "default"):
        assert f'did you mean "{hint}"?' in said
    assert "give either replicates or sequential" in said


def test_mistakes_of_shape_do_not_hide_those_of_content(tmp_path):
    path = written(tmp_path, a=("direction", "drection"), b=("exit_rate", "exit_rates"), c=("[runs]", "[run]"))
    with pytest.raises(ClaimError) as error:
        load_claim(path)
    said = "\n".join(error.value.problems)
    assert 'did you mean "direction"?' in said
    assert 'did you mean "workforce.exit_rate"?' in said
    assert 'did you mean "runs"?' in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "contrast"', 'kind = "interaction"', "moderator is missing"),
        ('kind = "contrast"', 'kind = "trend"', "trend is missing"),
        ("[decision]", '[trend]\nparameter = "teams.level"\nvalues = [1, 2, 3]\n[decision]', "has no place"),
        ('direction = "down"', 'direction = "down"\namong = "complx"', 'did you mean "complex"?'),
        ("need.need_weeks", 'staff.turnover"\namong = "complex', "not about families"),
        ('direction = "down"', 'direction = "down"\nstatistic = "ratio"', "outcome.smallest is missing"),
        ("replicates = 20", "sequential = { minimum = 20, maximum = 10, batch = 5 }", "expected 20 or more"),
        ("0.12", "-1", "workforce.exit_rate"),
    ],
)
def test_what_contradicts_itself_is_said(tmp_path, old, new, said):
    with pytest.raises(ClaimError) as error:
        load_claim(written(tmp_path, a=(old, new)))
    assert said in "\n".join(error.value.problems)


def test_the_digest_is_of_the_claim_and_not_of_its_words(tmp_path):
    claim = load_claim(written(tmp_path))
    assert load_claim(written(tmp_path, a=('en = "T"', 'en = "Another title"'))).digest == claim.digest
    same = load_claim(written(tmp_path, a=('direction = "down"', 'direction = "down"\nsmallest = 1.0')))
    assert same.digest == claim.digest  # what the measure says matters, said
    for old, new in (("0.12", "0.13"), ('"down"', '"up"'), ("= 20", "= 30"), ("12500", "13000"), ("[runs]", "[runs]\nseed = 2")):  # fmt: skip
        assert load_claim(written(tmp_path, a=(old, new))).digest != claim.digest


def test_a_changed_claim_is_another_hypothesis_and_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = lock(load_claim(written(tmp_path)), None)
    assert first.is_new
    again = lock(load_claim(written(tmp_path)), None)
    assert (again.path, again.is_new, again.others) == (first.path, False, ())
    changed = load_claim(written(tmp_path, a=("0.12", "0.13"), b=('"down"', '"up"')))
    other = lock(changed, None)
    assert other.path != first.path
    assert set(other.others[0][2]) == {"outcome", "arms"}
    assert lock(changed, None).others == other.others
    assert any("another hypothesis" in line for line in sheets.locked(changed, other))
    with pytest.raises(ClaimError, match="another claim was locked here"):
        lock(changed, first.path)
    assert json.loads((first.path / LOCK).read_text())["digest"] == load_claim(written(tmp_path)).digest


def runs(*arms, sample=0):
    """Arms with these values of every outcome, a replicate each."""
    return pd.DataFrame(
        [
            {"run_id": f"{sample}-{arm}-{r}", "arm": arm, "replicate": r, "sample": sample, "status": "ok", "cohort": "a"}
            | {f"o.{m.name}": v for m in OUTCOMES}
            for arm, values in enumerate(arms)
            for r, v in enumerate(values)
        ]
    )  # fmt: skip


def of_kind(claim, kind, arms=2, **more):
    """The same claim as another kind, with so many arms."""
    return replace(claim, file=claim.file.model_copy(update={"kind": kind} | more), arms=claim.arms[:1] * arms)


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


def test_identical_pairs_and_a_single_pair(claim):
    same = effects.first_outcome(claim, runs([10, 12], [10, 12]), NOBODY, 0.95)
    assert (same.identical, same.answer) == (True, "equivalent")
    assert "Identical in all pairs." in sheets.remarks(same, claim.rule, put_in=False)
    assert effects.first_outcome(claim, runs([10], [5]), NOBODY, 0.95).answer == "undecided"


def test_across_worlds_counts_signs_and_what_matters(claim):
    """Four worlds with effects -2, -0.5, +1 and -3: three of four fall, two by as much as matters."""
    worlds = [runs([10, 12], [10 + d, 12 + d], sample=k + 1) for k, d in enumerate((-2.0, -0.5, 1.0, -3.0))]
    found = effects.across(claim, pd.concat(worlds), lambda _ids: NOBODY)
    assert (found.worlds, found.as_claimed.mean, found.matters.mean) == (4, 0.75, 0.5)
    assert found.middle == pytest.approx(-1.25)
    assert effects.across(claim, runs([1], [2]), lambda _ids: NOBODY) is None


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_sheet_says_both_kinds_of_uncertainty_apart(tmp_path, claim, lang):
    """Three pairs in which need falls by 2 to 2.2, and two worlds, in one of which it rises."""
    more = [
        claim.file.outcome.model_copy(update={"name": n}) for n in ("continuity.unplanned_breaks", "staff.turnover")
    ]
    claim = replace(claim, file=claim.file.model_copy(update={"further": more}))
    worlds = [runs([10, 12], [10 + d, 12 + d], sample=k + 1) for k, d in enumerate((-2.0, 1.0))]
    everything = pd.concat([runs([10, 12, 14], [8, 9.9, 11.8]), *worlds])
    result = Result(claim.study(claim.regions[0], 3), Folder(tmp_path / "r"), everything, "illustrative")
    first = effects.first_outcome(claim, result.planned, NOBODY, 0.95)
    further = effects.further_outcomes(claim, result.planned, NOBODY)
    across = effects.across(claim, everything, lambda _ids: NOBODY)
    found = Judged(claim.regions[0], result, (3,), first, further, across)
    held = lock(claim, tmp_path / "test")
    use(lang)
    try:
        told = sheets.result(claim, held, found)
    finally:
        use("en")
    assert len(told) == 6
    assert all(lines for _heading, lines in told)
    data = json.loads(json.dumps(sheets.as_json(claim, held, [found]), allow_nan=False))
    assert data["regions"][0]["verdict"] == "supported"
    assert data["regions"][0]["worlds"]["as_claimed"]["mean"] == 0.5
    assert data["regions"][0]["further"][1]["p"] < 0.05
    chance, others = told[1][1], told[3][1]
    if lang == "en":
        assert told[1][0] == "At the default values: supported"
        assert "play of chance only" in chance[0]
        assert "not the chance that the claim is true" in others[-1]
    assert not any("seed" in line or "play of chance" in line for line in others)


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_shipped_claim_has_a_preregistration(lang):
    use(lang)
    try:
        for name in shipped_claims():
            claim = load_claim(name)
            told = dict(sheets.preregistration(claim))
            assert any(claim.digest in line for lines in told.values() for line in lines)
    finally:
        use("en")


def test_the_command_checks_and_shows_hypotheses(tmp_path):
    assert "no mistakes" in samenhang("check", SHIPPED / "continuity-trap.toml").stdout
    said = samenhang("test", written(tmp_path), "--dry", cwd=tmp_path).stdout
    assert "Preregistration" in said
    assert "not locked yet" in said
    assert not (tmp_path / "results").exists()
    wrong = samenhang("check", written(tmp_path, a=("exit_rate", "exit_rat")), code=2).stderr
    assert 'did you mean "workforce.exit_rate"?' in wrong


def test_a_trial_runs_and_concludes_nothing(tmp_path):
    said = samenhang("test", written(tmp_path), "--trial", "--quiet", "--jobs", "1", cwd=tmp_path).stdout
    assert "At the default values" in said
    assert "A trial at small size" in said
    kept = json.loads((tmp_path / "results" / "trial-mine" / "verdict.json").read_text())
    assert kept["trial"] is True
    assert kept["regions"][0]["outcome"]["pairs"] == 4
