"""Account numbers that only this installation can read, each for one person."""

from hypothesis import given
from hypothesis import strategies as st

from share.payees.sealing import Sealing

SEALING = Sealing("one installation")
NUMBERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=4, max_size=34)


@given(NUMBERS)
def test_what_was_sealed_is_read_again_by_the_same_key_and_person_alone(number: str) -> None:
    sealed = SEALING.seal(number, "ada")
    assert number not in sealed
    assert SEALING.open(sealed, "ada") == number
    assert SEALING.open(sealed, "ben") is None
    assert Sealing("another installation").open(sealed, "ada") is None


def test_the_same_number_is_sealed_differently_each_time() -> None:
    assert SEALING.seal("110234567890", "ada") != SEALING.seal("110234567890", "ada")
