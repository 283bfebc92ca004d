"""Campaigns' audiences: one row for each person, and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    bindparam,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)

from kit.unit_of_work import Tx
from membership.campaigns.campaign import Campaign, Status
from membership.campaigns.fate import WRITTEN_TO, Fate
from membership.campaigns.tables import campaign_people as people
from membership.campaigns.tables import campaigns
from membership.consents.store import is_given
from membership.segments.rule import Rule
from membership.segments.store.facts import in_segment
from membership.segments.tables import member_facts as facts
from membership.tables import accounts

WEEK = timedelta(days=7)
ADDED_AT_ONCE = 50_000
STOPPED = "stopped"
"""The campaign was."""


async def add_audience(tx: Tx, campaign: Campaign, rule: Rule) -> int:
    """Everyone who is in the segment at this moment; how many. So many at once as a statement has time for."""
    is_in, added, after = in_segment(tx, campaign.brand_id, rule), 0, ""
    while True:
        left = is_in & (facts.c.account_id > after)
        ids = select(facts.c.account_id).where(left).order_by(facts.c.account_id)
        last = await tx.scalar(ids.offset(ADDED_AT_ONCE - 1).limit(1))
        added += await _add(
            tx, campaign, left if last is None else left & (facts.c.account_id <= last)
        )
        if last is None:
            return added
        after = last


async def _add(tx: Tx, campaign: Campaign, condition: ColumnElement[bool]) -> int:
    members = select(
        literal(campaign.id),
        facts.c.account_id,
        literal(campaign.brand_id),
        literal(Fate.WAITING.value),
    ).where(condition)
    columns = ["campaign_id", "account_id", "brand_id", "fate"]
    return await tx.execute(insert(people).from_select(columns, members))


async def lock_waiting(tx: Tx, campaign_id: str, limit: int) -> list[str]:
    rows = await tx.all(
        select(people.c.account_id)
        .where(people.c.campaign_id == campaign_id, people.c.decided_at.is_(None))
        .order_by(people.c.account_id)
        .limit(limit)
        .with_for_update()
    )
    return [row["account_id"] for row in rows]


async def who_allow(tx: Tx, brand_id: str, channel: str, account_ids: Collection[str]) -> set[str]:
    rows = await tx.all(
        select(accounts.c.id).where(
            accounts.c.id.in_(account_ids), is_given(accounts.c.id, brand_id, channel)
        )
    )
    return {row["id"] for row in rows}


async def written_this_week(tx: Tx, brand_id: str, account_ids: Collection[str]) -> dict[str, int]:
    """How many messages of the brand's campaigns each had in the last seven days."""
    rows = await tx.all(
        select(people.c.account_id, func.count().label("had"))
        .where(
            people.c.account_id.in_(account_ids),
            people.c.brand_id == brand_id,
            people.c.decided_at > tx.now - WEEK,
            people.c.fate.in_([fate.value for fate in WRITTEN_TO]),
        )
        .group_by(people.c.account_id)
    )
    return {row["account_id"]: row["had"] for row in rows}


async def save_fates(
    tx: Tx, campaign: Campaign, fates: Mapping[str, Fate], measured_until: datetime
) -> None:
    statement = (
        update(people)
        .where(people.c.campaign_id == campaign.id, people.c.account_id == bindparam("of_account"))
        .values(
            fate=bindparam("of_fate"),
            decided_at=tx.now,
            measured_until=measured_until,
            due_at=bindparam("due", type_=people.c.due_at.type),
        )
    )
    rows = [
        {
            "of_account": account_id,
            "of_fate": fate.value,
            "due": tx.now if fate is Fate.QUEUED else None,
        }
        for account_id, fate in fates.items()
    ]
    await tx.execute(statement, rows)


async def is_anything_left(tx: Tx, campaign_id: str) -> bool:
    """Whether someone waits, or a mail is on its way."""
    for left in (people.c.decided_at.is_(None), people.c.due_at.is_not(None)):
        found = select(people.c.account_id).where(people.c.campaign_id == campaign_id, left)
        if await tx.first(found.limit(1)) is not None:
            return True
    return False


async def take_mails(tx: Tx, limit: int, until: datetime) -> Sequence[RowMapping]:
    """Take mails that are due, so that nobody else sends them; at most so many."""
    rows = await tx.all(
        select(people.c.campaign_id, people.c.account_id, people.c.brand_id, people.c.attempts)
        .where(
            people.c.due_at <= tx.now,
            people.c.fate == Fate.QUEUED.value,
            exists().where(
                campaigns.c.id == people.c.campaign_id,
                campaigns.c.status == Status.RUNNING.value,
            ),
        )
        .order_by(people.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if rows:
        await _save_mails(
            tx, [(*_key(row), Fate.SENDING, row["attempts"] + 1, until, None) for row in rows]
        )
    return rows


async def settle_mail(
    tx: Tx, row: RowMapping, fate: Fate, due_at: datetime | None, reason: str | None
) -> None:
    await _save_mails(tx, [(*_key(row), fate, row["attempts"] + 1, due_at, reason)])


async def give_up_lost(tx: Tx, reason: str) -> int:
    """Those of which nobody said what became of them; how many."""
    return await tx.execute(
        update(people)
        .where(people.c.due_at <= tx.now, people.c.fate == Fate.SENDING.value)
        .values(fate=Fate.FAILED.value, due_at=None, reason=reason)
    )


async def drop_mails(tx: Tx, campaign_id: str) -> None:
    """Of a campaign that was stopped: what has not been sent is not sent."""
    await tx.execute(
        update(people)
        .where(people.c.campaign_id == campaign_id, people.c.fate == Fate.QUEUED.value)
        .values(fate=Fate.FAILED.value, due_at=None, reason=STOPPED)
    )


async def fates(tx: Tx, campaign_ids: Collection[str]) -> dict[str, dict[Fate, int]]:
    """How many people have which fate, by campaign."""
    rows = await tx.all(
        select(people.c.campaign_id, people.c.fate, func.count().label("people"))
        .where(people.c.campaign_id.in_(campaign_ids))
        .group_by(people.c.campaign_id, people.c.fate)
    )
    found: dict[str, dict[Fate, int]] = {campaign_id: {} for campaign_id in campaign_ids}
    for row in rows:
        found[row["campaign_id"]][Fate(row["fate"])] = row["people"]
    return found


async def failures(tx: Tx, campaign_id: str, limit: int) -> Sequence[RowMapping]:
    """Why mails failed, the most frequent reason first."""
    return await tx.all(
        select(people.c.reason, func.count().label("people"))
        .where(people.c.campaign_id == campaign_id, people.c.fate == Fate.FAILED.value)
        .group_by(people.c.reason)
        .order_by(func.count().desc(), people.c.reason)
        .limit(limit)
    )


def _key(row: RowMapping) -> tuple[str, str]:
    return row["campaign_id"], row["account_id"]


async def _save_mails(
    tx: Tx, rows: Sequence[tuple[str, str, Fate, int, datetime | None, str | None]]
) -> None:
    statement = (
        update(people)
        .where(
            people.c.campaign_id == bindparam("of_campaign"),
            people.c.account_id == bindparam("of_account"),
        )
        .values(
            fate=bindparam("of_fate"),
            attempts=bindparam("tries"),
            due_at=bindparam("due", type_=people.c.due_at.type),
            reason=bindparam("why", type_=people.c.reason.type),
        )
    )
    names = ("of_campaign", "of_account", "of_fate", "tries", "due", "why")
    await tx.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])
