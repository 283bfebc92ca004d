"""Connections by address."""

import pytest

from server.crowd import Crowd, household_of


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


@pytest.mark.parametrize(
    ("address", "household"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("not: an address", "not: an address"),
    ],
)
def test_addresses_of_one_household_are_counted_as_one(address: str, household: str) -> None:
    assert household_of(address) == household
