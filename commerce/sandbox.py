"""The built-in payment: no bank, and the same answer each time.

    4242 4242 4242 4242   charged, as is any other number whose check digit is right
    4000 0000 0000 0002   declined
    4000 0000 0000 9995   declined: not enough funds

The number's last four digits leave this module, and nothing else of the card.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commerce.errors import PaymentDeclined
from commerce.views import Card
from kit.errors import Invalid

MIN_DIGITS = 12
MAX_DIGITS = 19


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
    """What comes of charging the card, or which of its fields is wrong."""
    digits = _digits(card)
    if not MIN_DIGITS <= len(digits) <= MAX_DIGITS or not _has_right_check_digit(digits):
        return Invalid.field("number", "This is not a card number. Check each digit.")
    if _is_past(card.expiry, now):
        return Invalid.field("expiry", "This card has expired. Pay with another card.")
    return Charge(digits[-4:], OUTCOMES.get(digits, Outcome.APPROVED))


def last4(card: Card) -> str:
    return _digits(card)[-4:]


def refusal(outcome: Outcome) -> PaymentDeclined:
    """What the buyer is told of a payment that did not succeed."""
    return PaymentDeclined(SENTENCES[outcome])


def _digits(card: Card) -> str:
    return card.number.replace(" ", "")


def _has_right_check_digit(digits: str) -> bool:
    """The Luhn check, ISO/IEC 7812-1 annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_past(expiry: str, now: datetime) -> bool:
    """A card is good until the end of the month that stands on it."""
    month, year = (int(part) for part in expiry.split("/"))
    return (2000 + year, month) < (now.year, now.month)
