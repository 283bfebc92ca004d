"""The servers that the tests run on are real, and each test's database is its own."""

import asyncpg
import pytest
import redis.asyncio as aioredis
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from kit import redis_address
from tests.support.postgres import PostgresServer, running_postgres


async def _scalar(url: str, statement: str) -> object:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            return await connection.scalar(text(statement))
    finally:
        await engine.dispose()


async def test_postgresql_is_a_real_server(postgres_server: PostgresServer) -> None:
    version = await _scalar(postgres_server.url_of("postgres"), "SELECT version()")
    assert str(version).startswith("PostgreSQL")


async def test_a_copy_of_a_database_holds_what_its_template_held(
    postgres_server: PostgresServer,
) -> None:
    template = postgres_server.create_database()
    connection = await asyncpg.connect(
        make_url(postgres_server.url_of(template))
        .set(drivername="postgresql")
        .render_as_string(hide_password=False)
    )
    await connection.execute("CREATE TABLE proof AS SELECT 42 AS answer")
    await connection.close()

    copy = postgres_server.create_database(template=template)

    assert await _scalar(postgres_server.url_of(copy), "SELECT answer FROM proof") == 42
    for name in (copy, template):
        postgres_server.drop_database(name)


@pytest.mark.parametrize("durable", [True, False])
async def test_durability_is_the_test_s_choice(
    durable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    with running_postgres(fsync=durable) as server:
        shown = await _scalar(server.url_of("postgres"), "SHOW fsync")
    assert shown == ("on" if durable else "off")


async def test_a_test_gets_a_migrated_database(database_url: str) -> None:
    assert await _scalar(database_url, "SELECT count(*) FROM alembic_version") == 1


async def test_redis_is_a_real_server(empty_redis_url: str) -> None:
    async with aioredis.from_url(empty_redis_url) as client:
        await client.set("proof", "42")
        assert await client.get("proof") == b"42"
        assert await client.dbsize() == 1


async def test_a_redis_cluster_takes_keys_of_every_slot(redis_cluster_url: str) -> None:
    host, port = redis_address.parse(redis_cluster_url).hosts[0]
    async with aioredis.RedisCluster(host, port) as client:
        for number in range(50):
            await client.set(f"key-{number}", number)
        assert await client.get("key-49") == b"49"
