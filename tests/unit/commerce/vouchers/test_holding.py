"""What a voucher is to one person."""

from datetime import timedelta
from typing import Any

import pytest

from commerce.pricing.vouchers import Left, Scope
from commerce.vouchers.holding import HoldingState, left_for, state_for
from commerce.vouchers.issued import How, Issued
from commerce.vouchers.uses import Use, UseStatus
from tests.support.pricing import NOW, voucher

COLLECTED, RESERVED, USED = UseStatus.COLLECTED, UseStatus.RESERVED, UseStatus.USED


def issued(how: How, **facts: Any) -> Issued:
    starts_at = facts.pop("starts_at", NOW - timedelta(days=1))
    terms = voucher("v", scope=Scope.PLATFORM, starts_at=starts_at)
    return Issued(terms=terms, how=how, created_by="mira", created_at=NOW, **facts)


def uses(*statuses: UseStatus) -> list[Use]:
    return [
        Use(id=str(n), voucher_id="v", account_id="ann", slot=n, status=status, taken_at=NOW)
        for n, status in enumerate(statuses, 1)
    ]


@pytest.mark.parametrize(
    ("found", "statuses", "state"),
    [
        (issued(How.COLLECT), (), HoldingState.OPEN),
        (issued(How.COLLECT, total_limit=3, taken=3), (), HoldingState.GONE),
        (issued(How.COLLECT), (COLLECTED,), HoldingState.READY),
        (issued(How.COLLECT), (RESERVED,), HoldingState.RESERVED),
        (issued(How.COLLECT), (USED,), HoldingState.USED),
        (issued(How.COLLECT, per_person=2), (USED,), HoldingState.OPEN),
        (issued(How.COLLECT, starts_at=NOW + timedelta(1)), (COLLECTED,), HoldingState.WAITING),
        (issued(How.GRANT), (), HoldingState.GONE),
        (issued(How.CODE), (), HoldingState.READY),
        (issued(How.CODE, total_limit=3, taken=3), (), HoldingState.GONE),
        (issued(How.CODE, total_limit=3, taken=3), (RESERVED,), HoldingState.RESERVED),
        (issued(How.CODE, per_person=2), (USED,), HoldingState.READY),
        (issued(How.EVERYONE), (USED,), HoldingState.USED),
        (issued(How.COLLECT, budget_minor=9, spent_minor=9), (), HoldingState.GONE),
        (issued(How.COLLECT, budget_minor=9, spent_minor=9), (COLLECTED,), HoldingState.GONE),
        (issued(How.COLLECT, budget_minor=9, spent_minor=9), (RESERVED,), HoldingState.RESERVED),
        (issued(How.CODE, budget_minor=9, spent_minor=9), (USED,), HoldingState.USED),
    ],
)
def test_the_state_follows_from_what_there_is_and_what_the_person_has(
    found: Issued, statuses: tuple[UseStatus, ...], state: HoldingState
) -> None:
    assert state_for(found, uses(*statuses), NOW) is state
    assert state_for(found, uses(*statuses), NOW + timedelta(days=9)) is HoldingState.OVER


def test_of_copies_those_that_are_not_used_count_and_of_others_the_places() -> None:
    copies = issued(How.COLLECT, total_limit=3, taken=3, per_person=2, budget_minor=500)
    assert left_for(copies, uses(COLLECTED, USED)) == Left(None, 1, 500)
    coded = issued(How.CODE, total_limit=3, taken=1, per_person=2, spent_minor=100)
    assert left_for(coded, uses(USED)) == Left(2, 1, None)
