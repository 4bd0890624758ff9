"""Fit of care, worked out by hand for single families and small cohorts."""

import math

import numpy as np
import pandas as pd
import pytest

from samenhang.model.cohort import FIELDS, about_families
from samenhang.model.outcomes.fit import fit_of_week
from samenhang.model.tables import ACTIVE, NONE, WAITING


def fit(need, asked, status, given=None, warranted=None):
    """Everybody is given what is warranted, unless a case says otherwise."""
    codes = [np.array(x if x is not None else np.ones(len(need)), np.int8) for x in (warranted, status, given)]
    return fit_of_week(np.array(need), np.array(asked, np.bool_), *codes)


def test_care_that_is_too_light_counts_half_and_care_that_is_too_heavy_no_more_than_enough():
    assert fit([0.8, 0.4], [1, 1], [ACTIVE, ACTIVE], given=[1, 2], warranted=[2, 2]) == pytest.approx((0.4 + 0.4) / 1.2)
    assert fit([0.8], [1], [ACTIVE], given=[3], warranted=[2]) == 1.0


def test_the_part_of_need_that_is_met_counts_by_how_much_is_needed():
    assert fit([0.8, 0.4], [1, 1], [ACTIVE, WAITING]) == pytest.approx(2 / 3)  # 0.8 of 1.2
    assert fit([0.8, 0.4], [1, 1], [WAITING, ACTIVE]) == pytest.approx(1 / 3)  # 0.4 of 1.2


def test_all_met_is_one_and_nothing_met_is_nought():
    assert fit([0.8, 0.4], [1, 1], [ACTIVE, ACTIVE]) == 1.0
    assert fit([0.8, 0.4], [1, 1], [NONE, WAITING]) == 0.0


def test_domains_that_care_should_not_meet_do_not_count_served_or_not():
    assert fit([0.8, 0.1, 0.3], [1, 0, 0], [ACTIVE, NONE, ACTIVE]) == 1.0
    assert fit([0.8, 0.1, 0.3], [1, 0, 0], [NONE, NONE, ACTIVE]) == 0.0


def test_a_family_that_asks_for_nothing_has_no_fit():
    assert fit([0.3, 0.1], [0, 0], [NONE, ACTIVE]) < 0.0


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
def test_the_order_of_the_domains_does_not_matter(order):
    need, asked, status = np.array([0.5, 0.3, 0.9]), np.array([1, 1, 0]), np.array([ACTIVE, NONE, ACTIVE])
    assert fit(need[order], asked[order], status[order]) == pytest.approx(0.5 / 0.8)


def test_every_family_counts_alike_however_long_it_was_in_need():
    # 30 of 40 weeks, never in need, and 10 of 10 weeks: (0.75 + 1) / 2, not 40 of 50
    families = pd.DataFrame(
        {f.name: np.zeros(3) for f in FIELDS} | {"fit": [0.75, 0.0, 1.0], "families_in_need": [1, 0, 1]}
    )
    assert about_families(families)["fit.fit"] == pytest.approx(0.875)
    assert math.isnan(about_families(families.assign(families_in_need=0))["fit.fit"])
    assert math.isnan(about_families(families.iloc[:0])["fit.fit"])
