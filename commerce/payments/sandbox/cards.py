"""The sandbox's cards. A card's number says what comes of charging it.

    4242 4242 4242 4242   charged, as is any other number whose check digit is right
    4000 0000 0000 0002   declined
    4000 0000 0000 9995   declined: not enough funds
    4000 0025 0000 3155   its holder must confirm
    4000 0000 0000 0408   charged, but the answer gets lost
    4000 0000 0000 0077   charged some seconds later
    4000 0000 0000 0341   declined some seconds later

The number's last four digits and a keyed hash of the card leave this module, and nothing else of it.
"""

import hmac
import re
from datetime import datetime
from enum import StrEnum

from commerce.views import Card
from kit.errors import Invalid

NUMBER = re.compile(r"^[0-9]{12,19}\Z")
EXPIRY = re.compile(r"^ ?(?P<month>0[1-9]|1[0-2]) ?/ ?(?P<year>[0-9]{2}) ?\Z")
CVC = re.compile(r"^[0-9]{3,4}\Z")


class Behaviour(StrEnum):
    CHARGES = "charges"
    DECLINES = "declines"
    LACKS_FUNDS = "lacks_funds"
    ASKS = "asks"
    LOSES_THE_ANSWER = "loses_the_answer"
    CHARGES_LATE = "charges_late"
    DECLINES_LATE = "declines_late"


BEHAVIOURS = {
    "4000000000000002": Behaviour.DECLINES,
    "4000000000009995": Behaviour.LACKS_FUNDS,
    "4000002500003155": Behaviour.ASKS,
    "4000000000000408": Behaviour.LOSES_THE_ANSWER,
    "4000000000000077": Behaviour.CHARGES_LATE,
    "4000000000000341": Behaviour.DECLINES_LATE,
}


def refuse(card: Card, now: datetime) -> Invalid | None:
    """Which of the card's fields are wrong, if any are."""
    found = {
        "number": _wrong_number(_digits(card)),
        "expiry": _wrong_expiry(card.expiry, now),
        "cvc": None if CVC.match(card.cvc) else "Enter the 3 or 4 digits that follow the number.",
    }
    fields = {name: sentence for name, sentence in found.items() if sentence}
    return Invalid(" ".join(fields.values()), fields=fields) if fields else None


def behaviour_of(card: Card) -> Behaviour:
    return BEHAVIOURS.get(_digits(card), Behaviour.CHARGES)


def last4(card: Card) -> str:
    return _digits(card)[-4:]


def hashed(card: Card, key: str) -> str:
    """The same for the same card. Everybody pays with the same few numbers here, so its date and code are part of it."""
    expiry = card.expiry.replace(" ", "")
    engraved = f"card\0{_digits(card)}\0{expiry}\0{card.cvc}"
    return hmac.digest(key.encode(), engraved.encode(), "sha256").hex()[:32]


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
