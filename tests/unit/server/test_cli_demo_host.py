"""What the options of `dealcast demo-host` mean."""

import pytest
import typer

from server.cli_demo_host import _place, _size


def test_a_show_is_named_by_its_address_or_beside_it() -> None:
    assert _place(None, None) == (None, None)
    assert _place(None, "show1") == (None, "show1")
    assert _place("http://127.0.0.1:8001/", "show1") == ("http://127.0.0.1:8001", "show1")
    assert _place("https://m.example/whip/show2", None) == ("https://m.example", "show2")


def test_an_address_of_something_else_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="https://"):
        _place("m.example", "show1")


def test_sizes_are_even_and_within_what_viewers_take() -> None:
    assert _size("1280x720") == (1280, 720)
    for text in ("1280", "100x100", "1281x720", "3840x2160", "1280 x 720", ""):
        with pytest.raises(typer.BadParameter, match="such as 1280x720"):
            _size(text)
