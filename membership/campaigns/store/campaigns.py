"""Campaigns' rows, and how often a brand writes to a person at most."""

from collections.abc import Sequence
from dataclasses import fields

import msgspec
from sqlalchemy import RowMapping, and_, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from kit.unit_of_work import Tx
from membership.campaigns.campaign import Campaign, Channel, Status
from membership.campaigns.tables import campaigns, quiet_limits
from membership.segments.rule import Rule

RULE = msgspec.json.Decoder(Rule)
USUAL_A_WEEK = 2


async def add(tx: Tx, campaign: Campaign) -> None:
    await tx.execute(insert(campaigns).values(_row(campaign)))


async def save(tx: Tx, campaign: Campaign) -> None:
    await tx.execute(update(campaigns).where(campaigns.c.id == campaign.id).values(_row(campaign)))


async def remove(tx: Tx, campaign_id: str) -> None:
    await tx.execute(delete(campaigns).where(campaigns.c.id == campaign_id))


async def campaign(tx: Tx, campaign_id: str) -> Campaign | None:
    row = await tx.first(select(campaigns).where(campaigns.c.id == campaign_id))
    return _campaign(row) if row else None


async def lock(tx: Tx, campaign_id: str) -> Campaign | None:
    row = await tx.first(select(campaigns).where(campaigns.c.id == campaign_id).with_for_update())
    return _campaign(row) if row else None


async def of_brand(tx: Tx, brand_id: str, limit: int) -> list[Campaign]:
    """The newest first."""
    rows = await tx.all(
        select(campaigns)
        .where(campaigns.c.brand_id == brand_id)
        .order_by(campaigns.c.id.desc())
        .limit(limit)
    )
    return [_campaign(row) for row in rows]


async def number_not_started(tx: Tx, brand_id: str) -> int:
    not_started = (Status.DRAFT.value, Status.SCHEDULED.value)
    return int(
        await tx.scalar(
            select(func.count())
            .select_from(campaigns)
            .where(campaigns.c.brand_id == brand_id, campaigns.c.status.in_(not_started))
        )
    )


async def is_segment_used(tx: Tx, segment_id: str) -> bool:
    used = select(campaigns.c.id).where(campaigns.c.segment_id == segment_id).limit(1)
    return await tx.first(used) is not None


async def under_way(tx: Tx, limit: int) -> Sequence[str]:
    """Ids of those that are to start by now, and those that run."""
    due = and_(campaigns.c.status == Status.SCHEDULED.value, campaigns.c.starts_at <= tx.now)
    rows = await tx.all(
        select(campaigns.c.id)
        .where(
            campaigns.c.status.in_((Status.SCHEDULED.value, Status.RUNNING.value)),
            or_(due, campaigns.c.status == Status.RUNNING.value),
        )
        .order_by(campaigns.c.starts_at, campaigns.c.id)
        .limit(limit)
    )
    return [row["id"] for row in rows]


async def most_a_week(tx: Tx, brand_id: str) -> int:
    limit = await tx.scalar(
        select(quiet_limits.c.most_a_week).where(quiet_limits.c.brand_id == brand_id)
    )
    return USUAL_A_WEEK if limit is None else int(limit)


async def lock_most_a_week(tx: Tx, brand_id: str) -> int:
    """The same, and keep other batches of the brand waiting until the transaction is over."""
    dialect = sqlite if tx.is_sqlite else postgresql
    await tx.execute(
        dialect.insert(quiet_limits)
        .values(brand_id=brand_id, most_a_week=USUAL_A_WEEK)
        .on_conflict_do_nothing()
    )
    row = await tx.first(
        select(quiet_limits).where(quiet_limits.c.brand_id == brand_id).with_for_update()
    )
    return int(row["most_a_week"]) if row else USUAL_A_WEEK


async def save_most_a_week(tx: Tx, brand_id: str, most: int) -> None:
    dialect = sqlite if tx.is_sqlite else postgresql
    await tx.execute(
        dialect.insert(quiet_limits)
        .values(brand_id=brand_id, most_a_week=most)
        .on_conflict_do_update(index_elements=["brand_id"], set_={"most_a_week": most})
    )


def _row(campaign: Campaign) -> dict[str, object]:
    values = {field.name: getattr(campaign, field.name) for field in fields(campaign)}
    rule = campaign.rule
    return {
        **values,
        "channel": campaign.channel.value,
        "status": campaign.status.value,
        "rule": msgspec.json.encode(rule).decode() if rule is not None else None,
    }


def _campaign(row: RowMapping) -> Campaign:
    return Campaign(
        **{
            **row,
            "channel": Channel(row["channel"]),
            "status": Status(row["status"]),
            "rule": RULE.decode(row["rule"]) if row["rule"] is not None else None,
        }
    )
