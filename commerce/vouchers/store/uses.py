"""Rows of uses, of the shares that orders have in them, and of the budgets' ledger."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from commerce.vouchers.books import Books, Changes
from commerce.vouchers.store.vouchers import lock_vouchers, save_vouchers, vouchers_by_id
from commerce.vouchers.tables import voucher_ledger, voucher_shares, voucher_uses
from commerce.vouchers.uses import Entry, Share, Use, UseStatus
from kit.ids import new_id
from kit.unit_of_work import Tx

MAX_OF_ACCOUNT = 200


async def lock_books(
    tx: Tx,
    voucher_ids: Collection[str],
    account_ids: Collection[str],
    order_ids: Collection[str] = (),
    new_use_id: Callable[[], str] = new_id,
) -> Books:
    """These vouchers, and those that the orders have reserved, with what these people and orders have of them."""
    of_orders = {share.use_id for share in await shares_of_orders(tx, order_ids)}
    reserved = await _uses(tx, voucher_uses.c.id.in_(of_orders)) if of_orders else []
    issued = await lock_vouchers(tx, {*voucher_ids, *(use.voucher_id for use in reserved)})
    # Read once more now that nobody can change it: before the lock it may have been another's past.
    shares = await _shares(tx, voucher_shares.c.use_id.in_(of_orders)) if of_orders else []
    uses = await _uses(tx, _concerned(issued, account_ids, of_orders), for_update=True)
    return Books(issued, uses, shares, tx.now, new_use_id)


async def read_books(
    tx: Tx,
    voucher_ids: Collection[str],
    account_ids: Collection[str],
    order_ids: Collection[str],
) -> Books:
    """The same without locks, to see what could be."""
    of_orders = {share.use_id for share in await shares_of_orders(tx, order_ids)}
    reserved = await _uses(tx, voucher_uses.c.id.in_(of_orders)) if of_orders else []
    issued = await vouchers_by_id(tx, {*voucher_ids, *(use.voucher_id for use in reserved)})
    shares = await _shares(tx, voucher_shares.c.use_id.in_(of_orders)) if of_orders else []
    uses = await _uses(tx, _concerned(issued, account_ids, of_orders))
    return Books(issued, uses, shares, tx.now, new_id)


async def save_books(tx: Tx, changes: Changes) -> None:
    """Write what has changed. What frees places and shares comes before what takes them."""
    await save_vouchers(tx, changes.issued)
    await _save_uses(tx, changes.uses)
    if changes.new_uses:
        await tx.execute(insert(voucher_uses), [asdict(use) for use in changes.new_uses])
    await _save_shares(tx, changes)
    await add_entries(tx, changes.entries)


async def add_entries(tx: Tx, entries: Sequence[Entry]) -> None:
    if entries:
        rows = [{"id": new_id(), "entered_at": tx.now, **asdict(entry)} for entry in entries]
        await tx.execute(insert(voucher_ledger), rows)


async def mark_used(tx: Tx, order_ids: Collection[str]) -> int:
    """The uses that the orders have reserved are used; how many. Places stay as they are, so no voucher is locked."""
    of_orders = select(voucher_shares.c.use_id).where(voucher_shares.c.order_id.in_(order_ids))
    is_reserved = voucher_uses.c.status == UseStatus.RESERVED.value
    found = await _uses(tx, voucher_uses.c.id.in_(of_orders) & is_reserved, for_update=True)
    ids = [use.id for use in found]
    if ids:
        used = {"status": UseStatus.USED.value}
        await tx.execute(update(voucher_uses).where(voucher_uses.c.id.in_(ids)).values(**used))
    return len(ids)


async def uses_of(tx: Tx, voucher_ids: Collection[str], account_id: str) -> list[Use]:
    """What the person has of these vouchers."""
    return await _uses(
        tx,
        (voucher_uses.c.account_id == account_id)
        & voucher_uses.c.voucher_id.in_(set(voucher_ids))
        & voucher_uses.c.slot.is_not(None),
    )


async def newest_uses(tx: Tx, account_id: str) -> list[Use]:
    """What the person has, the newest first, at most `MAX_OF_ACCOUNT`."""
    rows = await tx.all(
        select(voucher_uses)
        .where(voucher_uses.c.account_id == account_id, voucher_uses.c.slot.is_not(None))
        .order_by(voucher_uses.c.id.desc())
        .limit(MAX_OF_ACCOUNT)
    )
    return [_use(row) for row in rows]


async def shares_of_orders(tx: Tx, order_ids: Collection[str]) -> list[Share]:
    return await _shares(tx, voucher_shares.c.order_id.in_(set(order_ids))) if order_ids else []


async def ledger_sum(tx: Tx, voucher_id: str) -> int:
    """What the entries of the voucher sum to."""
    total = func.coalesce(func.sum(voucher_ledger.c.amount_minor), 0)
    return int(await tx.scalar(select(total).where(voucher_ledger.c.voucher_id == voucher_id)))


async def _save_uses(tx: Tx, uses: Sequence[Use]) -> None:
    if uses:
        statement = (
            update(voucher_uses)
            .where(voucher_uses.c.id == bindparam("use_id"))
            .values(status=bindparam("to_status"), slot=bindparam("to_slot"))
        )
        rows = [
            {"use_id": use.id, "to_status": use.status.value, "to_slot": use.slot} for use in uses
        ]
        await tx.execute(statement, rows)


async def _save_shares(tx: Tx, changes: Changes) -> None:
    is_share = (voucher_shares.c.use_id == bindparam("of_use")) & (
        voucher_shares.c.order_id == bindparam("of_order")
    )
    if changes.gone_shares:
        await tx.execute(delete(voucher_shares).where(is_share), _keys(changes.gone_shares))
    if changes.shares:
        rows = [
            {**key, "to_cost": share.cost_minor}
            for key, share in zip(_keys(changes.shares), changes.shares, strict=True)
        ]
        change = update(voucher_shares).where(is_share).values(cost_minor=bindparam("to_cost"))
        await tx.execute(change, rows)
    if changes.new_shares:
        await tx.execute(insert(voucher_shares), [asdict(share) for share in changes.new_shares])


def _concerned(
    issued: Collection[str], account_ids: Collection[str], use_ids: Collection[str]
) -> ColumnElement[bool]:
    """Uses of these vouchers by these people, and these uses."""
    return or_(
        voucher_uses.c.voucher_id.in_(set(issued))
        & voucher_uses.c.account_id.in_(set(account_ids)),
        voucher_uses.c.id.in_(use_ids),
    )


def _keys(shares: Sequence[Share]) -> list[dict[str, str]]:
    return [{"of_use": share.use_id, "of_order": share.order_id} for share in shares]


async def _uses(tx: Tx, which: ColumnElement[bool], *, for_update: bool = False) -> list[Use]:
    statement = select(voucher_uses).where(which).order_by(voucher_uses.c.id)
    rows = await tx.all(statement.with_for_update() if for_update else statement)
    return [_use(row) for row in rows]


async def _shares(tx: Tx, which: ColumnElement[bool]) -> list[Share]:
    rows = await tx.all(select(voucher_shares).where(which))
    return [Share(**row) for row in rows]


def _use(row: RowMapping) -> Use:
    return Use(**{**row, "status": UseStatus(row["status"])})
