"""Who was given early access by which campaign: those it was sent to, also when it was stopped later."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, or_, select

from kit.unit_of_work import Tx
from membership.campaigns.fate import TREATED
from membership.campaigns.tables import campaign_people as people
from membership.campaigns.tables import campaigns

GIVES = campaigns.c.early_access_s > 0
WAS_SENT = people.c.fate.in_([fate.value for fate in TREATED])


async def campaigns_of_show(tx: Tx, show_id: str) -> dict[str, str | None]:
    """Those that have given early access in the show, and to which deal."""
    rows = await tx.all(
        select(campaigns.c.id, campaigns.c.early_deal_id).where(
            campaigns.c.show_id == show_id, GIVES, campaigns.c.started_at.is_not(None)
        )
    )
    return {row["id"]: row["early_deal_id"] for row in rows}


async def reached(
    tx: Tx, campaign_ids: Collection[str], account_ids: Collection[str]
) -> Sequence[tuple[str, str]]:
    """Campaign and account, for each of these people that was sent one of these campaigns."""
    rows = await tx.all(
        select(people.c.campaign_id, people.c.account_id).where(
            people.c.campaign_id.in_(campaign_ids), people.c.account_id.in_(account_ids), WAS_SENT
        )
    )
    return [(row["campaign_id"], row["account_id"]) for row in rows]


async def longest_head_start_s(tx: Tx, show_id: str, deal_id: str) -> int:
    longest = await tx.scalar(
        select(func.max(campaigns.c.early_access_s)).where(
            campaigns.c.show_id == show_id,
            GIVES,
            or_(campaigns.c.early_deal_id.is_(None), campaigns.c.early_deal_id == deal_id),
            exists().where(people.c.campaign_id == campaigns.c.id, WAS_SENT),
        )
    )
    return int(longest or 0)
