"""Counting a segment over a million members, as the desk does while a rule is written; and as one would without members' facts:
from their orders and visits at the moment of the question.
"""

import time
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from membership.people import Brand, Tier
from membership.segments.rule import Ago, Between, Group, InCategories, Rule
from membership.segments.store import facts as store_facts

BRAND = "9" * 20
PLAIN = Rule(
    groups=[
        Group(
            conditions=[
                Between(fact="tier_rank", at_least=2),
                Ago(fact="last_bought_at", at_least_days=30, at_most_days=180),
                Between(fact="orders", at_least=2),
                Between(fact="spend_minor", at_least=5_000),
                Between(fact="shows_watched", at_least=1),
            ]
        )
    ]
)
MIXED = Rule(
    match="any",
    groups=[
        *PLAIN.groups,
        Group(
            conditions=[
                InCategories(any_of=["shoe", "lamp"]),
                Between(fact="green_bp", at_least=5_000),
            ]
        ),
    ],
)
# Without accounts, at which nothing here looks. Orders of the brand: two for each third member; a visit for each second member.
GROUND = """
INSERT INTO member (brand_id, account_id, tier_rank, joined_at)
  SELECT '{brand}', 'm' || lpad(n::text, 19, '0'), 1 + n % 4, now() - (n % 700) * interval '1 day'
  FROM generate_series(0, {members} - 1) AS n;
INSERT INTO orders (id, account_id, brand_id, show_id, status, units, total_minor, currency, created_at, hold_expires_at, paid_at,
    version)
  SELECT 'o' || k || lpad(n::text, 18, '0'), 'm' || lpad(n::text, 19, '0'), '{brand}', '{brand}', 'paid', 1, 1000 + n * 7 % 9000,
    'EUR', now(), now(), now() - ((n * 13 + k * 50) % 365) * interval '1 day', 1
  FROM generate_series(0, {members} - 1) AS n, generate_series(0, 1) AS k WHERE n % 3 = 1;
INSERT INTO show_visit (account_id, show_id, brand_id, first_at, last_at, seconds)
  SELECT 'm' || lpad(n::text, 19, '0'), '{brand}', '{brand}', now(), now(), 60
  FROM generate_series(0, {members} - 1, 2) AS n;
INSERT INTO member_facts (brand_id, account_id, tier_rank, joined_at, orders, spend_minor, green_bp, last_bought_at, categories,
    shows_watched, last_watched_at, is_stale)
  SELECT m.brand_id, m.account_id, m.tier_rank, m.joined_at, coalesce(b.orders, 0), coalesce(b.spend, 0),
    CASE WHEN b.orders > 0 THEN b.spend % 10000 ELSE 0 END, b.last_at,
    CASE WHEN b.orders > 0 THEN E'\\n' || (ARRAY[E'jar\\nlamp', E'bag\\nmug', 'shoe'])[1 + b.spend % 3] || E'\\n' ELSE '' END,
    coalesce(v.shows, 0), v.last_at, false
  FROM member AS m LEFT JOIN ({bought}) AS b USING (account_id) LEFT JOIN ({watched}) AS v USING (account_id)
  WHERE m.brand_id = '{brand}';
"""
BOUGHT = """
  SELECT account_id, count(*) AS orders, sum(total_minor - refunded_minor)::bigint AS spend, max(paid_at) AS last_at
  FROM orders WHERE brand_id = '{brand}' AND status IN ('paid', 'partly_refunded') GROUP BY account_id
"""
WATCHED = """
  SELECT account_id, count(*) AS shows, max(last_at) AS last_at FROM show_visit WHERE brand_id = '{brand}' GROUP BY account_id
"""
NAIVE = """
  SELECT count(*) FROM member AS m
    LEFT JOIN ({bought}) AS b USING (account_id) LEFT JOIN ({watched}) AS v USING (account_id)
  WHERE m.brand_id = '{brand}' AND m.tier_rank >= 2 AND b.orders >= 2 AND b.spend >= 5000 AND v.shows >= 1
    AND b.last_at BETWEEN now() - interval '180 days' AND now() - interval '30 days'
"""
Count = Callable[[Tx], Awaitable[int]]


async def seed(url: str, members: int) -> None:
    facts = {"members": members, "brand": BRAND}
    facts |= {"bought": BOUGHT.format(**facts), "watched": WATCHED.format(**facts)}
    database = Database(url, is_patient=True)
    try:
        async with UnitOfWork(database, utc_now).write() as tx:
            tiers = tuple(Tier(rank, f"T{rank}", 500, "") for rank in range(1, 5))
            brand = Brand(BRAND, "million", "Million", "DE", "EUR", "de_DE", "", 0, tiers)
            await membership.add_brand(tx, brand)
        async with database.writing() as connection:
            # What is asked of is what matters here, not how it came in.
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in GROUND.format(**facts).split(";")[:-1]:
                await connection.exec_driver_sql(statement)
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(
                text("VACUUM ANALYZE member, orders, show_visit, member_facts")
            )
    finally:
        await database.close()


async def measure(url: str, rounds: int, naive_rounds: int) -> dict[str, tuple[int, list[float]]]:
    """For each way what it counted, and how many milliseconds each time took."""
    database = Database(url)
    work = UnitOfWork(database, utc_now)
    parts = {"bought": BOUGHT.format(brand=BRAND), "watched": WATCHED.format(brand=BRAND)}
    naive = NAIVE.format(brand=BRAND, **parts)

    async def joined(tx: Tx) -> int:
        return int(await tx.scalar(text(naive)))

    try:
        return {
            "dealcast": await _timed(work, lambda tx: store_facts.count(tx, BRAND, PLAIN), rounds),
            "dealcast_mixed": await _timed(
                work, lambda tx: store_facts.count(tx, BRAND, MIXED), rounds
            ),
            "naive_join": await _timed(work, joined, naive_rounds),
        }
    finally:
        await database.close()


async def _timed(work: UnitOfWork, count: Count, rounds: int) -> tuple[int, list[float]]:
    """Once more than is timed, so that all that is read is in memory."""
    found, took = 0, []
    for _ in range(rounds + 1):
        async with work.read() as tx:
            began = time.perf_counter()
            found = await count(tx)
            took.append((time.perf_counter() - began) * 1e3)
    return found, sorted(took[1:])
