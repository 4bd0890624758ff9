"""The numbers of the README are those of its own command."""

import re
from pathlib import Path

import pytest
from conftest import samenhang

from samenhang.experiments.execution.store import Folder
from samenhang.experiments.statistics import contrasts

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
ROWS = {
    "Unplanned breaks per 100 relation-years": "continuity.unplanned_breaks",
    "Fit of care": "fit.fit",
    "Need-weeks per family, two years": "need.need_weeks",
    "Waiting before care, weeks": "access.waiting",
    "Refusals per 100 requests": "access.refusals",
    "Cost of care per family, two years, euros": "money.cost",
    "Deficit per inhabitant and year, euros": "money.deficit",
}


def told(row):
    """Before, after, difference and both ends, as the README writes them."""
    cells = [
        c.strip() for c in next(line for line in README.splitlines() if line.startswith(f"| {row} |")).split("|")[2:5]
    ]
    return [
        [float(n), len(n.partition(".")[2])]
        for c in cells
        for n in re.findall(r"-?\d+\.?\d*", c.replace("−", "-").replace(",", ""))
    ]


@pytest.mark.slow
def test_the_readme_tells_what_its_command_finds(tmp_path):
    samenhang("compare", "baseline", "integral-funding", "--out", tmp_path / "out", "--quiet", "--lang", "en")
    folder = Folder(tmp_path / "out")
    planned = folder.planned()
    found = contrasts.paired(planned, 1, set(), folder.families(list(planned["run_id"]))).set_index("outcome")
    for row, outcome in ROWS.items():
        values = found.loc[outcome, ["before", "after", "mean", "low", "high"]].tolist()
        for value, (said, digits) in zip(values, told(row), strict=True):
            assert value == pytest.approx(said, abs=0.51 * 10**-digits), (row, values)


def test_the_readme_says_how_much_of_the_baseline_is_near_its_specification():
    docs = (Path(__file__).resolve().parent.parent / "docs" / "baseline.md").read_text(encoding="utf-8")
    near, of = re.search(r"(\d+) of (\d+) figures are near", docs).groups()
    assert f"{near} of {of} figures of the specification are near" in " ".join(README.split())
