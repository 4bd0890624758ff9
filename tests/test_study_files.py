"""Study files: what they ask for, and everything that can be wrong with one, said at once."""

import numpy as np
import pandas as pd
import pytest

from samenhang.experiments.command.checked import checked, kind
from samenhang.experiments.designs.design import design
from samenhang.experiments.designs.study import StudyError
from samenhang.experiments.designs.study_file import load_study, shipped_studies

HEAD = 'schema = 1\n{top}\n[title]\nen = "A"\nnl = "A"\n[question]\nen = "B?"\nnl = "B?"\n[run]\nsize = 12500\nyears = 3\nburn_in = 1\n{rest}'


def file(tmp_path, rest="", top=""):
    (tmp_path / "mine.toml").write_text(HEAD.format(top=top, rest=rest), encoding="utf-8")
    return str(tmp_path / "mine.toml")


def wrong(*given):
    with pytest.raises(StudyError) as error:
        load_study(file(*given))
    return error.value.problems


def test_everything_that_is_wrong_is_said_at_once_with_the_nearest_name(tmp_path):
    said = "\n".join(wrong(tmp_path,
        '[design]\nmethod = "sobol"\nn = 100\nlevels = 6\nfactors = ["workforce.exit_rat", "learnin.*"]\n'
        '[factor."trust.anchorin"]\nlow = 1.0\n[factor."workforce.exit_rate"]\nlo = 1',
        'scenarios = ["baseline", "advised-team"]\noff = ["trst"]\nreplicates = 0\noutcomes = ["fit.fitt"]\ncolour = 1\nvariants = { workforce = ["attachmnt"], trst = [] }',
    ))  # fmt: skip
    for sentence in ('did you mean "workforce.exit_rate"?', 'did you mean "learning"?', 'did you mean "advised-teams"?', 'did you mean "trust"?',
                     "replicates = 0: expected 1 or more", 'did you mean "fit.fit"?', '"colour" is not known', 'did you mean "attachment"?',
                     "sobol has no use for levels", "n = 100: a Sobol sequence", 'did you mean "low"?', '"trust.anchorin" is not known'):  # fmt: skip
        assert sentence in said, said


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ('[design]\nmethod = "latin"\nn = 8\nfactors = ["needs.recovery"]\n[factor."needs.recovery"]\nlow = 0.3\nhigh = 0.1', "must be below"),
        ('[design]\nmethod = "latin"\nn = 8\nfactors = ["needs.recovery"]\n[factor."needs.recovery"]\nlow = 0.0\nscale = "log"', "above 0"),
        ('[design]\nmethod = "latin"\nn = 8\nfactors = ["needs.recovery"]\n[factor."needs.recovery"]\nlow = -1.0', "-1.0: expected"),
        ('[design]\nmethod = "latin"\nn = 8\nfactors = ["needs.recovery"]\n[factor."needs.recovery"]\nscale = "integer"', "whole numbers"),
        ('[design]\nmethod = "latin"\nn = 8\nfactors = ["teams.rule"]\n[factor."teams.rule"]\nlow = 1.0', "no low, high or scale"),
        ('[design]\nmethod = "latin"\nn = 8\nfactors = ["teams.rule"]\n[factor."teams.rule"]\nvalues = ["advisd", "none"]', 'did you mean "advised"?'),
        ('[design]\nmethod = "latin"\nn = 8\nfactors = 3', "expected a list"),
        ('[design]\nmethod = "latin"', "design.n is missing"),
        ('[design]\nmethod = "efast"\nn = 768\nfactors = ["needs.recovery", "needs.closing"]', "more than 768"),
        ('[design]\nmethod = "efast"\nn = 40000', "5200000 points; expected at most"),
        ('[design]\nmethod = "sobol"\nn = 65536', "expected at most"),
        ('[design]\nmethod = "morris"\nfactors = ["needs.recovery", "teams.rule"]', "levels = 6 would"),
        ('[design]\nmethod = "efast"\nn = 257\ngroups = "mechanism"', "efast has no use for groups"),
        ('[design]\nmethod = "morris"\nlevels = 5', "even number"),
        ('[design]\nmethod = "grid"\nlevels = 9', "expected at most"),
        ('[design]\nmethod = "sobool"', "expected one of"),
        ('[design]\nmethod = "listed"\npoints = [{ "needs.recovery" = 0.004 }, { "needs.closing" = 0.2 }]', "same parameters"),
        ('[design]\nmethod = "listed"\npoints = [{ "needs.recovery" = -0.004 }]', "-0.004: expected"),
        ('seed = 0', "expected 1 or more"),
        ('record = ["event"]', 'did you mean "events"?'),
    ],
)  # fmt: skip
def test_what_would_mean_nothing_is_refused(tmp_path, rest, sentence):
    assert any(sentence in s for s in wrong(tmp_path, rest)), wrong(tmp_path, rest)


def test_a_factor_that_a_scenario_sets_cannot_vary(tmp_path):
    """By name it is a mistake; where a role stands for it, it is left out, and that is said."""
    both = 'scenarios = ["baseline", "low-turnover"]'
    rest = '[design]\nmethod = "morris"\nfactors = {}\n'
    said = wrong(tmp_path, rest.format('["workforce.exit_rate"]'), both)
    assert said == ["mine.toml: design.factors: workforce.exit_rate is set by low-turnover, so no point can vary it"]
    asked = load_study(file(tmp_path, rest.format('["workforce.*"]'), both))
    assert "workforce.exit_rate" not in asked.sample.names
    assert asked.study.notes == ("not varied, because a scenario sets it: workforce.exit_rate",)


def test_knock_outs_and_rival_rules_are_arms_of_the_first_scenario(tmp_path):
    asked = load_study(
        file(tmp_path, "", 'off = ["trust", "channel.knows"]\nvariants = { workforce = ["attachment"] }')
    )
    first, trust, knows, rival = asked.study.arms
    assert (first.off, trust.off, knows.off) == ((), ("trust",), ("channel.knows",))
    assert rival.given == {"workforce": {"variant": "attachment"}}
    assert len(set(asked.study.labels("nl"))) == 4 and "zonder" in trust.title.nl
    assert asked.sample is None and asked.study.points is None


def test_the_points_of_a_study_are_run_with_the_same_seeds_in_every_arm(tmp_path):
    asked = load_study(file(tmp_path, '[design]\nmethod = "morris"\ntrajectories = 2\nfactors = ["workforce.exit_rate", "needs.recovery"]\n', 'off = ["trust"]\nreplicates = 2'))  # fmt: skip
    table, runs = design(asked.study)
    assert len(asked.sample.cube) == 2 * (3 + 1), "two factors and the dummy"
    assert sorted(table["sample"].unique()) == list(range(9))
    assert (table.groupby("replicate")["seed"].nunique() == 1).all()
    assert (table.groupby(["sample", "arm"]).size() == 2).all()
    told = table[(table["arm"] == 1) & (table["replicate"] == 0) & (table["sample"] > 0)].set_index("sample")
    for key in ("workforce.exit_rate", "needs.recovery"):
        assert np.allclose(told[f"p.{key}"], asked.sample.points[key])
    assert table[table["sample"] > 0]["run_id"].nunique() < 8 * 2 * 2, (
        "where only the dummy moved, the runs are the same"
    )
    assert set(runs) == set(table["run_id"])


def test_impossible_points_are_refused_by_position_and_left_out_elsewhere(tmp_path):
    rest = '[design]\nmethod = "{}"\nfactors = ["needs.spill_over"]\n{}[factor."needs.spill_over"]\nhigh = 0.01\n'
    asked = load_study(file(tmp_path, rest.format("morris", "trajectories = 4\n"), "replicates = 1"))
    with pytest.raises(StudyError, match=r"of 12 points of the design are impossible.*needs would feed themselves"):
        design(asked.study)
    with pytest.raises(StudyError, match="impossible"):
        checked(file(tmp_path, rest.format("morris", "trajectories = 4\n"), "replicates = 1"), "default")
    loose = load_study(file(tmp_path, rest.format("latin", "n = 10\n"), "replicates = 1"))
    table, _runs = design(loose.study)
    assert 0 < table.loc[table["sample"] > 0, "sample"].nunique() < 10
    assert any("outside what is plausible" in n for n in loose.study.notes)


def test_listed_points_grid_and_choices(tmp_path):
    listed = load_study(file(tmp_path, '[design]\nmethod = "listed"\npoints = [{ "needs.recovery" = 0.004 }, { "needs.recovery" = 0.006 }]', "replicates = 1"))  # fmt: skip
    assert listed.study.points.table["needs.recovery"].tolist() == [0.004, 0.006]
    grid = load_study(
        file(tmp_path, '[design]\nmethod = "grid"\nlevels = 2\nfactors = ["needs.recovery", "teams.rule"]')
    )
    assert sorted(grid.sample.points["teams.rule"].unique()) == ["advised", "none"]  # of two levels, the first and last
    table, _runs = design(load_study(file(tmp_path, '[design]\nmethod = "grid"\nlevels = 3\nfactors = ["teams.rule"]', "replicates = 1")).study)  # fmt: skip
    assert set(table["p.teams.rule"]) == {"none", "fixed", "advised"}


def test_check_knows_a_study_by_what_stands_in_it(tmp_path):
    assert kind(file(tmp_path)) == "study" and kind("morris-all") == "study"
    assert kind("baseline") == "scenario" and kind("small-town") == "region"
    assert checked(file(tmp_path), "default") == []


@pytest.mark.parametrize("name", shipped_studies())
def test_the_studies_that_come_with_the_package_are_sound(name):
    asked = load_study(name)
    assert asked.question.en.endswith((".", "?")) and asked.question.nl.endswith((".", "?"))
    assert isinstance(asked.study.points.table, pd.DataFrame) and (
        len(asked.sample.cube) >= 50 or asked.sample.plan.method == "break-even"
    )
    assert asked.study.spec()["study"]["schema"] == 1


def test_a_region_without_inhabitants_is_refused_wherever_it_is_asked(tmp_path):
    with pytest.raises(StudyError, match="size = 0"):
        load_study(file(tmp_path), size=0)
    path = tmp_path / "mine.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("12500", "0"), encoding="utf-8")
    with pytest.raises(StudyError, match="size = 0"):
        load_study(str(path))
