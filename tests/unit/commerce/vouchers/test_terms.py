"""What a brand or the operator may issue."""

from datetime import timedelta
from typing import Any

import pytest

from commerce.pricing.vouchers import Voucher
from commerce.vouchers.errors import BadTerms
from commerce.vouchers.terms import checked_terms, refuse_way
from commerce.vouchers.views import NewVoucher
from kit.clock import to_ms
from membership.people import Brand
from tests.support.pricing import NOW

LUMEN = Brand("b", "lumen", "Lumen", "DE", "EUR", "de_DE", "", 0, ())


def new(**facts: Any) -> NewVoucher:
    return NewVoucher(
        **{
            "title": "Ten",
            "kind": "fixed",
            "amount_minor": 1_000,
            "scope": "brand",
            "how": "everyone",
            "starts_at_ms": to_ms(NOW),
            "ends_at_ms": to_ms(NOW + timedelta(days=1)),
            **facts,
        }
    )


EACH = {"kind": "each", "amount_minor": 5_000, "step_minor": 30_000}
PERCENT = {"kind": "percent", "amount_minor": 0, "rate_bp": 1_000}


@pytest.mark.parametrize(
    "facts",
    [
        {},
        EACH,
        {**EACH, "cap_minor": 15_000},
        PERCENT,
        {**PERCENT, "cap_minor": 500, "threshold_minor": 10_000},
        {"scope": "category", "category": "lamp"},
        {"scope": "item", "product_ids": ["p"]},
        {"currency": "EUR"},
    ],
)
def test_good_terms_become_a_voucher_of_the_brand(facts: dict[str, Any]) -> None:
    found = checked_terms(new(**facts), "v", LUMEN, NOW)
    assert isinstance(found, Voucher)
    assert (found.brand_id, found.currency, found.starts_at) == ("b", "EUR", NOW)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"amount_minor": 0}, "amount_minor"),
        ({"rate_bp": 5}, "rate_bp"),
        ({"step_minor": 5}, "step_minor"),
        ({"cap_minor": 5}, "cap_minor"),
        ({**PERCENT, "rate_bp": 0}, "rate_bp"),
        ({**PERCENT, "amount_minor": 5}, "amount_minor"),
        ({**PERCENT, "cap_minor": 0}, "cap_minor"),
        ({**EACH, "step_minor": 4_999}, "step_minor"),
        ({**EACH, "amount_minor": 0}, "amount_minor"),
        ({"scope": "platform"}, "scope"),
        ({"scope": "category"}, "category"),
        ({"category": "lamp"}, "category"),
        ({"scope": "item"}, "product_ids"),
        ({"product_ids": ["p"]}, "product_ids"),
        ({"currency": "USD"}, "currency"),
        ({"ends_at_ms": to_ms(NOW)}, "ends_at_ms"),
        ({"starts_at_ms": to_ms(NOW + timedelta(days=2))}, "ends_at_ms"),
        ({"starts_at_ms": 0, "ends_at_ms": 1}, "ends_at_ms"),
        ({"ends_at_ms": to_ms(NOW + timedelta(days=400))}, "ends_at_ms"),
    ],
)
def test_bad_terms_are_refused_at_their_field(facts: dict[str, Any], field: str) -> None:
    refusal = checked_terms(new(**facts), "v", LUMEN, NOW)
    assert isinstance(refusal, BadTerms)
    assert list(refusal.fields) == [field]


@pytest.mark.parametrize("facts", [{"currency": None}, {"currency": "ABC"}, {"scope": "brand"}])
def test_the_operator_names_a_currency_and_no_brand(facts: dict[str, Any]) -> None:
    good = {"scope": "platform", "currency": "EUR"}
    assert isinstance(checked_terms(new(**good), "v", None, NOW), Voucher)
    assert isinstance(checked_terms(new(**{**good, **facts}), "v", None, NOW), BadTerms)


@pytest.mark.parametrize(
    ("facts", "is_refused"),
    [
        ({"how": "collect", "show_id": "s"}, False),
        ({"how": "collect"}, True),
        ({"how": "grant", "show_id": "s"}, True),
        ({"how": "code"}, False),
        ({"how": "code", "code": "HELLO"}, False),
        ({"how": "everyone", "code": "HELLO"}, True),
    ],
)
def test_people_come_to_a_voucher_in_one_way(facts: dict[str, Any], is_refused: bool) -> None:
    assert isinstance(refuse_way(new(**facts)), BadTerms) == is_refused
