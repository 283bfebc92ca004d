"""Payouts as a brand's managers see them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import RowMapping

from kit.clock import to_ms
from kit.unit_of_work import Tx
from membership import directory
from membership.people import Brand
from share.rewards.payout import Payout, PayoutStatus
from share.rewards.store import payouts as store_payouts
from share.rewards.store import terms as store_terms
from share.rewards.views import (
    AccountChangeView,
    PayeeView,
    PayoutStepView,
    PayoutsView,
    PayoutView,
)

LISTED_PAYEES = 50
LISTED_PAYOUTS = 20
NEW_FOR = timedelta(days=7)


def number_of(payout_id: str) -> str:
    """As people and banks call a payout: the end of its id, where ids differ."""
    return f"P-{payout_id[-8:].upper()}"


async def payout_view(tx: Tx, payout: Payout) -> PayoutView:
    return (await payout_views(tx, [payout]))[0]


async def payout_views(tx: Tx, payouts: Sequence[Payout]) -> list[PayoutView]:
    lines = {each.id: await store_payouts.lines_of(tx, each.id, LISTED_PAYEES) for each in payouts}
    steps = await store_payouts.steps_of(tx, list(lines))
    changes = {each.id: await _account_changes(tx, each, steps) for each in payouts}
    people = [row for rows in (*lines.values(), *changes.values()) for row in rows]
    handles = await directory.handles(tx, [row["account_id"] for row in (*people, *steps)])
    return [
        PayoutView(
            id=each.id,
            number=number_of(each.id),
            status=each.status.value,
            currency=each.currency,
            total_minor=each.total_minor,
            sharers=each.sharers,
            payees=payee_views(lines[each.id], handles),
            steps=[_step(row, handles) for row in steps if row["payout_id"] == each.id],
            account_changes=[_change(row, handles) for row in changes[each.id]],
        )
        for each in payouts
    ]


async def payouts_view(tx: Tx, brand: Brand, key_id: str) -> PayoutsView:
    least_minor = (await store_terms.terms_of(tx, brand.id)).least_payout_minor
    reachable = store_payouts.reachable(key_id)
    of = (tx, brand.id, brand.currency, least_minor)
    sharers, total_minor = await store_payouts.due_total(*of, reachable)
    missing_sharers, missing_minor = await store_payouts.due_total(*of, ~reachable)
    due = await store_payouts.due(*of, LISTED_PAYEES, reachable)
    missing = await store_payouts.due(*of, LISTED_PAYEES, ~reachable) if missing_sharers else []
    handles = await directory.handles(tx, [row["account_id"] for row in (*due, *missing)])
    newest = await store_payouts.newest(tx, brand.id, LISTED_PAYOUTS)
    sums = await store_payouts.sums(tx, brand.id, brand.currency)
    return PayoutsView(
        currency=brand.currency,
        least_payout_minor=least_minor,
        payable_minor=total_minor,
        sharers=sharers,
        payees=payee_views(due, handles),
        missing_minor=missing_minor,
        missing_sharers=missing_sharers,
        missing=payee_views(missing, handles),
        in_payout_minor=sums[PayoutStatus.DRAFT] + sums[PayoutStatus.APPROVED],
        paid_minor=sums[PayoutStatus.PAID],
        payouts=await payout_views(tx, newest) if newest else [],
    )


def payee_views(rows: Iterable[RowMapping], handles: dict[str, str]) -> list[PayeeView]:
    return [
        PayeeView(
            handle=handles[row["account_id"]],
            amount_minor=int(row["amount_minor"]),
            rewards=row["rewards"],
        )
        for row in rows
    ]


async def _account_changes(
    tx: Tx, payout: Payout, steps: Iterable[RowMapping]
) -> Sequence[RowMapping]:
    """What whoever approves or pays it has to look at: thieves of accounts say at once where the money is to go."""
    since = tx.now - NEW_FOR
    if payout.status is PayoutStatus.APPROVED:
        since = next(
            row["taken_at"]
            for row in steps
            if row["payout_id"] == payout.id and row["status"] == payout.status.value
        )
    elif payout.status is not PayoutStatus.DRAFT:
        return []
    return await store_payouts.account_changes(tx, payout.id, since, LISTED_PAYEES)


def _change(row: RowMapping, handles: dict[str, str]) -> AccountChangeView:
    at = row["changed_at"]
    return AccountChangeView(
        handle=handles[row["account_id"]], changed_at_ms=None if at is None else to_ms(at)
    )


def _step(row: RowMapping, handles: dict[str, str]) -> PayoutStepView:
    return PayoutStepView(
        status=row["status"],
        handle=handles[row["account_id"]],
        at_ms=to_ms(row["taken_at"]),
        note=row["note"],
    )
