"""Reactions are summed, and one person's are bounded."""

import pytest
from msgspec import ValidationError

from server.taps import MOST_A_TICK, Taps


def test_taps_of_several_processes_are_summed() -> None:
    here, there = Taps(), Taps()
    here.tap("mira", {"heart": 2})
    here.tap("noor", {"heart": 1, "wow": 1})
    there.tap("mina", {"heart": 4})
    for payload in (here.take_here(), there.take_here()):
        assert payload is not None
        here.hear(payload)
    assert here.take_heard() == {"heart": 7, "wow": 1}
    assert here.take_heard() == {}
    assert here.take_here() is None


def test_one_person_may_do_so_much_in_a_tick() -> None:
    taps = Taps()
    assert taps.tap("mira", {"heart": MOST_A_TICK - 1})
    assert not taps.tap("mira", {"heart": 2})
    assert taps.tap("mira", {"fire": 1})
    assert taps.tap("noor", {"heart": 1})
    taps.take_here()
    assert taps.tap("mira", {"heart": MOST_A_TICK})


def test_what_is_no_reaction_is_not_heard() -> None:
    taps = Taps()
    with pytest.raises(ValidationError):
        taps.hear(b'{"poop":1}')
