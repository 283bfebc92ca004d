"""What the server says to people is found by what it looks like, and its values have names."""

import ast

import pytest

from server.sentences import Unspeakable, _texts


def texts(source: str) -> list[str]:
    return list(_texts(ast.parse(source), "some.py"))


def test_sentences_titles_and_texts_are_found() -> None:
    source = '''
class SoldOut(Conflict):
    """This is for developers."""
    title = "The deal is sold out"

def refuse():
    assert True, "This cannot be."
    raise SoldOut("Only {left} left." if left else "None is left.", left=Text("a few"))
'''
    assert sorted(texts(source)) == [
        "None is left.",
        "Only {left} left.",
        "The deal is sold out",
        "a few",
    ]


def test_what_is_no_sentence_or_only_for_developers_is_left_alone() -> None:
    assert texts('log.info("it.happened"); raise ValueError("This is twice there.")') == []


def test_a_sentence_with_its_values_inside_is_refused() -> None:
    with pytest.raises(Unspeakable, match=r"some\.py:1"):
        texts('SoldOut(f"Only {left} left.")')
