"""The examples of docs/pricing.md, read from it and computed."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commerce.pricing.deposits import Deposit
from commerce.pricing.festival import Festival
from commerce.pricing.lines import Line, Price
from commerce.pricing.points import Purse, with_points
from commerce.pricing.quote import Code, Quote
from commerce.pricing.quoting import quote
from commerce.pricing.rates import Rates
from commerce.pricing.refunding import refundable
from commerce.pricing.shipping import Shipping, with_shipping
from commerce.pricing.vouchers import Kind, Scope, Stacking, Voucher
from tests.support.pricing import BRAND, NOW, line, voucher

SPECIFICATION = Path(__file__).parents[4] / "docs" / "pricing.md"
# Between them it is about the checkout, and about prices that fall later, which is tested with price protection.
BEFORE, _, PRESALE = re.split(r"\n## (?:12|14)\. ", SPECIFICATION.read_text())
TEXT = f"{BEFORE}\n## 14. {PRESALE}"
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    "example", [pytest.param(text, id=text.split("\n")[0][2:60]) for text in EXAMPLES]
)
def test_an_example_comes_out_as_the_specification_says(example: str) -> None:
    given = tomllib.loads(example)
    currency = given.get("currency", "EUR")
    rates = Rates({name: Decimal(rate) for name, rate in given.get("rates", {}).items()})
    offers = tuple(_voucher(facts) for facts in given.get("offers", []))
    found = quote(
        [_line(facts, currency) for facts in given["lines"]],
        NOW,
        given.get("tier", {}),
        [_voucher(facts) for facts in given.get("vouchers", [])],
        Festival(currency, rates, offers),
    )
    assert isinstance(found, Quote)
    purses = [_purse(brand, facts) for brand, facts in given.get("points", {}).items()]
    charged = [_shipping(brand, facts) for brand, facts in given.get("shipping", {}).items()]
    said = _said(with_shipping(with_points(found, purses, rates), charged, rates))
    assert given["expect"]
    assert {name: said[name] for name in given["expect"]} == given["expect"]


def test_every_code_is_in_the_table_of_the_specification() -> None:
    _, table = BEFORE.split("| code |")
    assert {code.value for code in Code} == set(
        re.findall(r"`((?:price|voucher|points|shipping)\.\w+)`", table)
    )


def test_there_are_examples_for_each_section_that_computes() -> None:
    sections = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    with_examples = {section.split(".")[0] for section in sections if "```toml" in section}
    assert with_examples == {*"2345678", "14", "15", "16"}


def _line(facts: dict[str, Any], currency: str) -> Line:
    own = [Price(0, "EUR", facts["price"])]
    own += [Price(int(rank), "EUR", price) for rank, price in facts.get("members", {}).items()]
    listed = [Price(0, currency, facts[currency])] if currency in facts else []
    return line(
        facts["deal"],
        brand_id=facts.get("brand", BRAND),
        quantity=facts.get("quantity", 1),
        list_price_minor=facts.get("list", facts["price"]),
        prices=(*own, *listed),
        deposit=_deposit(facts) if "deposit" in facts else None,
    )


def _deposit(facts: dict[str, Any]) -> Deposit:
    return Deposit(
        amount_minor=facts["deposit"],
        worth_minor=facts["worth"],
        balance_from=NOW,
        is_paid=facts.get("paid", False),
    )


def _purse(brand_id: str, facts: dict[str, Any]) -> Purse:
    return Purse(
        brand_id=brand_id,
        title=f"{brand_id.title()} points",
        currency="EUR",
        points=facts["rate"],
        amount_minor=facts["amount"],
        from_points=facts.get("from", 1),
        most_bp=facts.get("most_bp", 10_000),
        active=facts["have"],
        wanted=facts.get("use", 0),
    )


def _shipping(brand_id: str, facts: dict[str, Any]) -> Shipping:
    return Shipping(
        brand_id=brand_id,
        title=brand_id.title(),
        currency="EUR",
        fee_minor=facts["fee"],
        free_from_minor=facts.get("from"),
        free_tier=facts.get("free_tier"),
        next_free_tier=facts.get("next_free_tier"),
    )


def _voucher(facts: dict[str, Any]) -> Voucher:
    scope = Scope(facts["scope"])
    return voucher(
        facts["id"],
        kind=Kind(facts["kind"]),
        scope=scope,
        brand_id=None if scope is Scope.PLATFORM else facts.get("brand", BRAND),
        amount_minor=facts.get("amount", 0),
        rate_bp=facts.get("rate_bp", 0),
        step_minor=facts.get("step", 0),
        cap_minor=facts.get("cap"),
        threshold_minor=facts.get("threshold", 0),
        stacking=Stacking(facts.get("stacking", "level")),
    )


def _said(found: Quote) -> dict[str, Any]:
    return {
        "subtotal": found.subtotal_minor,
        "total": found.total_minor,
        "later": found.later_minor,
        "bonus": found.bonus_minor,
        "payable": {each.deal_id: each.payable_minor for each in found.lines},
        "shipping": {each.deal_id: each.shipping_minor for each in found.lines},
        "vouchers": {used.voucher_id: used.discount_minor for used in found.vouchers},
        "costs": {used.voucher_id: used.cost_minor for used in found.vouchers},
        "codes": [note.code.value for note in found.notes],
        "refused": {
            note.voucher_id: note.code.value
            for note in found.notes
            if note.voucher_id and not note.is_applied
        },
        "refunds": {
            each.deal_id: [refundable(each, 1, at).amount_minor for at in range(each.quantity)]
            for each in found.lines
        },
    }
