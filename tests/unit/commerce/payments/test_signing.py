"""Signatures of notices."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.payments.signing import TOLERANCE, is_signed, sign

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)


def test_what_is_signed_is_taken_for_a_while_before_and_after() -> None:
    header = sign("s", b"{}", NOW)
    for off in (timedelta(), TOLERANCE, -TOLERANCE):
        assert is_signed("s", header, b"{}", NOW + off)
    for off in (TOLERANCE, -TOLERANCE):
        assert not is_signed("s", header, b"{}", NOW + off * 2)


def test_one_of_several_signatures_is_enough_while_a_secret_is_replaced() -> None:
    old, new = sign("old", b"{}", NOW), sign("new", b"{}", NOW)
    both = f"{old},v1={new.partition('v1=')[2]}"
    assert is_signed("old", both, b"{}", NOW)
    assert is_signed("new", both, b"{}", NOW)
    assert not is_signed("third", both, b"{}", NOW)


@pytest.mark.parametrize(
    "header", ["", "t=", "t=٣,v1=x", "t=1,t=2,v1=x", "t=" + "9" * 400, "," * 5000]
)
def test_a_malformed_header_is_refused(header: str) -> None:
    assert not is_signed("s", header, b"{}", NOW)


@given(st.text(), st.binary())
def test_no_header_is_a_fault(header: str, body: bytes) -> None:
    assert not is_signed("s", header, body, NOW)
