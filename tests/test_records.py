"""Weekly tables on request: real Parquet, and ledgers made from them that equal the totals."""

import json

import numpy as np
import pandas as pd
import pytest
from conftest import SIZE, samenhang

from samenhang.experiments.execution.store import Folder
from samenhang.model import load_region
from samenhang.model.records import KINDS


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Every kind of record of one run, its series and outcomes."""
    out = tmp_path_factory.mktemp("records") / "out"
    samenhang("run", "baseline", "--size", SIZE, "--years", 3, "--burn-in", 1, "--replicates", 1, "--record", ",".join(KINDS), "--out", out, "--quiet", "--set", "money.budget=0.9", "--set", "workforce.retention=0.5")  # fmt: skip
    folder = Folder(out)
    run = folder.planned()["run_id"].iloc[0]
    return {kind: folder.records(kind, run) for kind in KINDS} | {
        "series": folder.series([run]),
        "out": out,
        "runs": folder.planned(),
    }


def weekly(table, column):
    return table.groupby("week")[column].sum().reindex(range(208), fill_value=0).to_numpy(float)


def test_hours_of_families_and_looks_are_those_of_staff(told):
    np.testing.assert_allclose(weekly(told["staff"], "direct"), told["series"]["direct_hours"], atol=1e-6)
    looks = weekly(told["staff"], "direct") - weekly(told["states"], "hours")
    asked = told["events"].query("event == 'ask'").groupby("week").size().reindex(range(208), fill_value=0)
    np.testing.assert_allclose(looks, 6.5 * asked, atol=1e-6)


def test_euros_of_contracts_are_those_of_episodes_looks_and_programmes(told):
    np.testing.assert_allclose(weekly(told["money"], "cost"), told["series"]["cost"], rtol=1e-9)
    np.testing.assert_allclose(weekly(told["money"], "deficit"), told["series"]["deficit"], atol=1e-6)
    tariff = {s.name: s.tariff for s in load_region().sector}["local_team"]
    asked = told["events"].query("event == 'ask'").groupby("week").size().reindex(range(208), fill_value=0)
    seats = told["staff"].groupby("week").size().to_numpy()
    rest = told["series"]["cost"] - weekly(told["states"], "cost") - 6.5 * tariff * asked
    np.testing.assert_allclose(rest, 0.5 * 2500 / 52 * seats, atol=1e-5)
    assert told["series"]["deficit"].sum() > 0


def test_episodes_of_the_log_are_those_of_the_states(told):
    for column, name in (("served", "n_active"), ("waiting", "n_waiting")):
        counted = weekly(told["states"], column)
        gone = told["series"][name].to_numpy()
        assert np.array_equal(counted, gone), name
    events = told["events"]
    starts, ends = (
        events.query(f"event == '{e}'").groupby("week").size().reindex(range(208), fill_value=0)
        for e in ("start", "relation_end")
    )
    assert np.array_equal(np.diff(told["series"]["n_active"]), (starts - ends).to_numpy()[1:])


def test_every_contact_is_with_whoever_served_that_week(told):
    contacts = told["events"].query("event in ('contact', 'missed')")
    served = told["states"].query("hours > 0").groupby("week").size().reindex(range(208), fill_value=0)
    assert np.array_equal(contacts.groupby("week").size().reindex(range(208), fill_value=0), served)
    assert (contacts["seat"] >= 0).all() and (contacts["person"] >= 0).all()
    share = (contacts["event"] == "missed").mean()
    assert 0.03 < share < 0.25


def test_how_competent_those_at_work_are_is_what_the_rows_of_staff_say(told):
    at_work = told["staff"].query("not vacant and not absent").groupby("week")[["competence", "adopted"]].mean()
    for name in ("competence", "adopted"):
        np.testing.assert_allclose(at_work[name], told["series"][f"mean_{name}"], rtol=1e-9, atol=1e-12)


def test_families_in_care_in_a_year_can_be_counted(told):
    served = told["states"].query("served")
    assert served["family"].nunique() > served.query("week == 100")["family"].nunique() > 50


def test_the_same_run_with_and_without_records_is_one_run(told, tmp_path):
    samenhang("run", "baseline", "--size", SIZE, "--years", 3, "--burn-in", 1, "--replicates", 1, "--out", tmp_path / "bare", "--quiet", "--set", "money.budget=0.9", "--set", "workforce.retention=0.5")  # fmt: skip
    bare = Folder(tmp_path / "bare").planned()
    pd.testing.assert_frame_equal(bare.drop(columns="cpu_seconds"), told["runs"].drop(columns="cpu_seconds"))


def test_records_asked_for_later_are_made_later(tmp_path):
    asked = (
        "run",
        "baseline",
        "--size",
        SIZE,
        "--years",
        3,
        "--burn-in",
        0,
        "--replicates",
        1,
        "--out",
        tmp_path / "x",
        "--quiet",
    )
    samenhang(*asked)
    assert not (tmp_path / "x" / "money").exists()
    samenhang(*asked, "--record", "money")
    folder = Folder(tmp_path / "x")
    assert len(folder.records("money", folder.planned()["run_id"].iloc[0])) > 0
    assert len(folder.runs()) == 1


def test_an_unknown_record_is_refused(tmp_path):
    said = samenhang("run", "--record", "event,money", cwd=tmp_path, code=2)
    assert 'did you mean "events"?' in said.stderr


def test_the_region_is_checked_in_words_and_as_json(tmp_path):
    said = samenhang("region", "check", "small-town", "--lang", "nl").stdout
    assert "Uren per week" in said and "lokaal team" in said.lower()
    told = json.loads(samenhang("region", "check", "default", "--json").stdout)
    assert {"work", "money", "stays", "doubts", "national"} == set(told)
    assert 0.8 < told["work"][1]["workload"] < 1.15
    youth = told["money"][0]
    assert youth["funder"] == "municipality" and 0.85 < youth["share"] < 1.15


@pytest.mark.slow  # settles another region
def test_a_region_that_cannot_work_is_said_to_be_so(tmp_path):
    source = tmp_path / "tight.toml"
    from samenhang.model.region import SHIPPED

    text = (
        (SHIPPED / "default.toml")
        .read_text(encoding="utf-8")
        .replace('sector = "school"\nseats = 7', 'sector = "school"\nseats = 3')
    )
    source.write_text(text, encoding="utf-8")
    told = json.loads(samenhang("region", "check", source, "--json", "--lang", "en").stdout)
    assert any("school" in d for d in told["doubts"])


def test_who_must_agree_to_a_pool_is_said_beside_the_numbers(tmp_path):
    said = samenhang("compare", "baseline", "integral-funding-all", "--size", SIZE, "--years", 3, "--burn-in", 0, "--replicates", 1, "--out", tmp_path / "x", "--quiet", "--lang", "en")  # fmt: skip
    assert (
        "integral-funding-all: pooling asks the agreement of the municipality, the school boards and the insurer"
        in said.stderr
    )
    assert "baseline: pooling" not in said.stderr
