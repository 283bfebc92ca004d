"""How values become text."""

import json

import pytest
from markupsafe import Markup

from web import filters


def test_a_text_in_props_cannot_end_the_script_element() -> None:
    hostile = '</script><script>alert("&")</script><!--\u2028'
    written = str(filters.props({"title": hostile}))
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == {"title": hostile}


def test_what_a_template_translated_is_a_text_in_props() -> None:
    assert json.loads(str(filters.props({"label": Markup("Orders & more")}))) == {
        "label": "Orders & more"
    }


def test_props_take_nothing_that_json_does_not_know() -> None:
    with pytest.raises(TypeError, match="object"):
        filters.props({"thing": object()})


def test_a_number_of_points_has_its_thousands_apart() -> None:
    assert filters.number(3000) == "3,000"
    assert filters.number(3000, "zh_Hans_CN") == "3,000"


@pytest.mark.parametrize(
    ("amount_minor", "currency", "text"),
    [(1999, "EUR", "€19.99"), (2480, "JPY", "¥2,480"), (1500, "KWD", "KWD\u00a01.500")],
)
def test_money_has_its_currencys_own_decimals(amount_minor: int, currency: str, text: str) -> None:
    assert filters.money(amount_minor, currency) == text


def test_a_time_says_that_it_is_in_utc() -> None:
    assert filters.date_time(1_762_884_000_000) == "Tue 11 Nov 2025, 18:00 UTC"
    assert filters.iso(1_762_884_000_000) == "2025-11-11T18:00:00.000Z"


@pytest.mark.parametrize(("rate_bp", "text"), [(500, "5%"), (550, "5.5%"), (25, "0.25%")])
def test_a_rate_is_a_percentage(rate_bp: int, text: str) -> None:
    assert filters.rate(rate_bp) == text


def test_a_saving_is_rounded_down_and_never_negative() -> None:
    assert filters.percent_off(6667, 10_000) == 33
    assert filters.percent_off(100, 100) == 0
    assert filters.percent_off(120, 100) == 0


@pytest.mark.parametrize("hue", range(-30, 400))
def test_each_hue_has_a_class_in_the_stylesheet(hue: int) -> None:
    name = filters.hue_class(hue)
    assert name in {f"hue-{step}" for step in range(0, 360, 10)}


def test_initials_are_of_the_first_two_words() -> None:
    assert filters.initials("Nordlys Audio") == "NA"
    assert filters.initials("ada_k") == "ak"
    assert filters.initials("mira") == "mi"
    assert filters.initials("_") == "?"


def test_a_country_is_named() -> None:
    assert filters.country("JP") == "Japan"
    assert filters.country("??") == "??"
