"""The baseline stands still, and is what docs/baseline.md says. Slow: hundreds of years of a whole region."""

from pathlib import Path

import baseline
import numpy as np
import pytest
from scipy import stats

from samenhang.model import Course, load_region, load_scenario, resolve

DOCS = Path(__file__).resolve().parent.parent / "docs"
STILL = ("in_view", "n_waiting", "n_active", "n_stays", "mean_workload", "mean_strain", "mean_fit", "cost")
SEEDS, YEARS, WITHIN = 100, 3, 0.03  # 40 seeds leave the list an interval of ± 2 per cent from chance alone


@pytest.mark.slow
def test_docs_tell_what_the_baseline_does():
    assert baseline.page() == (DOCS / "baseline.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_nothing_drifts_over_the_burn_in():
    """Yearly trend of stocks, waits, workload and strain: its 95 % interval over the seeds lies within 3 per cent a year.

    At 300,000 inhabitants, because the play of chance of a waiting list at 100,000 alone is 3 per cent over 40 seeds.
    """
    region, trends = load_region().at_size(300_000), {name: [] for name in STILL}
    for seed in range(1, SEEDS + 1):
        course = Course(resolve(load_scenario(), region, seed=seed))
        course.live(YEARS * 52)
        for name, values in course.series().items():
            if name in STILL:
                yearly = values.reshape(YEARS, 52).mean(axis=1)
                trends[name].append(np.polyfit(range(YEARS), yearly, 1)[0] / yearly.mean())
    for name, found in trends.items():
        half = stats.t.ppf(0.975, SEEDS - 1) * np.std(found, ddof=1) / np.sqrt(SEEDS)
        mean = float(np.mean(found))
        assert -WITHIN < mean - half < mean + half < WITHIN, f"{name}: {mean:+.4f} ± {half:.4f} a year"
