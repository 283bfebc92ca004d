"""The whole application in this process, and people who call it over HTTP.

    async with running_api(database_url) as api:
        mira = await api.sign_up("mira")
        assert (await mira.get("/api/me")).json()["handle"] == "mira"

The lifespan runs, so that what is committed is reacted to; `has_worker=True` does the chores as well. Each client comes
from an address of its own, so that limits by address do not meet tests that are about something else.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette

from kit.ids import new_id
from kit.settings import Settings, StripeSettings
from membership import directory, store
from membership.passwords import cheap_passwords
from membership.people import Brand, Tier
from server.app import serving
from server.garbage import Garbage
from server.wiring import Dealcast

SECRET = "a secret key that only tests know"
PASSWORD = "correct horse"
TIERS = (Tier(1, "Bronze", 300, ""), Tier(2, "Silver", 500, ""), Tier(3, "Gold", 1_000, ""))
BASE_URL = "http://dealcast.test"


class Client(AsyncClient):
    """A browser or program: its cookies are its own."""

    def __init__(self, app: Starlette, address: str) -> None:
        # A fault must become an answer here too, as it does in a real server.
        transport = ASGITransport(app, raise_app_exceptions=False, client=(address, 50_000))
        super().__init__(transport=transport, base_url=BASE_URL)

    async def sign_up(self, handle: str) -> dict[str, Any]:
        """Make an account, be signed in; who one is then."""
        new = {"handle": handle, "email": f"{handle}@example.com", "password": PASSWORD}
        return await self._done("POST", "/api/accounts", new)

    async def sign_in(self, login: str) -> dict[str, Any]:
        return await self._done("POST", "/api/session", {"login": login, "password": PASSWORD})

    async def _done(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.request(method, path, json=body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        content: dict[str, Any] = answer.json()
        return content


class Api:
    """The running application; `dealcast` are its parts, for what has no endpoint."""

    def __init__(self, dealcast: Dealcast, app: Starlette) -> None:
        self.dealcast = dealcast
        self.app = app
        self._numbers = count(1)
        self._clients: list[Client] = []

    def guest(self) -> Client:
        number = next(self._numbers)
        client = Client(self.app, f"10.0.{number // 250}.{number % 250}")
        self._clients.append(client)
        return client

    async def sign_up(self, handle: str) -> Client:
        client = self.guest()
        await client.sign_up(handle)
        return client

    async def staff(self, handle: str, brand: Brand, role: str) -> Client:
        """Someone with a role at the brand."""
        client = self.guest()
        me = await client.sign_up(handle)
        async with self.dealcast.work.write() as tx:
            await store.set_role(tx, brand.id, me["account_id"], role)
        return client

    async def operator(self, handle: str = "root") -> Client:
        client = self.guest()
        me = await client.sign_up(handle)
        async with self.dealcast.work.write() as tx:
            await store.set_operator(tx, me["account_id"], is_operator=True)
        return client

    async def brand(self, slug: str, tiers: tuple[Tier, ...] = TIERS) -> Brand:
        brand = Brand(new_id(), slug, slug.title(), "DE", "EUR", "de_DE", "", 200, tiers)
        async with self.dealcast.work.write() as tx:
            await store.add_brand(tx, brand)
            found = await directory.brand(tx, brand.id)
        assert found is not None
        return found

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()


class NoGarbage(Garbage):
    """Leaves the collector alone: this process holds much beside the application, and a visit to all of it takes longer
    than most tests."""

    async def run(self) -> None: ...


@asynccontextmanager
async def running_api(
    database_url: str,
    *,
    public_url: str | None = None,
    has_worker: bool = False,
    stripe: StripeSettings | None = None,
) -> AsyncIterator[Api]:
    settings = Settings(database_url, None, SECRET, public_url, stripe)
    dealcast = Dealcast(settings, cheap_passwords())
    dealcast.garbage = NoGarbage(lambda: 0)
    app = serving(dealcast, has_worker=has_worker)
    api = Api(dealcast, app)
    async with app.router.lifespan_context(app):
        yield api
        await api.close()
