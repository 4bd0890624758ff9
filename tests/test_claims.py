"""Hypothesis files: what is wrong with them is said at once, and a claim is locked before the first run."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from claimed import runs, written
from conftest import samenhang

from samenhang.experiments.batch import Result
from samenhang.experiments.campaign import How
from samenhang.experiments.claims import bench, preregistered, sheets
from samenhang.experiments.claims.bench import LOCK, find_lock, lock
from samenhang.experiments.claims.claim import load_claim, shipped_claims
from samenhang.experiments.claims.claim_file import SHIPPED, ClaimError
from samenhang.experiments.execution.store import Folder
from samenhang.model.run import code_digest


def test_the_twelve_and_the_trap_are_shipped_and_without_mistakes():
    assert len(shipped_claims()) == 14
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
        ('kind = "contrast"', 'kind = "share"', "expected outcome.direction"),
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
    before = find_lock(load_claim(written(tmp_path)), None)
    assert not before.locked_on and not before.path.exists()
    first = lock(load_claim(written(tmp_path)), None)
    assert first.path == before.path and first.code == code_digest()
    assert lock(load_claim(written(tmp_path)), None) == first
    changed = load_claim(written(tmp_path, a=("0.12", "0.13"), b=('"down"', '"up"')))
    other = lock(changed, None)
    assert other.path != first.path
    assert set(other.others[0].differs) == {"outcome", "arms"}
    assert lock(changed, None).others == other.others
    third = lock(load_claim(written(tmp_path, a=("0.12", "0.14"))), None)
    assert {o.digest for o in third.others} == {load_claim(written(tmp_path)).digest, changed.digest}
    elsewhere = lock(load_claim(written(tmp_path, a=("0.12", "0.15"))), tmp_path / "elsewhere" / "mine")
    assert len(elsewhere.others) == 3, "a folder of one's own hides none of them"
    assert any("another hypothesis" in line for line in preregistered.locked(changed, other))
    with pytest.raises(ClaimError, match="another claim was locked here"):
        lock(changed, first.path)
    assert json.loads((first.path / LOCK).read_text())["digest"] == load_claim(written(tmp_path)).digest


def test_a_lock_made_by_another_model_says_so(tmp_path):
    claim = load_claim(written(tmp_path))
    held = lock(claim, tmp_path / "locked")
    assert not any("model has changed" in line for line in preregistered.locked(claim, held))
    assert any("model has changed" in line for line in preregistered.locked(claim, replace(held, code="0" * 64)))


@pytest.mark.usefixtures("lang")
def test_every_shipped_claim_has_a_preregistration(tmp_path):
    for name in shipped_claims():
        claim = load_claim(name)
        told = dict(preregistered.preregistration(claim, find_lock(claim, tmp_path / name)))
        assert any(claim.digest in line for lines in told.values() for line in lines)


def test_the_command_checks_and_shows_hypotheses(tmp_path):
    assert "no mistakes" in samenhang("check", SHIPPED / "continuity-trap.toml").stdout
    said = samenhang("test", written(tmp_path), "--dry", cwd=tmp_path).stdout
    assert "Preregistration" in said
    assert "not locked yet" in said
    assert not (tmp_path / "results").exists()
    held = lock(load_claim(written(tmp_path)), tmp_path / "results" / "test-mine")
    assert f"locked on {held.locked_on}" in samenhang("test", written(tmp_path), "--dry", cwd=tmp_path).stdout
    wrong = samenhang("check", written(tmp_path, a=("exit_rate", "exit_rat")), code=2).stderr
    assert 'did you mean "workforce.exit_rate"?' in wrong


PAGE = (Path(__file__).resolve().parent.parent / "docs" / "hypotheses.md").read_text(encoding="utf-8")


def of_the_page(tmp_path, begins):
    """The claim of docs/hypotheses.md as a file, and the block of that page that begins so."""
    fences = re.findall(r"^```\w*\n(.*?)^```$", PAGE, re.S | re.M)
    (tmp_path / "handover.toml").write_text(next(f for f in fences if f.startswith("schema")), encoding="utf-8")
    return next(f for f in fences if f.startswith(begins)).splitlines()


def test_the_page_shows_the_preregistration_that_is_printed(tmp_path):
    told = of_the_page(tmp_path, "Preregistration")
    assert samenhang("test", "handover.toml", "--dry", "--lang", "en", cwd=tmp_path).stdout.splitlines() == told


@pytest.mark.slow
def test_the_page_shows_the_sheet_that_is_printed(tmp_path):
    told = of_the_page(tmp_path, "Result")
    said = samenhang("test", "handover.toml", "--quiet", "--lang", "en", cwd=tmp_path).stdout.splitlines()
    assert said[:-1] == told[:-1], "all but the date"


@pytest.mark.slow
@pytest.mark.parametrize("name", shipped_claims())
def test_every_shipped_claim_can_be_run(tmp_path, name):
    said = samenhang("test", name, "--trial", "--quiet", "--jobs", "1", "--lang", "en", cwd=tmp_path).stdout
    assert "At the default values" in said and "4 pairs" in said


def test_a_trial_runs_and_concludes_nothing(tmp_path):
    said = samenhang("test", written(tmp_path), "--trial", "--quiet", "--jobs", "1", cwd=tmp_path).stdout
    assert "At the default values" in said
    assert "A trial at small size" in said
    (folder,) = (tmp_path / "results").glob("trial-mine-*")
    assert not (folder / LOCK).exists(), "a trial locks nothing"
    kept = json.loads((folder / "verdict.json").read_text())
    assert kept["trial"] is True
    assert kept["regions"][0]["outcome"]["pairs"] == 4


@pytest.mark.parametrize(("failing", "failed"), [((), 0), (("why",), 8), (("region", "why"), 12)])
def test_failures_with_channels_closed_count(tmp_path, monkeypatch, failing, failed):
    claim = load_claim(written(tmp_path, a=("[runs]", '[why]\nchannels = ["channel.decision"]\n[runs]')))

    def run_study(study, path, _how):
        planned = runs(*[[10, 12]] * len(study.arms))
        where = "why" if path.name.endswith("-why") else "region"
        return Result(
            study, Folder(path), planned.assign(status="failed" if where in failing else "ok"), "illustrative"
        )

    monkeypatch.setattr(bench, "run_study", run_study)
    (one,) = bench.judge(claim, tmp_path, How(quiet=True))
    assert one.failed == failed
    assert sheets.why_told(claim, one)
    assert len(bench.explained(claim, one)) == (not failing), "no picture without a whole pair"
