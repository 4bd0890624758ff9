"""The verb `study`: a tiny Morris study as a user runs it, again, and with a scenario beside it."""

import json

import pandas as pd
import pytest
from conftest import samenhang

FILE = """schema = 1
scenarios = ["baseline"]
replicates = 2
outcomes = ["fit.fit", "access.waiting"]
{more}
[title]
en = "Tiny"
nl = "Klein"
[question]
en = "What counts?"
nl = "Wat telt?"
[design]
method = "{method}"
factors = ["workforce.exit_rate", "needs.recovery"]
{design}
[run]
size = 12500
years = 3
burn_in = 1
"""


def written(folder, method, design, more=""):
    path = folder / "tiny.toml"
    path.write_text(FILE.format(method=method, design=design, more=more), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studied")
    file = written(folder, "morris", "trajectories = 2")
    return file, folder / "out", samenhang("study", file, "--out", folder / "out", "--jobs", 1, "--lang", "en")


def test_a_study_gives_indices_with_a_dummy_and_the_share_of_seeds(studied):
    _file, out, done = studied
    assert "What counts?" in done.stdout and "dummy: changes nothing" in done.stdout and "Illustrative" in done.stdout
    table = pd.read_csv(out / "analysis" / "morris.csv")
    assert len(table) == 2 * 3 and set(table["factor"]) == {"workforce.exit_rate", "needs.recovery", "dummy"}
    assert (table.loc[table["factor"] == "dummy", "mu_star"] == 0.0).all()
    assert table["mu_star"].max() > 0.0 and table["seeds"].between(0.0, 1.0).all() and (table["n"] == 8).all()
    assert len(pd.read_csv(out / "analysis" / "points.csv")) == 8
    assert (out / "analysis" / "morris-0.en.png").stat().st_size > 20_000
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["spec"]["study"]["design"]["trajectories"] == 2
    runs = pd.read_parquet(out / "runs")["run_id"]
    assert runs.is_unique and set(runs) == set(pd.read_parquet(out / "design.parquet")["run_id"])


def test_the_same_study_again_runs_nothing_and_says_the_same(studied):
    file, out, done = studied
    again = samenhang("study", file, "--out", out, "--lang", "en")
    assert "runs to do" not in again.stderr and again.stdout == done.stdout
    said = json.loads(samenhang("study", file, "--out", out, "--json", "--quiet").stdout)
    assert {"morris", "seeds", "points"} <= said["tables"].keys() and said["failed"] == 0


def test_choices_in_sampled_worlds_give_regret(tmp_path):
    file = written(tmp_path, "latin", "n = 3", 'off = ["trust"]')
    done = samenhang("study", file, "--out", tmp_path / "out", "--jobs", 1, "--lang", "en")
    assert "regret, mean" in done.stdout and "Baseline, without" in done.stdout
    table = pd.read_csv(tmp_path / "out" / "analysis" / "regret.csv")
    assert (table["worlds"] == 3).all() and (table.groupby("outcome")["best"].sum() - 1.0).abs().max() < 1e-9
    assert (tmp_path / "out" / "analysis" / "regret.en.png").exists()
    told = pd.read_csv(tmp_path / "out" / "analysis" / "discovery.csv")
    assert (told["verdict"] == "few").all() and len(told) == 2 and "too few to tell where" in done.stdout


def test_a_wrong_study_is_refused_and_nothing_is_written(tmp_path):
    file = written(tmp_path, "sobol", "n = 100")
    for verb in ("study", "check"):
        done = samenhang(verb, file, "--lang", "en", cwd=tmp_path, code=2)
        assert "power of two" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["tiny.toml"]
    assert "did you mean" in samenhang("study", "moris-all", "--lang", "en", code=2).stderr
