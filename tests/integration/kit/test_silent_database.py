"""A database that says nothing any more, as behind a cut cable or on a machine that stands still, is given up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import make_url, text
from starlette.applications import Starlette

from kit import db
from kit.db import Database
from kit.group_commit import is_transient
from server.health import Health
from tests.support.ports import HOST


class Cable:
    """Between us and PostgreSQL; what is sent once it is cut arrives nowhere, and nobody is told."""

    def __init__(self, host: str, port: int) -> None:
        self._address = host, port
        self.is_cut = False

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[int]:
        """Its port on our side."""
        server = await asyncio.start_server(self._carry, HOST, 0)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(*self._address)
        await asyncio.gather(
            self._pass_on(reader, there_writer), self._pass_on(there_reader, writer)
        )

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if not self.is_cut:
                writer.write(data)
        writer.close()


async def test_a_process_whose_database_says_nothing_is_soon_not_ready(postgresql_url: str) -> None:
    url = make_url(postgresql_url)
    cable = Cable(str(url.host), int(url.port or 0))
    async with cable.laid() as port:
        database = Database(url.set(port=port).render_as_string(hide_password=False))
        app = Starlette(routes=Health(database, None).routes())
        async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
            assert (await client.get("/readyz")).status_code == 200
            cable.is_cut = True
            async with asyncio.timeout(db.POSTGRES_ANSWERS_WITHIN_S / 2):
                assert (await client.get("/readyz")).status_code == 503
            assert database.in_use == 0
            cable.is_cut = False
            assert (await client.get("/readyz")).status_code == 200
        await database.close()


async def test_who_waits_for_it_is_told_and_goes_on_when_it_is_back(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "POSTGRES_ANSWERS_WITHIN_S", 0.3)
    url = make_url(postgresql_url)
    cable = Cable(str(url.host), int(url.port or 0))
    async with cable.laid() as port:
        database = Database(url.set(port=port).render_as_string(hide_password=False))

        async def read() -> None:
            async with database.reading() as connection:
                await connection.execute(text("SELECT 1"))

        async def write() -> None:
            async with database.writing() as connection:
                await connection.execute(text("SELECT 1"))

        async def send() -> None:
            await database.send("SELECT 1", ())

        ways = (read, write, send)
        await asyncio.gather(*(way() for way in ways))
        cable.is_cut = True
        async with asyncio.timeout(20):
            failures = await asyncio.gather(*(way() for way in ways), return_exceptions=True)
        assert all(isinstance(one, Exception) and is_transient(one) for one in failures)
        assert database.in_use == 0
        cable.is_cut = False
        await asyncio.gather(*(way() for way in ways))
        await database.close()
