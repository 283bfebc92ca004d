"""The sandbox's cards."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from commerce.payments.sandbox import cards
from commerce.payments.sandbox.cards import Behaviour
from commerce.views import Card
from kit.errors import Invalid

NOW = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)


def card(number: str = "4242 4242 4242 4242", expiry: str = "12/30") -> Card:
    return Card(number=number, expiry=expiry, cvc="123")


@pytest.mark.parametrize(
    ("number", "behaviour"),
    [
        ("4242 4242 4242 4242", Behaviour.CHARGES),
        ("5555555555554444", Behaviour.CHARGES),
        ("3782 822463 10005", Behaviour.CHARGES),
        ("4000 0000 0000 0002", Behaviour.DECLINES),
        ("4000 0000 0000 9995", Behaviour.LACKS_FUNDS),
        ("4000 0025 0000 3155", Behaviour.ASKS),
        ("4000 0000 0000 0408", Behaviour.LOSES_THE_ANSWER),
        ("4000 0000 0000 0077", Behaviour.CHARGES_LATE),
        ("4000 0000 0000 0341", Behaviour.DECLINES_LATE),
    ],
)
def test_a_card_number_decides_what_becomes_of_it(number: str, behaviour: Behaviour) -> None:
    assert cards.refuse(card(number), NOW) is None
    assert cards.behaviour_of(card(number)) is behaviour
    assert cards.last4(card(number)) == number.replace(" ", "")[-4:]


@pytest.mark.parametrize(
    "number", ["4242 4242 4242 4243", "4242", "                ", "42424242424242424242424"]
)
def test_a_number_that_no_card_has_is_refused_at_its_field(number: str) -> None:
    refusal = cards.refuse(card(number), NOW)
    assert isinstance(refusal, Invalid)
    assert set(refusal.fields) == {"number"}


def test_a_card_is_known_again_by_its_number_date_and_code() -> None:
    mark = cards.hashed(card(), "key")
    assert cards.hashed(card("4242424242424242", " 12/30"), "key") == mark
    others = (card("5555555555554444"), card(expiry="11/30"), replace(card(), cvc="124"))
    assert mark not in {cards.hashed(other, "key") for other in others}


@pytest.mark.parametrize("expiry", ["10/26", "12/25", "10 / 26"])
def test_a_card_of_the_past_is_refused_at_its_field(expiry: str) -> None:
    refusal = cards.refuse(card(expiry=expiry), NOW)
    assert isinstance(refusal, Invalid)
    assert refusal.fields == {"expiry": "This card has expired. Pay with another card."}


@pytest.mark.parametrize("expiry", ["", "13/30", "00/30", "1/30", "12/2030", "1230", "١٢/٣٠"])
def test_an_expiry_in_another_form_is_answered_with_the_right_one(expiry: str) -> None:
    refusal = cards.refuse(card(expiry=expiry), NOW)
    assert isinstance(refusal, Invalid)
    assert "such as 08/29" in refusal.fields["expiry"]


def test_all_wrong_fields_are_named_at_once() -> None:
    refusal = cards.refuse(Card(number="card", expiry="soon", cvc="1"), NOW)
    assert isinstance(refusal, Invalid)
    assert set(refusal.fields) == {"number", "expiry", "cvc"}


@pytest.mark.parametrize("expiry", ["11/26", "01/27", "12 / 30"])
def test_a_card_is_good_until_the_end_of_its_month(expiry: str) -> None:
    assert cards.refuse(card(expiry=expiry), NOW) is None
