"""What the claims of a benchmark meet: a live show with deals, and people who claim each once.

Ids are made of numbers, so that each process knows them without being told.
"""

from datetime import timedelta

from sqlalchemy import text

from commerce import tables as commerce
from kit.bulk import Rows, write_rows
from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from membership import tables
from membership.people import Brand
from streams import store as streams
from streams.show import Show, ShowStatus

PEOPLE = 150_000
STEP = 70_001
"""People come in this stride, not in the order of their ids: their rows lie all over the tables."""
STOCK = 1_000_000
CHUNK = 10_000


def id_of(number: int) -> str:
    return f"{number:020d}"


SHOW, BRAND, PRODUCT = id_of(1), id_of(2), id_of(3)


def person(number: int) -> str:
    """The one who comes as the so-and-so-manieth, from 0."""
    return id_of(number * STEP % PEOPLE)


def session(number: int) -> str:
    """Of the one who comes as the so-and-so-manieth."""
    return f"session-{number}"


async def seed(url: str, *, deals: int, stock: int = STOCK, signed_in: int = 0) -> None:
    """Fill a fresh, migrated database."""
    database = Database(url)
    try:
        async with UnitOfWork(database, utc_now).write() as tx:
            brand = Brand(BRAND, "bench", "Bench", "DE", "EUR", "de_DE", "", 200, ())
            await membership.add_brand(tx, brand)
            await streams.add(tx, _show(tx))
            await write_rows(tx.connection, _product(tx))
            await write_rows(tx.connection, _deals(tx, deals, stock))
            for first in range(0, PEOPLE, CHUNK):
                await write_rows(tx.connection, _people(tx, first))
            await write_rows(tx.connection, _sessions(tx, signed_in))
        await _tidy(database)
    finally:
        await database.close()


async def _tidy(database: Database) -> None:
    """Let the database finish what the seeding has begun."""
    if database.is_sqlite:
        return
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("VACUUM ANALYZE"))
        await connection.execute(text("CHECKPOINT"))


STORED = """
INSERT INTO deal SELECT :deal, show_id, brand_id, product_id, 0, price_minor, currency, :count, :count, 1000, 0,
  duration_s, 'ended', opened_at, closes_at, false, created_at, 1 FROM deal WHERE id = :like;
CREATE TEMPORARY TABLE old AS SELECT lpad(CAST(n AS text), 20, '0') AS id, n / :people + 1 AS slot,
  lpad(CAST(n * :step % :people AS text), 20, '0') AS account_id FROM generate_series(CAST(1 AS bigint), :count) AS n;
INSERT INTO orders (id, account_id, claim_key, brand_id, show_id, status, units, total_minor, currency, created_at,
  hold_expires_at, version) SELECT old.id, account_id, 'old-' || old.id, brand_id, show_id, 'expired', 1, price_minor, currency,
  created_at, created_at, 1 FROM old JOIN deal ON deal.id = :deal;
INSERT INTO order_line SELECT old.id, 1, :deal, product_id, 'Enamel mug', 1, price_minor, price_minor
  FROM old JOIN deal ON deal.id = :deal;
INSERT INTO deal_slot (deal_id, account_id, slot, order_id) SELECT :deal, account_id, slot, id FROM old;
"""


async def store_orders(url: str, count: int) -> None:
    """So many orders of an older deal, on PostgreSQL."""
    database = Database(url, is_patient=True)
    facts = {
        "deal": id_of(999_999),
        "like": id_of(0),
        "count": count,
        "people": PEOPLE,
        "step": STEP,
    }
    try:
        async with database.writing() as connection:
            for statement in STORED.split(";")[:-1]:
                await connection.execute(text(_filled(statement, facts)))
        await _tidy(database)
    finally:
        await database.close()


def _filled(statement: str, facts: dict[str, object]) -> str:
    for name, value in facts.items():
        statement = statement.replace(f":{name}", repr(value))
    return statement


def _show(tx: Tx) -> Show:
    return Show(
        id=SHOW,
        brand_id=BRAND,
        title="Evening show",
        description="",
        status=ShowStatus.LIVE,
        scheduled_at=tx.now,
        started_at=tx.now,
        ended_at=None,
        version=1,
    )


def _product(tx: Tx) -> Rows:
    facts = {
        "id": PRODUCT,
        "brand_id": BRAND,
        "title": "Enamel mug",
        "title_key": "enamel mug",
        "description": "Holds tea.",
        "category": "mug",
        "list_price_minor": 2_900,
        "created_at": tx.now,
    }
    return Rows(commerce.products, {name: [value] for name, value in facts.items()})


def _deals(tx: Tx, count: int, stock: int) -> Rows:
    facts = {
        "show_id": SHOW,
        "brand_id": BRAND,
        "product_id": PRODUCT,
        "price_minor": 1_990,
        "currency": "EUR",
        "stock": stock,
        "sold": 0,
        "per_buyer_limit": 1,
        "min_tier_rank": 0,
        "duration_s": 86_400,
        "status": "live",
        "opened_at": tx.now,
        "closes_at": tx.now + timedelta(days=1),
        "is_pinned": False,
        "created_at": tx.now,
        "version": 1,
    }
    numbers = range(count)
    same = {name: [value] * count for name, value in facts.items()}
    return Rows(
        commerce.deals, {"id": [id_of(n) for n in numbers], "position": list(numbers), **same}
    )


def _people(tx: Tx, first: int) -> Rows:
    names = [f"v{number}" for number in range(first, first + CHUNK)]
    mails = [f"{name}@example.com" for name in names]
    return Rows(
        tables.accounts,
        {
            "id": [id_of(number) for number in range(first, first + CHUNK)],
            "handle": names,
            "handle_key": names,
            "email": mails,
            "email_key": mails,
            "password_hash": [""] * CHUNK,
            "is_operator": [False] * CHUNK,
            "created_at": [tx.now] * CHUNK,
        },
    )


def _sessions(tx: Tx, count: int) -> Rows:
    return Rows(
        tables.sessions,
        {
            "id": [session(number) for number in range(count)],
            "account_id": [person(number) for number in range(count)],
            "created_at": [tx.now] * count,
            "expires_at": [tx.now + timedelta(days=1)] * count,
        },
    )
