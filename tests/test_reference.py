"""The generated pages are current, and the documents lead where they say."""

import re
from pathlib import Path

import pytest

from samenhang.experiments.reference import markdown, write

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    write(folder)
    return folder


@pytest.mark.parametrize("name", ["reference.en.md", "reference.nl.md", "loops.md", "loops.nl.md"])
def test_the_generated_pages_are_current(name, pages):
    """Make them again with: python -m samenhang.experiments.reference docs"""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == (pages / name).read_text(encoding="utf-8")


def test_a_pipe_in_a_cell_does_not_end_it():
    assert markdown(["a"], [["x | y"]]).splitlines()[-1] == "| x \\| y |"


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "results" / "README.md"], ids=lambda p: p.name
)
def test_links_between_documents_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_readme_and_ci_run_the_same_lines():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    lines = re.findall(r"^pip install uv .*$", readme, flags=re.M)
    assert len(lines) == 2
    for line in lines:
        assert line in ci
