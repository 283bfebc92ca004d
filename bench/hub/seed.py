"""A small database for the benchmark: one brand, one live show, and a signed-in person for each viewer.

    seed.py DATABASE_URL PEOPLE HEADERS_FILE

Prints the show's id. HEADERS_FILE gets one `Cookie:` line a person. Every tier has as many members.
"""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from kit import settings
from kit.auth import Signer
from kit.clock import utc_now
from kit.db import Database
from kit.ids import new_id, new_secret
from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from membership import tables
from membership.accounts import SESSION_LASTS
from membership.people import Brand, Tier
from membership.routes import SESSION_COOKIE
from server import migrate
from streams import store as streams
from streams.show import Show, ShowStatus

SECRET = "a secret that only benchmarks share"
TIERS = (Tier(1, "Bronze", 300, ""), Tier(2, "Silver", 500, ""), Tier(3, "Gold", 1_000, ""))


async def seed(url: str, people: int) -> tuple[str, list[str]]:
    """The show's id, and each person's session cookie."""
    database = Database(url)
    work = UnitOfWork(database, utc_now)
    brand = Brand(new_id(), "bench", "Bench", "DE", "EUR", "de_DE", "", 200, TIERS)
    try:
        async with work.write() as tx:
            await membership.add_brand(tx, brand)
            show_id = await _add_live_show(tx, brand.id)
            cookies = await _add_people(tx, brand.id, people)
    finally:
        await database.close()
    return show_id, cookies


async def _add_live_show(tx: Tx, brand_id: str) -> str:
    now = tx.now
    show = Show(
        id=new_id(),
        brand_id=brand_id,
        title="Evening show",
        description="",
        status=ShowStatus.LIVE,
        scheduled_at=now,
        started_at=now,
        ended_at=None,
        version=1,
    )
    await streams.add(tx, show)
    return show.id


async def _add_people(tx: Tx, brand_id: str, people: int) -> list[str]:
    signer = Signer(SECRET, "session", SESSION_LASTS)
    ids = [new_id() for _ in range(people)]
    sessions = [new_secret() for _ in range(people)]
    accounts = [
        {
            "id": id_,
            "handle": f"v{number}",
            "handle_key": f"v{number}",
            "email": f"v{number}@example.com",
            "email_key": f"v{number}@example.com",
            "password_hash": "",
            "is_operator": False,
            "created_at": tx.now,
        }
        for number, id_ in enumerate(ids)
    ]
    held = [
        {"id": session, "account_id": id_, "created_at": tx.now,
         "expires_at": tx.now + timedelta(days=1)}
        for session, id_ in zip(sessions, ids, strict=True)
    ]  # fmt: skip
    members = [
        {
            "brand_id": brand_id,
            "account_id": id_,
            "tier_rank": number % 4,
            "joined_at": tx.now,
            "floor_rank": number % 4,
            "judged_at": tx.now,
        }
        for number, id_ in enumerate(ids)
        if number % 4
    ]
    for table, rows in (
        (tables.accounts, accounts),
        (tables.sessions, held),
        (tables.members, members),
    ):
        await tx.execute(insert(table), rows)
    return [f"{SESSION_COOKIE}={signer.sign(session)}" for session in sessions]


def main() -> None:
    url, people, headers = settings.async_url(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    migrate.upgrade(url)
    show_id, cookies = asyncio.run(seed(url, people))
    headers.write_text("".join(f"Cookie: {cookie}\n" for cookie in cookies))
    print(show_id)


if __name__ == "__main__":
    main()
