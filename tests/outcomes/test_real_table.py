"""Every outcome of an event table as a municipality could hand it over (cases.csv), worked out by hand.

Six families, each followed for two years from its first request; G6 was in care when the table begins. No seats: a person
is a name, and the same name is the same professional, in every family and domain.
"""

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from samenhang.model import cohort
from samenhang.model.outcomes import access, continuity
from samenhang.model.outcomes.continuity import BREAKS, ratio
from samenhang.model.outcomes.lines import faces

EVENTS = pd.read_csv(Path(__file__).with_name("cases.csv"))
FIRST = {"G1": 0, "G2": 10, "G3": 20, "G4": 30, "G5": 40, "G6": 0}
FOLLOWED = pd.DataFrame({"family": list(FIRST), "first": list(FIRST.values())}).assign(last=lambda t: t["first"] + 104)
NEED = 0.2  # the care threshold


def contacts(events=EVENTS):
    """Contacts that were made, in order of time; a name is a face."""
    made = events[events["event"] == "contact"].sort_values("week", kind="stable")
    return made.assign(face=faces(made))


def rows(found):
    """An answer as plain lists, one number per family from G1 to G6."""
    return [values.tolist() for values in found]


# continuity


def test_unplanned_breaks_of_each_family_in_all_and_by_kind():
    found = continuity.breaks(EVENTS, FOLLOWED, NEED)
    assert found["all"].tolist() == [1, 2, 0, 3, 0, 1]
    assert found[list(BREAKS)].to_numpy().tolist() == [
        # turnover, absence, transfer, passed along, term or contract, change of stream, end of project, moved or 18
        [1, 0, 0, 0, 0, 0, 0, 0],  # G1: Anna left; Bram's goal was met
        [1, 0, 0, 0, 1, 0, 0, 0],  # G2: Anna left, a term ended at a need of 0.25; Carla went by the family's wish
        [0, 0, 0, 0, 0, 0, 0, 0],  # G3: a term ended at a need of 0.15, when care was no longer needed
        [0, 1, 0, 1, 0, 0, 0, 1],  # G4: passed along by Daan, Farid fell ill, then the family moved
        [0, 0, 0, 0, 0, 0, 0, 0],  # G5
        [0, 0, 1, 0, 0, 0, 0, 0],  # G6: Gijs to Hanna; that Bram began is not in the table, so neither is his end
    ]


def test_weeks_with_a_professional_summed_over_life_domains():
    assert continuity.relation_weeks(EVENTS, FOLLOWED).tolist() == [
        (20 - 4) + (44 - 24) + (104 - 86),  # G1: 54; Bram is there again until the follow-up ends in 104
        (20 - 14) + (114 - 50) + (40 - 24) + (98 - 46),  # G2: parenting 70, mental health 68
        (40 - 22) + (124 - 108),  # G3: 34
        (43 - 31) + (60 - 47) + (90 - 62),  # G4: 53
        144 - 116,  # G5: 28
        (30 - 12) + (70 - 31),  # G6: 57
    ]


def test_unplanned_breaks_per_hundred_relation_years():
    # 54 + 138 + 34 + 53 + 28 + 57 = 364 weeks are 7 years, with 1 + 2 + 0 + 3 + 0 + 1 = 7 breaks
    assert continuity.unplanned_breaks(EVENTS, FOLLOWED, NEED) == pytest.approx(100.0)
    # of G2 and G4 alone: 5 breaks in 138 + 53 = 191 weeks
    two = FOLLOWED[FOLLOWED["family"].isin(["G2", "G4"])]
    assert continuity.unplanned_breaks(EVENTS, two, NEED) == pytest.approx(100 * 5 / (191 / 52))


def test_professionals_met():
    # Anna Bram; Anna Carla Daan; Eva twice; Daan Farid Carla; Eva; Gijs Hanna (Bram began before the table)
    assert continuity.professionals_met(EVENTS, FOLLOWED).tolist() == [2, 3, 1, 3, 1, 2]


def test_new_faces_warm_starts_and_stories_told_again():
    warm, new = continuity.new_faces(EVENTS, FOLLOWED)
    # G1 Bram; G2 Carla and Daan, who is no new face when he takes up parenting too; G4 Farid and Carla; G6 Hanna
    assert new.tolist() == [1, 2, 0, 2, 0, 1]
    assert warm.tolist() == [1, 0, 0, 0, 0, 1]  # Bram and Hanna came together with who went
    assert ratio(warm, new) == pytest.approx(2 / 6)  # so four stories were told again


def test_decisions_made_carried_out_and_overturned():
    made, done, overturned = continuity.decisions(EVENTS, FOLLOWED)
    assert made.tolist() == [0, 1, 0, 2, 0, 0]  # that of G6 falls after its follow-up
    assert done.tolist() == [0, 1, 0, 1, 0, 0]  # G4 left undone what was agreed, and agreed again 15 weeks later
    assert overturned.tolist() == [0, 1, 0, 0, 0, 0]
    assert ratio(done, made) == pytest.approx(2 / 3)
    assert ratio(overturned, made + overturned, 100.0) == pytest.approx(25.0)


def test_indices_of_contacts_by_thread():
    found = continuity.thread_indices(contacts()).set_index(["family", "domain"])
    assert {who: tuple(row) for who, row in zip(found.index, found.to_numpy(), strict=True)} == {
        # Anna Anna Anna Bram Bram: 3 of 5; (9 + 4 - 5) / 20; three of four as the one before
        ("G1", "parenting"): pytest.approx((3 / 5, 8 / 20, 3 / 4)),
        # Anna Daan Daan: 2 of 3; (1 + 4 - 3) / 6; one of two
        ("G2", "parenting"): pytest.approx((2 / 3, 2 / 6, 1 / 2)),
        ("G2", "youth_mental_health"): (1 / 2, 0.0, 0.0),  # Carla Daan
        ("G3", "school"): (1.0, 1.0, 1.0),  # Eva Eva
    }  # G4 was seen once and missed once: left out


def test_dispersion_of_contacts_by_family():
    found = continuity.dispersion(contacts()).set_index("family")
    assert {who: tuple(row) for who, row in zip(found.index, found.to_numpy(), strict=True)} == {
        "G1": pytest.approx((0.0, 1 - 8 / 20)),  # one thread; Anna was replaced
        # parenting three times, mental health twice: COC* = (9 + 4 - 5) / 20 = 0.4;
        # Anna, Carla, and Daan three times: COC = (1 + 1 + 9 - 5) / 20 = 0.3
        "G2": pytest.approx((0.6, 0.1)),
        "G3": (0.0, 0.0),
    }


# access and after


def test_weeks_waited_from_request_to_start():
    waited, waits = access.waits(EVENTS, FOLLOWED)
    # G1 0-4, 80-86; G2 10-14, 10-24; G3 20-22, 100-108; G4 30-31; G5 100-116, its first request came to nothing
    assert waited.tolist() == [4 + 6, 4 + 14, 2 + 8, 1, 16, 0]
    assert waits.tolist() == [2, 2, 2, 1, 1, 0]
    assert access.weeks_waited(EVENTS, FOLLOWED) == pytest.approx(55 / 8)


def test_refusals_and_requests():
    # two organisations refused G2, one refused G5
    assert rows(access.refusals(EVENTS, FOLLOWED)) == [[0, 2, 0, 0, 1, 0], [2, 2, 2, 1, 2, 0]]


def test_endings_with_a_year_of_follow_up_and_who_came_back_within_that_year():
    # G1 ended in 44 and asked again 36 weeks later; G3 ended in 40 and asked again 60 weeks later.
    # G2 (98), G4 (90) and G6 (70) ended in the second year of their follow-up; G5 left the list without care.
    assert rows(access.endings(EVENTS, FOLLOWED)) == [[1, 0, 0, 0, 0, 0], [1, 0, 1, 0, 0, 0]]


def test_trajectories_from_the_start_after_a_request_to_the_close():
    # ended: G1 4-44, G2 24-98 (through a change of professional), G3 22-40, G4 31-90 (through two breaks);
    # not ended: G1 from 86, G2 parenting, G3 from 108, G5; G6 began before the table
    begun, ended, weeks = access.trajectories(EVENTS, FOLLOWED)
    assert begun.tolist() == [2, 2, 2, 1, 1, 0]
    assert ended.tolist() == [1, 1, 1, 1, 0, 0]
    assert weeks.tolist() == [40, 74, 18, 59, 0, 0]


def test_who_lost_the_first_professional_within_a_year():
    # Anna left G1 and G2, Daan passed G4 along, Gijs handed G6 over; Eva stayed with G3 until the term.
    # G5 met Eva in 116, less than a year before its follow-up ends in 144.
    assert rows(access.lost_main(EVENTS, FOLLOWED, NEED)) == [[1, 1, 0, 1, 0, 1], [1, 1, 1, 1, 0, 1]]


# the table as a whole


def everything(events, followed):
    """All columns that an event table fills, one row per family."""
    told = cohort.told(events, followed, NEED, set())
    seen = contacts(events)
    return pd.DataFrame(told | cohort.met(seen, seen, followed))


def test_the_table_of_families_holds_these_numbers():
    found = everything(EVENTS, FOLLOWED)
    assert found[["breaks", "retellings", "refusals", "reentries", "first_lost", "trajectory_weeks", "decisions_answered"]].sum().tolist() == [
        7, 4, 3, 1, 4, 191, 4,
    ]  # fmt: skip
    assert found["threads"].tolist() == [1, 2, 1, 0, 0, 0] and found["families_met"].tolist() == [1, 1, 1, 0, 0, 0]
    assert found["upc"].tolist() == pytest.approx([3 / 5, 2 / 3 + 1 / 2, 1, 0, 0, 0])
    assert found["relation_years"].sum() == pytest.approx(7.0)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_lines_does_not_matter(seed):
    mixed = EVENTS.iloc[np.argsort([hash((seed, i)) for i in range(len(EVENTS))])]
    pd.testing.assert_frame_equal(everything(mixed, FOLLOWED), everything(EVENTS, FOLLOWED))


def test_a_family_that_is_not_followed_changes_nothing_for_the_others():
    fewer = FOLLOWED[FOLLOWED["family"] != "G2"]
    kept = (FOLLOWED["family"] != "G2").to_numpy()
    pd.testing.assert_frame_equal(everything(EVENTS, fewer), everything(EVENTS, FOLLOWED)[kept].reset_index(drop=True))


def test_numbers_for_names_give_the_same():
    numbers = {name: i + 1 for i, name in enumerate(sorted(EVENTS["person"].dropna().unique()))}
    coded = EVENTS.assign(person=EVENTS["person"].map(numbers).fillna(-1).astype(int))
    pd.testing.assert_frame_equal(everything(coded, FOLLOWED), everything(EVENTS, FOLLOWED))


def test_without_who_it_is_said_and_what_needs_no_person_is_still_counted():
    nobody = EVENTS.drop(columns="person")
    assert rows(access.refusals(nobody, FOLLOWED)) == rows(access.refusals(EVENTS, FOLLOWED))
    assert continuity.relation_weeks(nobody, FOLLOWED).tolist() == continuity.relation_weeks(EVENTS, FOLLOWED).tolist()
    for asks_who in (
        continuity.professionals_met,
        continuity.new_faces,
        partial(access.lost_main, care_threshold=NEED),
    ):
        with pytest.raises(KeyError, match="person"):
            asks_who(nobody, FOLLOWED)


def test_lines_without_a_person_a_domain_or_a_need_are_no_obstacle():
    seats = EVENTS.assign(seat=pd.factorize(EVENTS["person"])[0], person=0.0)
    seats.loc[seats["seat"] < 0, ["seat", "person"]] = np.nan
    pd.testing.assert_frame_equal(told(seats), told(EVENTS))
    wordy = EVENTS.astype({"value": object})
    wordy.loc[wordy["event"] == "request", "value"] = "not known"
    pd.testing.assert_frame_equal(told(wordy), told(EVENTS))
    odd = pd.DataFrame({"week": [5], "family": ["G1"], "event": ["visit"]})
    more = pd.concat([EVENTS, odd]).convert_dtypes()
    pd.testing.assert_frame_equal(told(more), told(EVENTS))


def told(events):
    return pd.DataFrame(cohort.told(events, FOLLOWED, NEED, {"safety"}))
