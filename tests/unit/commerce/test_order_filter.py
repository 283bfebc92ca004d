"""What someone types and chooses becomes a filter, or a refusal that names the field."""

from datetime import UTC, datetime

import pytest

from commerce.order_filter import OrderFilter, parsed
from commerce.order_status import OrderStatus
from kit.errors import Invalid
from kit.ids import new_id


def test_an_empty_form_filters_nothing() -> None:
    empty = {"q": " ", "status": "", "show": "", "from": "", "to": ""}
    assert parsed(empty) == parsed({}) == OrderFilter()


def test_both_days_are_included() -> None:
    wanted = parsed({"from": "2026-11-11", "to": "2026-11-11"})
    assert wanted.since == datetime(2026, 11, 11, tzinfo=UTC)
    assert wanted.before == datetime(2026, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", list(OrderStatus))
def test_every_status_that_an_order_can_have_can_be_chosen(status: OrderStatus) -> None:
    assert parsed({"status": status.value}).status is status


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "lost"),
        ("from", "yesterday"),
        ("from", "0001-01-01"),
        ("to", "9999-12-31"),
        ("to", "2026-02-30"),
        ("q", "x" * 101),
        ("q", "a\0b"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(name: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        parsed({name: value})
    assert list(refused.value.fields) == [name]


def test_the_last_day_is_not_before_the_first() -> None:
    with pytest.raises(Invalid) as refused:
        parsed({"from": "2026-11-12", "to": "2026-11-11"})
    assert list(refused.value.fields) == ["to"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ABCD-EFGH", "abcdefgh"),
        ("#abcd", "abcd"),
        ("cdef", "cdef"),
        ("abc", None),
        ("lamp", None),
        ("abcd-efgh-j", None),
    ],
)
def test_a_text_may_be_a_part_of_a_number(text: str, part: str | None) -> None:
    assert parsed({"q": text}).number_part == part


def test_a_text_may_be_an_orders_id() -> None:
    order_id = new_id()
    assert parsed({"q": f" {order_id.upper()} "}).order_id == order_id
    assert parsed({"q": "lamp"}).order_id is None
