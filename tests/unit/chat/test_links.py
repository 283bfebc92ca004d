"""What a person would see as a link."""

import pytest

from chat.links import has_link


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/x",
        "HTTP://EXAMPLE.COM",
        "go to www.example.de now",
        "cheap at watches.shop",
        "my-shop.co.uk/sale",
        "bit.ly/3xYz",
        "t.me/joinchat",
        "example.com",
        "(example.com)",
        "visit example.com.",
        "example。com",
        "ｅｘａｍｐｌｅ．ｃｏｍ",
        "exam\u200bple.com",
        "host.example:8000/x",
        "https: //example.com",
    ],
)
def test_a_link_is_found(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "so.nice",
        "I want two... maybe three",
        "1.5 or 2.0?",
        "and/or",
        "it is 50 % off!",
        "me@example.com",
        "U.S. sizes",
        "ok.go.on",
        "24/7",
        "com",
        "yes.communication",
        "",
    ],
)
def test_ordinary_words_are_none(text: str) -> None:
    assert not has_link(text)
