"""Indices of contact (UPC, COC, SECON) and dispersion, worked out by hand; a letter is a professional."""

import math
from collections import Counter
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenhang.model.outcomes.continuity import coc, dispersion, secon, thread_indices, upc

INDICES = (upc, coc, secon)
CASES = {  # contacts in order of time -> UPC, COC, SECON
    "AA": "1 1 1",
    "AB": "1/2 0 0",
    "AAAA": "1 1 1",
    "AABB": "1/2 1/3 2/3",
    "ABAB": "1/2 1/3 0",
    "ABCD": "1/4 0 0",
    "AAABBC": "1/2 4/15 3/5",
    "AAABBB": "1/2 2/5 4/5",
    "AAABCD": "1/2 1/5 2/5",
    "AABACAADAABA": "2/3 29/66 3/11",
    "AAAAAAAABBBB": "2/3 17/33 10/11",
    "ABABABABAAAA": "2/3 17/33 3/11",
    "AAABBBCCC": "1/3 1/4 3/4",
    "ABCABCABC": "1/3 1/4 0",
}


def always(**strategies):
    """For every draw; the same each time, so that a red test stays red."""
    return lambda test: settings(max_examples=80, deadline=None, derandomize=True)(given(**strategies)(test))


def contacts(*lines):
    """A table of contacts from (family, domain, face), in order of time."""
    return pd.DataFrame(list(lines), columns=["family", "domain", "face"])


def one_thread(sequence, family=1, domain="school"):
    return contacts(*((family, domain, face) for face in sequence))


def scalars(sequence):
    return [index(list(sequence)) for index in INDICES]


def of_threads(table, **more):
    """(family, domain) -> UPC, COC, SECON."""
    return {(f, d): values for f, d, *values in thread_indices(table, **more).itertuples(index=False)}


def split(table, **more):
    """family -> concurrency, replacement."""
    return {f: (c, r) for f, c, r in dispersion(table, **more).itertuples(index=False)}


# hand-worked


@pytest.mark.parametrize(("sequence", "exact"), CASES.items())
def test_indices_of_a_sequence_by_hand(sequence, exact):
    expected = pytest.approx([float(Fraction(x)) for x in exact.split()], abs=1e-15)
    assert scalars(sequence) == expected
    assert of_threads(one_thread(sequence)) == {(1, "school"): expected}


def test_one_contact_is_with_the_usual_professional_and_says_nothing_about_the_rest():
    assert upc(["A"]) == 1.0
    assert math.isnan(coc(["A"])) and math.isnan(secon(["A"]))


def test_without_contacts_there_is_no_index():
    assert all(math.isnan(index([])) for index in INDICES)
    assert thread_indices(contacts()).empty and dispersion(contacts()).empty


def test_threads_with_one_contact_are_left_out():
    table = contacts((1, "school", "A"), (1, "safety", "A"), (2, "school", "B"), (1, "safety", "B"))
    assert of_threads(table) == {(1, "safety"): [0.5, 0.0, 0.0]}


def test_only_the_last_twelve_contacts_of_a_thread_count():
    """B four times and A eight: 8/12; 8 × 7 + 4 × 3 = 68 of 12 × 11 = 132; ten of eleven in a row."""
    sequence = "CDCDCD" + "BBBBAAAAAAAA"
    assert of_threads(one_thread(sequence)) == {(1, "school"): pytest.approx([8 / 12, 68 / 132, 10 / 11])}
    assert of_threads(one_thread(sequence), last=18)[1, "school"] == pytest.approx(scalars(sequence))


def test_the_thirteenth_last_contact_no_longer_counts_but_those_of_another_thread_do_not_push_it_out():
    table = pd.concat([one_thread("B" + "A" * 11), one_thread("C" * 30, domain="safety"), one_thread("A", family=2)])
    assert of_threads(table)[1, "school"] == pytest.approx([11 / 12, 110 / 132, 10 / 11])
    table = pd.concat([table, one_thread("A")])
    assert of_threads(table)[1, "school"] == [1.0, 1.0, 1.0]


def test_three_stable_helpers_disperse_by_concurrency_alone():
    """Eight contacts with each of three, in turn: COC = 3 × 8 × 7 / (24 × 23) = 168 / 552, and so is COC*."""
    table = contacts(*((1, domain, domain.upper()) for _ in range(8) for domain in "abc"))
    assert coc(table["face"].tolist()) == pytest.approx(168 / 552)
    assert split(table) == {1: pytest.approx((1 - 168 / 552, 0.0))}


def test_one_helper_replaced_half_way_disperses_by_replacement_alone():
    """Twelve contacts with each of two: COC = 2 × 12 × 11 / (24 × 23) = 264 / 552; one thread, so COC* = 1."""
    table = one_thread("A" * 12 + "B" * 12)
    assert coc(table["face"].tolist()) == pytest.approx(264 / 552)
    assert split(table) == {1: pytest.approx((0.0, 1 - 264 / 552))}


def test_the_coc_of_a_family_alone_would_call_three_stable_helpers_worse_than_one_who_was_replaced():
    """.304 against .478; split, the three have no replacement at all and the one has .522."""
    stable = contacts(*((1, domain, domain.upper()) for _ in range(8) for domain in "abc"))
    replaced = contacts(*((2, "a", face) for face in "A" * 12 + "B" * 12))
    family_coc = [round(coc(table["face"].tolist()), 3) for table in (stable, replaced)]
    assert family_coc == [0.304, 0.478]
    found = split(pd.concat([stable, replaced]))
    assert [round(replacement, 3) for _, replacement in (found[1], found[2])] == [0.0, 0.522]


def test_two_helpers_of_whom_one_is_replaced_disperse_by_both():
    """Four contacts in each of two domains; in one of them two helpers.

    COC* = (16 + 16 - 8) / 56 = 24 / 56; COC = (16 + 4 + 4 - 8) / 56 = 16 / 56.
    """
    table = pd.concat([one_thread("AAAA"), one_thread("BBCC", domain="safety")])
    assert split(table) == {1: pytest.approx((32 / 56, 8 / 56))}


def test_dispersion_is_of_the_last_twenty_four_contacts_of_a_family():
    table = pd.concat([one_thread("XYXYX"), one_thread("A" * 12), one_thread("B" * 12, domain="safety")])
    assert split(table) == {1: pytest.approx((1 - 264 / 552, 0.0))}
    assert split(table, last=12) == {1: (0.0, 0.0)}


def test_dispersion_leaves_out_families_with_one_contact():
    assert set(split(pd.concat([one_thread("A"), one_thread("AB", family=2)]))) == {2}


# whatever the contacts


PEOPLE = st.integers(0, 5)
SEQUENCES = st.lists(PEOPLE, min_size=2, max_size=30)
TABLES = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["parenting", "safety", "school"]), PEOPLE), max_size=120
)


@always(sequence=SEQUENCES)
def test_indices_are_shares(sequence):
    assert all(0.0 <= value <= 1.0 for value in scalars(sequence))


@always(n=st.integers(2, 40), who=PEOPLE)
def test_all_are_one_with_one_professional(n, who):
    assert scalars([who] * n) == [1.0, 1.0, 1.0]


@always(sequence=SEQUENCES)
def test_with_more_than_one_professional_none_is_one(sequence):
    assert all((value == 1.0) == (len(set(sequence)) == 1) for value in scalars(sequence))


@always(sequence=SEQUENCES | st.lists(st.integers(0, 1000), min_size=2, max_size=12, unique=True))
def test_concentration_is_nought_if_and_only_if_all_are_different(sequence):
    assert (coc(sequence) == 0.0) == (len(set(sequence)) == len(sequence))


@always(both=SEQUENCES.flatmap(lambda s: st.tuples(st.just(s), st.permutations(s))))
def test_the_order_of_contacts_changes_neither_upc_nor_coc(both):
    before, after = both
    assert upc(before) == upc(after) and coc(before) == coc(after)


@always(sequence=SEQUENCES, names=st.permutations(["Anna", "Bram", "Carla", "Daan", "Eva", "Farid"]))
def test_other_names_change_nothing(sequence, names):
    renamed = [names[who] for who in sequence]
    assert scalars(renamed) == scalars(sequence)
    assert of_threads(one_thread(renamed)) == of_threads(one_thread(sequence))


@always(lines=TABLES)
def test_a_table_of_families_gives_the_same_as_its_threads_one_by_one(lines):
    threads = {}
    for family, domain, face in lines:
        threads.setdefault((family, domain), []).append(face)
    expected = {who: pytest.approx(scalars(faces[-12:])) for who, faces in threads.items() if len(faces) > 1}
    assert of_threads(contacts(*lines)) == expected


@always(lines=TABLES)
def test_dispersion_splits_exactly_into_concurrency_and_replacement(lines):
    found, families = split(contacts(*lines)), {}
    for family, domain, face in lines:
        families.setdefault(family, []).append((domain, face))
    assert set(found) == {family for family, seen in families.items() if len(seen) > 1}
    for family, (concurrency, replacement) in found.items():
        domains, faces = zip(*families[family][-24:], strict=True)
        assert concurrency + replacement == pytest.approx(1.0 - coc(list(faces)))
        usual = {d: Counter(f for e, f in zip(domains, faces, strict=True) if e == d) for d in domains}
        names = [min(usual[d], key=lambda face, seen=usual[d]: (-seen[face], face)) for d in domains]
        assert concurrency == pytest.approx(1.0 - coc(names))


@always(lines=TABLES)
def test_replacement_is_never_negative_where_everybody_works_in_one_domain(lines):
    own = contacts(*((family, domain, f"{domain} {face}") for family, domain, face in lines))
    assert all(replacement >= -1e-12 for _, replacement in split(own).values())
