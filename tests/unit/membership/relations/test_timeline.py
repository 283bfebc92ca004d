"""Parts of a timeline are merged page by page, and nothing is lost or twice on the way (docs/privacy.md, B3)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Invalid
from membership.relations.timeline import Entry, Kind, Place, kinds_in, merged, place_in

NOW = datetime(2026, 11, 11, 20, tzinfo=UTC)

moments = st.integers(0, 5).map(lambda seconds: NOW + timedelta(seconds=seconds))
keys = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=1, max_size=26)
places = st.builds(Place, moments, keys)


def entry(place: Place) -> Entry:
    return Entry(at=place.at, key=place.key, kind=Kind.ORDER, what="paid")


def page(parts: list[list[Entry]], before: Place | None, limit: int) -> list[Entry]:
    """As slices answer: each its newest before the place, one more than a page."""
    behind = (
        [each for each in part if before is None or each.place < before][:limit] for part in parts
    )
    return merged(behind, limit)


@given(st.lists(st.sets(places, max_size=12), max_size=5), st.integers(1, 4))
def test_page_after_page_is_everything_once_the_newest_first(
    kinds: list[set[Place]], size: int
) -> None:
    seen: set[Place] = set()
    parts: list[list[Entry]] = []
    for kind in kinds:
        parts.append([entry(place) for place in sorted(kind - seen, reverse=True)])
        seen |= kind
    found: list[Place] = []
    before: Place | None = None
    while True:
        entries = page(parts, before, size + 1)
        found += [each.place for each in entries[:size]]
        if len(entries) <= size:
            break
        before = entries[size - 1].place
    assert found == sorted(seen, reverse=True)


@given(places)
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert place_in(str(place)) == place


@given(st.text(max_size=60))
def test_whatever_comes_is_a_place_or_none(text: str) -> None:
    place = place_in(text)
    assert place is None or place_in(str(place)) == place


@pytest.mark.parametrize("text", ["", "-", "12-", "-a", "99999999999999999999-a", "1-a b", "١-a"])
def test_nonsense_is_no_place(text: str) -> None:
    assert place_in(text) is None


def test_a_filter_is_one_kind_or_all() -> None:
    assert kinds_in("") == kinds_in(None) == tuple(Kind)
    assert kinds_in("order") == (Kind.ORDER,)
    with pytest.raises(Invalid):
        kinds_in("orders")
