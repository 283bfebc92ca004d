"""Where a link leads."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share.opening import MAX_TAG, TAGS, address, language_of, tags_in

TAG_VALUES = st.text(min_size=1, max_size=MAX_TAG)


def test_without_moment_and_tags_the_path_stays_as_it_is() -> None:
    assert address("/shows/s1#deal-d1", 0, {}) == "/shows/s1#deal-d1"


@given(st.integers(0, 172_800), st.dictionaries(st.sampled_from(TAGS), TAG_VALUES))
def test_moment_and_tags_arrive_whole_before_the_fragment(at_s: int, tags: dict[str, str]) -> None:
    parts = urlsplit(address("/shows/s1?a=b#deal-d1", at_s, tags))
    assert (parts.path, parts.fragment) == ("/shows/s1", "deal-d1")
    expected = {"a": "b", **tags, **({"t": str(at_s)} if at_s else {})}
    assert {name: values[0] for name, values in parse_qs(parts.query).items()} == expected


@given(st.text(max_size=300))
def test_nothing_in_a_visits_query_can_lead_elsewhere(query: str) -> None:
    found = tags_in(query)
    assert set(found) <= set(TAGS)
    assert all(len(value) <= MAX_TAG for value in found.values())
    assert urlsplit(address("/shows/s1", 0, found)).path == "/shows/s1"
    assert urlsplit(address("/shows/s1", 0, found)).netloc == ""


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en,de;q=0.9", None),
        ("ja;q=0.4,de;q=0.9", "de"),
        ("de;q=0", None),
        ("de;q=often", None),
        ("", None),
        ("*", None),
    ],
)
def test_who_wants_a_language_most_is_led_to_its_target(accept: str, language: str | None) -> None:
    assert language_of(accept, ("de", "ja")) == language


@given(st.text(max_size=600))
def test_whatever_a_browser_accepts_the_answer_is_on_offer(accept: str) -> None:
    assert language_of(accept, ("de",)) in {None, "de"}
