"""Texts are written in English and said in the reader's language, with values as their locale writes them."""

from datetime import UTC, date, datetime

import pytest

from commerce.errors import SoldOut
from kit.errors import Invalid
from kit.money import Money
from kit.words import ENGLISH, Text, Words

CHINESE = Words("zh_Hans_CN", {"Only {left} left.": "仅剩 {left} 件。"}.get, stop="。", comma="、")  # type: ignore[arg-type]


def said(text: Text, words: Words = ENGLISH) -> str:
    return words.say(text)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (7, "7"),
        (10_000, "10,000"),
        ("a {name}", "a {name}"),
        (Money(1999, "EUR"), "€19.99"),
        (datetime(2026, 11, 22, 20, tzinfo=UTC), "22 Nov, 20:00 UTC"),
        (date(2026, 11, 22), "Nov 22, 2026"),
        (["one", Text("{count} more", count=2)], "one, 2 more"),
    ],
)
def test_a_value_is_written_as_the_locale_does(value: object, words: str) -> None:
    assert said(Text("{value}", value=value)) == words  # type: ignore[arg-type]


def test_a_refusal_is_english_until_it_is_said_in_another_language() -> None:
    refusal = SoldOut("Only {left} left.", fields={"quantity": "Only {left} left."}, left=3)
    assert (refusal.detail, str(refusal)) == ("Only 3 left.", "Only 3 left.")
    assert refusal.fields == {"quantity": "Only 3 left."}
    assert refusal.said(CHINESE).fields == {"quantity": "仅剩 3 件。"}


def test_without_a_detail_a_refusal_says_its_title() -> None:
    assert SoldOut().detail == "The deal is sold out."
    words = Words("zh_Hans_CN", {SoldOut.title: "特惠已抢完"}.__getitem__, stop="。")
    assert SoldOut().said(words).detail == "特惠已抢完。"


def test_what_a_field_lacks_is_said_beside_it_and_on_the_whole() -> None:
    refusal = Invalid.field("name", "Use at most {most} characters.", most=9)
    assert refusal.fields == {"name": refusal.detail} == {"name": "Use at most 9 characters."}
