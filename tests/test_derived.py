"""What stands in analysis/: all that the last command said, and nothing that an earlier one said of another design."""

import json
import shutil

import pandas as pd
import pytest
from conftest import samenhang
from test_folder import filled
from test_study import written

from samenhang.experiments.execution import keeping
from samenhang.experiments.execution.derived import leave_only
from samenhang.experiments.execution.files import DRAFT, FolderError
from samenhang.experiments.execution.parquet import parquet
from samenhang.experiments.execution.store import Folder, put
from samenhang.model.measures import OUTCOMES


def names(folder):
    return {p.name for p in (folder / "analysis").iterdir()}


def touched(folder, *files):
    for name in files:
        put(folder / "analysis" / name, b"")


def test_tables_and_pictures_of_an_earlier_design_go_and_what_is_not_ours_stays(tmp_path):
    mine = {"thesis.csv", "fit-for-my-thesis.en.png", "notes.txt", "worlds.xlsx"}
    touched(tmp_path, *mine, "morris.csv", "morris-0.nl.png", "worlds-1.csv", "sobol.csv", "sobol-0.nl.png", "fit.en.png", f"{DRAFT}fit.en.png-here-1")  # fmt: skip
    leave_only(tmp_path, ["sobol.csv", "sobol-0.en.png"])
    assert names(tmp_path) == mine | {"sobol.csv", "sobol-0.nl.png"}, "a picture stays in the other language"


def test_a_folder_without_analysis_is_left_as_it_is(tmp_path):
    leave_only(tmp_path, [])
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """A study of two scenarios over two points that became one of the scenarios as they are."""
    folder = tmp_path_factory.mktemp("listed")
    file = written(folder, "latin", "n = 2")
    asked = ("study", file, "--out", folder / "out", "--jobs", 1, "--quiet", "--lang", "en")
    text = file.read_text(encoding="utf-8").replace('["baseline"]', '["baseline", "low-turnover"]')
    text = text.replace('"workforce.exit_rate", ', "")
    file.write_text(text, encoding="utf-8")
    samenhang(*asked)
    assert {"points.csv", "regret.csv", "regret.en.png"} <= names(folder / "out")
    file.write_text(text.replace('method = "latin"', 'method = "listed"').replace("n = 2", "").replace(
        'factors = ["needs.recovery"]', ""), encoding="utf-8")  # fmt: skip
    return folder / "out", samenhang(*asked, "--json")


def test_a_listed_study_keeps_draws_and_exports_its_differences(listed):
    out, done = listed
    told = json.loads(done.stdout)
    assert {"means", "differences-1", "classes-1"} <= set(told["tables"])
    assert {r["outcome"] for r in told["tables"]["differences-1"]} == {m.name for m in OUTCOMES}
    assert {p.rsplit("/", 1)[-1] for p in told["pictures"]} == {"over-time.en.png", "fit.en.png", "differences-1.en.png"}  # fmt: skip
    assert len(pd.read_csv(out / "analysis" / "means.csv")) == 2 * len(OUTCOMES)


def test_nothing_is_left_of_the_design_that_it_had_before(listed):
    out, _done = listed
    pictures = {"over-time.en.png", "fit.en.png", "differences-1.en.png"}
    assert names(out) == {"means.csv", "differences-1.csv", "classes-1.csv"} | pictures
    assert set(Folder(out).design()["sample"]) == {0}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"study": {"design": {"method": "morris"}}}, {"study": {"design": {"method": "sobol"}}}, "design"),
        ({"study": {"factor": {"needs.recovery": {"low": 0.1}}}}, {"study": {}}, "factors"),
        ({"worlds": 4}, {"worlds": 6}, "worlds"),
    ],
)
def test_studies_over_other_points_are_not_made_one(tmp_path, one, other, said):
    for name, spec in (("one", one), ("two", other)):
        Folder(tmp_path / name).begin(pd.DataFrame({"run_id": [name]}), spec, {})
    with pytest.raises(FolderError, match=f"differs in: {said}"):
        keeping.merge(tmp_path / "all", [tmp_path / "one", tmp_path / "two"])


def test_a_folder_that_is_empty_is_not_merged_with_itself(tmp_path):
    assert "is no result folder" in samenhang("merge", tmp_path, tmp_path, "--lang", "en", code=4).stderr


def test_a_design_that_is_torn_is_not_merged(tmp_path):
    Folder(tmp_path / "one").begin(pd.DataFrame({"run_id": ["x"]}), {"replicates": 1}, {})
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    (tmp_path / "two" / "design.parquet").write_bytes(b"PAR1")
    said = samenhang("merge", tmp_path / "all", tmp_path / "one", tmp_path / "two", "--lang", "en", code=4).stderr
    assert "design.parquet: cannot be read" in said


def test_parts_of_a_batch_without_a_first_row_are_nobodys(tmp_path, monkeypatch):
    """A Parquet file of somebody else, in the folder where the command is given, is not read."""
    put(tmp_path / "series" / "part.parquet", parquet(pd.DataFrame({"run_id": ["a"], "week": [0]})))
    (tmp_path / "of-somebody-else.parquet").write_bytes(b"no table")
    monkeypatch.chdir(tmp_path)
    assert Folder(tmp_path).chosen("series") == {}


def test_a_draft_that_an_interrupted_writer_left_in_analysis_is_swept(tmp_path):
    touched(tmp_path, f"{DRAFT}fit.en.png-here-1")
    filled(tmp_path, [])
    assert names(tmp_path) == set()


def test_advice_is_what_the_verb_can_do(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    assert "--out" not in samenhang("compact", tmp_path, "--lang", "en", code=4).stderr
