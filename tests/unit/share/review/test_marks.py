"""By what visits are recognised, and that nothing but keyed hashes is kept of it."""

from dataclasses import replace

import pytest

from share.review.marks import MarkKind, Visit, marks

VISIT = Visit("ada", "browser-1", "8.8.8.8", "Mozilla/5.0 (one)")
KEY = "a key"


def test_a_visit_leaves_a_mark_of_each_kind() -> None:
    assert set(marks(VISIT, KEY)) == set(MarkKind)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (replace(VISIT, account_id="bo"), {MarkKind.BROWSER, MarkKind.DEVICE, MarkKind.NETWORK}),
        (replace(VISIT, browser_id="browser-2"), {MarkKind.DEVICE, MarkKind.NETWORK}),
        (replace(VISIT, user_agent="Mozilla/5.0 (two)"), {MarkKind.BROWSER, MarkKind.NETWORK}),
        (replace(VISIT, ip="9.9.9.9"), {MarkKind.BROWSER}),
    ],
)
def test_what_is_the_same_has_the_same_mark(other: Visit, same: set[MarkKind]) -> None:
    one, two = marks(VISIT, KEY), marks(other, KEY)
    assert {kind for kind in MarkKind if one[kind] == two[kind]} == same


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.0.0.7", "192.168.1.4", "::1", "fd00::1", "unknown"]
)
def test_an_address_that_is_nobodys_in_particular_leaves_no_mark(ip: str) -> None:
    assert set(marks(replace(VISIT, ip=ip), KEY)) == {MarkKind.BROWSER}


def test_a_household_has_one_network_however_its_addresses_change() -> None:
    one, two, far = (
        marks(replace(VISIT, ip=ip), KEY)[MarkKind.NETWORK]
        for ip in ("2a00:1450:4001:1::7", "2a00:1450:4001:1:ffff::9", "2a00:1450:4001:2::7")
    )
    assert one == two != far
    assert marks(replace(VISIT, ip="::ffff:8.8.8.8"), KEY) == marks(VISIT, KEY)


def test_marks_tell_nothing_without_the_key() -> None:
    one, two = marks(VISIT, KEY), marks(VISIT, "another key")
    assert not set(one.values()) & set(two.values())
    assert all("8.8.8.8" not in mark and len(mark) == 32 for mark in one.values())
