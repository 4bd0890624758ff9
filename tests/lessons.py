"""Two lessons in method, measured: worker counts that prove nothing, and seeds that are shared. `docs/lessons.md`.

`python tests/lessons.py docs` makes the page again (minutes); a slow test does the same and compares.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from samenhang.experiments.statistics.contrasts import difference
from samenhang.experiments.telling.reference import markdown
from samenhang.model import Course, load_region, load_scenario, resolve
from samenhang.model.language import number, use
from samenhang.model.measures import HEADLINES
from samenhang.model.outcomes.lines import THREAD, faces
from samenhang.model.scenario import nested

RUNS, WINDOW = 20, 91  # pairs; weeks in 21 months
PUBLISHED = {1: 74.5, 2: 17.5, 3: 5.2, 4: 2.2, 5: 0.4}  # per cent of leavers by workers met; 5 stands for five and more
NULL = {1: 0.54, 2: 0.46, 3: 0.39, 4: 0.33}  # shares gone within 21 months when nothing but time at risk differs
HARMLESS = {"handover.break_harm": 0.0, "contacts.new_face": 1.0, "contacts.alliance_effect": 0.0}
ARMS = ("integral-funding", "retention", "lower-caseload-same-staff")


def episodes(events: pd.DataFrame) -> pd.DataFrame:
    """Episodes that began in the log: family, domain, first week, week of closing (or none), starts in order."""
    own = events[events["event"].isin(("request", "start", "close"))].sort_values([*THREAD, "week"], kind="stable")
    own = own.assign(
        episode=(own["event"] == "request").groupby([own["family"], own["domain"]], observed=True).cumsum()
    )
    own = own[own["episode"] > 0]  # before the first request an episode had begun before the log
    key = [*THREAD, "episode"]
    starts = own[own["event"] == "start"]
    starts = starts.assign(face=faces(starts))
    out = starts.groupby(key, observed=True).agg(began=("week", "min"), workers=("face", "nunique"))
    return out.join(
        own[own["event"] == "close"].groupby(key, observed=True)["week"].max().rename("ended")
    ), starts.set_index(key)[["week", "face"]]


def worker_counts(changes: dict[str, float], seed: int) -> tuple[pd.Series, pd.Series]:
    """Shares of ended episodes by workers met; and the share that had ended within the window, by workers met in it."""
    scenario = load_scenario().changed(nested(changes), ())
    course = Course(resolve(scenario, load_region(), seed=seed))
    course.live(course.run.horizon)
    told, starts = episodes(course.events())
    opens = course.run.burn_in
    left = told[(told["ended"] >= opens) & (told["began"] >= opens - 104)]
    among = left["workers"].clip(upper=5).value_counts(normalize=True).reindex(PUBLISHED, fill_value=0.0)
    entered = told[(told["began"] >= opens) & (told["began"] + WINDOW <= course.run.horizon)]
    seen = starts.join(entered[["began"]], how="inner")
    met = (
        seen[seen["week"] < seen["began"] + WINDOW]
        .groupby(level=[0, 1, 2], observed=True)["face"]
        .nunique()
        .clip(upper=4)
    )
    gone = (entered["ended"] - entered["began"] <= WINDOW).groupby(met.reindex(entered.index)).mean().reindex(NULL)
    return among, gone


def counts() -> list[list[str]]:
    """By number of workers: leavers published and found, and who had left within 21 months, with and without harm."""
    with_harm, without = ([worker_counts(changes, seed) for seed in range(1, RUNS + 1)] for changes in ({}, HARMLESS))
    rows = []
    for k, share in PUBLISHED.items():
        found = [100 * np.mean([r[0][k] for r in runs]) for runs in (with_harm, without)]
        gone = [
            np.nanmean([r[1].get(k, np.nan) for r in runs]) if k in NULL else np.nan for runs in (with_harm, without)
        ]
        rows.append([f"{k}" if k < 5 else "5 or more", number(share, 3), *(number(x, 3) for x in found),
                     number(NULL[k], 2) if k in NULL else "", *(number(g, 2) if k in NULL else "" for g in gone)])  # fmt: skip
    return rows


def seeds() -> list[list[str]]:
    """How many times as many runs two samples with seeds of their own would need, for the same interval."""
    base = [outcomes("baseline", seed) for seed in range(1, RUNS + 1)]
    arms = [[outcomes(name, seed) for seed in range(1, RUNS + 1)] for name in ARMS]
    rows = []
    for m in HEADLINES:
        if not m.better:
            continue
        before = np.array([o[f"o.{m.name}"] for o in base])
        told = [difference(m, before, np.array([o[f"o.{m.name}"] for o in arm]))["times_unpaired"] for arm in arms]
        rows.append([m.en, *(number(t, 2) if np.isfinite(t) else "identical" for t in told)])
    return rows


def outcomes(name: str, seed: int) -> dict[str, float]:
    """One run of a scenario."""
    course = Course(resolve(load_scenario(name), load_region(), seed=seed))
    course.live(course.run.horizon)
    return course.outcomes()


def page() -> str:
    """The page, in English."""
    use("en")
    return "\n\n".join([
        "# Two lessons in method",
        "Made by `python tests/lessons.py docs`; do not edit. 20 runs of the default region; illustrative, not calibrated.",
        "## Counting workers does not show that turnover harms",
        "A well-known table from Milwaukee (Flower, McDonald and Sumski, 2005) counts the workers of children who left care within 21 "
        "months: most had one, hardly any had five. It is often read as: each change of worker keeps a child from leaving. The "
        "model can switch the harm of a break off: trust is not lost (`handover.break_harm = 0`), a new face is not missed "
        "more often (`contacts.new_face = 1`), and care works as well with a new bond as with an old one "
        "(`contacts.alliance_effect = 0`). What is left of a break is the wait for somebody new.",
        markdown(["workers", "leavers, published, %", "leavers, model, %", "leavers, harm off, %",
                  "gone in 21 months: no effect at all", "model", "harm off"], counts()),
        "With the harm switched off the table looks the same, and those with more workers have still left less often: who stays longer has "
        "more time to lose a worker. The column *no effect at all* is a calculation of our own (exit 8 per cent a month, change of worker 5 per cent a "
        "month, nothing else). **So neither table says anything about harm**, and samenhang gives no verdict from "
        "worker counts. It compares the same families with and without the turnover instead. The published table is about children in "
        "placement in another country; that its shape is near is not a validation.",
        "## Shared seeds earn their keep",
        "Two scenarios meet the same families, set-backs and luck. Below: how many times as many runs would be needed for an interval "
        "as narrow, if every run had a seed of its own (variance of the difference without shared seeds over that with them; against the "
        "baseline, 20 pairs). Below 1 sharing would cost. The more a scenario changes, the more the two worlds part and the less it saves.",
        markdown(["outcome", *ARMS], seeds()),
    ]) + "\n"  # fmt: skip


if __name__ == "__main__":
    (Path(sys.argv[1]) / "lessons.md").write_text(page(), encoding="utf-8")
