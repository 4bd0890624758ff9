"""The notebooks run in an empty folder, and say what is kept in them."""

import platform
import re
from pathlib import Path

import notebooks
import pytest

PAGES = sorted((Path(__file__).resolve().parent.parent / "docs" / "notebooks").glob("*.ipynb"))
EACH = pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
OF_A_MACHINE = r"/tmp\b|/root\b|/Users\b|/work\b|[A-Z]:\\|\.venv|\b\d{1,2}:\d{2}\b|site-packages|\b[0-9a-f]{32}\b"


def test_there_are_three():
    assert [p.stem for p in PAGES] == ["a-hypothesis", "first-look", "sensitivity"]


@EACH
def test_a_notebook_says_what_is_kept_in_it(path):
    kept, fresh = notebooks.read(path), notebooks.executed(path)
    for before, after in zip(kept.cells, fresh.cells, strict=True):
        assert notebooks.alike(notebooks.said(before), notebooks.said(after)), f"{notebooks.said(before)}\n--- now:\n{notebooks.said(after)}"  # fmt: skip
        assert notebooks.pictures(before) == notebooks.pictures(after), before.source
        complaints = [o.text for o in after.get("outputs", ()) if o.get("name") == "stderr"]
        assert not complaints, complaints  # warnings too


@EACH
def test_a_notebook_is_kept_in_one_form_and_tells_of_no_machine(path):
    kept = notebooks.read(path)
    assert path.read_text(encoding="utf-8") == notebooks.written(kept), "uv run python tests/notebooks.py docs"
    counts = [c.execution_count for c in kept.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    text = "\n".join([c.source + notebooks.said(c) + str([o.get("data", {}).get("text/html") for o in c.get("outputs", ())]) for c in kept.cells])  # fmt: skip
    assert not re.findall(OF_A_MACHINE, text)
    assert platform.node() not in text
    assert str(Path.home()) not in text


@EACH
def test_runs_are_started_by_the_command_alone(path):
    code = "\n".join(c.source for c in notebooks.read(path).cells if c.cell_type == "code")
    assert re.search(r"^samenhang (compare|test|study) ", code, re.M)
    assert not re.findall(r"multiprocessing|concurrent|joblib|run_study|Course|CareSystem", code)


def test_numbers_may_differ_in_their_last_digit_and_words_not_at_all():
    assert notebooks.alike("mean 1.23  [−0.1; 2,000]", "mean 1.24 [−0.1; 2,000]")
    assert notebooks.alike("p = 3.2e-05", "p = 3.3e-05")
    for other in ("mean 1.25 [−0.1; 2,000]", "mean 1.23 [0.1; 2,000]", "mean 1.23 [−0.1; 2,001]", "median 1.23 [−0.1; 2,000]"):  # fmt: skip
        assert not notebooks.alike("mean 1.23 [−0.1; 2,000]", other)
