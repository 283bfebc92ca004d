"""Mutes: how long they hold, and what the muted are told."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.mutes import Mute, ends_at, refused_to_the_muted

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mute", "is_refused"),
    [
        (None, False),
        (Mute(NOW), True),
        (Mute(NOW, NOW + timedelta(seconds=1)), True),
        (Mute(NOW, NOW), False),
        (Mute(NOW, is_shadow=True), False),
    ],
)
def test_who_is_refused(mute: Mute | None, is_refused: bool) -> None:
    assert (refused_to_the_muted(mute, NOW) is not None) is is_refused


@pytest.mark.parametrize(
    ("left_s", "words"), [(30, "30 seconds"), (61, "2 minutes"), (600, "10 minutes")]
)
def test_the_muted_are_told_for_how_long(left_s: int, words: str) -> None:
    refused = refused_to_the_muted(Mute(NOW, NOW + timedelta(seconds=left_s)), NOW)
    assert refused is not None
    assert words in refused.detail
    assert refused.retry_after_s == left_s


def test_a_mute_ends_after_its_minutes_or_with_the_show() -> None:
    assert ends_at(10, NOW) == NOW + timedelta(minutes=10)
    assert ends_at(None, NOW) is None
