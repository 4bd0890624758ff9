"""Parts of a difference: they add up, they find what was planted, and they say what was put in and what came out."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from claimed import NOBODY, PLAIN, runs, written
from conftest import samenhang, texts

from samenhang.experiments import why
from samenhang.experiments.batch import Result
from samenhang.experiments.claims import effects, preregistered, sheets
from samenhang.experiments.claims.bench import Judged, find_lock
from samenhang.experiments.claims.claim import load_claim
from samenhang.experiments.claims.claim_file import ClaimError
from samenhang.experiments.designs import closing
from samenhang.experiments.designs.study import Study, StudyError
from samenhang.experiments.execution.store import Folder
from samenhang.experiments.statistics.parts import (  # fmt: skip
    REST,
    WHOLE,
    by_combination,
    in_parts,
    knock_outs,
    shapley,
    subsets,
    together,
)
from samenhang.experiments.telling import why_figures
from samenhang.model import language, load_region, load_scenario
from samenhang.model.measures import OUTCOMES
from samenhang.model.scenario import Change, nested

NEED = next(m for m in OUTCOMES if m.name == "need.need_weeks")
PLANTED = "teams.direct_effect"


def luck(*shape):
    return np.random.Generator(np.random.PCG64(3)).normal(size=shape)  # noqa: TID251 - not the model's luck


def by_hand(value, k, pairs=1):
    """Differences [2^k, R] from what is left with these closed."""
    return np.array([[float(value(frozenset(s)))] * pairs for s in subsets(k)])


def test_of_a_sum_each_channel_has_its_own_term():
    """-1 through the first, -2 through the second, +0.5 through the third, -4 through none."""
    own = (-1.0, -2.0, 0.5)
    d = by_hand(lambda closed: -4.0 + sum(v for i, v in enumerate(own) if i not in closed), 3)
    assert shapley(d)[:, 0] == pytest.approx(own)
    assert knock_outs(d)[:, 0] == pytest.approx(own)
    assert in_parts(d, ("a", "b", "c")).set_index("part").loc[REST, "mean"] == pytest.approx(-4.0)


def test_what_two_do_only_together_is_shared_by_the_two():
    """The glove game of three: a left glove needs one of two right ones; 2/3, 1/6 and 1/6 (Shapley by hand)."""
    d = by_hand(lambda closed: 0 not in closed and not {1, 2} <= closed, 3)
    assert shapley(d)[:, 0] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert knock_outs(d)[:, 0] == pytest.approx([1.0, 0.0, 0.0]), "a spare glove is not missed"


@pytest.mark.parametrize("k", [1, 2, 5, 6])
def test_parts_and_rest_add_up_to_the_whole_in_every_pair(k):
    d = luck(2**k, 8)
    assert shapley(d).sum(axis=0) + d[-1] == pytest.approx(d[0], abs=1e-12)
    table = in_parts(d, tuple("abcdef"[:k])).set_index("part")
    assert table["mean"].drop(WHOLE).sum() == pytest.approx(table.loc[WHOLE, "mean"], abs=1e-12)
    assert len(by_combination(d, tuple("abcdef"[:k]))) == 2**k


def test_a_channel_that_does_nothing_has_no_part():
    d = luck(2, 8)[[0, 0, 1, 1]]  # the first of two changes nothing
    assert (shapley(d)[0] == 0.0).all()
    table = in_parts(d, ("idle", "busy")).set_index("part")
    assert table.loc["idle", ["mean", "low", "high"]].tolist() == [0.0, 0.0, 0.0]


def test_a_pair_counts_where_every_combination_went_well():
    tables = [pd.DataFrame({"a": [1.0, 2.0, 3.0]}, index=[0, 1, 2]), pd.DataFrame({"a": [1.0, np.nan]}, index=[0, 2])]
    assert together(tables)["a"].tolist() == [[1.0], [1.0]]


def study(after, before=None, **more):
    """Two arms in a village: baseline (with teams that start apart) against teams as close as advised."""
    first = before or load_scenario("baseline")
    return Study("s", (first, after), load_region().at_size(12_500), 3.0, 1.0, 1, more.pop("replicates", 2), record=("families",))  # fmt: skip


def planting(size, at=0.0):
    advised = load_scenario("advised-teams")
    return replace(advised, timeline=(*advised.timeline, Change(at=at, set={PLANTED: size})))


def test_arms_are_closed_in_every_combination_with_the_same_seeds():
    wide = closing.every_combination(study(load_scenario("advised-teams")), ("channel.knows", "channel.decision"))
    assert [a.off for a in wide.arms] == [(), (), ("channel.knows",), ("channel.knows",), ("channel.decision",), ("channel.decision",), *[("channel.knows", "channel.decision")] * 2]  # fmt: skip
    assert len({r.id for _arm, _replicate, r in wide.runs()}) == 16
    assert len({r.seed for _arm, replicate, r in wide.runs() if replicate == 0}) == 1


def test_an_assumed_effect_is_seen_wherever_it_is_set():
    plain, advised = load_scenario("baseline"), load_scenario("advised-teams")
    assert not closing.is_assumed(study(advised))
    assert closing.is_assumed(study(planting(0.2)))
    assert closing.is_assumed(study(advised, plain.changed(nested({PLANTED: 0.1})))), "in the first arm too"
    assert not closing.is_assumed(study(planting(0.2, at=9.0))), "never reached"
    assert not closing.is_assumed(study(planting(0.2).changed({}, ("teams",)))), "no teams, no effect"
    assert closing.with_assumed("w", study(planting(0.2)), ("channel.knows",))[0] == ("channel.knows", closing.DIRECT)
    said = closing.with_assumed("w", study(planting(0.2)), (*closing.FIVE, "trust"))[1]
    assert "at most 5" in said[0]
    without = closing.closed(planting(0.2), (closing.DIRECT,))
    assert not closing.is_assumed(study(without)) and without.timeline[0].set == {"teams.rule": "advised"}


def test_names_that_do_not_exist_stand_twice_or_are_too_many():
    said = "\n".join(closing.problems_of("w", ("channel.know", "trust", "trust", *closing.FIVE)))
    for part in ('did you mean "channel.knows"?', "trust stands there twice", "expected 1 to 6"):
        assert part in said
    with pytest.raises(StudyError, match=r"channel\.decision"):
        why.asked("--why", study(planting(0.2)), ("channel.decisions",))


def found(d, channels=("channel.decision", "channel.knows"), changed=frozenset(), **more):
    return why.Why(channels, 1, {NEED.name: d} | more, set(changed), why.Path("nowhere"), "illustrative")


def test_sentences_name_every_channel_the_rest_and_what_was_put_in(lang):
    d = np.array([[-1.0], [-0.4], [-0.9], [-0.3]]) + 0.01 * luck(4, 9)
    said = "\n".join(why.told(found(d), NEED.name))
    assert getattr(NEED, lang) in said and language.number(-0.6, 1) in said and "9" in said
    assert closing.named("channel.decision") in said
    put_in = "\n".join(why.told(found(d, (closing.DIRECT, "channel.knows")), NEED.name))
    none = "\n".join(why.told(found(d[[0, 0, 2, 2]], (closing.DIRECT, "channel.knows")), NEED.name))
    if lang == "en":
        assert "runs through none of these" in said and "Put in" not in said
        assert "Put in, not found" in put_in and PLANTED in put_in
        assert "Nothing was put in" in none and "Put in, not found" not in none
        assert "Identical in all pairs" in why.told(found(0 * d), NEED.name)[-1]
        wild = why.told(found(np.array([[1.0, -1.0, 0.5]] * 4)), NEED.name)
        assert any("may be nothing" in line for line in wild) and "%" not in wild[1]
        directly = why.told(found(d, changed={"handover.warm"}, **{"continuity.retellings": d}), "continuity.retellings")  # fmt: skip
        assert "follows directly" in directly[-1]


def test_nothing_came_out_of_what_the_scenario_sets(lang):
    """With an assumed effect beside it, or with one that changes nothing."""
    d, name = np.array([[-1.0], [-0.4], [-0.9], [-0.3]]) + 0.01 * luck(4, 9), "continuity.retellings"
    both = [found(of, (closing.DIRECT, "channel.knows"), changed={"handover.warm"}, **{name: of}) for of in (d, d[[0, 0, 2, 2]])]  # fmt: skip
    with_direct, idle = (why.put_in(one, name) for one in both)
    assert len(with_direct) == 2 and PLANTED in with_direct[0] and len(idle) == 1 and idle[0] == with_direct[1]
    if lang == "en":
        assert "came out" not in "".join(with_direct) and "Nothing was put in" not in idle[0]


def test_without_a_whole_pair_there_is_nothing_to_draw(tmp_path):
    nothing = why.Why(("channel.knows",), 1, {NEED.name: np.empty((2, 0))}, set(), tmp_path, "illustrative")
    assert why.draw(nothing, [NEED.name], "T") == []


def test_families_are_asked_combination_by_combination(tmp_path):
    """Of the runs of that pair of arms: there may be sixty-four."""
    asked, result = [], Result(study(load_scenario("advised-teams")), Folder(tmp_path), runs(*[[10, 12]] * 4), "")

    class Counted(Folder):
        def families(self, ids):
            asked.append(sorted(ids))
            return super().families(ids)

    counted = replace(result, folder=Counted(tmp_path))
    why.explain(why.Asked(result.study, ("channel.knows",)), counted)
    assert asked == [["0-0-0", "0-0-1", "0-1-0", "0-1-1"], ["0-2-0", "0-2-1", "0-3-0", "0-3-1"]]


def test_the_waterfall_ends_at_the_whole_and_says_what_it_shows(lang, tmp_path):
    d = np.array([[-1.0], [-0.4], [-1.2], [-0.5]]) + 0.05 * luck(4, 9)
    table = why._labelled(in_parts(d, ("channel.decision", closing.DIRECT)))
    figure = why_figures.waterfall({NEED: table}, "TITLE", "STAMP")
    said = texts(figure)
    for part in ("TITLE", "STAMP", "9", "95", "Shapley", getattr(NEED, lang), language._(NEED.unit)):
        assert part in said, part
    bars = figure.axes[0].patches
    assert len(bars) == 4 and bars[2].get_x() + bars[2].get_width() == pytest.approx(bars[3].get_width())
    assert why_figures.save(figure, tmp_path / "w.png").stat().st_size > 20_000


ASK = ("[runs]", '[why]\nchannels = ["channel.decision"]\npairs = 2\n\n[runs]')


def test_a_hypothesis_file_may_ask_why_and_its_lock_stays(tmp_path):
    plain, asking = load_claim(written(tmp_path)), load_claim(written(tmp_path, a=ASK))
    assert plain.digest == asking.digest, "it explains, and changes no verdict"
    assert (plain.channels, asking.channels) == ((), ("channel.decision",))
    assert any(
        "decides nothing" in line
        for _heading, lines in preregistered.preregistration(asking, find_lock(asking, tmp_path / "none"))
        for line in lines
    )
    assert load_claim(written(tmp_path, a=("[runs]", "[why]\n[runs]"))).channels == closing.FIVE
    planted = load_claim(written(tmp_path, a=ASK, b=('"workforce.exit_rate" = 0.12', f'"{PLANTED}" = 0.2')))
    assert planted.channels == ("channel.decision", closing.DIRECT)


@pytest.mark.parametrize("size", [0.0, 0.2])
def test_the_sheet_says_that_a_direct_effect_was_assumed(tmp_path, size):
    """At 0 nothing is assumed; at 0.2 the sheet says so, and with [why] how much of the difference it is."""
    claim = load_claim(written(tmp_path, a=ASK, b=('"workforce.exit_rate" = 0.12', f'"{PLANTED}" = {size}')))
    result = Result(claim.study(claim.regions[0], 3), Folder(tmp_path / "r"), runs([10, 12, 14], [8, 9.9, 11.8]), "illustrative")  # fmt: skip
    first = effects.first_outcome(claim, result.planned, NOBODY, 0.95)
    judged = Judged(claim.regions[0], result, (3,), first, [], None)
    assert sum("assumes an effect" in line for line in sheets.at_defaults(claim, judged)) == bool(size)
    assert sheets.why_told(claim, judged) == []
    d = np.array([[-2.0], [-1.5], [-0.5], [-0.4]])[: 4 if size else 2] + 0.01 * luck(4 if size else 2, 3)
    lines = sheets.why_told(claim, replace(judged, why=found(d, claim.channels)))  # fmt: skip
    assert sum("Put in, not found" in line for line in lines) == bool(size)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("channel.decision", "channel.decisoin", 'did you mean "channel.decision"?'),
        ('channels = ["channel.decision"]', "channels = []", "expected 1 to 6"),
        ("pairs = 2", "pairs = 1", "expected 2 or more"),
        ("pairs = 2", "pair = 2", 'did you mean "pairs"?'),
        ('kind = "contrast"', 'kind = "trend"', "why has no place"),
    ],
)
def test_what_cannot_be_taken_apart_is_said(tmp_path, old, new, said):
    with pytest.raises(ClaimError) as error:
        load_claim(written(tmp_path, PLAIN.replace(*ASK), a=(old, new)))
    assert said in "\n".join(error.value.problems) and "mine.toml" in error.value.problems[0]


SMALL = ("--size", 12_500, "--years", 3, "--burn-in", 1, "--replicates", 2, "--jobs", 1, "--quiet", "--lang", "en")


@pytest.fixture(scope="module")
def planted_run(tmp_path_factory):
    """Advised teams with a direct effect planted, against everybody apart with the same parameter: by one channel."""
    folder = tmp_path_factory.mktemp("planted")
    (folder / "mine.toml").write_text(
        'schema = 1\nextends = "advised-teams"\nholds = []\nsource = "assumption"\n[title]\nen = "Planted"\nnl = "Geplant"\n[story]\nen = "S."\nnl = "S."\n'
        f'[[timeline]]\nat = 0.0\nset = {{ "{PLANTED}" = 0.3 }}\n', encoding="utf-8")  # fmt: skip
    out = folder / "out"
    return out, samenhang("compare", "baseline", "mine.toml", "--why", "channel.knows", *SMALL, "--out", out, cwd=folder)  # fmt: skip


def test_a_planted_direct_effect_is_recognised_as_put_in(planted_run):
    out, done = planted_run
    said = " ".join(done.stdout.split())
    assert "Put in, not found" in said and "Planted against Baseline: 2 pairs" in said
    assert "assumes an effect of collaboration itself" in " ".join(done.stderr.split())
    table = pd.read_csv(out / "analysis" / "why-1.csv").set_index(["outcome", "part"])
    direct = table.loc[(NEED.name, closing.DIRECT)]
    assert direct["put_in"] and direct["mean"] != 0
    assert not table.loc[(NEED.name, "channel.knows"), "put_in"]
    for _outcome, of in table.groupby(level=0):
        parts = of.droplevel(0)["mean"]
        assert parts.drop(WHOLE).sum() == pytest.approx(parts[WHOLE], abs=1e-9)
    assert (out / "analysis" / "why-1.en.png").stat().st_size > 20_000
    whole = pd.read_csv(out / "analysis" / "differences-1.csv").set_index("outcome").loc[NEED.name, "mean"]
    assert table.loc[(NEED.name, WHOLE), "mean"] == pytest.approx(whole), "the whole is the difference that is shown"


def test_without_one_nothing_is_put_in(tmp_path):
    asked = ("compare", "baseline", "advised-teams", "--why", "channel.knows,channel.direct", *SMALL)
    told = json.loads(samenhang(*asked, "--json", "--out", tmp_path / "out").stdout)
    (rows,) = told["why"]
    direct = [r for r in rows if r["part"] == closing.DIRECT]
    assert direct and all(r["mean"] == 0.0 and r["gone"] == 0.0 for r in direct)
    assert not any("assumes an effect" in c for c in told["cautions"])


def test_a_trial_with_why_is_told_on_the_sheet(tmp_path):
    said = samenhang("test", written(tmp_path, a=ASK), "--trial", "--quiet", "--jobs", "1", cwd=tmp_path).stdout
    assert "\nWhy\n" in said and "runs through none of these" in said
    (folder,) = (tmp_path / "results").glob("trial-mine-*")
    assert json.loads((folder / "verdict.json").read_text())["regions"][0]["why"][0]["pairs"] == 2
    assert (folder / "default-why" / "analysis" / "why-1.csv").is_file()


def test_why_is_refused_with_worlds_and_says_unknown_names():
    assert "asked apart" in samenhang("compare", "baseline", "advised-teams", "--why", "channels", "--worlds", 3, code=2).stderr  # fmt: skip
    assert 'did you mean "channel.knows"?' in samenhang("compare", "baseline", "advised-teams", "--why", "channel.knwos", code=2).stderr  # fmt: skip
