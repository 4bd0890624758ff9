"""A folder that more than one command asks of: who is first, what stays planned, and what each of them is told."""

import contextlib
import json

import pandas as pd
import pytest
from conftest import samenhang

from samenhang.experiments.batch import run_study
from samenhang.experiments.campaign import How
from samenhang.experiments.designs.design import design
from samenhang.experiments.designs.study import Study
from samenhang.experiments.execution import keeping, store
from samenhang.experiments.execution.store import Folder
from samenhang.model import load_region, load_scenario

SMALL = ("--size", 12_500, "--years", 3, "--burn-in", 0, "--quiet", "--lang", "en")


def asked(replicates=2, worlds=0, **changes):
    arms = (load_scenario().changed(changes, ()), load_scenario("low-turnover"))
    return Study("asked", arms, load_region().at_size(12_500), 3, 0, seed=1, replicates=replicates, worlds=worlds)


def planned(folder):
    table = folder.design()
    spec = json.loads((folder.path / "manifest.json").read_text(encoding="utf-8"))["spec"]
    return table["run_id"].nunique(), spec["replicates"], spec["worlds"]


def begin(folder, study):
    return folder.begin(design(study)[0], study.spec(), {})


def first(monkeypatch, act):
    """Somebody acts between the moment that a command looks at a folder and the moment that it holds its lock."""
    lock, left = store.locked, [act]

    @contextlib.contextmanager
    def late(folder, *, alone=False):
        if alone and left:
            left.pop()()
        with lock(folder, alone=alone) as held:
            yield held

    monkeypatch.setattr(store, "locked", late)


def test_who_comes_second_with_another_question_writes_nothing(tmp_path, monkeypatch):
    folder, mine, other = Folder(tmp_path), asked(), asked(workforce={"exit_rate": 0.2})
    first(monkeypatch, lambda: begin(folder, other))
    assert not begin(folder, mine)
    assert set(folder.design()["run_id"]) == set(design(other)[0]["run_id"])


def test_who_comes_second_in_results_goes_to_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wanted, other = asked(1), asked(1, workforce={"exit_rate": 0.2})
    first(monkeypatch, lambda: begin(Folder(tmp_path / "results" / "asked"), other))
    result = run_study(wanted, how=How(jobs=1, quiet=True))
    assert result.folder.path.name.startswith("asked-")
    assert set(result.everything["run_id"]) == {run.id for _arm, _replicate, run in wanted.runs()}


def test_fewer_replicates_or_no_worlds_take_nothing_from_what_was_planned(tmp_path):
    folder = Folder(tmp_path)
    assert begin(folder, asked(3, worlds=2))
    whole = folder.design()
    assert begin(folder, asked(1))
    pd.testing.assert_frame_equal(folder.design(), whole)
    assert planned(folder)[1:] == (3, 2)
    assert begin(folder, asked(4))
    assert len(folder.design()) == len(whole) + 2
    assert planned(folder)[1:] == (4, 2)


def test_other_worlds_take_the_place_of_the_old_ones(tmp_path):
    folder = Folder(tmp_path)
    begin(folder, asked(2, worlds=3))
    begin(folder, asked(1, worlds=2))
    told = folder.design()
    assert set(told["sample"]) == {0, 1, 2} and not told.duplicated(["sample", "replicate", "arm"]).any()
    assert planned(folder)[1:] == (2, 2)


def test_runs_of_other_code_are_not_planned_beside_ours(tmp_path):
    folder, table = Folder(tmp_path), design(asked(3))[0]
    folder.begin(table.assign(run_id=table["run_id"].str[::-1]), asked(3).spec(), {})
    begin(folder, asked(1))
    assert set(folder.design()["run_id"]) == set(design(asked(1))[0]["run_id"])


def test_a_design_that_cannot_be_read_is_made_anew(tmp_path):
    folder = Folder(tmp_path)
    begin(folder, asked(1))
    (tmp_path / "design.parquet").write_bytes(b"PAR1")
    begin(folder, asked(1))
    assert len(folder.design()) == 2


@pytest.mark.parametrize("others", [1, 3])
def test_a_command_is_told_what_it_asked_and_not_what_else_was_planned(tmp_path, monkeypatch, others):
    """Another command asks for less, or for more, while this one runs."""
    from samenhang.experiments import batch

    carry_out = batch.carry_out

    def meanwhile(*given):
        begin(Folder(tmp_path / "out"), asked(others))
        carry_out(*given)

    monkeypatch.setattr(batch, "carry_out", meanwhile)
    result = run_study(asked(2), tmp_path / "out", How(jobs=1, quiet=True))
    assert len(result.everything) == 4 and (result.everything["status"] == "ok").all()


def test_looking_again_leaves_who_made_the_runs_and_going_on_adds_to_it(tmp_path, monkeypatch):
    def begins(who, folder, study):
        monkeypatch.setattr(store, "run_with", lambda: {"python": who})
        begin(folder, study)
        return folder.told()["python"], [e["python"] for e in folder.told().get("earlier", [])]

    one, two = Folder(tmp_path / "one"), Folder(tmp_path / "two")
    assert begins("a", one, asked(1)) == ("a", [])
    assert begins("a", one, asked(2)) == ("a", []), "the same is not told twice"
    assert begins("b", one, asked(2)) == ("b", ["a"])
    monkeypatch.setattr(Folder, "done", lambda _folder, _kinds=(): {r.id for _arm, _replicate, r in asked(2).runs()})
    assert begins("c", one, asked(2)) == ("b", ["a"]), "nothing was run by c"
    begins("d", two, asked(3))
    told = keeping.merge(tmp_path / "all", [one.path, two.path]).told()
    assert [told["python"], *(e["python"] for e in told["earlier"])] == ["b", "a", "d"]


def test_every_column_of_the_design_and_of_the_runs_is_described(tmp_path):
    folder = Folder(tmp_path)
    begin(folder, asked(1))
    resources = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    told = {r["name"]: {f["name"]: f for f in r["schema"]["fields"]} for r in resources}
    assert list(told["runs"]) == list(store.COLUMNS) and list(told["design"]) == list(folder.design())
    assert told["runs"]["cpu_seconds"]["type"] == "number" and told["runs"]["status"]["type"] == "string"
    assert told["runs"]["o.fit.fit"]["title_nl"] == "Passendheid van hulp"
    types = [told["design"][k]["type"] for k in ("run_id", "arm", "p.workforce.exit_rate", "p.teams.rule")]
    assert types == ["string", "integer", "number", "string"]
    assert all(f["unit"] and f["title"] for k, f in told["design"].items() if k.startswith("p."))


def test_a_smaller_look_leaves_the_folder_as_large_as_it_was(tmp_path):
    for replicates in (2, 1):
        done = samenhang("run", *SMALL, "--replicates", replicates, "--jobs", 1, "--out", tmp_path, "--json")
        assert json.loads(done.stdout)["runs"] == replicates
    assert len(Folder(tmp_path).design()) == 2
