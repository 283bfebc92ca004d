"""A room too loud to read is sampled, and says so."""

import pytest

from server.loudness import BURST, READABLE_PER_S, Loudness


def said(loudness: Loudness, second: int, messages: int) -> int:
    """How many of a second's messages are heard."""
    return sum(loudness.hears(second + number / messages) for number in range(messages))


def test_what_can_be_read_is_heard_entirely() -> None:
    loudness = Loudness()
    for second in range(1, 20):
        assert said(loudness, second, int(READABLE_PER_S)) == READABLE_PER_S
        assert loudness.tick() == 1


def test_a_short_burst_is_heard_entirely() -> None:
    assert said(Loudness(), 1, int(BURST)) == BURST


@pytest.mark.parametrize(("messages", "one_in"), [(36, 3), (120, 10), (1_200, 100)])
def test_beyond_that_a_sample_is_heard_and_its_share_is_said(messages: int, one_in: int) -> None:
    loudness = Loudness()
    for second in range(1, 10):
        heard, share = said(loudness, second, messages), loudness.tick()
    assert READABLE_PER_S - 1 <= heard <= READABLE_PER_S + 1
    assert share == pytest.approx(one_in, rel=0.1)


def test_when_it_is_quiet_again_everything_is_heard() -> None:
    loudness = Loudness()
    said(loudness, 1, 500)
    assert loudness.tick() > 1
    for second in range(4, 8):
        assert said(loudness, second, 5) == 5
        share = loudness.tick()
    assert share == 1


def test_nothing_said_is_nothing_left_out() -> None:
    assert Loudness().tick() == 1
