"""People's inboxes. What a message says is its campaign's, or it is a notice."""

from collections.abc import Collection, Sequence

from sqlalchemy import RowMapping, Select, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.bulk import is_among
from kit.ids import new_id
from kit.unit_of_work import Tx
from membership.campaigns.tables import campaigns, inbox
from membership.tables import brands


async def add(tx: Tx, campaign_id: str, account_ids: Collection[str]) -> None:
    """Each person has a campaign's message once."""
    if account_ids:
        dialect = sqlite if tx.is_sqlite else postgresql
        rows = [
            {"id": new_id(), "campaign_id": campaign_id, "account_id": one, "sent_at": tx.now}
            for one in account_ids
        ]
        await tx.execute(dialect.insert(inbox).values(rows).on_conflict_do_nothing())


async def add_notice(tx: Tx, brand_id: str, notice: str, account_ids: Collection[str]) -> list[str]:
    """Each person has a brand's notice once; who had none."""
    had = await tx.all(
        select(inbox.c.account_id).where(
            inbox.c.brand_id == brand_id,
            inbox.c.notice == notice,
            is_among(tx.connection, inbox.c.account_id, account_ids),
        )
    )
    new = sorted(set(account_ids) - {row["account_id"] for row in had})
    if new:
        dialect = sqlite if tx.is_sqlite else postgresql
        rows = [
            {
                "id": new_id(),
                "account_id": one,
                "sent_at": tx.now,
                "brand_id": brand_id,
                "notice": notice,
            }
            for one in new
        ]
        await tx.execute(dialect.insert(inbox).values(rows).on_conflict_do_nothing())
    return new


async def of_person(
    tx: Tx, account_id: str, limit: int, before: str | None = None
) -> Sequence[RowMapping]:
    """The newest first."""
    statement = _messages().where(inbox.c.account_id == account_id)
    if before is not None:
        statement = statement.where(inbox.c.id < before)
    return await tx.all(statement.order_by(inbox.c.id.desc()).limit(limit))


async def of_campaign(
    tx: Tx, campaign_id: str, account_ids: Collection[str]
) -> dict[str, RowMapping]:
    """The campaign's messages, by account."""
    rows = await tx.all(
        _messages().where(inbox.c.campaign_id == campaign_id, inbox.c.account_id.in_(account_ids))
    )
    return {row["account_id"]: row for row in rows}


async def of_notice(
    tx: Tx, brand_id: str, notice: str, account_ids: Collection[str]
) -> dict[str, RowMapping]:
    """A brand's notices, by account."""
    rows = await tx.all(
        _messages().where(
            inbox.c.brand_id == brand_id,
            inbox.c.notice == notice,
            inbox.c.account_id.in_(account_ids),
        )
    )
    return {row["account_id"]: row for row in rows}


async def unread(tx: Tx, account_ids: Collection[str]) -> dict[str, int]:
    rows = await tx.all(
        select(inbox.c.account_id, func.count().label("unread"))
        .where(inbox.c.account_id.in_(account_ids), inbox.c.read_at.is_(None))
        .group_by(inbox.c.account_id)
    )
    return {row["account_id"]: row["unread"] for row in rows}


async def mark_read(tx: Tx, account_id: str, up_to: str) -> int:
    """This one and all older ones; how many were not read."""
    return await tx.execute(
        update(inbox)
        .where(inbox.c.account_id == account_id, inbox.c.id <= up_to, inbox.c.read_at.is_(None))
        .values(read_at=tx.now)
    )


def _messages() -> Select[tuple[object, ...]]:
    return (
        select(
            inbox.c.id,
            inbox.c.account_id,
            inbox.c.sent_at,
            inbox.c.read_at,
            inbox.c.notice,
            campaigns.c.subject,
            campaigns.c.body,
            campaigns.c.show_id,
            campaigns.c.show_title,
            campaigns.c.early_access_s,
            campaigns.c.early_deal_title,
            campaigns.c.voucher_title,
            brands.c.name.label("brand_name"),
            brands.c.slug.label("brand_slug"),
            brands.c.hue,
        )
        .outerjoin(campaigns, campaigns.c.id == inbox.c.campaign_id)
        .join(brands, brands.c.id == func.coalesce(campaigns.c.brand_id, inbox.c.brand_id))
    )
