"""Numbers stand still: outcomes of four scenarios are those that are kept, and whoever changed them has said so."""

import numpy as np
import pytest
import regression

CHANGELOG = (regression.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def now():
    return regression.found()


def test_outcomes_are_those_that_are_kept(now):
    """To the bit with this processor and this lock; elsewhere to a billionth."""
    told = regression.kept()
    assert set(told["case"]) == set(regression.CASES)
    at_home = {k: told[k] for k in ("processor", "lock")} == regression.here()
    for name, (outcomes, whole) in now.items():
        kept = told["case"][name]
        off = {k: (kept["outcomes"].get(k), v) for k, v in outcomes.items() if not regression.equal(kept["outcomes"].get(k), v, 0.0 if at_home else 1e-9)}  # fmt: skip
        assert not off and kept["outcomes"].keys() == outcomes.keys(), f"numbers have changed, see tests/regression.py: {name}: {off}"  # fmt: skip
        assert whole == kept["whole"] or not at_home, f"weeks or events have changed, see tests/regression.py: {name}"


def test_every_time_that_numbers_changed_has_a_date_and_an_entry_in_the_change_log():
    notes, marked = regression.kept()["note"], regression.entries(CHANGELOG)
    assert notes and [n["date"] for n in notes] == sorted(n["date"] for n in notes)
    for note in notes:
        assert len(note["entry"]) >= 12 and any(e.startswith(note["entry"]) for e in marked), note


def test_nothing_is_renewed_without_an_entry_that_is_marked(now, monkeypatch):
    log = "# Changes\n\n- **[numbers]** Needs recover\n  faster.\n- A picture is larger.\n"
    assert regression.entries(log) == ["Needs recover faster."]
    monkeypatch.setattr(regression, "found", lambda: now)
    for begins in ("", "A picture", "Needs recover slower"):
        assert regression.renew(begins, log) == ""
    text = regression.renew("Needs recover faster", log)
    assert text.count("[[note]]") == len(regression.kept()["note"]) + 1 and 'entry = "Needs recover faster"' in text


def test_what_moved_is_named_and_a_billionth_is_not_a_move(now):
    told = {"case": {name: {"outcomes": dict(outcomes)} for name, (outcomes, _whole) in now.items()}}
    told["case"]["baseline"]["outcomes"]["o.fit.fit"] *= 1 + 1e-12
    assert regression.moved(told, now) == []
    told["case"]["baseline"]["outcomes"]["o.fit.fit"] *= 1.001
    assert regression.moved(told, now) == ["fit.fit"]
    assert regression.equal(np.nan, np.nan) and not regression.equal(None, 1.0) and not regression.equal(np.nan, 1.0)
    assert regression.equal(1.0, 1.0 + 1e-10) and not regression.equal(1.0, 1.0 + 1e-10, 0.0)
