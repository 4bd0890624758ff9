"""The numbers of the README are those of its own command."""

import re
from pathlib import Path

import pandas as pd
import pytest
from conftest import samenhang

from samenhang.experiments import contrasts
from samenhang.experiments.store import Folder

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
ROWS = {
    "Unplanned breaks per 100 relation-years": "continuity.unplanned_breaks",
    "Fit of care": "fit.fit",
    "Need-weeks per family, two years": "need.need_weeks",
}


def told(row):
    """Before, after, difference and both ends, as the README writes them."""
    cells = [
        c.strip() for c in next(line for line in README.splitlines() if line.startswith(f"| {row} |")).split("|")[2:5]
    ]
    return [
        [float(n), len(n.partition(".")[2])] for c in cells for n in re.findall(r"-?\d+\.?\d*", c.replace("−", "-"))
    ]


@pytest.mark.slow
def test_the_readme_tells_what_its_command_finds(tmp_path):
    samenhang("compare", "baseline", "low-turnover", "--out", tmp_path / "out", "--quiet", "--lang", "en")
    planned = Folder(tmp_path / "out").planned()
    found = contrasts.paired(planned, 1, set()).set_index("outcome")
    for row, outcome in ROWS.items():
        values = found.loc[outcome, ["before", "after", "mean", "low", "high"]].tolist()
        for value, (said, digits) in zip(values, told(row), strict=True):
            assert value == pytest.approx(said, abs=0.51 * 10**-digits), (row, values)


@pytest.mark.slow
def test_the_readme_says_how_much_the_baseline_drifts(tmp_path):
    samenhang("run", "baseline", "--out", tmp_path / "out", "--quiet", "--lang", "en")
    folder = Folder(tmp_path / "out")
    series = folder.series(list(folder.planned()["run_id"]))
    waiting = series.groupby(pd.cut(series["week"], [155, 207, 363, 415]), observed=True)["n_waiting"].mean()
    grown = waiting.iloc[2] / waiting.iloc[0] - 1
    assert f"grows by {round(100 * grown)} per" in " ".join(README.split())
