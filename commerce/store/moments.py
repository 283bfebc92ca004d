"""Rows of moments: how deals were."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, select
from sqlalchemy.dialects import postgresql, sqlite

from commerce.deals import Deal
from commerce.tables import deal_moments as moments
from kit.unit_of_work import Tx


async def add(tx: Tx, deals: Collection[Deal], at: Mapping[str, datetime]) -> None:
    """Those that are kept already stay as they are."""
    if not deals:
        return
    dialect = sqlite if tx.is_sqlite else postgresql
    rows = [
        {
            "deal_id": deal.id,
            "version": deal.version,
            "show_id": deal.show_id,
            "at": at[deal.id],
            "min_tier_rank": deal.min_tier_rank,
            "status": deal.status,
            "price_minor": deal.price_minor,
            "stock": deal.stock,
            "stock_left": deal.stock_left,
            "is_pinned": deal.is_pinned,
        }
        for deal in deals
    ]
    await tx.execute(dialect.insert(moments).on_conflict_do_nothing(), rows)


async def last_until(
    tx: Tx, show_id: str, deal_ids: Collection[str], rank: int, at: datetime
) -> Sequence[RowMapping]:
    """The last moment of each of these deals by then, as who has this rank saw it."""
    last = (
        select(moments.c.deal_id, func.max(moments.c.version).label("version"))
        .where(_among(show_id, deal_ids, rank), moments.c.at <= at)
        .group_by(moments.c.deal_id)
        .subquery()
    )
    is_last = (moments.c.deal_id == last.c.deal_id) & (moments.c.version == last.c.version)
    return await tx.all(select(moments).join(last, is_last))


async def after(
    tx: Tx, show_id: str, deal_ids: Collection[str], rank: int, at: datetime, limit: int
) -> Sequence[RowMapping]:
    """The first so many moments of these deals since then, in order."""
    return await tx.all(
        select(moments)
        .where(_among(show_id, deal_ids, rank), moments.c.at > at)
        .order_by(moments.c.at, moments.c.deal_id, moments.c.version)
        .limit(limit)
    )


def _among(show_id: str, deal_ids: Collection[str], rank: int) -> ColumnElement[bool]:
    of_show = (moments.c.show_id == show_id) & moments.c.deal_id.in_(deal_ids)
    return of_show & (moments.c.min_tier_rank <= rank)
