"""Orders as CSV are what a spreadsheet reads, and nothing that it computes."""

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.order_csv import COLUMNS, body, head
from commerce.views import OrderLineView, OrderView
from kit.spreadsheet import BOM, harmless


def line(**facts: Any) -> OrderLineView:
    return OrderLineView(
        **{
            "deal_id": "d",
            "product_id": "p",
            "title": "Desk lamp",
            "image_url": "",
            "quantity": 2,
            "unit_price_minor": 1_999,
            "list_price_minor": 2_999,
            "discount_minor": 0,
            "refunded_quantity": 0,
            **facts,
        }
    )


def order(**facts: Any) -> OrderView:
    return OrderView(
        **{
            "id": "0" * 20,
            "number": "0000-0000",
            "brand_id": "b",
            "brand_slug": "lumen",
            "brand_name": "Lumen",
            "show_id": "s",
            "buyer_handle": "mina",
            "status": "paid",
            "lines": [line()],
            "discount_minor": 0,
            "vouchers": [],
            "total_minor": 3_998,
            "currency": "EUR",
            "created_at_ms": 1_794_398_400_000,
            "hold_expires_at_ms": 1_794_399_000_000,
            "payment": None,
            "paid_at_ms": None,
            "card_last4": None,
            "refunded_minor": 0,
            "refunds": [],
            "lowered": [],
            "fulfilled_at_ms": None,
            "tracking": None,
            "version": 1,
            **facts,
        }
    )


def read(*orders: OrderView) -> list[dict[str, str]]:
    text = (head() + body(orders)).removeprefix(BOM)
    return list(csv.DictReader(StringIO(text, newline="")))


def test_it_begins_with_a_mark_and_the_columns() -> None:
    assert head() == BOM + ",".join(COLUMNS) + "\r\n"


def test_amounts_are_decimals_of_their_currency_and_times_are_iso() -> None:
    (row,) = read(order(paid_at_ms=1_794_398_461_005))
    assert (row["unit_price"], row["line_total"], row["order_total"], row["currency"]) == (
        "19.99",
        "39.98",
        "39.98",
        "EUR",
    )
    assert row["placed_at"] == "2026-11-11T12:00:00.000Z"
    assert row["paid_at"] == "2026-11-11T12:01:01.005Z"
    (row,) = read(order(currency="JPY", total_minor=3998))
    assert (row["unit_price"], row["paid_at"]) == ("1999", "")
    (row,) = read(order(currency="KWD", total_minor=3998))
    assert row["order_total"] == "3.998"


def test_a_line_costs_its_units_less_the_discount() -> None:
    (row,) = read(order(lines=[line(discount_minor=498)], discount_minor=498, total_minor=3_500))
    assert (row["unit_price"], row["discount"], row["line_total"]) == ("19.99", "4.98", "35.00")


def test_what_was_sent_and_refunded_stands_beside_what_was_bought() -> None:
    sent = {"fulfilled_at_ms": 1_794_398_461_005, "tracking": "=1+1", "refunded_minor": 1999}
    (row,) = read(order(lines=[line(refunded_quantity=1)], **sent))
    assert (row["refunded_quantity"], row["order_refunded"]) == ("1", "19.99")
    assert (row["sent_at"], row["tracking"]) == ("2026-11-11T12:01:01.005Z", "'=1+1")


def test_each_line_of_an_order_has_a_row() -> None:
    rows = read(order(lines=[line(), line(title="Mug, “blue”\nand white")]), order())
    assert [(row["line"], row["product"]) for row in rows] == [
        ("1", "Desk lamp"),
        ("2", "Mug, “blue”\nand white"),
        ("1", "Desk lamp"),
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "=cmd|' /C calc'!A0"]
)
def test_what_a_spreadsheet_would_compute_is_made_a_text(text: str) -> None:
    (row,) = read(order(lines=[line(title=text)], buyer_handle=text))
    assert row["product"] == row["buyer"] == f"'{text}"


@given(st.text(max_size=40))
def test_any_title_comes_back_as_it_was_but_for_the_apostrophe(title: str) -> None:
    title = title.replace("\0", "")
    (row,) = read(order(lines=[line(title=title)]))
    assert row["product"] == harmless(title)
    assert row["product"].removeprefix("'") == title.removeprefix("'")
