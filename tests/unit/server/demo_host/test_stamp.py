"""A moment as black and white blocks."""

from hypothesis import given
from hypothesis import strategies as st

from server.demo_host.stamp import COLUMNS, WRAPS_AFTER_MS, read, stamp

MOMENTS = st.integers(0, 1 << 45)


def light(bits: list[bool], black: float = 16, white: float = 235) -> list[float]:
    return [white if bit else black for bit in bits]


@given(MOMENTS)
def test_what_is_stamped_can_be_read_again(at_ms: int) -> None:
    assert read(light(stamp(at_ms))) == at_ms % WRAPS_AFTER_MS


@given(MOMENTS, st.lists(st.floats(-50, 50), min_size=COLUMNS, max_size=COLUMNS))
def test_it_survives_noise(at_ms: int, noise: list[float]) -> None:
    noisy = [each + more for each, more in zip(light(stamp(at_ms)), noise, strict=True)]
    assert read(noisy) == at_ms % WRAPS_AFTER_MS


@given(MOMENTS, st.integers(0, COLUMNS - 1))
def test_a_block_that_is_wrong_is_noticed(at_ms: int, wrong: int) -> None:
    bits = stamp(at_ms)
    bits[wrong] = not bits[wrong]
    assert read(light(bits)) is None


def test_what_is_no_stamp_says_nothing() -> None:
    assert read([128.0] * COLUMNS) is None
    assert read(light(stamp(5))[1:]) is None
