"""A bank account as its holder gives it: by its IBAN, or by its number and the bank's BIC. Pure.

checked(NewPayoutDetails(holder="Ada Lind", number="de89 3704 0044 0532 0130 00"))
# BankAccount(holder="Ada Lind", number="DE89370400440532013000", bic="")
"""

import re
from dataclasses import dataclass

from kit.errors import Invalid
from share.payees.views import NewPayoutDetails

IBAN = re.compile(r"^[A-Z]{2}[0-9]{2}")
NUMBER = re.compile(r"^[0-9A-Z]{4,34}\Z")
SHOWN = 4


@dataclass(frozen=True, slots=True)
class BankAccount:
    holder: str
    number: str
    """An IBAN, or a number that only its bank knows; without spaces."""
    bic: str
    """Empty where the IBAN says enough."""

    @property
    def hint(self) -> str:
        """So much of the number that its holder knows it again; never more than half of it."""
        shown = min(SHOWN, len(self.number) // 2)
        return f"•••• {self.number[-shown:]}"


def checked(new: NewPayoutDetails) -> BankAccount | Invalid:
    number, bic = _compact(new.number), _compact(new.bic)
    found = {
        "holder": None if new.holder.strip() else "Enter the name that the bank knows.",
        "number": _wrong_number(number),
        "bic": _wrong_bic(bic, is_needed=not IBAN.match(number)),
    }
    fields = {name: sentence for name, sentence in found.items() if sentence}
    if fields:
        return Invalid(" ".join(fields.values()), fields=fields)
    return BankAccount(" ".join(new.holder.split()), number, bic)


def _wrong_number(number: str) -> str | None:
    if IBAN.match(number):
        return None if _stands(number) else "This is not an IBAN. Check each character."
    if NUMBER.match(number):
        return None
    return "Enter an IBAN, or an account number of 4 to 34 letters and digits."


def _wrong_bic(bic: str, *, is_needed: bool) -> str | None:
    if not bic:
        return "Enter the BIC of the bank: the number is not an IBAN." if is_needed else None
    from schwifty import BIC  # it reads all countries, which takes a while

    return (
        None
        if BIC(bic, allow_invalid=True).is_valid
        else "This is not a BIC. It has 8 or 11 characters."
    )


def _stands(iban: str) -> bool:
    """Length, form and check digits by the country's rules."""
    from schwifty import IBAN as Iban

    return Iban(iban, allow_invalid=True).is_valid


def _compact(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper()
