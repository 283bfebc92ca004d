import random

from hypothesis import given
from hypothesis import strategies as st

from streams.video.rtp import LATE_IN_A_ROW, MOST_WAITING, Packet, Reordering, Unwrapped

FIRST = 65_500


def packets(count: int, first: int = FIRST) -> list[Packet]:
    return [
        Packet(
            (first + number) & 0xFFFF, number * 3000, True, bytes((number % 256,)), number * 0.01
        )
        for number in range(count)
    ]


def fed(reordering: Reordering, arriving: list[Packet]) -> list[tuple[Packet, bool]]:
    return [each for packet in arriving for each in reordering.feed(packet)]


def test_packets_in_order_pass_at_once_also_where_their_numbers_wrap_around() -> None:
    sent = packets(100)
    assert fed(Reordering(0.1), sent) == [(packet, False) for packet in sent]


@given(st.randoms(use_true_random=False))
def test_packets_that_overtook_each_other_are_put_in_order(chance: random.Random) -> None:
    sent = packets(60)
    arriving = [
        sent[0],
        *sorted(sent[1:], key=lambda each: each.arrived_at_s + chance.random() * 0.05),
    ]
    assert [packet for packet, _ in fed(Reordering(1.0), arriving)] == sent


def test_a_packet_that_comes_twice_passes_once() -> None:
    sent = packets(10)
    assert [packet for packet, _ in fed(Reordering(0.1), sent[:5] + sent[2:])] == sent


def test_after_the_wait_it_goes_on_without_what_is_missing_and_says_so() -> None:
    sent = packets(40)
    passed = fed(Reordering(0.1), sent[:5] + sent[7:])
    assert [packet for packet, _ in passed] == sent[:5] + sent[7:]
    assert [packet for packet, is_after_gap in passed if is_after_gap] == [sent[7]]


def test_what_waits_is_bounded() -> None:
    sent = packets(MOST_WAITING + 2)
    passed = fed(Reordering(1e9), sent[:1] + sent[2:])
    assert [packet for packet, _ in passed] == sent[:1] + sent[2:]


def test_a_sender_that_counts_anew_is_followed() -> None:
    anew = packets(LATE_IN_A_ROW + 10, first=FIRST - 20_000)
    passed = fed(Reordering(0.1), packets(5) + anew)
    assert [packet for packet, _ in passed[5:]] == anew[LATE_IN_A_ROW - 1 :]
    assert [is_after_gap for _, is_after_gap in passed].count(True) == 1


@given(st.lists(st.integers(-(2**31) + 1, 2**31 - 1), max_size=30), st.integers(0, 2**32 - 1))
def test_a_counter_goes_on_where_it_wraps_around(steps: list[int], start: int) -> None:
    unwrapped, true = Unwrapped(), start
    assert unwrapped(start) == start
    for step in steps:
        true += step
        assert unwrapped(true & 0xFFFFFFFF) == true


def test_24_hours_of_timestamps_are_counted_through() -> None:
    unwrapped = Unwrapped()
    day = [unwrapped(second * 90_000 & 0xFFFFFFFF) for second in range(24 * 3600)]
    assert day == [second * 90_000 for second in range(24 * 3600)]
