"""Codes that people choose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share.errors import CodeRefused
from share.vanity import RESERVED, checked_code


@pytest.mark.parametrize(
    ("wanted", "code"), [("Kiln-Opening", "kiln-opening"), (" sol ", "sol"), ("11-11", "11-11")]
)
def test_a_code_is_kept_in_lower_case(wanted: str, code: str) -> None:
    assert checked_code(wanted) == code


@pytest.mark.parametrize(
    "wanted", ["ab", "-sol", "sol-", "so--l", "s l", "söl", "x" * 33, "a/b", "", "a\x00b", "qr.svg"]
)
def test_what_has_another_form_is_refused(wanted: str) -> None:
    refused = checked_code(wanted)
    assert isinstance(refused, CodeRefused)
    assert "code" in refused.fields


@pytest.mark.parametrize("wanted", [*sorted(RESERVED - {"qr"}), "Admin", "ad-min"])
def test_words_of_the_site_are_kept(wanted: str) -> None:
    assert isinstance(checked_code(wanted), CodeRefused)


@given(st.text(max_size=40))
def test_a_code_stays_what_it_is_when_it_is_checked_again(wanted: str) -> None:
    code = checked_code(wanted)
    if isinstance(code, str):
        assert checked_code(code.upper()) == code
        assert code.isascii()
        assert 3 <= len(code) <= 32
