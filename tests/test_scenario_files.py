"""Files that are wrong: every mistake at once, each a sentence with key, value, what was expected, nearest name."""

import pytest
from conftest import village

from samenhang.model import RegionError, ScenarioError, load_region, load_scenario, resolve
from samenhang.model.region import SHIPPED, shares_of
from samenhang.model.scenario_file import read_scenario, shipped_scenarios

WORDS = '[title]\nen = "A"\nnl = "A"\n[story]\nen = "B"\nnl = "B"\n'
HEAD = "schema = 1\nholds = []\n"


def wrong(tmp_path, text):
    """The sentences about a scenario file with this text."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_scenario(path)
    return refused.value.problems


def right(tmp_path, text, name="mine"):
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return read_scenario(path)


def test_all_mistakes_of_a_file_and_of_what_it_extends_are_said_at_once(tmp_path):
    (tmp_path / "older.toml").write_text(HEAD + WORDS + "[parameters.needs]\nclosing = 1.5\n", encoding="utf-8")
    said = wrong(
        tmp_path,
        'schema = 1\nextends = "older"\nholds = ["monney"]\noff = ["alocation"]\ninhabitants = 5\ncolour = "red"\n'
        '[title]\nen = "A"\n[story]\nen = "B"\nnl = "B"\n'
        '[parameters.workforce]\nexit_rat = 0.2\nweeks_to_fill = 0\nstrain_gain = "much"\n[parameters.team]\nlevel = 2\n'
        '[variant]\nworkforce = "astrology"\n'
        '[[timeline]]\nat = -1\nset = { "workforce.exit_rate" = 0.1 }\n',
    )
    expected = [
        "mine.toml: inhabitants belongs in a region file",
        'mine.toml: "colour" is not known',
        "mine.toml: title.nl is missing",
        "mine.toml: holds[0] = \"monney\": expected one of 'money', 'staff', 'demand'",
        "mine.toml: timeline[0].at = -1: expected 0 or more",
        'workforce: "exit_rat" is not known; did you mean "exit_rate"?',
        "workforce.weeks_to_fill = 0: expected > 0, ≤ 1e+06 (weeks)",
        'workforce.strain_gain = "much": expected ≥ 0, ≤ 1 (1/week)',
        'parameters: "team" is not known',
        'off: "alocation" is not known; did you mean "allocation"?',
        'variant.workforce: "astrology" is not known',
        "older.toml: parameters: needs.closing = 1.5: expected ≥ 0, ≤ 1 (share)",
    ]
    for sentence in expected:
        assert any(sentence in s for s in said), (sentence, said)
    assert len(said) == len(expected), said


def test_a_question_an_outcome_and_a_comparator_that_do_not_exist_are_said_at_once(tmp_path):
    said = wrong(
        tmp_path,
        'schema = 1\nholds = []\nquestion = "acces"\n'
        + WORDS
        + '[expect]\nagainst = "basline"\nwhy = { en = "A", nl = "A" }\n'
        'moves = { "need.needweeks" = "down" }\n',
    )
    assert [s.split("mine.toml: ")[1] for s in said] == [
        'question: "acces" is not known; did you mean "access"?',
        'expect.moves: "need.needweeks" is not known; did you mean "need.need_weeks"?',
        'expect.against: "basline" is not known; did you mean "baseline"?',
    ]
    ways = wrong(
        tmp_path, HEAD + WORDS + '[expect]\nwhy = { en = "A", nl = "A" }\nmoves = { "need.need_weeks" = "better" }\n'
    )
    assert len(ways) == 1 and "expected one of 'up', 'down', 'same'" in ways[0]


def test_what_a_source_expects_and_the_question_change_no_run(tmp_path):
    expects = right(
        tmp_path,
        HEAD
        + 'question = "staff"\n'
        + WORDS
        + '[expect]\nwhy = { en = "A", nl = "A" }\nmoves = { "need.need_weeks" = "up" }\n',
    )
    bare = right(tmp_path, HEAD + WORDS, "bare")
    ids = [resolve(s, load_region("small-town"), seed=1).id for s in (expects, bare)]
    assert ids[0] == ids[1] and expects.expect.moves == {"need.need_weeks": "up"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("schema = 1\nholds = [", "mine.toml: not a TOML file"),
        (HEAD + WORDS + "[parameters.needs]\nopening = 0.2\nclosing = 0.4\n", "needs.closing = 0.4 must be below needs.opening = 0.2"),
        (HEAD + 'extends = "basline"\n' + WORDS, 'extends: "basline" is not known; did you mean "baseline"?'),
        (HEAD + 'extends = "mine"\n' + WORDS, "extends goes round in a circle"),
        (HEAD + WORDS + '[[timeline]]\nat = 1\nset = { "needs.openin" = 0.3 }\n', 'did you mean "needs.opening"?'),
        (HEAD + WORDS + '[[timeline]]\nat = 1\nset = { "needs.recovery" = 0.004 }\ntimes = { "needs.recovery" = 2 }\n', "changed twice on one date"),
        (HEAD + WORDS + '[[timeline]]\nat = 1\ntimes = { "needs.opening" = 9 }\n', "needs.opening = 3.6: expected ≥ 0, ≤ 1 (share)"),
        ("schema = 2\nholds = []\n" + WORDS, "schema = 2: expected one of 1"),
        (HEAD + WORDS + "[parameters.needs]\nopening = true\n", "needs.opening = true: expected"),
    ],
)  # fmt: skip
def test_a_mistake_is_a_sentence(tmp_path, text, sentence):
    said = wrong(tmp_path, text)
    assert len(said) == 1, said
    assert sentence in said[0]


def test_changes_are_set_added_and_multiplied_in_order_of_date(tmp_path):
    scenario = right(
        tmp_path,
        HEAD + 'extends = "baseline"\n' + WORDS + "[parameters.workforce]\nexit_rate = 0.15\n"
        '[[timeline]]\nat = 2.0\ntimes = { "workforce.exit_rate" = 2 }\n[[timeline]]\nat = 1.0\nadd = { "workforce.exit_rate" = 0.05 }\n',
    )
    chapters = scenario.chapters(burn_in=156)
    assert [(at, round(p.workforce.exit_rate, 12)) for at, p in chapters] == [(0, 0.15), (208, 0.2), (260, 0.4)]


def test_a_set_value_goes_under_the_timeline_and_over_the_file(tmp_path):
    scenario = right(
        tmp_path,
        HEAD + WORDS + '[parameters.needs]\nopening = 0.45\n[[timeline]]\nat = 0\nset = { "needs.closing" = 0.25 }\n',
    )
    changed = scenario.changed({"needs": {"opening": 0.5, "closing": 0.1}})
    assert [(p.needs.opening, p.needs.closing) for _at, p in changed.chapters(0)] == [(0.5, 0.1), (0.5, 0.25)]


def test_what_is_implausible_is_allowed_and_said(tmp_path):
    scenario = right(tmp_path, HEAD + WORDS + '[[timeline]]\nat = 1\nset = { "workforce.exit_rate" = 0.6 }\n')
    assert scenario.warnings() == [
        "mine: workforce.exit_rate = 0.6 from year 1 is outside what is plausible (0.1 to 0.22 1/year)"
    ]


def test_needs_that_would_feed_themselves_are_refused():
    with pytest.raises(ScenarioError, match="feed themselves"):
        village(needs__spill_over=0.02, needs__recovery=0.003)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_scenario_of_ours_is_good_and_told_in_two_languages(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert len({scenario.title.en, scenario.title.nl, scenario.story.en, scenario.story.nl}) == 4
    assert not scenario.warnings()


def test_mistakes_of_a_region_are_said_at_once(tmp_path):
    text = (SHIPPED / "default.toml").read_text(encoding="utf-8")
    bad = tmp_path / "mine.toml"
    bad.write_text(
        text.replace('sector = "safety"\nseats = 15', 'sector = "safty"\nseats = 0').replace("also = 0.8", "also = 3"),
        encoding="utf-8",
    )
    with pytest.raises(RegionError) as refused:
        load_region(str(bad))
    assert len(refused.value.problems) == 2
    bad.write_text(
        text.replace('sector = "safety"\nseats = 15', 'sector = "safty"\nseats = 15').replace(
            "school = 0.2", "scool = 0.2"
        ),
        encoding="utf-8",
    )
    with pytest.raises(RegionError) as refused:
        load_region(str(bad))
    said = "\n".join(refused.value.problems)
    assert 'did you mean "safety"?' in said
    assert 'did you mean "school"?' in said
    assert "sector safety has work but no organisation" in said


def test_a_region_at_another_size_keeps_its_proportions():
    region = load_region()
    for size in (12_500, 46_000, 350_000):
        other = region.at_size(size)
        seats = sum(o.seats for o in other.organisation)
        assert abs(seats - 211 * size / 100_000) < 3
        assert other.demand.families_per_week == pytest.approx(14.0 * size / 100_000)
    assert shares_of([10, 10, 1], 0.25) == [3, 2, 1]
    with pytest.raises(RegionError, match="12500"):
        region.at_size(100)


def test_a_run_is_named_by_everything_that_decides_it_and_nothing_else():
    run = village()
    assert run.id == village().id != village(seed=2).id
    assert run.id != village(years=4).id
    assert run.id != village(off=("needs",)).id
    assert run.id != village(workforce__exit_rate=0.19).id
    assert run.id == village(workforce__exit_rate=0.18).id
    region = load_region().at_size(12_500)
    better = region.domain[0].model_copy(update={"label": region.story})
    told = region.model_copy(
        update={
            "title": region.story,
            "domain": [better, *region.domain[1:]],
            "demand": region.demand.model_copy(update={"why": "?"}),
        }
    )
    assert resolve(load_scenario(), told, burn_in=1, years=3).id == run.id
