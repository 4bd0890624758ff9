"""A small claim as a file, and runs with numbers that can be checked by hand: for the tests of claims, effects and why."""

from dataclasses import replace

import pandas as pd

from samenhang.model.measures import OUTCOMES

NOBODY = pd.DataFrame({"run_id": pd.Series(dtype=str)})
WORDS = '\n[title]\nen = "T"\nnl = "T"\n\n[claim]\nen = "C"\nnl = "C"\n'
PLAIN = (
    'schema = 1\nkind = "contrast"\nsource = "assumption"\n'
    + WORDS
    + """
[outcome]
name = "need.need_weeks"
direction = "down"

[contrast]
before = "baseline"
after = { scenario = "baseline", set = { "workforce.exit_rate" = 0.12 } }

[decision]
replicates = 20

[runs]
size = 12500
"""
)


def written(tmp_path, text=PLAIN, **changes):
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def runs(*arms, sample=0):
    """Arms with these values of every outcome, a replicate each."""
    return pd.DataFrame(
        [
            {"run_id": f"{sample}-{arm}-{r}", "arm": arm, "replicate": r, "sample": sample, "status": "ok", "cohort": "a"}
            | {f"o.{m.name}": v for m in OUTCOMES}
            for arm, values in enumerate(arms)
            for r, v in enumerate(values)
        ]
    )  # fmt: skip


def of_kind(claim, kind, arms=2, **more):
    """The same claim as another kind, with so many arms."""
    return replace(claim, file=claim.file.model_copy(update={"kind": kind} | more), arms=claim.arms[:1] * arms)
