"""The product's processes as children, and people who use them over HTTP and sockets."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from httpx2 import AsyncClient, Limits, Response
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from kit.auth import Signer
from kit.clock import utc_now
from kit.db import Database
from kit.ids import new_id, new_secret
from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from membership.accounts import SESSION_LASTS
from membership.people import Account, Brand, Tier
from tests.support.forked import Forked
from tests.support.ports import HOST, free_port
from tests.support.process import Child
from tests.support.waiting import TIMEOUT_S

SECRET = "a secret key that only tests share"
TIERS = (Tier(1, "Bronze", 300, ""), Tier(2, "Silver", 500, ""), Tier(3, "Gold", 1_000, ""))
READY_TIMEOUT_S = 120
# A process closes what was idle for 5 s; who reuses it at that moment gets no answer.
LIMITS = Limits(max_connections=50, keepalive_expiry=2)


@dataclass(frozen=True, slots=True)
class Someone:
    account_id: str
    handle: str
    cookie: str
    """The session cookie, ready for a header."""


GUEST = Someone("", "", "")


class Product:
    """Web processes on one database, and workers; `start` as many as the test wants. A web process goes by its URL."""

    def __init__(self, database_url: str, home: Path, redis_url: str | None = None) -> None:
        self.database_url = database_url
        self._home = home
        self._redis_url = redis_url
        self._children: dict[str, Child] = {}
        self._commands: dict[str, tuple[str, ...]] = {}
        self.clients: dict[str, AsyncClient] = {}

    async def start(self, *options: str) -> str:
        """Start a web process; its base URL."""
        port = free_port()
        url = f"http://{HOST}:{port}"
        self.clients[url] = AsyncClient(base_url=url, timeout=30, limits=LIMITS)
        self._launch(url, "serve", "--port", str(port), *options)
        await self._until_ready(url)
        return url

    def start_worker(self) -> str:
        """Start a worker; its name."""
        name = f"worker-{len(self._commands)}"
        self._launch(name, "worker")
        return name

    async def crash(self, name: str) -> None:
        """End the process with SIGKILL, and leave who talks to it to find out."""
        await asyncio.to_thread(self._children[name].kill)

    async def restart(self, name: str) -> None:
        """Start a process that crashed as it was, as a supervisor does."""
        self._launch(name, *self._commands[name])
        if name in self.clients:
            await self._until_ready(name)

    def pid(self, url: str) -> int:
        return self._children[url].process.pid

    async def kill(self, url: str) -> None:
        """End the process with SIGKILL, as a power cut would."""
        await asyncio.to_thread(self._children.pop(url).kill)
        await self.clients.pop(url).aclose()

    async def retire(self, url: str, within_s: float) -> int:
        """End the process with SIGTERM, as a deploy does; its exit code: minus the signal that ended it."""
        child = self._children.pop(url)
        await self.clients.pop(url).aclose()
        return await asyncio.to_thread(child.stop, timeout_s=within_s)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Tx]:
        """A transaction of the test's own."""
        database = Database(self.database_url)
        try:
            async with UnitOfWork(database, utc_now).write() as tx:
                yield tx
        finally:
            await database.close()

    async def stop(self) -> None:
        for name in tuple(self._children):
            await asyncio.to_thread(self._children.pop(name).stop)
        for url in tuple(self.clients):
            await self.clients.pop(url).aclose()

    def _launch(self, name: str, *command: str) -> None:
        self._commands[name] = command
        env = {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": SECRET,
            "REDIS_URL": self._redis_url or "",
        }
        log = self._home / f"{name.rpartition(':')[2]}-{new_id()}.log"
        self._children[name] = Child(Forked(command, log=log, cwd=self._home, env=env), log)

    async def _until_ready(self, url: str) -> None:
        async with asyncio.timeout(READY_TIMEOUT_S):
            while True:
                self._children[url].check()
                try:
                    if (await self.clients[url].get("/readyz")).status_code == 200:
                        return
                except OSError:
                    pass
                except Exception as error:
                    if "connect" not in type(error).__name__.lower():
                        raise
                await asyncio.sleep(0.05)


class Festival:
    """A brand with staff, members and a show, on a product that runs. Handles end in a suffix of its own."""

    def __init__(self, product: Product, url: str, brand: Brand, product_id: str) -> None:
        self.product = product
        self.url = url
        self.brand = brand
        self.product_id = product_id
        self._suffix = brand.id[-8:]

    @classmethod
    async def begin(cls, product: Product, url: str) -> "Festival":
        brand = Brand(new_id(), f"b{new_id()}", "Nordlicht", "DE", "EUR", "de_DE", "", 200, TIERS)
        product_id = new_id()
        async with product.writing() as tx:
            await membership.add_brand(tx, brand)
            await _add_product(tx, product_id, brand.id)
        return cls(product, url, brand, product_id)

    async def people(self, count: int, prefix: str = "p") -> list[Someone]:
        return [Someone(*made) for made in await self._make(count, prefix, None, 0)]

    async def person(self, handle: str, role: str | None = None, tier: int = 0) -> Someone:
        return Someone(*(await self._make(1, handle, role, tier))[0])

    async def call(
        self, who: Someone, method: str, path: str, url: str | None = None, **options: Any
    ) -> Response:
        headers = {"cookie": who.cookie, **options.pop("headers", {})}
        client = self.product.clients[url or self.url]
        return await client.request(method, path, headers=headers, **options)

    async def done(self, who: Someone, method: str, path: str, **options: Any) -> Any:
        """The call's answer, which must be a good one."""
        answer = await self.call(who, method, path, **options)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def live_show(self, host: Someone) -> str:
        new = {
            "brand_id": self.brand.id,
            "title": "Evening show",
            "scheduled_at_ms": int(utc_now().timestamp() * 1000) + 1000,
        }
        show = await self.done(host, "POST", "/api/shows", json=new)
        await self.done(host, "POST", f"/api/shows/{show['id']}/start")
        return str(show["id"])

    async def queued_deal(self, host: Someone, show_id: str, **terms: Any) -> str:
        new = {"product_id": self.product_id, "price_minor": 1900, "stock": 5, **terms}
        deal = await self.done(host, "POST", f"/api/shows/{show_id}/deals", json=new)
        return str(deal["id"])

    async def live_deal(self, host: Someone, show_id: str, **terms: Any) -> str:
        deal_id = await self.queued_deal(host, show_id, **terms)
        await self.done(host, "POST", f"/api/deals/{deal_id}/drop")
        return deal_id

    async def claim(
        self, who: Someone, deal_id: str, key: str, url: str | None = None, quantity: int = 1
    ) -> Response:
        return await self.call(
            who,
            "POST",
            f"/api/deals/{deal_id}/claims",
            url=url,
            json={"quantity": quantity},
            headers={"idempotency-key": key},
        )

    async def _make(
        self, count: int, prefix: str, role: str | None, tier: int
    ) -> list[tuple[str, str, str]]:
        signer = Signer(SECRET, "session", SESSION_LASTS)
        made = []
        async with self.product.writing() as tx:
            for number in range(count):
                handle = f"{prefix}{number or ''}_{self._suffix}"
                account = Account(new_id(), handle, f"{handle}@example.com", is_operator=False)
                session_id = new_secret()
                await membership.add_account(tx, account, "")
                await membership.add_session(tx, session_id, account.id, tx.now + timedelta(days=1))
                if role:
                    await membership.set_role(tx, self.brand.id, account.id, role)
                if tier:
                    await membership.join(tx, self.brand.id, account.id, tier)
                made.append((account.id, handle, f"dc_session={signer.sign(session_id)}"))
        return made


class Watcher:
    """Someone's socket: collects all frames, and waits for those that a test expects."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.frames: list[dict[str, Any]] = []
        self._arrived = asyncio.Condition()
        self._is_over = False
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self.connection:
                async with self._arrived:
                    message = msgspec.json.decode(text)
                    self.frames += message if isinstance(message, list) else [message]
                    self._arrived.notify_all()
        async with self._arrived:
            self._is_over = True
            self._arrived.notify_all()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["t"] == kind]

    async def until(self, kind: str, count: int = 1) -> dict[str, Any]:
        """The last of `count` frames of a kind, as soon as there are so many."""
        async with asyncio.timeout(TIMEOUT_S), self._arrived:
            await self._arrived.wait_for(lambda: len(self.of(kind)) >= count)
        return self.of(kind)[count - 1]

    async def until_such(
        self, kind: str, is_such: Callable[[dict[str, Any]], bool]
    ) -> dict[str, Any]:
        """The first frame of a kind that is such, as soon as there is one; there may be earlier ones that are not."""
        async with asyncio.timeout(TIMEOUT_S), self._arrived:
            await self._arrived.wait_for(lambda: any(map(is_such, self.of(kind))))
        return next(filter(is_such, self.of(kind)))

    @property
    def answers(self) -> list[dict[str, Any]]:
        """To commands, in the order in which they came."""
        return [frame for frame in self.frames if "ref" in frame]

    async def answer(self, number: int) -> dict[str, Any]:
        """The so-and-so-manieth answer, from 0, as soon as it is there.

        Raises:
            ConnectionError: the connection ended before.
        """
        async with asyncio.timeout(TIMEOUT_S), self._arrived:
            await self._arrived.wait_for(lambda: len(self.answers) > number or self._is_over)
        if len(self.answers) <= number:
            raise ConnectionError("the socket was closed before there was an answer")
        return self.answers[number]

    async def claim(
        self, deal_id: str, key: str, quantity: int = 1, ref: str = "r"
    ) -> dict[str, Any]:
        """Claim, and wait for the answer. Raises ConnectionError if the connection ends before."""
        number = len(self.answers)
        claim = {"t": "claim", "ref": ref, "key": key, "deal_id": deal_id, "quantity": quantity}
        try:
            await self.send(claim)
        except ConnectionClosed as error:
            raise ConnectionError("the socket was closed before the claim went out") from error
        return await self.answer(number)

    async def send(self, frame: Any) -> None:
        await self.connection.send(
            frame if isinstance(frame, str) else msgspec.json.encode(frame).decode()
        )

    async def closed(self) -> int | None:
        """The code with which the server closes."""
        async with asyncio.timeout(TIMEOUT_S):
            await self.connection.wait_closed()
        return self.connection.close_code

    @property
    def position(self) -> str:
        """Where this watcher stands in the log, as it would say when it comes back."""
        seqs = [frame["seq"] for frame in self.frames if "seq" in frame]
        return f"{self.frames[0]['epoch']}.{max(seqs)}"


@asynccontextmanager
async def watching(
    url: str,
    show_id: str,
    who: Someone = GUEST,
    since: str | None = None,
    origin: str | None = None,
) -> AsyncIterator[Watcher]:
    query = f"?since={since}" if since else ""
    address = f"{url.replace('http', 'ws', 1)}/live/{show_id}{query}"
    headers = {"cookie": who.cookie} if who.cookie else {}
    async with connect(address, additional_headers=headers, origin=origin) as connection:  # type: ignore[arg-type]
        watcher = Watcher(connection)
        try:
            yield watcher
        finally:
            await connection.close()
            await watcher._reading


@asynccontextmanager
async def running_product(
    database_url: str, home: Path, redis_url: str | None = None
) -> AsyncIterator[Product]:
    product = Product(database_url, home, redis_url)
    try:
        yield product
    finally:
        await product.stop()


async def _add_product(tx: Any, product_id: str, brand_id: str) -> None:
    from commerce.products import Product as CatalogueProduct
    from commerce.store.products import add_product

    await add_product(
        tx,
        CatalogueProduct(
            id=product_id,
            brand_id=brand_id,
            title="Enamel mug",
            description="Holds tea.",
            category="mug",
            list_price_minor=2900,
        ),
    )
