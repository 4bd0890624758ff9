"""docs/lessons.md says what was measured. Slow: a hundred runs."""

from pathlib import Path

import lessons
import numpy as np
import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.slow
def test_docs_tell_what_was_measured():
    assert lessons.page() == (DOCS / "lessons.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_without_harm_who_met_more_workers_has_still_left_less_often():
    """The artefact: time at risk alone makes worker counts and leaving go together."""
    runs = [lessons.worker_counts(lessons.HARMLESS, seed) for seed in range(1, 6)]
    gone = np.nanmean([[told[1].get(k, np.nan) for k in (1, 2, 3)] for told in runs], axis=0)
    assert gone[0] > gone[1] > gone[2]
    among = np.mean([told[0].to_numpy() for told in runs], axis=0)
    assert (np.diff(among) < 0).all() and among[0] > 0.5
