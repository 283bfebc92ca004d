"""A voucher as it was issued: its terms, how people come to it, and what has been taken of it (B1, B2). Pure.

    collect    people collect copies in a show's room
    grant      the issuer hands copies to people by name
    code       who has the code may use it
    everyone   applies by itself

Copies are counted when they are handed out, uses of the others when they are reserved.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from commerce.pricing.vouchers import Voucher
from commerce.vouchers.errors import (
    BudgetSpent,
    VoucherLimitReached,
    VoucherNotStarted,
    VoucherOver,
    VoucherUsedUp,
)
from kit.errors import Refusal
from kit.words import Text


class How(StrEnum):
    COLLECT = "collect"
    GRANT = "grant"
    CODE = "code"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    terms: Voucher
    how: How
    code: str | None = None
    show_id: str | None = None
    per_person: int = 1
    total_limit: int | None = None
    taken: int = 0
    """Copies that were handed out, or uses that are reserved or used."""
    budget_minor: int | None = None
    spent_minor: int = 0
    created_by: str
    created_at: datetime
    version: int = 1

    @property
    def id(self) -> str:
        return self.terms.id

    @property
    def has_copies(self) -> bool:
        return self.how in {How.COLLECT, How.GRANT}

    @property
    def places_left(self) -> int | None:
        return None if self.total_limit is None else self.total_limit - self.taken

    @property
    def budget_left_minor(self) -> int | None:
        return None if self.budget_minor is None else self.budget_minor - self.spent_minor


def refuse_over(issued: Issued, now: datetime) -> VoucherOver | None:
    if not issued.terms.is_over(now):
        return None
    return VoucherOver("It cannot be used any more. Look for another voucher.")


def refuse_time(issued: Issued, now: datetime) -> Refusal | None:
    """Why the voucher cannot be used at this moment, if it cannot (V5)."""
    if not issued.terms.has_begun(now):
        return VoucherNotStarted("Use it when its time has come, or pay without it.")
    return refuse_over(issued, now)


def take_place(issued: Issued, held: Collection[int]) -> tuple[Issued, int] | Refusal:
    """One more copy or use for someone who holds these slots: the voucher after it, and the slot that it takes."""
    if len(held) >= issued.per_person:
        return VoucherLimitReached(
            "One person may have it once."
            if issued.per_person == 1
            else Text("One person may have it {count} times.", count=issued.per_person)
        )
    if issued.places_left == 0:
        return VoucherUsedUp("All of it is taken. Some may come back, so look again later.")
    slot = next(slot for slot in range(1, issued.per_person + 1) if slot not in held)
    return _changed(issued, taken=issued.taken + 1), slot


def free_place(issued: Issued) -> Issued:
    return _changed(issued, taken=issued.taken - 1)


def spend(issued: Issued, cost_minor: int) -> Issued | BudgetSpent:
    left = issued.budget_left_minor
    if left is not None and cost_minor > left:
        return BudgetSpent("Others were faster. Ask for a new quote, or pay without the voucher.")
    return _changed(issued, spent_minor=issued.spent_minor + cost_minor)


def refill(issued: Issued, cost_minor: int) -> Issued:
    assert cost_minor <= issued.spent_minor, "more flows back than was spent"
    return _changed(issued, spent_minor=issued.spent_minor - cost_minor)


def end(issued: Issued, now: datetime) -> Issued:
    """Take the voucher back. What is reserved stays; one that is over stays as it is."""
    if issued.terms.is_over(now):
        return issued
    return _changed(issued, terms=replace(issued.terms, ended_at=now))


def _changed(issued: Issued, **changes: Any) -> Issued:
    return replace(issued, version=issued.version + 1, **changes)
