"""The terms of a pre-sale: what is paid in advance for a unit, as how much it counts, and when the rest is due. Pure.

A lamp for 100.00 with a deposit of 10.00 that is worth 20.00: 80.00 are left for the balance, so that it costs 90.00.
"""

from dataclasses import dataclass
from datetime import datetime

from commerce.presale.errors import BadPresale, DepositsClosed
from kit.errors import Refusal
from kit.money import Money
from kit.words import Sayable, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Presale:
    sale_window_id: str
    deposit_minor: int
    worth_minor: int
    """What the deposit counts for: its own amount, or more."""
    deposit_from: datetime
    deposit_until: datetime
    balance_from: datetime
    balance_until: datetime
    """The window's times; they never change."""

    @property
    def bonus_minor(self) -> int:
        """What a unit costs less than its price because it was paid for in advance."""
        return self.worth_minor - self.deposit_minor


def refuse_presale(presale: Presale, price: Money, now: datetime) -> Refusal | None:
    """Why a deal at this price cannot be sold so, if it cannot."""
    if presale.worth_minor < presale.deposit_minor:
        return bad("worth_minor", "A deposit is worth at least what it is. Enter at least that.")
    if presale.worth_minor > price.amount_minor:
        return bad(
            "worth_minor",
            Text(
                "The deposit cannot be worth more than the price, {price}.",
                price=price,
            ),
        )
    if now >= presale.deposit_until:
        return bad("sale_window_id", "Its time for deposits is over. Choose another sale window.")
    return None


def refuse_drop(presale: Presale, now: datetime) -> DepositsClosed | None:
    """Why it cannot open to buyers at this moment, if it cannot."""
    if now < presale.deposit_from:
        return DepositsClosed(
            "Deposits can be paid from {time} on.",
            time=presale.deposit_from,
        )
    if now >= presale.deposit_until:
        return DepositsClosed("The time for deposits is over. Add a deal in another sale window.")
    return None


def bad(name: str, message: Sayable) -> BadPresale:
    return BadPresale(message, fields={f"presale.{name}": message})
