"""Integral working and pooled funding must be able to lose: what docs/neutrality.md says, and that it is what the model does."""

from pathlib import Path

import neutrality
import numpy as np
import pandas as pd
import pytest

from samenhang.model.language import use

DOCS = Path(__file__).resolve().parent.parent / "docs"
AGAIN = (3, 40)  # worlds that the slow test lives through again


def kept():
    return pd.read_csv(DOCS / "neutrality.csv")


def test_the_page_says_what_was_measured():
    use("en")
    assert neutrality.page(kept()) == (DOCS / "neutrality.md").read_text(encoding="utf-8")


FAILS = pytest.mark.xfail(
    strict=True, reason="measured: 8 of 76 decided worlds; docs/neutrality.md says against what and why"
)
ASKED = [pytest.param(arm, marks=FAILS) if arm == "closer than usual" else arm for arm in neutrality.BOUND]


@pytest.mark.parametrize("arm", ASKED)
def test_need_falls_in_a_fifth_to_four_fifths_of_the_decided_worlds(arm):
    told = neutrality.table(kept()).set_index("arm").loc[arm]
    assert told["worlds"] >= 64 and told["decided"] >= neutrality.LEAST
    assert neutrality.BAND[0] <= told["share"] <= neutrality.BAND[1]


def test_with_the_channels_closed_teams_only_cost():
    told = neutrality.table(kept()).set_index("arm").loc["advised teams, closed"]
    assert told["less"] == 0 and told["decided"] > told["worlds"] / 4


@pytest.mark.slow
@pytest.mark.parametrize("world", AGAIN)
def test_the_worlds_are_what_the_model_does(world):
    drawn = neutrality.drawn_worlds(neutrality.WORLDS, neutrality.ROOT).loc[world].to_dict()
    found = pd.DataFrame(neutrality.in_world(world, drawn, 1))
    told = kept()
    told = told[(told["world"] == world) & (told["seed"] == 1)].reset_index(drop=True)
    assert len(found) == len(told)
    np.testing.assert_allclose(found["difference"], told["difference"], rtol=1e-6, atol=1e-9)
