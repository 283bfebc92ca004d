"""What is in the database: a million links of ten thousand sharers to a show, and on demand clicks on them and the orders of
those who clicked: of each of the first clicks one, and then of one in `CLICKS_AN_ORDER`. Made by the database itself; ids are made of
numbers.
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
CLICKS_AN_ORDER = 10
"""Where not each click leads to one."""


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

# Orders of those who clicked, each a buyer of their own; `n` is the number of the click, too. The first clicks each led to one.
ORDERS = """
INSERT INTO account (id, handle, handle_key, email, email_key, password_hash, is_operator, created_at)
  SELECT lpad(({sharers} + n)::text, 20, '0'), 'b' || n, 'b' || n, 'b' || n || '@example.com', 'b' || n || '@example.com',
    '', false, now() - interval '1 year' FROM generate_series(0, {clicks} - 1) AS n
  WHERE n < {orders} OR n % {clicks_an_order} = 0;
INSERT INTO orders (id, account_id, brand_id, show_id, status, units, total_minor, currency, referral_token, created_at,
    hold_expires_at, paid_at, version)
  SELECT lpad(n::text, 20, '0'), lpad(({sharers} + n)::text, 20, '0'), brand.id, brand.id, 'paid', 1, 10000, 'EUR',
    lpad(n::text, 20, '0'), now() - interval '30 minutes', now(), now() - interval '20 minutes', 2
  FROM generate_series(0, {clicks} - 1) AS n JOIN brand ON brand.id = lpad((n * 7 % {links} % {brands})::text, 20, '0')
  WHERE n < {orders} OR n % {clicks_an_order} = 0;
INSERT INTO order_line (order_id, number, deal_id, product_id, title, quantity, unit_price_minor, list_price_minor)
  SELECT id, 0, brand_id, brand_id, 'Enamel mug', 1, 10000, 12000 FROM orders;
"""

# What makes a paid order worth more than a reward: its buyer is a member, who earns points, and its brand has a webhook. That
# one is paused, so that what is measured is what a worker writes, and not what it sends.
SHOP = """
INSERT INTO programme (brand_id, "window", window_days, downgrade, earn_points, earn_step_minor, return_days, notice_days, version)
  SELECT id, 'lifetime', 365, 'never', 1, 100, 14, 14, 1 FROM brand;
INSERT INTO webhook (id, brand_id, slot, url, description, status, salt, created_at)
  SELECT id, id, 1, 'https://example.com/hook', '', 'paused', 'salt', now() FROM brand;
INSERT INTO member (brand_id, account_id, tier_rank, joined_at)
  SELECT brand_id, account_id, 1, now() - interval '1 month' FROM orders
  WHERE id >= lpad({first}::text, 20, '0') AND id < lpad({end}::text, 20, '0');
"""

PAID = """
INSERT INTO outbox (id, name, payload, created_at)
  SELECT id, 'commerce.order_paid', json_build_object('event', 'commerce.order_paid', 'order_id', id, 'deal_id', brand_id,
    'show_id', show_id, 'brand_id', brand_id, 'account_id', account_id, 'version', version)::text, now() - interval '1 minute'
  FROM orders WHERE id >= lpad({first}::text, 20, '0') AND id < lpad({end}::text, 20, '0');
"""


async def say_paid(url: str, first: int, count: int) -> None:
    """Put the events of the orders by these clicks into the outbox, as of a process that died before it delivered them."""
    database = Database(url, is_patient=True)
    try:
        async with database.writing() as connection:
            await connection.execute(text(PAID.format(first=first, end=first + count)))
    finally:
        await database.close()


async def open_shops(url: str, first: int, count: int) -> None:
    """Make the buyers of the orders by these clicks members, and have each brand listen."""
    database = Database(url, is_patient=True)
    try:
        async with database.writing() as connection:
            for statement in SHOP.format(first=first, end=first + count).split(";")[:-1]:
                await connection.execute(text(statement))
    finally:
        await database.close()


async def tidy(url: str) -> None:
    """Forget what earlier ways have left to be told, and let PostgreSQL know how large its tables have become."""
    database = Database(url, is_patient=True)
    try:
        async with database.writing() as connection:
            await connection.execute(
                text("UPDATE outbox SET delivered_at = now() WHERE delivered_at IS NULL")
            )
        await _tidy(database)
    finally:
        await database.close()


async def _tidy(database: Database) -> None:
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("VACUUM ANALYZE"))
        await connection.execute(text("CHECKPOINT"))


async def seed(
    url: str, *, is_direct: bool = True, links: int = LINKS, clicks: int = 0, orders: int = 0
) -> None:
    """Fill a fresh, migrated PostgreSQL."""
    database = Database(url, is_patient=True)
    try:
        async with UnitOfWork(database, utc_now).write() as tx:
            for number in range(BRANDS):
                await _brand(tx, number)
        facts = {
            "sharers": SHARERS,
            "brands": BRANDS,
            "links": links,
            "clicks": clicks,
            "orders": orders,
            "clicks_an_order": CLICKS_AN_ORDER,
        }
        async with database.writing() as connection:
            script = PEOPLE + (CLICKS if clicks else "") + (ORDERS if orders else "")
            for statement in script.format(**facts, is_direct=is_direct).split(";")[:-1]:
                await connection.execute(text(statement))
        await _tidy(database)
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
