"""Rows of the points ledger. Who changes someone's lots has locked the member."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    select,
    true,
    tuple_,
    update,
)

from kit.bulk import Rows, side_by_side, write_rows
from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.points.book import Book
from membership.points.entry import Balance, Entry, Reason, balance_of
from membership.points.lot import Lot, Source, State
from membership.points.redeemable import Redeemable
from membership.points.tables import entries, lots, redeemables, spendings


@dataclass(frozen=True, slots=True)
class Spending:
    """Points that take something off an order."""

    id: str
    brand_id: str
    account_id: str
    order_id: str
    title: str
    points: int
    returned: int = 0

    @property
    def left(self) -> int:
        return self.points - self.returned


SPENDING = [field.name for field in fields(Spending)]
Key = tuple[str, str]
"""A brand and an account."""
PAGE = 50
IS_OPEN = (lots.c.pending > 0) | (lots.c.active > 0) | (lots.c.owed != 0)


async def book(
    tx: Tx,
    brand_id: str,
    account_id: str,
    *,
    source_id: str | None = None,
    lot_ids: Collection[str] = (),
) -> Book:
    """The member's lots of which something is left, with that of the order or gift, and these."""
    wanted = IS_OPEN | (lots.c.order_id == source_id) | lots.c.id.in_(lot_ids)
    rows = await tx.all(select(lots).where(_own(lots, brand_id, account_id), wanted))
    return Book(brand_id, account_id, [_lot(row) for row in rows], tx.now, new_id)


async def books(tx: Tx, orders: Mapping[Key, str]) -> list[Book]:
    """The same of many members, each with that of an order."""
    owners = {
        lots.c.brand_id: [brand_id for brand_id, _ in orders],
        lots.c.account_id: [account_id for _, account_id in orders],
    }
    given = side_by_side(tx.connection, {**owners, lots.c.order_id: [*orders.values()]})
    is_own = (lots.c.brand_id == given.c.brand_id) & (lots.c.account_id == given.c.account_id)
    wanted = IS_OPEN | (lots.c.order_id == given.c.order_id)
    found: dict[Key, list[Lot]] = {key: [] for key in orders}
    for row in await tx.all(select(lots).join(given, is_own & wanted)):
        found[row["brand_id"], row["account_id"]].append(_lot(row))
    return [Book(*key, of_member, tx.now, new_id) for key, of_member in found.items()]


async def save_books(tx: Tx, books: Sequence[Book]) -> None:
    """Write what has changed, at once: what a member has bought in all is read again."""
    new = [lot for book in books for lot in book.new_lots]
    changed = [lot for book in books for lot in book.changed_lots]
    entered = [(book, entry) for book in books for entry in book.entries]
    await write_rows(
        tx.connection,
        Rows(
            lots,
            {
                name: [_value(lot, name) for lot in new]
                for name in [column.name for column in lots.c]
            },
        ),
        Rows(
            lots,
            {name: [_value(lot, name) for lot in changed] for name in ("id", *_CHANGED)},
            key="id",
        ),
        Rows(entries, _entry_columns(tx, entered)),
    )


async def due_members(tx: Tx, limit: int, without: Collection[Key]) -> list[Key]:
    """Members with points that mature, expire or are to be told of, those first who wait longest, each as often as they have
    such lots."""
    rows = await tx.all(
        select(lots.c.brand_id, lots.c.account_id)
        .where(lots.c.due_at <= tx.now, _is_none_of(without))
        .order_by(lots.c.due_at)
        .limit(limit)
    )
    return [(row["brand_id"], row["account_id"]) for row in rows]


def _is_none_of(keys: Collection[Key]) -> ColumnElement[bool]:
    return tuple_(lots.c.brand_id, lots.c.account_id).not_in(sorted(keys)) if keys else true()


async def end_lots(tx: Tx, brand_id: str, account_id: str) -> bool:
    """Let the person's points be due to mature and expire now, untold; whether there are any. The member is locked."""
    left = (lots.c.pending > 0) | (lots.c.active > 0)
    ended = {"matures_at": tx.now, "expires_at": tx.now, "is_noticed": True, "due_at": tx.now}
    return (
        await tx.execute(update(lots).where(_own(lots, brand_id, account_id), left).values(ended))
        > 0
    )


async def spent_on(tx: Tx, handout_id: str) -> dict[str, int]:
    """What was spent on a handout, by lot."""
    rows = await tx.all(
        select(entries.c.lot_id, entries.c.points).where(
            entries.c.handout_id == handout_id, entries.c.reason == Reason.REDEEMED.value
        )
    )
    return {row["lot_id"]: row["points"] for row in rows}


async def used_for(tx: Tx, spending_id: str) -> dict[str, int]:
    """What was used for an order and not returned, by lot."""
    is_use = entries.c.reason == Reason.USED.value
    left = func.sum(case((is_use, entries.c.points), else_=-entries.c.points))
    rows = await tx.all(
        select(entries.c.lot_id, left.label("points"))
        .where(entries.c.spending_id == spending_id)
        .group_by(entries.c.lot_id)
    )
    return {row["lot_id"]: int(row["points"]) for row in rows}


async def add_spending(tx: Tx, spending: Spending) -> None:
    await tx.execute(insert(spendings).values(**asdict(spending), spent_at=tx.now))


async def open_spendings(tx: Tx, order_ids: Collection[str]) -> list[Spending]:
    """Those for these orders of which something is not returned, in the order in which members are locked."""
    rows = await tx.all(
        select(spendings)
        .where(spendings.c.order_id.in_(order_ids), spendings.c.returned < spendings.c.points)
        .order_by(spendings.c.brand_id, spendings.c.account_id)
    )
    return [Spending(**{key: row[key] for key in SPENDING}) for row in rows]


async def note_returned(tx: Tx, spending: Spending, points: int) -> None:
    await tx.execute(
        update(spendings)
        .where(spendings.c.id == spending.id)
        .values(returned=spendings.c.returned + points)
    )


async def balance(tx: Tx, brand_id: str, account_id: str) -> Balance:
    """The balance now, as the lots have it."""
    sums = [func.coalesce(func.sum(lots.c[state.value]), 0).label(state.value) for state in State]
    row = await tx.first(select(*sums).where(_own(lots, brand_id, account_id)))
    assert row is not None, "sums are always one row"
    return balance_of({state: int(row[state.value]) for state in State})


async def balance_at(tx: Tx, brand_id: str, account_id: str, at: datetime) -> Balance:
    """What the entries up to a moment sum to."""
    sums = dict.fromkeys(State, 0)
    total = func.sum(entries.c.points).label("points")
    for column, sign in ((entries.c.put_into, 1), (entries.c.taken_from, -1)):
        rows = await tx.all(
            select(column.label("state"), total)
            .where(_own(entries, brand_id, account_id), entries.c.entered_at <= at)
            .where(column.is_not(None))
            .group_by(column)
        )
        for row in rows:
            sums[State(row["state"])] += sign * int(row["points"])
    return balance_of(sums)


async def next_expiry(tx: Tx, brand_id: str, account_id: str) -> tuple[int, datetime] | None:
    """How many points expire next, and when; None if none do."""
    row = await tx.first(
        select(lots.c.expires_at, func.sum(lots.c.active).label("points"))
        .where(_own(lots, brand_id, account_id), lots.c.active > 0, lots.c.expires_at.is_not(None))
        .group_by(lots.c.expires_at)
        .order_by(lots.c.expires_at)
        .limit(1)
    )
    return (int(row["points"]), row["expires_at"]) if row else None


async def page(tx: Tx, brand_id: str, account_id: str, before: str | None) -> Sequence[RowMapping]:
    """The newest entries, or those before one, with where their lots are from; one more than a page."""
    statement = (
        select(entries, lots.c.source, lots.c.order_id, spendings.c.order_id.label("used_for"))
        .join(lots, lots.c.id == entries.c.lot_id)
        .outerjoin(spendings, spendings.c.id == entries.c.spending_id)
        .where(_own(entries, brand_id, account_id))
        .order_by(entries.c.id.desc())
        .limit(PAGE + 1)
    )
    return await tx.all(statement.where(entries.c.id < before) if before else statement)


async def redeemables_of(tx: Tx, brand_id: str) -> list[Redeemable]:
    """What the brand gives for points, the cheapest first."""
    rows = await tx.all(
        select(redeemables)
        .where(redeemables.c.brand_id == brand_id)
        .order_by(redeemables.c.points, redeemables.c.voucher_id)
    )
    return [Redeemable(row["voucher_id"], row["title"], row["points"]) for row in rows]


async def save_redeemables(tx: Tx, brand_id: str, offered: Sequence[Redeemable]) -> None:
    await tx.execute(delete(redeemables).where(redeemables.c.brand_id == brand_id))
    if offered:
        rows = [{"brand_id": brand_id, **asdict(each)} for each in offered]
        await tx.execute(insert(redeemables), rows)


_CHANGED = (
    "kept_minor", "is_noticed", "pending", "active", "spent", "expired", "reversed", "owed", "due_at",
)  # fmt: skip


def _value(lot: Lot, column: str) -> Any:
    return getattr(lot, "source_id" if column == "order_id" else column)


def _entry_columns(tx: Tx, entered: Sequence[tuple[Book, Entry]]) -> dict[str, list[Any]]:
    return {
        "brand_id": [book.brand_id for book, _ in entered],
        "account_id": [book.account_id for book, _ in entered],
        "entered_at": [tx.now] * len(entered),
        **{
            name: [getattr(entry, name) for _, entry in entered] for name in Entry.__struct_fields__
        },
    }


def _lot(row: RowMapping) -> Lot:
    values = dict(row)
    del values["due_at"]
    return Lot(source=Source(values.pop("source")), source_id=values.pop("order_id"), **values)


def _own(table: Table, brand_id: str, account_id: str) -> ColumnElement[bool]:
    return and_(table.c.brand_id == brand_id, table.c.account_id == account_id)
