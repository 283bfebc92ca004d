"""Rows of rewards that were screened, and what is counted in them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import RowMapping, case, func, select, update

from kit.bulk import Rows, is_among
from kit.unit_of_work import Tx
from share.review.evidence import Evidence
from share.review.reward import Earned, Screened
from share.review.rules import Verdict
from share.review.tables import findings, screenings
from share.rewards.reward import Status
from share.tables import links, rewards

Key = tuple[str, str]


async def lock_unscreened(tx: Tx, reward_ids: Collection[str]) -> list[Earned]:
    """Those of these rewards that were neither screened before nor cancelled; in order."""
    rows = await tx.all(
        select(rewards, links.c.code, links.c.brand_id)
        .join(links, links.c.id == rewards.c.link_id)
        .where(
            is_among(tx.connection, rewards.c.id, reward_ids),
            rewards.c.status != Status.CANCELLED.value,
        )
        .order_by(rewards.c.id)
        .with_for_update(of=rewards)
    )
    # A statement of its own: whoever held the lock may have screened them.
    done = await tx.all(
        select(screenings.c.reward_id).where(
            is_among(tx.connection, screenings.c.reward_id, [row["id"] for row in rows])
        )
    )
    before = {row["reward_id"] for row in done}
    return [_earned(row) for row in rows if row["id"] not in before]


def new_screenings(tx: Tx, screened: Sequence[Screened]) -> tuple[Rows, Rows]:
    """What was found out about rewards. Whoever screened one before breaks the primary key, and whoever counted another as
    the same friend's so-and-so-manieth breaks the unique one."""
    earned = [one.earned for one in screened]
    found = [(one.earned.reward_id, each) for one in screened for each in one.judgement.findings]
    return Rows(
        screenings,
        {
            "reward_id": [one.reward_id for one in earned],
            "brand_id": [one.brand_id for one in earned],
            "link_id": [one.link_id for one in earned],
            "sharer_id": [one.sharer_id for one in earned],
            "friend_id": [one.friend_id for one in earned],
            "place": [one.place for one in screened],
            "is_new_friend": [one.is_new_friend for one in screened],
            "is_same_network": [one.evidence.network_friends > 0 for one in screened],
            "earned_at": [one.earned_at for one in earned],
            "screened_at": [tx.now] * len(screened),
            "rules_version": [one.rules_version for one in screened],
            "evidence": [msgspec.json.encode(one.evidence).decode() for one in screened],
            "verdict": [one.judgement.verdict.value for one in screened],
            "is_waiting": [one.judgement.verdict is Verdict.HOLD for one in screened],
        },
    ), Rows(
        findings,
        {
            "reward_id": [reward_id for reward_id, _ in found],
            "rule": [finding.rule for _, finding in found],
            "found": [finding.found for _, finding in found],
            "at_least": [finding.at_least for _, finding in found],
            "severity": [finding.severity.value for _, finding in found],
        },
    )


async def free_places(tx: Tx, friend_ids: Collection[str]) -> None:
    """Rewards by these friends that were cancelled are not counted any more."""
    cancelled = select(rewards.c.id).where(
        rewards.c.id == screenings.c.reward_id, rewards.c.status == Status.CANCELLED.value
    )
    await tx.execute(
        update(screenings)
        .where(
            is_among(tx.connection, screenings.c.friend_id, friend_ids),
            screenings.c.place.is_not(None),
            cancelled.exists(),
        )
        .values(place=None)
    )


async def places(tx: Tx, friend_ids: Collection[str]) -> dict[tuple[str, str, str], list[int]]:
    """The places of rewards by these friends, by brand, sharer and friend."""
    rows = await tx.all(
        select(
            screenings.c.brand_id,
            screenings.c.sharer_id,
            screenings.c.friend_id,
            screenings.c.place,
        ).where(
            is_among(tx.connection, screenings.c.friend_id, friend_ids),
            screenings.c.place.is_not(None),
        )
    )
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        key = row["brand_id"], row["sharer_id"], row["friend_id"]
        found.setdefault(key, []).append(row["place"])
    return found


async def velocities(
    tx: Tx, sharer_ids: Collection[str], at: datetime
) -> dict[Key, tuple[int, int]]:
    """How many rewards these sharers earned within an hour and a day before, by brand and sharer."""
    hour = case((screenings.c.earned_at > at - timedelta(hours=1), 1), else_=0)
    rows = await tx.all(
        select(
            screenings.c.brand_id,
            screenings.c.sharer_id,
            func.sum(hour).label("hour"),
            func.count().label("day"),
        )
        .where(
            is_among(tx.connection, screenings.c.sharer_id, sharer_ids),
            screenings.c.earned_at > at - timedelta(days=1),
        )
        .group_by(screenings.c.brand_id, screenings.c.sharer_id)
    )
    return {(row["brand_id"], row["sharer_id"]): (row["hour"], row["day"]) for row in rows}


async def new_friends(tx: Tx, link_ids: Collection[str], since: datetime) -> dict[str, int]:
    """How many rewards each of these links earned since then by accounts that were new."""
    rows = await tx.all(
        select(screenings.c.link_id, func.count().label("n"))
        .where(
            is_among(tx.connection, screenings.c.link_id, link_ids),
            screenings.c.earned_at > since,
            screenings.c.is_new_friend,
        )
        .group_by(screenings.c.link_id)
    )
    return {row["link_id"]: row["n"] for row in rows}


async def network_friends(tx: Tx, sharer_ids: Collection[str], since: datetime) -> dict[Key, int]:
    """How many rewards these sharers earned since then by friends at their own network address, by brand and sharer."""
    rows = await tx.all(
        select(screenings.c.brand_id, screenings.c.sharer_id, func.count().label("n"))
        .where(
            is_among(tx.connection, screenings.c.sharer_id, sharer_ids),
            screenings.c.earned_at > since,
            screenings.c.is_same_network,
        )
        .group_by(screenings.c.brand_id, screenings.c.sharer_id)
    )
    return {(row["brand_id"], row["sharer_id"]): row["n"] for row in rows}


async def earners_by(
    tx: Tx, friend_ids: Collection[str], since: datetime
) -> list[tuple[str, str, str]]:
    """Who earned by these people's orders since then: brand, sharer and friend."""
    rows = await tx.all(
        select(screenings.c.brand_id, screenings.c.sharer_id, screenings.c.friend_id)
        .where(
            is_among(tx.connection, screenings.c.friend_id, friend_ids),
            screenings.c.earned_at > since,
        )
        .distinct()
    )
    return [(row["brand_id"], row["sharer_id"], row["friend_id"]) for row in rows]


def evidence_of(row: RowMapping) -> Evidence:
    return msgspec.json.decode(row["evidence"], type=Evidence)


def _earned(row: RowMapping) -> Earned:
    return Earned(
        reward_id=row["id"],
        order_id=row["order_id"],
        brand_id=row["brand_id"],
        link_id=row["link_id"],
        link_code=row["code"],
        sharer_id=row["account_id"],
        friend_id=row["friend_id"],
        earned_at=row["earned_at"],
    )
