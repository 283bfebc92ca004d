"""Connections by address."""

from server.crowd import Crowd


def test_an_address_has_so_many_places_and_gets_back_what_was_left() -> None:
    crowd = Crowd(2)
    first, second = crowd.enter("192.0.2.1"), crowd.enter("192.0.2.1")
    assert first is not None
    assert second is not None
    assert crowd.enter("192.0.2.1") is None
    assert crowd.enter("192.0.2.2") is not None
    first.leave()
    assert crowd.enter("192.0.2.1") is not None
    assert len(crowd) == 3


def test_a_household_has_its_places_together() -> None:
    crowd = Crowd(1)
    assert crowd.enter("2001:db8:1:2:aaaa::1") is not None
    assert crowd.enter("2001:db8:1:2:bbbb::2") is None
    assert crowd.enter("2001:db8:1:3::1") is not None
