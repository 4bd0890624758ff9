"""Every outcome again, from the exported records alone and by plain loops: what is reported is what happened."""

import itertools
from collections import Counter, defaultdict

import numpy as np
import pytest
from conftest import SIZE, samenhang
from helpers_again import decisions_of, how_helpers_work_together

from samenhang.experiments.execution.store import Folder
from samenhang.model import load_region
from samenhang.model.measures import OUTCOMES
from samenhang.model.records import KINDS

BURN_IN, HORIZON, CLOSING = 52, 52 * 6, 0.2
REGION = load_region()
IMPOSED = {d.name for d in REGION.domain if d.mandated}
PAYER = {s.name: s.funder for s in REGION.stream}
WHY_LOST = ("unknown", "too_light", "refused", "waiting", "between")
KIND_OF = {"turnover": "turnover", "cut": "turnover", "absence": "absence", "transfer": "transfer", "passed_along": "passed_along",
           "term": "stopped", "contract_end": "stopped", "change_of_stream": "change_of_stream", "project_end": "project_end", "moved": "gone", "aged_out": "gone", "out_of_view": "gone"}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Every record of one run of a small region, one year before and five observed, with trouble in it."""
    out = tmp_path_factory.mktemp("again") / "out"
    samenhang("run", "baseline", "--size", SIZE, "--years", 5, "--burn-in", 1, "--replicates", 1, "--record", ",".join(KINDS),
              "--out", out, "--quiet", "--set", "money.budget=0.9", "--set", "handover.warm=0.6", "--set", "workforce.exit_rate=0.4",
              "--set", "closure.steps_down=0.005", "--set", "needs.shock_rate=0.3", "--set", "teams.rule=advised",
              "--set", "teams.coordinator=0.5")  # fmt: skip
    folder = Folder(out)
    run = folder.planned().iloc[0]
    return {kind: folder.records(kind, run["run_id"]) for kind in KINDS} | {"run": run}


class Family:
    """What the records say of one family within its follow-up."""

    def __init__(self, row, states, events, left):
        self.first, self.last, self.channel = row["first"], row["last"], row["channel"]
        self.weeks = {w: rows for w, rows in states.items() if self.first <= w < self.last and w != left}
        self.all_events = events
        self.events = [e for e in events if self.first <= e["week"] < self.last]
        self.contacts = [e for e in self.events if e["event"] == "contact" and e["week"] != left]
        self.threads = defaultdict(list)
        for e in events:
            if e["event"] in ("request", "start", "relation_end", "close"):
                self.threads[e["domain"]].append(e)

    def n(self, event, **more):
        return sum(e["event"] == event and all(e[k] == v for k, v in more.items()) for e in self.events)


@pytest.fixture(scope="module")
def families(told):
    """The followed families; whoever is not in the states any more was seen for the last time in the week of going."""
    states, events = defaultdict(lambda: defaultdict(list)), defaultdict(list)
    for row in told["states"].to_dict("records"):
        states[row["family"]][row["week"]].append(row)
    for row in told["events"].to_dict("records"):
        events[row["family"]].append(row)
    found = []
    for row in told["families"].to_dict("records"):
        seen = max(states[row["family"]])
        found.append(Family(row, states[row["family"]], events[row["family"]], seen if seen < HORIZON - 1 else -1))
    assert len(found) > 100
    return found


def known_since(family, domain, week):
    """When the person who serves now was first met, without another in between."""
    since, face = None, None
    for e in family.threads[domain]:
        if e["event"] == "start" and e["week"] <= week and (e["seat"], e["person"]) != face:
            since, face = e["week"], (e["seat"], e["person"])
    return since


def needs_and_what_is_met_of_them(families):
    need = unmet = severity = quality = crises = weeks = trust = support = 0.0
    fits, losses, in_need = 0.0, Counter(), 0
    for f in families:
        fit, lost, weeks_in_need, before, last = 0.0, Counter(), 0, True, None
        for w in sorted(f.weeks):
            rows = f.weeks[w]
            assert len(rows) == len(REGION.domain)
            last, weeks = rows, weeks + 1
            need += sum(r["need"] for r in rows)
            quality += 1 - 0.5 * max(r["need"] for r in rows) - 0.5 * sum(r["need"] for r in rows) / len(rows)
            asked = [r for r in rows if r["should_meet"]]
            now = any(r["need"] >= 0.85 for r in asked)
            crises, before = crises + (now and not before), now
            whole = sum(r["need"] for r in asked)
            weeks_in_need += whole > 0
            for r in asked:
                share = r["need"] / whole
                met = (1.0 if r["intensity"] >= r["warranted"] else 0.5) if r["served"] else 0.0
                fit += share * met
                unmet += r["need"] * (1 - met)
                why = "too_light" if r["served"] else "unknown" if not (r["known"] or r["had_episode"]) else "refused" if r["refused"] else "waiting" if r["waiting"] or r["pending"] else "between"  # fmt: skip
                lost[why] += share * (1 - met)
        severity, trust = severity + sum(r["need"] for r in last), trust + last[0]["trust"]
        support += last[0]["informal_support"]
        if weeks_in_need:
            in_need, fits = in_need + 1, fits + fit / weeks_in_need
            losses.update({k: v / weeks_in_need for k, v in lost.items()})
    n = len(families)
    return {
        "cohort.families": n, "need.need_weeks": need / n, "need.unmet": unmet / n, "need.severity": severity / n, "need.trust": trust / n, "need.informal_support": support / n,
        "need.quality_of_life": quality / weeks, "need.crises": 100 * crises / (weeks / 52), "fit.fit": fits / in_need,
    } | {f"fit.lost_{why}": losses[why] / in_need for why in WHY_LOST}  # fmt: skip


def who_is_there_and_what_they_know(families):
    care = steady = story = story_weeks = gaps = weeks = episodes = heavy = hours = cost = 0.0
    for f in families:
        ended = {
            d: min((e["week"] for e in thread if e["event"] == "relation_end"), default=HORIZON)
            for d, thread in f.threads.items()
        }
        for w, rows in f.weeks.items():
            served, asked = [r for r in rows if r["served"]], sum(r["should_meet"] for r in rows)
            weeks, cost, hours = weeks + 1, cost + sum(r["cost"] for r in rows), hours + sum(r["hours"] for r in rows)
            gaps += any(r["should_meet"] and not r["served"] and ended.get(r["domain"], HORIZON) <= w for r in rows)
            episodes, heavy = episodes + len(served), heavy + sum(r["intensity"] > r["warranted"] for r in served)
            if served:
                care += 1
                steady += any(w - known_since(f, r["domain"], w) >= 26 for r in served)
            if served and asked:
                story_weeks, story = story_weeks + 1, story + np.mean([r["needs_known"] / asked for r in served])
    return {
        "continuity.steady_face": steady / care, "continuity.story_known": story / story_weeks, "continuity.gap_weeks": gaps / (weeks / 52),
        "fit.over_treatment": heavy / episodes, "money.cost": cost / len(families),
    }  # fmt: skip


def breaks_and_years_with_a_professional(families):
    weeks, broken = 0.0, Counter()
    for f in families:
        for thread in f.threads.values():
            open_since = None
            for e in thread:
                if e["event"] == "start":
                    open_since = e["week"]
                elif e["event"] == "relation_end" and open_since is not None:
                    weeks += max(0, min(e["week"], f.last) - max(open_since, f.first))
                    unplanned = e["cause"] not in ("goal_met", "wish", "dropout") and e["value"] > CLOSING
                    broken[KIND_OF.get(e["cause"], "")] += unplanned and f.first <= e["week"] < f.last
                    open_since = None
            weeks += max(0, f.last - max(open_since, f.first)) if open_since is not None else 0
    years = weeks / 52
    rates = {f"continuity.breaks_{kind}": 100 * broken[kind] / years for kind in sorted(set(KIND_OF.values()))}
    return rates | {"continuity.unplanned_breaks": 100 * sum(broken.values()) / years}


def faces_and_stories(families):
    met = new = warm = 0
    for f in families:
        known = []
        for e in sorted((e for e in f.all_events if e["event"] == "start"), key=lambda e: e["week"]):
            face = (e["seat"], e["person"])
            if face not in known:
                counts = bool(known) and f.first <= e["week"] < f.last
                new, warm = new + counts, warm + (counts and e["cause"] == "warm")
                known.append(face)
        met += len({(e["seat"], e["person"]) for e in f.events if e["event"] == "start"})
    years = sum(len(f.weeks) for f in families) / 52
    return {"continuity.professionals_met": met / len(families), "continuity.retellings": (new - warm) / years,
            "process.warm_handovers": warm / new}  # fmt: skip


def indices(faces):
    counts, n = Counter(faces).values(), len(faces)
    same = sum(a == b for a, b in itertools.pairwise(faces))
    return max(counts) / n, sum(c * (c - 1) for c in counts) / (n * (n - 1)), same / (n - 1)


def indices_of_contacts(families):
    of_threads, splits = [], []
    for f in families:
        threads = defaultdict(list)
        for e in f.contacts:
            threads[e["domain"]].append((e["seat"], e["person"]))
        of_threads += [indices(faces[-12:]) for faces in threads.values() if len(faces) > 1]
        if len(f.contacts) > 1:
            last = f.contacts[-24:]
            usual = {
                d: Counter((e["seat"], e["person"]) for e in last if e["domain"] == d)
                for d in {e["domain"] for e in last}
            }
            name = {d: min(faces, key=lambda face: (-faces[face], face)) for d, faces in usual.items()}
            coc, star = (
                indices(x)[1] for x in ([(e["seat"], e["person"]) for e in last], [name[e["domain"]] for e in last])
            )
            splits.append((1 - star, star - coc))
    names = ("upc", "coc", "secon", "concurrency", "replacement")
    means = (*np.mean(of_threads, axis=0), *np.mean(splits, axis=0))
    return {f"continuity.{name}": value for name, value in zip(names, means, strict=True)}


def getting_in_and_coming_back(families):
    waited, refused, requests, endings, back, protected = [], 0, 0, 0, 0, 0
    for f in families:
        refused, requests = refused + f.n("refused"), requests + f.n("request")
        protected += f.channel == 2 and any(e["event"] == "start" and e["domain"] in IMPOSED for e in f.events)
        for thread in f.threads.values():
            own = [e for e in thread if f.first <= e["week"] < f.last and e["event"] != "relation_end"]
            for a, b in itertools.pairwise(own):
                if (a["event"], b["event"]) == ("request", "start"):
                    waited.append(b["week"] - a["week"])
            for k, e in enumerate(own):
                ended = (
                    e["event"] == "close" and k and own[k - 1]["event"] == "start" and KIND_OF.get(e["cause"]) != "gone"
                )
                if ended and e["week"] + 52 < f.last:
                    endings += 1
                    back += k + 1 < len(own) and own[k + 1]["week"] - e["week"] <= 52
    return {"access.waiting": np.mean(waited), "access.refusals": 100 * refused / requests, "need.reentry": 100 * back / endings,
            "need.protection": 100 * protected / len(families)}  # fmt: skip


def staff_hours_and_money_of_the_region(told):
    staff, money = (told[k][told[k]["week"] >= BURN_IN] for k in ("staff", "money"))
    at_work = staff[~staff["vacant"] & ~staff["absent"]]
    weekly = at_work.groupby("week")[["strain", "intention"]].mean().mean()
    there = staff[~staff["vacant"]].groupby("week").size()
    left = told["events"].query(f"event == 'leave' and cause == 'turnover' and week >= {BURN_IN}")
    paid = money.groupby(money["stream"].map(PAYER).astype(str))["cost"].sum() / 5 / int(SIZE)
    return {
        "staff.strain": weekly["strain"], "staff.intention": weekly["intention"], "staff.satisfaction": 1 - weekly.mean(),
        "staff.fte": there.mean(), "staff.vacancies": (1 - there / staff.groupby("week").size()).mean(),
        "staff.turnover": len(left) / there.mean() / 5, "money.deficit": money["deficit"].sum() / 5 / int(SIZE),
    } | {f"money.{payer}": paid[payer] for payer in sorted(set(PAYER.values()))} | {
        f"hours.{kind}": staff[kind].sum() / len(at_work) for kind in ("direct", "coordination", "administration")
    }  # fmt: skip


ABOUT_FAMILIES = (
    needs_and_what_is_met_of_them,
    who_is_there_and_what_they_know,
    breaks_and_years_with_a_professional,
    faces_and_stories,
    indices_of_contacts,
    getting_in_and_coming_back,
    decisions_of,
    how_helpers_work_together,
)


@pytest.fixture(scope="module")
def again(told, families):
    """Outcome -> value, from the records."""
    found = [*(calculate(families) for calculate in ABOUT_FAMILIES), staff_hours_and_money_of_the_region(told)]
    assert len({name for f in found for name in f}) == sum(map(len, found)), "each outcome once"
    return {name: value for f in found for name, value in f.items()}


@pytest.mark.parametrize("name", [m.name for m in OUTCOMES])
def test_an_outcome_is_what_the_records_say(told, again, name):
    assert told["run"][f"o.{name}"] == pytest.approx(again[name], rel=1e-9, abs=1e-12)


def test_nothing_that_is_reported_was_left_out_here(told, again):
    assert set(again) == {m.name for m in OUTCOMES}
    assert all(np.isfinite(told["run"][f"o.{m.name}"]) for m in OUTCOMES)


def test_there_is_something_of_everything(again):
    rare = {f"continuity.breaks_{why}" for why in ("transfer", "change_of_stream", "project_end")}
    assert {name for name, value in again.items() if not value > 0} <= rare


def test_fit_and_what_is_lost_of_it_are_the_whole(again):
    assert again["fit.fit"] + sum(again[f"fit.lost_{why}"] for why in WHY_LOST) == pytest.approx(1.0, rel=1e-9)
