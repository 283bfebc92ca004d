"""What is in the database: a million links of ten thousand sharers to a show, and on demand a million clicks on them and the
orders of those who clicked. Made by the database itself; ids are made of numbers.
"""

from sqlalchemy import text

from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from membership.people import Brand, Tier
from streams import store as streams
from streams.show import Show, ShowStatus

LINKS = 1_000_000
SHARERS = 10_000
BRANDS = 20


def id_of(number: int) -> str:
    return f"{number:020d}"


PEOPLE = """
INSERT INTO account (id, handle, handle_key, email, email_key, password_hash, is_operator, created_at)
  SELECT lpad(n::text, 20, '0'), 's' || n, 's' || n, 's' || n || '@example.com', 's' || n || '@example.com', '',
    false, now() FROM generate_series(0, {sharers} - 1) AS n;
INSERT INTO member (brand_id, account_id, tier_rank, joined_at)
  SELECT brand.id, lpad(n::text, 20, '0'), 1 + n % 2, now()
  FROM generate_series(0, {sharers} - 1) AS n JOIN brand ON brand.id = lpad((n % {brands})::text, 20, '0');
INSERT INTO share_link (id, code, account_id, kind, target_id, show_id, brand_id, title, image_url, created_at, leads_to,
    is_direct, is_tailored)
  SELECT lpad(n::text, 20, '0'), 'b' || lpad(n::text, 7, '0'), lpad((n % {sharers})::text, 20, '0'), 'show',
    lpad((n % {brands})::text, 20, '0'), lpad((n % {brands})::text, 20, '0'), lpad((n % {brands})::text, 20, '0'),
    'Evening show', '/p.svg', now(), '/shows/' || lpad((n % {brands})::text, 20, '0'), {is_direct}, true
  FROM generate_series(0, {links} - 1) AS n;
"""

CLICKS = """
INSERT INTO share_click (id, link_id, identity, hour, rate_bp, tier_rank, clicked_at, window_days, visitor)
  SELECT lpad(n::text, 20, '0'), lpad((n * 7 % {links})::text, 20, '0'), 'visitor:v' || n, 0, 500, 1,
    now() - interval '1 hour', 90, 'v' || n FROM generate_series(0, {clicks} - 1) AS n;
"""


async def seed(url: str, *, is_direct: bool = True, links: int = LINKS, clicks: int = 0) -> None:
    """Fill a fresh, migrated PostgreSQL."""
    database = Database(url)
    try:
        async with UnitOfWork(database, utc_now).write() as tx:
            for number in range(BRANDS):
                await _brand(tx, number)
        facts = {"sharers": SHARERS, "brands": BRANDS, "links": links, "clicks": clicks}
        async with database.writing() as connection:
            await connection.execute(text("SET LOCAL statement_timeout = 0"))
            script = PEOPLE + (CLICKS if clicks else "")
            for statement in script.format(**facts, is_direct=is_direct).split(";")[:-1]:
                await connection.execute(text(statement))
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text("SET statement_timeout = 0"))
            await connection.execute(text("VACUUM ANALYZE"))
            await connection.execute(text("CHECKPOINT"))
    finally:
        await database.close()


async def _brand(tx: Tx, number: int) -> None:
    tiers = (Tier(1, "Silver", 500, ""), Tier(2, "Gold", 1_000, ""))
    brand = Brand(id_of(number), f"bench-{number}", "Bench", "DE", "EUR", "de_DE", "", 200, tiers)
    await membership.add_brand(tx, brand)
    await streams.add(tx, Show(
        id=id_of(number), brand_id=brand.id, title="Evening show", description="", status=ShowStatus.LIVE,
        scheduled_at=tx.now, started_at=tx.now, ended_at=None, version=1,
    ))  # fmt: skip
