"""The generated pages are current, and the documents lead where they say."""

import re
from pathlib import Path

import pytest

from samenhang.experiments.telling import odd
from samenhang.experiments.telling.reference import markdown, write
from samenhang.model.mechanisms import MECHANISMS
from samenhang.model.week import Parameters

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    write(folder)
    return folder


@pytest.mark.parametrize("name", ["reference.en.md", "reference.nl.md", "loops.md", "loops.nl.md"])
def test_the_generated_pages_are_current(name, pages):
    """Make them again with: python -m samenhang.experiments.telling.reference docs"""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == (pages / name).read_text(encoding="utf-8")


def test_the_tables_of_the_model_in_words_are_current():
    """Make them again with: python -m samenhang.experiments.telling.odd docs/odd.md"""
    text = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    assert odd.filled(odd.MADE.sub(r"\1\3", text)) == text


def test_the_model_in_words_has_a_table_for_every_submodel_and_every_stream():
    text = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
    made = {name for _head, name, _end in odd.MADE.findall(text)}
    assert made == {"entities", "schedule", "streams", *(f"parameters {group}" for group in Parameters._fields)}
    steps = [name for name, _null in odd.steps()]
    assert (
        [m.name for m in MECHANISMS if m.name not in steps] == []
        and steps[0] == "needs"
        and steps[-1] == "observe_money"
    )
    in_code = sum(p.read_text(encoding="utf-8").count('stream("') for p in odd.FILES)
    assert odd.streams().count("\n") - 1 == in_code > 30


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
