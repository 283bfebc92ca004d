"""A message's text cannot disturb the room."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import EmptyText, TextTooLong
from chat.text import cleaned_text
from chat.views import MAX_TEXT


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  so \n\n\t nice  ", "so nice"),
        ("e\u0301te\u0301", "\u00e9t\u00e9"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("\u2067left\u2069", "left"),
        ("nul\x00 bell\x07 del\x7f", "nul bell del"),
        ("one\u2028two\u00a0three", "one two three"),
        ("👩‍👩‍👧 ❤️", "👩‍👩‍👧 ❤️"),
        ("می‌خواهم", "می‌خواهم"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_text_is_cleaned(written: str, shown: str) -> None:
    assert cleaned_text(written) == shown


@pytest.mark.parametrize(
    "written", ["", " \n ", "\u200b", "\u200d\ufe0f", "\u3164", "\u2800 \u2800", "\u0301", "\x00"]
)
def test_a_text_with_nothing_to_see_is_refused(written: str) -> None:
    refusal = cleaned_text(written)
    assert isinstance(refusal, EmptyText)
    assert refusal.fields == {"text": "Write something first."}


def test_300_characters_after_cleaning_are_the_most() -> None:
    assert cleaned_text(" " + "ä" * MAX_TEXT + "\n") == "ä" * MAX_TEXT
    assert cleaned_text("a\u0301" * MAX_TEXT) == "á" * MAX_TEXT
    refusal = cleaned_text("a" * (MAX_TEXT + 1))
    assert isinstance(refusal, TextTooLong)
    assert refusal.detail == "Use at most 300 characters; these are 301."


@given(st.text(st.characters(), max_size=400))
def test_cleaned_text_is_harmless_and_stays_as_it_is(written: str) -> None:
    shown = cleaned_text(written)
    if not isinstance(shown, str):
        return
    assert cleaned_text(shown) == shown
    assert 1 <= len(shown) <= MAX_TEXT
    assert unicodedata.is_normalized("NFC", shown)
    assert shown == " ".join(shown.split())
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
