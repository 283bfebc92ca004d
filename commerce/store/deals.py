"""Rows of deals, and of the slots that their buyers hold.

Who needs the locks of several rows takes those of deals first, in the order of their ids, then those of orders.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    RowMapping,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from commerce.deals import MAX_PER_SHOW, Deal, DealStatus, Withdrawal
from commerce.early_access import Step
from commerce.orders import Order
from commerce.presale.terms import Presale
from commerce.tables import deal_slots, deals
from commerce.teams.terms import TeamTerms
from commerce.venue import IsOpen
from kit.bulk import Rows, is_among, matching, written_out
from kit.ids import is_id
from kit.unit_of_work import Draft, Tx

Place = tuple[str, str]
"""A deal and a buyer."""
PRESALE = [field.name for field in fields(Presale)]
TEAM = {f"team_{field.name}": field.name for field in fields(TeamTerms)}
"""A team's terms by their columns."""
APART = {*PRESALE, *TEAM, "steps", "next_step_at"}
Steps = tuple[Step, ...]
IS_LIVE = deals.c.status == DealStatus.LIVE.value


async def add_deal(tx: Tx, deal: Deal) -> None:
    await tx.execute(insert(deals).values(**_values(deal)))


async def save_deal(tx: Tx, deal: Deal) -> None:
    """Save a locked deal that has changed."""
    saved = await tx.execute(
        update(deals)
        .where(deals.c.id == deal.id, deals.c.version < deal.version)
        .values(**_values(deal))
    )
    assert saved == 1, f"deal {deal.id} was changed by someone who did not lock it"


def save_sold(tx: Draft, changed: Collection[Deal]) -> None:
    """Have locked deals saved of which units were sold, and nothing else has changed."""
    columns: dict[str, list[Any]] = {
        "id": [deal.id for deal in changed],
        "sold": [deal.sold for deal in changed],
        "version": [deal.version for deal in changed],
    }
    tx.add(Rows(deals, columns, "id"))


def sell(tx: Draft, sold: Collection[Deal], units: Mapping[str, int], only_if: str) -> None:
    """Have so many units taken of deals that nobody has locked, if they are `for_sale` still and have so many left."""
    columns: dict[str, list[Any]] = {
        "id": [deal.id for deal in sold],
        "price_minor": [deal.price_minor for deal in sold],
        "sold": [units[deal.id] for deal in sold],
        "version": [1] * len(sold),
    }
    tx.add(Rows(deals, columns, "id", ("sold", "version"), only_if))


def for_sale(is_open: IsOpen) -> str:
    """As `sell` takes it: the deal is live for everyone, at the same price, in a show that is open. Nothing else of a live deal
    that decides on claims can change, but for what is left."""
    deal = deals.alias("t").c
    is_as_it_was = deal.price_minor == literal_column("{price_minor}")
    is_live = (deal.status == DealStatus.LIVE.value) & (deal.min_tier_rank == 0)
    return written_out(is_live & is_as_it_was & is_open(deal.show_id))


async def remove_deal(tx: Tx, deal_id: str) -> None:
    await tx.execute(delete(deals).where(deals.c.id == deal_id))


async def deal(tx: Tx, deal_id: str) -> Deal | None:
    if not is_id(deal_id):
        return None
    row = await tx.first(select(deals).where(deals.c.id == deal_id))
    return deal_of(row) if row else None


async def deals_by_id(tx: Tx, deal_ids: Collection[str]) -> list[Deal]:
    statement = select(deals).where(is_among(tx.connection, deals.c.id, deal_ids))
    return [deal_of(row) for row in await tx.all(statement)]


async def lock_deal(tx: Tx, deal_id: str) -> Deal | None:
    """The deal as it is now, and nobody changes it before this transaction ends."""
    found = await lock_deals(tx, [deal_id] if is_id(deal_id) else [])
    return found[0] if found else None


async def lock_deals(tx: Tx, deal_ids: Iterable[str]) -> list[Deal]:
    return await _lock(tx, is_among(tx.connection, deals.c.id, set(deal_ids)))


async def lock_open_deals(tx: Tx, show_id: str) -> list[Deal]:
    """Those of a show that are live, or for which people still wait in line."""
    return await _lock(tx, (deals.c.show_id == show_id) & (IS_LIVE | (deals.c.waiting > 0)))


async def lock_deals_of_show(tx: Tx, show_id: str) -> list[Deal]:
    return await _lock(tx, deals.c.show_id == show_id)


async def deals_of_show(tx: Tx, show_id: str) -> list[Deal]:
    rows = await tx.all(select(deals).where(deals.c.show_id == show_id))
    return [deal_of(row) for row in rows]


async def live_deals_of(tx: Tx, product_ids: Collection[str]) -> list[Deal]:
    """The live deals of these products, in all shows."""
    is_one = is_among(tx.connection, deals.c.product_id, product_ids)
    return [deal_of(row) for row in await tx.all(select(deals).where(is_one, IS_LIVE))]


async def next_position(tx: Tx, show_id: str) -> int | None:
    """Where the show's next deal stands; None if the show is full."""
    row = await tx.first(
        select(func.count().label("count"), func.max(deals.c.position).label("last")).where(
            deals.c.show_id == show_id
        )
    )
    assert row is not None, "an aggregate always has a row"
    return None if row["count"] >= MAX_PER_SHOW else (row["last"] or 0) + 1


async def lapsed_deal_ids(tx: Tx, limit: int) -> list[str]:
    """Live deals whose time is over, the longest first."""
    rows = await tx.all(
        select(deals.c.id)
        .where(IS_LIVE, deals.c.closes_at <= tx.now)
        .order_by(deals.c.closes_at)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def next_step_at(tx: Tx) -> datetime | None:
    """When the next deal opens further."""
    row = await tx.first(select(func.min(deals.c.next_step_at).label("at")).where(IS_LIVE))
    assert row is not None, "an aggregate always has a row"
    at: datetime | None = row["at"]
    return at


async def due_step_ids(tx: Tx, limit: int) -> list[str]:
    """Deals that are to be opened further, the longest due first."""
    rows = await tx.all(
        select(deals.c.id)
        .where(IS_LIVE, deals.c.next_step_at <= tx.now)
        .order_by(deals.c.next_step_at)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def withdrawn_deal_ids(tx: Tx) -> list[str]:
    """Pre-sales that were taken back and whose deposits are being returned."""
    is_begun = deals.c.withdrawal == Withdrawal.BEGUN.value
    return [row["id"] for row in await tx.all(select(deals.c.id).where(is_begun))]


async def held_slots(tx: Tx, places: Collection[Place]) -> dict[Place, set[int]]:
    """Which slots of the deals these buyers hold, of those who hold any."""
    table, held = deal_slots.c, defaultdict[Place, set[int]](set)
    if places:
        deal_ids, account_ids = zip(*places, strict=True)
        rows = await matching(
            tx.connection,
            (table.deal_id, table.account_id, table.slot),
            {table.deal_id: deal_ids, table.account_id: account_ids},
        )
        for deal_id, account_id, slot in rows:
            held[deal_id, account_id].add(slot)
    return held


async def free_slots(tx: Tx, order: Order, deal_id: str, count: int) -> None:
    """Free so many of the order's slots of a deal."""
    own = (
        (deal_slots.c.deal_id == deal_id)
        & (deal_slots.c.account_id == order.account_id)
        & (deal_slots.c.order_id == order.id)
    )
    last = select(deal_slots.c.slot).where(own).order_by(deal_slots.c.slot.desc()).limit(count)
    slots = [row["slot"] for row in await tx.all(last)]
    await tx.execute(delete(deal_slots).where(own, deal_slots.c.slot.in_(slots)))


async def take_slots(tx: Tx, order: Order, deal_id: str, slots: Sequence[int]) -> None:
    """Give the order's units of a deal, which have none, slots."""
    own = {"deal_id": deal_id, "account_id": order.account_id, "order_id": order.id}
    await tx.execute(insert(deal_slots), [{**own, "slot": slot} for slot in slots])


async def _lock(tx: Tx, condition: ColumnElement[bool]) -> list[Deal]:
    rows = await tx.all(select(deals).where(condition).order_by(deals.c.id).with_for_update())
    return [deal_of(row) for row in rows]


def deal_of(row: RowMapping) -> Deal:
    presale = {name: row[name] for name in PRESALE}
    team = {name: row[column] for column, name in TEAM.items()}
    return Deal(
        **{
            **{name: value for name, value in row.items() if name not in APART},
            "steps": msgspec.json.decode(row["steps"], type=Steps) if row["steps"] else (),
            "status": DealStatus(row["status"]),
            "presale": Presale(**presale) if row["sale_window_id"] else None,
            "team": TeamTerms(**team) if row["team_size"] else None,
            "withdrawal": Withdrawal(row["withdrawal"]) if row["withdrawal"] else None,
        }
    )


def _values(deal: Deal) -> dict[str, Any]:
    values = {name: to for name, to in asdict(deal).items() if name not in {"presale", "team"}}
    presale = asdict(deal.presale) if deal.presale else dict.fromkeys(PRESALE)
    team = {column: getattr(deal.team, name, None) for column, name in TEAM.items()}
    steps = {
        "steps": msgspec.json.encode(deal.steps).decode() if deal.steps else None,
        "next_step_at": deal.next_step.at if deal.next_step else None,
    }
    return {**values, **presale, **team, **steps}
