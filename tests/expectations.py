"""What the sources report of every initiative, beside what the model says. `docs/expectations.md`.

`python tests/expectations.py docs FOLDER` makes the page again: every scenario that expects something, and what it is held
against, in one batch of 20 pairs on the default region, kept in FOLDER (over an hour on two cores; the same command goes on
where it stopped). An unmet expectation is a finding, not a reason to bend a rule.
"""

import sys
from pathlib import Path

import pandas as pd

from samenhang.experiments.batch import run_study
from samenhang.experiments.designs.study import CLAIM, Study
from samenhang.experiments.statistics.contrasts import Interval, paired
from samenhang.experiments.telling.reference import markdown
from samenhang.model import Scenario, load_region, load_scenario
from samenhang.model.language import number, use
from samenhang.model.measures import OUTCOMES
from samenhang.model.scenario_file import QUESTIONS, shipped_scenarios

MEASURES = {m.name: m for m in OUTCOMES}
WORDS = {"up": "goes up", "down": "goes down", "same": "stays about the same"}
SAID = {
    "met": "met",
    "less": "met, but by less than what matters",
    "nothing": "**not met**: no difference that matters",
    "against": "**not met**: the other way",
    "unclear": "too small to tell",
}


def expecting() -> list[Scenario]:
    """The scenarios that come with us and expect something, by question and name."""
    found = [s for s in map(load_scenario, shipped_scenarios()) if s.expect]
    return sorted(found, key=lambda s: (list(QUESTIONS).index(s.question), s.name))


def judged(way: str, found: Interval, matters: float) -> str:
    """Is an expectation met? By how much it matters, too: "less" and "nothing" have an interval within what does not matter.

    "same" asks an interval within what does not matter, "against" one beyond zero on the other side (for "same": beyond what matters).
    """
    low, high = (found.low, found.high) if way != "down" else (-found.high, -found.low)
    within = -matters < low and high < matters
    if way == "same":
        return "met" if within else ("against" if low >= matters or high <= -matters else "unclear")
    if low > 0.0:
        return "less" if within else "met"
    if within:
        return "nothing"
    return "against" if high < 0.0 else "unclear"


def measured(folder: Path, names: list[str] | None = None, size: int | None = None, pairs: int = CLAIM) -> pd.DataFrame:
    """One row per expectation: scenario, against, outcome, way, difference with its interval, and what is said of it."""
    scenarios = [s for s in expecting() if names is None or s.name in names]
    arms = [*dict.fromkeys(n for s in scenarios for n in (s.expect.against, s.name))]
    region = load_region() if size is None else load_region().at_size(size)
    study = Study("expectations", tuple(map(load_scenario, arms)), region, 5.0, 3.0, 1, pairs, record=("families",))
    result = run_study(study, folder)
    of_run, rows = dict(list(result.families.groupby("run_id"))), []
    for s in scenarios:
        after, before = arms.index(s.name), arms.index(s.expect.against)
        planned = result.planned[result.planned["arm"].isin((before, after))]
        families = pd.concat([of_run[run] for run in planned["run_id"].unique()])
        told = paired(planned, after, set(), families, before).set_index("outcome")
        for outcome, way in s.expect.moves.items():
            d = told.loc[outcome]
            found = Interval(d["mean"], d["low"], d["high"])
            rows.append({"scenario": s.name, "against": s.expect.against, "outcome": outcome, "way": way, "pairs": d["pairs"],
                         "mean": d["mean"], "low": d["low"], "high": d["high"], "verdict": judged(way, found, MEASURES[outcome].matters)})  # fmt: skip
    return pd.DataFrame(rows)


def row(told: pd.Series) -> list[str]:
    """An expectation as a person reads it."""
    m = MEASURES[told["outcome"]]
    found = f"{number(told['mean'], 2, signed=True)} [{number(told['low'], 2)}; {number(told['high'], 2)}] {m.unit}"
    return [m.en, WORDS[told["way"]], found, number(m.matters, 2), SAID[told["verdict"]]]


def about(scenario: Scenario, told: pd.DataFrame) -> str:
    """One scenario: its story, why the source expects what, and what came out."""
    heads = ["outcome", "expected", "difference, 95 % interval", "matters from", "expectation"]
    return "\n\n".join([
        f"### {scenario.title.en} (`{scenario.name}`)",
        scenario.story.en,
        f"Against `{scenario.expect.against}`. {scenario.expect.why.en}",
        markdown(heads, [row(r) for _, r in told.iterrows()]),
    ])  # fmt: skip


def by_question(found: pd.DataFrame, of: dict[str, str]) -> str:
    """How many expectations came out how, for each question an adviser asks."""
    counts = pd.crosstab(found["scenario"].map(of), found["verdict"])
    rows = [[str(QUESTIONS[q]), *(str(counts.at[q, k]) if k in counts else "0" for k in SAID)] for q in QUESTIONS if q in counts.index]  # fmt: skip
    return markdown(["question", *(said.replace("**", "") for said in SAID.values())], rows)


def page(found: pd.DataFrame) -> str:
    """The page, in English."""
    use("en")
    counts, scenarios = found["verdict"].value_counts(), {s.name: s for s in expecting()}
    parts = [TOLD.format(pairs=int(found["pairs"].max()), n=len(found), scenarios=found["scenario"].nunique(),
                         counts="; ".join(f"{SAID[k].replace('**', '').replace(':', ',')}: {counts.get(k, 0)}" for k in SAID))]  # fmt: skip
    parts += [by_question(found, {n: s.question for n, s in scenarios.items()})]
    for key, question in QUESTIONS.items():
        names = [n for n, s in scenarios.items() if s.question == key and n in set(found["scenario"])]
        parts += [f"## {question}"] if names else []
        parts += [about(scenarios[n], found[found["scenario"] == n]) for n in names]
    return "\n\n".join(parts) + "\n"


TOLD = """# What sources report, and what the model says

Made by `python tests/expectations.py docs FOLDER`; do not edit. {pairs} pairs of runs of the default region with the same families and luck;
five observed years; intervals over seeds, play of chance only. **Illustrative: the model has not been calibrated.**

An expectation is what a source reports or argues, written down in the scenario's file before it was run. {n} expectations of
{scenarios} scenarios: {counts}. An unmet expectation is a finding, not a reason to bend a rule: the source may be right
and the model wrong, or the other way round, or the scenario may stand badly for what was done."""


if __name__ == "__main__":
    use("en")
    docs, folder = Path(sys.argv[1]), Path(sys.argv[2])
    measured(folder).to_csv(docs / "expectations.csv", index=False, float_format="%.6g")
    (docs / "expectations.md").write_text(page(pd.read_csv(docs / "expectations.csv")), encoding="utf-8")
