"""Outcomes of decisions and of working together again, by plain loops over the exported records (test_from_records.py)."""

from samenhang.model.levels import FOUR, THREE


def decisions_of(families):
    """Continuity of management, of what was decided."""
    weeks = sum(r["pending"] for f in families for rows in f.weeks.values() for r in rows)
    made, done, overturned = (sum(f.n(kind) for f in families) for kind in ("decision_made", "done", "overturned"))
    return {"continuity.decision_weeks": weeks / done, "continuity.actions_done": done / made,
            "continuity.overturned": 100 * overturned / (made + overturned)}  # fmt: skip


def advised(complexity):
    """The level that is advised."""
    return 2 + (complexity >= THREE) + (complexity >= FOUR)


def how_helpers_work_together(families):
    """Process measures: helpers are the different seats that serve a family."""
    care = agreement = team = match = quality = plan = coordinator = contacts = stood_in = 0
    for f in families:
        contacts += len(f.contacts)
        stood_in += sum(e["cause"] == "stood_in" for e in f.contacts)
        for rows in f.weeks.values():
            helpers, of_family = {r["seat"] for r in rows if r["served"]}, rows[0]
            if helpers:
                care, agreement = care + 1, agreement + of_family["goal_agreement"]
            if len(helpers) > 1:
                team, quality = team + 1, quality + of_family["quality"]
                match += 1 - abs(of_family["level"] - advised(of_family["complexity"])) / 4
                plan, coordinator = plan + of_family["one_plan"], coordinator + of_family["coordinated"]
    return {
        "process.goal_agreement": agreement / care, "process.integration_match": match / team, "process.one_plan": plan / team,
        "process.coordinator": coordinator / team, "process.collaboration": quality / team, "process.stood_in": stood_in / contacts,
    }  # fmt: skip
