"""The rules of a room's chat, each as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.errors import LinksNotAllowed
from chat.rules import (
    CROWD_SIZE,
    FLOOD_SPEAKERS,
    Rules,
    Said,
    WhoLinks,
    key_of,
    refused_crowd,
    refused_flood,
    refused_link,
    refused_pace,
    refused_repeat,
)

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
LONG = "claimyourgiftonmyprofile"


def said(seconds_ago: float, key: str = "hello") -> Said:
    return Said(key, NOW - timedelta(seconds=seconds_ago))


@pytest.mark.parametrize(
    ("slow_mode_s", "seconds_ago", "wait_s"),
    [
        (0, 0, None),
        (5, 4.2, 1),
        (5, 5, None),
        (30, 0, 30),
        (30, 29.999, 1),
        (300, 1, 299),
        (300, 300, None),
    ],
)
def test_slow_mode_says_how_long_to_wait(
    slow_mode_s: int, seconds_ago: float, wait_s: int | None
) -> None:
    refused = refused_pace(Rules(slow_mode_s), [said(900), said(seconds_ago)], NOW)
    assert (refused and refused.retry_after_s) == wait_s


def test_the_first_message_waits_for_nothing() -> None:
    assert refused_pace(Rules(300), [], NOW) is None


def test_slow_mode_is_explained_in_words() -> None:
    refused = refused_pace(Rules(300), [said(100)], NOW)
    assert refused is not None
    assert refused.detail == (
        "Slow mode is on: one message every 5 minutes. Yours can go out in 200 seconds."
    )


@pytest.mark.parametrize(
    ("key", "seconds_ago", "wait_s"),
    [("hello", 0, 60), ("hello", 59.5, 1), ("hello", 60, None), ("another", 1, None)],
)
def test_the_same_text_waits_a_minute(key: str, seconds_ago: float, wait_s: int | None) -> None:
    refused = refused_repeat(key, [said(seconds_ago, "hello")], NOW)
    assert (refused and refused.retry_after_s) == wait_s


@pytest.mark.parametrize(
    ("key", "others", "is_refused"),
    [
        (LONG, FLOOD_SPEAKERS, True),
        (LONG, FLOOD_SPEAKERS - 1, False),
        ("hello", 1_000, False),
    ],
)
def test_what_many_accounts_say_at_once_is_a_flood_unless_it_is_short(
    key: str, others: int, is_refused: bool
) -> None:
    assert (refused_flood(key, others) is not None) is is_refused


@pytest.mark.parametrize(
    ("links", "guest", "member", "staff"),
    [
        (WhoLinks.NOBODY, False, False, False),
        (WhoLinks.STAFF, False, False, True),
        (WhoLinks.MEMBERS, False, True, True),
    ],
)
def test_who_may_post_links(links: WhoLinks, guest: bool, member: bool, staff: bool) -> None:
    rules, text = Rules(links=links), "see example.com"
    who = [(False, False), (False, True), (True, False)]
    may = [
        refused_link(rules, text, is_staff=is_staff, is_member=is_member) is None
        for is_staff, is_member in who
    ]
    assert may == [guest, member, staff]
    assert refused_link(rules, "no link", is_staff=False, is_member=False) is None


def test_links_are_for_members_unless_said_otherwise() -> None:
    refused = refused_link(Rules(), "see example.com", is_staff=False, is_member=False)
    assert isinstance(refused, LinksNotAllowed)
    assert "Join" in refused.detail


@pytest.mark.parametrize(("messages", "is_refused"), [(CROWD_SIZE - 1, False), (CROWD_SIZE, True)])
def test_a_room_takes_so_many_messages(messages: int, is_refused: bool) -> None:
    refused = refused_crowd(messages)
    assert (refused is not None) is is_refused
    assert refused is None or refused.retry_after_s


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Buy now!!", "buy  NOW", True),
        ("STRASSE", "Straße", True),
        ("ｆｕｌｌ", "full", True),
        ("two", "2", False),
        ("🔥", "❤️", False),
        ("!!!", "???", False),
        ("+1", "+2", False),
    ],
)
def test_texts_are_the_same_whatever_their_dress(one: str, other: str, is_same: bool) -> None:
    assert (key_of(one) == key_of(other)) is is_same
