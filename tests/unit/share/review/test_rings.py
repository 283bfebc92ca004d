"""Rings of people who earn by each other (docs/cheating.md)."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share.review.rings import LONGEST, ring

PEOPLE = "abcde"
earned = st.sets(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda e: e[0] != e[1])
)
"""Pairs of who earned and who bought."""


def sharers_of(edges: set[tuple[str, str]]) -> dict[str, set[str]]:
    return {buyer: {one for one, other in edges if other == buyer} for _, buyer in edges}


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        (set(), ()),
        ({("b", "a")}, ("a", "b")),
        ({("a", "b")}, ()),
        ({("b", "c"), ("c", "a")}, ("a", "b", "c")),
        ({("b", "c"), ("c", "d"), ("d", "a")}, ("a", "b", "c", "d")),
        ({("b", "c"), ("c", "d"), ("d", "e"), ("e", "a")}, ()),
    ],
    ids=["nobody", "each other", "the same again", "three", "four", "five are a crowd"],
)
def test_a_ring_is_found_when_it_is_closed(
    edges: set[tuple[str, str]], found: tuple[str, ...]
) -> None:
    assert ring(sharers_of(edges), "a", "b") == found


@given(earned, st.permutations(PEOPLE), st.integers(min_value=2, max_value=LONGEST))
def test_the_shortest_ring_is_found_and_no_other(
    edges: set[tuple[str, str]], people: list[str], longest: int
) -> None:
    sharer, friend, *others = people
    rings = [
        (sharer, friend, *between)
        for count in range(longest - 1)
        for between in permutations(others, count)
        if set(zip((friend, *between), (*between, sharer), strict=True)) <= edges
    ]
    found = ring(sharers_of(edges), sharer, friend, longest)
    assert (found in rings) if rings else found == ()
    assert not rings or len(found) == min(map(len, rings))
