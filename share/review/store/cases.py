"""Rows of cases: screened rewards in which the rules found something, and what was decided about them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, func, select, update

from kit.bulk import Rows, is_among
from kit.unit_of_work import Tx
from share.review.rules import Verdict
from share.review.tables import decisions, findings, screenings
from share.tables import links, rewards

RELEASED = "released"
REFUSED = "refused"
CLOSED = "closed"

_CASES = (
    select(
        screenings,
        rewards.c.order_id,
        rewards.c.order_number,
        rewards.c.amount_minor,
        rewards.c.currency,
        rewards.c.status.label("reward_status"),
        links.c.code,
        links.c.title,
        decisions.c.outcome,
        decisions.c.by_id,
        decisions.c.reason,
        decisions.c.decided_at,
    )
    .join(rewards, rewards.c.id == screenings.c.reward_id)
    .join(links, links.c.id == screenings.c.link_id)
    .outerjoin(decisions, decisions.c.reward_id == screenings.c.reward_id)
    .where(screenings.c.verdict != Verdict.CLEAR.value)
)


async def case(tx: Tx, reward_id: str) -> RowMapping | None:
    return await tx.first(_CASES.where(screenings.c.reward_id == reward_id))


async def cases(
    tx: Tx,
    *,
    brand_id: str | None,
    is_waiting: bool,
    rule: str | None,
    until: datetime | None,
    after: str | None,
    limit: int,
) -> Sequence[RowMapping]:
    """Those that wait, the oldest first, or those that are decided, the newest first; of rewards earned until then."""
    found = _CASES.where(screenings.c.is_waiting if is_waiting else ~screenings.c.is_waiting)
    if brand_id is not None:
        found = found.where(screenings.c.brand_id == brand_id)
    if rule is not None:
        told = select(findings.c.rule).where(
            findings.c.reward_id == screenings.c.reward_id, findings.c.rule == rule
        )
        found = found.where(told.exists())
    if until is not None:
        found = found.where(screenings.c.earned_at <= until)
    key = screenings.c.reward_id
    if after is not None:
        found = found.where(key > after if is_waiting else key < after)
    return await tx.all(found.order_by(key if is_waiting else key.desc()).limit(limit))


async def waiting(tx: Tx, brand_id: str | None) -> int:
    counted = select(func.count()).select_from(screenings).where(screenings.c.is_waiting)
    if brand_id is not None:
        counted = counted.where(screenings.c.brand_id == brand_id)
    return int(await tx.scalar(counted))


async def findings_of(tx: Tx, reward_ids: Collection[str]) -> Mapping[str, Sequence[RowMapping]]:
    """What the rules found in each of these rewards, by the rules' codes."""
    rows = await tx.all(
        select(findings)
        .where(is_among(tx.connection, findings.c.reward_id, reward_ids))
        .order_by(findings.c.rule)
    )
    found: dict[str, list[RowMapping]] = {reward_id: [] for reward_id in reward_ids}
    for row in rows:
        found[row["reward_id"]].append(row)
    return found


async def take(tx: Tx, reward_id: str) -> bool:
    """Have the case wait no longer; False if somebody was faster."""
    taken = await tx.execute(
        update(screenings)
        .where(screenings.c.reward_id == reward_id, screenings.c.is_waiting)
        .values(is_waiting=False)
    )
    return taken == 1


def new_decisions(
    tx: Tx, reward_ids: Sequence[str], outcome: str, by: str | None = None, reason: str = ""
) -> Rows:
    """What was decided about these cases, for good: whoever decided one before breaks the primary key."""
    count = len(reward_ids)
    return Rows(
        decisions,
        {
            "reward_id": reward_ids,
            "outcome": [outcome] * count,
            "by_id": [by] * count,
            "reason": [reason] * count,
            "decided_at": [tx.now] * count,
        },
    )
