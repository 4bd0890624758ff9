"""The command as a user has it: what it shows, writes, refuses and with which code it ends."""

import json

import pandas as pd
import pytest
from conftest import samenhang

from samenhang.experiments.batch import frames
from samenhang.experiments.execution import execute
from samenhang.experiments.execution.store import DRAFT, FolderError

SMALL = ("--size", 12_500, "--years", 3, "--burn-in", 1, "--lang", "en")
BAD = '[title]\nen = "A"\n[parameters.workforce]\nexit_rat = 1\n'


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """One comparison of two scenarios, six pairs, as a user runs it."""
    folder = tmp_path_factory.mktemp("compared") / "out"
    done = samenhang("compare", "baseline", "low-turnover", *SMALL, "--replicates", 6, "--out", folder, "--jobs", 1)
    return folder, done


def outcomes(folder):
    """Outcomes by run, without what differs from run to run."""
    runs = pd.read_parquet(folder / "runs").sort_values("run_id").reset_index(drop=True)
    return runs.drop(columns="cpu_seconds")


def test_compare_shows_differences_with_intervals_stamp_and_pictures(compared):
    folder, done = compared
    assert "Low turnover against Baseline: 6 pairs" in done.stdout
    assert "95 % interval (play of chance only)" in done.stdout
    assert "Illustrative" in done.stdout
    assert "put in by the scenario" in " ".join(done.stdout.split())
    assert "runs to do: 12; expected time: less than a minute" in done.stderr
    assert "too few for a claim" in done.stderr
    pictures = {"over-time.en.png", "fit.en.png", "differences-1.en.png"}
    assert {p.name for p in (folder / "analysis").iterdir()} == pictures | {"differences-1.csv", "classes-1.csv"}
    assert "Who gains and who loses" in done.stdout


def test_the_folder_is_as_promised(compared):
    folder, _done = compared
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["stamp"] == "illustrative"
    assert manifest["spec"]["replicates"] == 6
    assert {"git", "lock", "python", "processor", "packages", "schema"} <= manifest.keys()
    design = pd.read_parquet(folder / "design.parquet")
    assert len(design) == 12
    assert (design.groupby("replicate")["seed"].nunique() == 1).all()
    assert set(design.loc[design["arm"] == 1, "p.workforce.exit_rate"]) == {0.10}
    runs = outcomes(folder)
    assert set(runs["run_id"]) == set(design["run_id"])
    assert (runs["status"] == "ok").all()
    series = pd.read_parquet(folder / "series")
    assert series.groupby("run_id")["week"].agg(["size", "min", "max"]).drop_duplicates().values.tolist() == [
        [208, 0, 207]
    ]
    assert not list(folder.rglob(f"{DRAFT}*"))


def test_a_folder_opens_as_frames_with_one_call(compared):
    folder, _done = compared
    runs, families, series, labels, stamp = frames(str(folder))
    assert len(runs) == 12 and (runs["status"] == "ok").all()
    assert set(families["run_id"]) == set(series["run_id"]) == set(runs["run_id"])
    assert labels == ["Baseline", "Low turnover"] and stamp.startswith("Illustrative")
    with pytest.raises(FolderError, match="nowhere"):
        frames(folder / "nowhere")


def test_units_and_labels_travel_with_the_columns(compared):
    from pyarrow.parquet import read_schema

    schema = read_schema(next((compared[0] / "runs").glob("*.parquet")))
    assert schema.metadata[b"stamp"] == b"illustrative"
    said = {b"unit": b"share", b"en": b"Fit of care", b"nl": b"Passendheid van hulp"}
    assert schema.field("o.fit.fit").metadata == said


def test_the_same_command_again_runs_nothing_and_more_replicates_run_the_rest(compared, tmp_path):
    folder, done = compared
    again = samenhang("compare", "baseline", "low-turnover", *SMALL, "--replicates", 6, "--out", folder)
    assert "runs to do" not in again.stderr
    assert again.stdout == done.stdout
    more = samenhang("compare", "baseline", "low-turnover", *SMALL, "--replicates", 7, "--out", folder)
    assert "runs to do: 2;" in more.stderr


def test_a_scenario_against_itself_is_exactly_zero(tmp_path):
    done = samenhang(
        "compare", "baseline", "baseline", *SMALL, "--replicates", 3, "--out", tmp_path, "--json", "--quiet"
    )
    said = json.loads(done.stdout)
    (difference,) = said["differences"]
    assert {o["verdict"] for o in difference["outcomes"]} == {"identical"}
    assert {o["mean"] for o in difference["outcomes"]} == {0.0}
    assert said["runs"] == 3


def test_a_timeline_that_sets_a_default_is_another_run_with_the_same_outcome(tmp_path):
    copy = tmp_path / "copy.toml"
    copy.write_text(
        'schema = 1\nextends = "baseline"\nholds = []\n[title]\nen = "Copy"\nnl = "Kopie"\n[story]\nen = "Same."\nnl = "Gelijk."\n'
        '[[timeline]]\nat = 1.0\nset = { "workforce.exit_rate" = 0.18 }\n', encoding="utf-8")  # fmt: skip
    done = samenhang(
        "compare", "baseline", copy, *SMALL, "--replicates", 3, "--out", tmp_path / "out", "--json", "--quiet"
    )
    said = json.loads(done.stdout)
    assert said["runs"] == 6
    assert {o["verdict"] for o in said["differences"][0]["outcomes"]} == {"identical"}
    assert outcomes(tmp_path / "out")["status"].tolist() == ["ok"] * 6


def test_a_bad_file_is_refused_whole_and_nothing_is_written(tmp_path):
    (tmp_path / "mine.toml").write_text(BAD, encoding="utf-8")
    done = samenhang("compare", "mine.toml", "lowturnover", "--set", "needs.opening=2", "--off", "politics", "--region", "nowhere", "--lang", "en",
                     cwd=tmp_path, code=2)  # fmt: skip
    for sentence in ("mine.toml: schema is missing", "mine.toml: title.nl is missing", "mine.toml: holds is missing",
                     'did you mean "exit_rate"?', 'did you mean "low-turnover"?', '"nowhere" is not known', "--set: needs.opening = 2: expected", '--off: off: "politics" is not known'):  # fmt: skip
        assert sentence in done.stderr, done.stderr
    assert done.stdout == ""
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("run", "--set", "needs.opening=2"), "--set: needs.opening = 2: expected"),
        (("run", "--set", "opening"), "expected mechanism.parameter=value"),
        (("run", "--off", "politics"), '--off: off: "politics" is not known'),
        (("run", "--years", "2"), "years = 2: expected 3 to 50"),
        (("run", "--replicates", "0"), "replicates = 0: expected 1"),
        (("run", "--seed", "0"), "seed = 0: expected a whole number from 1"),
        (("run", "mine.toml"), "mine.toml: there is no such file"),
        (("compare", "baseline"), "two or more"),
        (("explain", "wrkload"), "did you mean"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(tmp_path, arguments, sentence):
    done = samenhang(*arguments, "--lang", "en", cwd=tmp_path, code=2)
    assert sentence in done.stderr
    assert not list(tmp_path.iterdir())


def test_check_says_everything_that_is_wrong_and_what_is_good(tmp_path):
    (tmp_path / "mine.toml").write_text(BAD, encoding="utf-8")
    done = samenhang("check", "low-turnover", tmp_path / "mine.toml", "--lang", "en", code=2)
    assert "low-turnover: no mistakes found" in done.stdout
    assert "schema is missing" in done.stderr
    assert "exit_rat" in done.stderr


def test_check_refuses_what_run_would_refuse(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'schema = 1\nholds = []\n[title]\nen = "A"\nnl = "A"\n[story]\nen = "B"\nnl = "B"\n[parameters.needs]\nspill_over = 0.01\n', encoding="utf-8")  # fmt: skip
    for verb in ("check", "run"):
        done = samenhang(verb, "mine.toml", "--lang", "en", cwd=tmp_path, code=2)
        assert "needs would feed themselves" in done.stderr
        assert done.stdout == ""
    assert "no mistakes found" in samenhang("check", "default", "baseline", "--lang", "en").stdout


def test_a_folder_of_somebody_else_is_left_as_it_is(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    done = samenhang("run", *SMALL, "--replicates", 1, "--out", tmp_path, code=4)
    assert "holds something else" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_another_question_gets_another_folder(tmp_path):
    for more in ((), ("--off", "workforce"), ()):
        samenhang("run", "baseline", *SMALL, "--replicates", 1, "--quiet", *more, cwd=tmp_path)
    assert len(list((tmp_path / "results").iterdir())) == 2
    samenhang("run", *SMALL, "--replicates", 1, "--years", 4, "--out", tmp_path / "results" / "run-baseline", code=4)


@pytest.mark.parametrize(("fails_below", "failed"), [(0.15, 2), (1.0, 4)], ids=["one arm", "all, the first too"])
def test_when_runs_fail_the_rest_is_shown_and_it_ends_with_three(tmp_path, monkeypatch, fails_below, failed):
    """The table has no numbers for an arm without a good run; everything else is still there, and every run is a row."""
    whole = execute.Course

    def fails(run):
        if run.chapters[-1][1].workforce.exit_rate < fails_below:
            raise MemoryError("no room")
        return whole(run)

    monkeypatch.setattr(execute, "Course", fails)
    asked = ("compare", "baseline", "low-turnover", *SMALL, "--replicates", 2, "--jobs", 1, "--out", tmp_path / "out")
    done = samenhang(*asked, code=3)
    assert f"{failed} of 4 runs failed" in done.stderr
    assert "–" in done.stdout
    assert (outcomes(tmp_path / "out")["status"] == "failed").sum() == failed
    assert len(outcomes(tmp_path / "out")) == 4


@pytest.mark.parametrize(("policy", "rows", "shown"), [("stop", 1, False), ("finish", 4, False), ("record", 4, True)])
def test_what_is_done_when_a_run_fails_is_chosen(tmp_path, monkeypatch, policy, rows, shown):
    def fails(_run):
        raise MemoryError("no room")

    monkeypatch.setattr(execute, "Course", fails)
    asked = ("compare", "baseline", "low-turnover", *SMALL, "--replicates", 2, "--jobs", 1, "--out", tmp_path / "out")
    done = samenhang(*asked, "--on-failure", policy, code=3)
    assert f"{rows} of 4 runs failed" in done.stderr
    assert len(outcomes(tmp_path / "out")) == rows
    assert ("95 % interval" in done.stdout) == shown
    assert ("0 of 4 runs went well" in done.stdout) != shown


def test_what_the_timeline_overrides_and_never_reaches_is_said(tmp_path):
    late = tmp_path / "late.toml"
    late.write_text(
        'schema = 1\nextends = "low-turnover"\nholds = []\n[title]\nen = "L"\nnl = "L"\n[story]\nen = "L"\nnl = "L"\n'
        '[[timeline]]\nat = 0.0\nset = { "workforce.exit_rate" = 0.1 }\n[[timeline]]\nat = 3.0\nset = { "needs.recovery" = 0.004 }\n',
        encoding="utf-8",
    )
    done = samenhang(
        "run",
        late,
        *SMALL,
        "--replicates",
        1,
        "--set",
        "workforce.exit_rate=0.15",
        "--out",
        tmp_path / "out",
        "--json",
    )
    said = json.loads(done.stdout)["cautions"]
    assert any("timeline of late" in s for s in said)
    assert "late: the change in year 3 is never reached" in said
    assert any("too few" in s for s in said)


def test_a_torn_part_is_said_in_a_sentence(tmp_path):
    (tmp_path / "out").mkdir()
    samenhang("run", *SMALL, "--replicates", 1, "--out", tmp_path / "out", "--quiet")
    (tmp_path / "out" / "runs" / "torn.parquet").write_bytes(b"PAR1")
    done = samenhang("run", *SMALL, "--replicates", 1, "--out", tmp_path / "out", "--quiet", code=4)
    assert "cannot be read" in done.stderr


def test_a_folder_that_refuses_ends_with_four(tmp_path):
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    done = samenhang("run", *SMALL, "--replicates", 1, "--out", tmp_path / "out", code=4)
    assert str(tmp_path / "out") in done.stderr


@pytest.mark.parametrize(("verb", "least"), [("scenarios", 2), ("parameters", 20), ("measures", 12), ("mechanisms", 7)])
def test_lists_are_tables_and_json(verb, least):
    rows = json.loads(samenhang(verb, "--json", "--lang", "nl").stdout)
    assert len(rows) >= least
    assert all(row["name"] for row in rows)


def test_explain_knows_dutch_words():
    said = samenhang("explain", "personeelsverloop", "--lang", "nl").stdout
    assert "staff.turnover" in said
    assert "workforce.exit_rate" in samenhang("explain", "verloop", "--lang", "en").stdout


def test_other_plausible_worlds_are_compared_with_the_same_seeds_and_go_on_where_they_stopped(tmp_path):
    asked = ("compare", "baseline", "low-turnover", "--size", "12500", "--years", "3", "--burn-in", "0", "--replicates", "2",
             "--out", tmp_path / "out", "--quiet", "--lang", "en")  # fmt: skip
    samenhang(*asked)
    done = samenhang(*asked, "--worlds", "2", "--json")
    told = json.loads(done.stdout)
    assert told["runs"] == 4
    worlds = {w["outcome"]: w for w in told["differences"][0]["worlds"]}
    assert worlds["staff.turnover"]["worlds"] == 2 and 0 <= worlds["staff.turnover"]["same_sign"] <= 1
    design = pd.read_parquet(tmp_path / "out" / "design.parquet")
    assert len(design) == 4 + 2 * 2 * 2 and set(design["sample"]) == {0, 1, 2}
    of_world = design[design["sample"] == 1].groupby("replicate")
    assert (of_world["p.needs.recovery"].nunique() == 1).all(), "one world for both arms"
    assert (of_world["seed"].nunique() == 1).all() and design.groupby("replicate")["seed"].nunique().eq(1).all()
    assert design.groupby("sample")["p.needs.recovery"].first().nunique() == 3
    exits = design[design["sample"] > 0].groupby("arm")["p.workforce.exit_rate"].unique()
    assert exits[1].tolist() == [0.1], "what a scenario sets itself is not drawn"
    said = samenhang(*asked, "--worlds", "2").stdout
    assert "in 2 other plausible worlds" in said
    assert sum("do not vary what a scenario sets" in c and "workforce.exit_rate" in c for c in told["cautions"]) == 1


def test_a_claim_that_does_not_hold_is_said(tmp_path):
    said = samenhang("compare", "baseline", "lower-caseload-extra-staff", "--size", "12500", "--years", "3", "--burn-in", "0",
                     "--replicates", "1", "--out", tmp_path / "x", "--quiet", "--lang", "en")  # fmt: skip
    assert "says that it holds" not in said.stderr  # it claims demand only
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'schema = 1\nextends = "lower-caseload-extra-staff"\nholds = ["staff"]\n[title]\nen = "M"\nnl = "M"\n[story]\nen = "M"\nnl = "M"\n',
        encoding="utf-8",
    )
    said = samenhang("compare", "baseline", mine, "--size", "12500", "--years", "3", "--burn-in", "0", "--replicates", "1",
                     "--out", tmp_path / "y", "--quiet", "--lang", "en")  # fmt: skip
    assert "mine says that it holds staff equal" in said.stderr
