"""Closing the books of a transaction: what changed is written, and said."""

from commerce.vouchers.books import Books, Changes
from commerce.vouchers.events import VouchersCollected, VouchersReserved, VouchersReturned
from commerce.vouchers.store import uses as store
from commerce.vouchers.uses import UseStatus
from kit.unit_of_work import Tx


async def close_books(tx: Tx, books: Books) -> None:
    """Write what has changed since the books were read. Whenever something is written, something is said of it."""
    changes = books.changes()
    await store.save_books(tx, changes)
    _tell(tx, changes)


def _tell(tx: Tx, changes: Changes) -> None:
    copies = [use for use in changes.new_uses if use.status is UseStatus.COLLECTED]
    collected = [use.id for use in copies]
    touched = [*changes.new_uses, *changes.uses]
    reserved = [use.id for use in touched if use.status is UseStatus.RESERVED]
    freed = {share.use_id for share in (*changes.gone_shares, *changes.shares)}
    freed |= {use.id for use in touched}
    returned = sorted(freed - {*collected, *reserved})
    if collected:
        voucher_ids = tuple(sorted({use.voucher_id for use in copies}))
        tx.emit(VouchersCollected(use_ids=collected, voucher_ids=voucher_ids))
    if reserved:
        tx.emit(VouchersReserved(use_ids=reserved))
    if returned:
        tx.emit(VouchersReturned(use_ids=returned))
