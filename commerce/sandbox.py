"""The built-in payment: no bank, and the same answer each time.

    4242 4242 4242 4242   charged, as is any other number whose check digit is right
    4000 0000 0000 0002   declined
    4000 0000 0000 9995   declined: not enough funds

The number's last four digits leave this module, and nothing else of the card.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commerce.errors import PaymentDeclined
from commerce.views import Card
from kit.errors import Invalid

NUMBER = re.compile(r"^[0-9]{12,19}\Z")
EXPIRY = re.compile(r"^ ?(?P<month>0[1-9]|1[0-2]) ?/ ?(?P<year>[0-9]{2}) ?\Z")
CVC = re.compile(r"^[0-9]{3,4}\Z")


class Outcome(StrEnum):
    APPROVED = "approved"
    DECLINED = "declined"
    INSUFFICIENT_FUNDS = "insufficient_funds"


OUTCOMES = {
    "4000000000000002": Outcome.DECLINED,
    "4000000000009995": Outcome.INSUFFICIENT_FUNDS,
}
SENTENCES = {
    Outcome.DECLINED: "The bank declined this card. Pay with another card while your units are held.",
    Outcome.INSUFFICIENT_FUNDS: "There is not enough money on this card. "
    "Pay with another card while your units are held.",
}


@dataclass(frozen=True, slots=True)
class Charge:
    last4: str
    outcome: Outcome


def charge(card: Card, now: datetime) -> Charge | Invalid:
    """What comes of charging the card, or which of its fields are wrong."""
    found = {
        "number": _wrong_number(_digits(card)),
        "expiry": _wrong_expiry(card.expiry, now),
        "cvc": None if CVC.match(card.cvc) else "Enter the 3 or 4 digits that follow the number.",
    }
    fields = {name: sentence for name, sentence in found.items() if sentence}
    if fields:
        return Invalid(" ".join(fields.values()), fields=fields)
    digits = _digits(card)
    return Charge(digits[-4:], OUTCOMES.get(digits, Outcome.APPROVED))


def last4(card: Card) -> str:
    return _digits(card)[-4:]


def refusal(outcome: Outcome) -> PaymentDeclined:
    """What the buyer is told of a payment that did not succeed."""
    return PaymentDeclined(SENTENCES[outcome])


def _digits(card: Card) -> str:
    return card.number.replace(" ", "")


def _wrong_number(digits: str) -> str | None:
    if not NUMBER.match(digits):
        return "Enter the 12 to 19 digits of the card's number."
    if not _has_right_check_digit(digits):
        return "This is not a card number. Check each digit."
    return None


def _wrong_expiry(expiry: str, now: datetime) -> str | None:
    """A card is good until the end of the month that stands on it."""
    found = EXPIRY.match(expiry)
    if found is None:
        return "Enter the month and the year that the card shows, such as 08/29."
    if (2000 + int(found["year"]), int(found["month"])) < (now.year, now.month):
        return "This card has expired. Pay with another card."
    return None


def _has_right_check_digit(digits: str) -> bool:
    """The Luhn check, ISO/IEC 7812-1 annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
