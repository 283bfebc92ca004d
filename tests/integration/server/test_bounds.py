"""Attacks on the HTTP protocol class over real connections: large and slow heads, slow bodies, silence, and very many at once."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.http11 import Request

from kit import metrics
from server import bounds
from server.bounds import MOST_HEAD_BYTES, BoundedHttp, Owed
from server.crowd import Crowd
from server.live_socket import LiveSocket
from tests.support.ports import HOST, free_port
from tests.support.waiting import TIMEOUT_S, until

GET = b"GET / HTTP/1.1\r\nHost: a\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"
SHORT_S = 0.2
NOT_THE_TESTS = "192.0.2.1"
"""The only proxy that is trusted, so that the tests' own address is counted."""


@dataclass
class Served:
    """A server that says how long the body was; at /slow after it was told to."""

    port: int
    crowd: Crowd = field(default_factory=lambda: Crowd(3))
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    given_up: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            scope["state"].update({"crowd": self.crowd, "receive": _welcome})
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.given_up += 1
                return
            size += len(message["body"])
            more = message["more_body"]
        if scope["path"] == "/slow":
            await self.go_on.wait()
        body = str(size).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    @asynccontextmanager
    async def connection(self) -> AsyncIterator["Attacker"]:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            yield Attacker(reader, writer)
        finally:
            writer.transport.abort()


async def _welcome(wire: LiveSocket, _request: Request) -> None:
    wire.accept()


@dataclass
class Attacker:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, *pieces: bytes, every_s: float = 0.0) -> None:
        """Piece by piece, until the other side has had enough."""
        with suppress(ConnectionError):
            for piece in pieces:
                self.writer.write(piece)
                await self.writer.drain()
                await asyncio.sleep(every_s)

    async def answer(self) -> tuple[int, bytes]:
        async with asyncio.timeout(TIMEOUT_S):
            head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            return int(head.split(b" ", 2)[1]), await self.reader.readexactly(length)

    async def refusal(self) -> tuple[int, str]:
        """The status and the code; the connection is ended after it."""
        status, body = await self.answer()
        assert await self.is_closed()
        return status, json.loads(body)["code"]

    async def is_closed(self) -> bool:
        async with asyncio.timeout(TIMEOUT_S):
            return await self.reader.read() == b""


Serve = Callable[[str], "asyncio.Future[Served]"]


@asynccontextmanager
async def serving(trusted: str) -> AsyncIterator[Served]:
    served = Served(free_port())
    config = uvicorn.Config(
        served, host=HOST, port=served.port, http=BoundedHttp, ws=LiveSocket, loop="none",
        log_config=None, lifespan="on", forwarded_allow_ips=trusted,
    )  # fmt: skip
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield served
    finally:
        served.go_on.set()
        server.should_exit = True
        await task


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    async with serving(NOT_THE_TESTS) as found:
        yield found


@pytest.fixture
async def behind_a_proxy() -> AsyncIterator[Served]:
    async with serving(HOST) as found:
        yield found


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for owed in Owed:
        monkeypatch.setitem(bounds.WITHIN_S, owed, SHORT_S)


def cut_off(code: str) -> float:
    return metrics.cut_off.labels(code)._value.get()


async def test_a_head_without_an_end_is_refused(served: Served) -> None:
    before = cut_off("http.head_too_large")
    async with served.connection() as attacker:
        await attacker.send(GET, *[b"X-More: %b\r\n" % (b"x" * 1000)] * 34)
        assert await attacker.refusal() == (431, "http.head_too_large")
    assert cut_off("http.head_too_large") == before + 1


async def test_a_large_head_in_one_piece_is_refused_and_a_smaller_one_is_not(
    served: Served,
) -> None:
    async with served.connection() as attacker:
        await attacker.send(GET + b"Cookie: %b\r\n\r\n" % (b"x" * MOST_HEAD_BYTES))
        assert await attacker.refusal() == (431, "http.head_too_large")
    async with served.connection() as browser:
        large = b"Cookie: %b\r\nContent-Length: 60000\r\n\r\n" % (b"x" * (MOST_HEAD_BYTES - 1000))
        await browser.send(POST + large + b"b" * 60_000)
        assert await browser.answer() == (200, b"60000")
        await browser.send(GET + b"\r\n")
        assert await browser.answer() == (200, b"0")


async def test_a_url_without_an_end_and_what_is_no_http_are_refused(served: Served) -> None:
    async with served.connection() as attacker:
        await attacker.send(b"GET /", *[b"x" * 1000] * 34)
        assert await attacker.refusal() == (431, "http.head_too_large")
    async with served.connection() as attacker:
        await attacker.send(b"\x16\x03\x01 hello\r\n\r\n")
        assert await attacker.refusal() == (400, "http.malformed")


async def test_trailers_and_chunks_without_anything_in_them_are_bounded(served: Served) -> None:
    async with served.connection() as attacker:
        await attacker.send(POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n")
        await attacker.send(*[b"X-More: %b\r\n" % (b"x" * 1000)] * 34)
        assert await attacker.refusal() == (431, "http.head_too_large")


@pytest.mark.usefixtures("impatient")
async def test_who_sends_a_head_byte_by_byte_is_cut_off_and_nobody_else_waits(
    served: Served,
) -> None:
    before = cut_off("http.slow_head")
    async with served.connection() as attacker, served.connection() as browser:
        slowly = asyncio.create_task(attacker.send(GET, *[b"x"] * 1000, every_s=0.02))
        await browser.send(GET + b"\r\n")
        assert await browser.answer() == (200, b"0")
        assert await attacker.refusal() == (408, "http.slow_head")
        slowly.cancel()
    assert cut_off("http.slow_head") == before + 1


@pytest.mark.usefixtures("impatient")
async def test_who_says_nothing_is_cut_off_without_a_word(served: Served) -> None:
    before = cut_off("http.silent")
    async with served.connection() as attacker:
        assert await attacker.is_closed()
    assert cut_off("http.silent") == before + 1


@pytest.mark.usefixtures("impatient")
async def test_empty_lines_after_an_answer_keep_no_connection_open(served: Served) -> None:
    async with served.connection() as attacker:
        await attacker.send(GET + b"\r\n")
        assert await attacker.answer() == (200, b"0")
        slowly = asyncio.create_task(attacker.send(*[b"\r\n"] * 1000, every_s=0.02))
        assert await attacker.refusal() == (408, "http.slow_head")
        slowly.cancel()


@pytest.mark.usefixtures("impatient")
async def test_who_sends_a_body_byte_by_byte_is_cut_off(served: Served) -> None:
    before = cut_off("http.slow_body")
    async with served.connection() as attacker:
        await attacker.send(POST + b"Content-Length: 1000\r\n\r\n")
        slowly = asyncio.create_task(attacker.send(*[b"x"] * 1000, every_s=0.02))
        assert await attacker.refusal() == (408, "http.slow_body")
        slowly.cancel()
    await until(lambda: served.given_up == 1)
    assert cut_off("http.slow_body") == before + 1


@pytest.mark.usefixtures("impatient")
async def test_a_large_body_may_take_its_time(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LEAST_BYTES_PER_S", 100)  # or a loaded machine is too slow
    async with served.connection() as browser:
        await browser.send(POST + b"Content-Length: 10000\r\n\r\n")
        await browser.send(*[b"x" * 1000] * 10, every_s=SHORT_S / 4)
        assert await browser.answer() == (200, b"10000")


@pytest.mark.usefixtures("impatient")
async def test_who_waits_for_an_answer_owes_nothing(served: Served) -> None:
    async with served.connection() as browser:
        await browser.send(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n", GET)
        await asyncio.sleep(3 * SHORT_S)  # beyond its time: nothing must happen
        served.go_on.set()
        assert await browser.answer() == (200, b"0")
        assert await browser.refusal() == (408, "http.slow_head")


async def test_one_address_has_only_so_many_connections(served: Served) -> None:
    async with AsyncExitStack() as stack:
        first, *_ = [await stack.enter_async_context(served.connection()) for _ in range(3)]
        await until(lambda: len(served.crowd) == 3)
        async with served.connection() as one_more:
            assert await one_more.refusal() == (429, "http.too_many_connections")
        await first.send(GET + b"\r\n")
        assert await first.answer() == (200, b"0")
        first.writer.close()
        await until(lambda: len(served.crowd) == 2)
        async with served.connection() as another:
            await another.send(GET + b"\r\n")
            assert await another.answer() == (200, b"0")
    await until(lambda: len(served.crowd) == 0)


async def test_a_socket_takes_its_connections_place(served: Served) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(3):
            await stack.enter_async_context(connect(f"ws://{HOST}:{served.port}/"))
        async with served.connection() as one_more:
            assert await one_more.refusal() == (429, "http.too_many_connections")
    await until(lambda: len(served.crowd) == 0)


async def test_a_trusted_proxy_has_as_many_as_it_likes_but_not_each_address_behind_it(
    behind_a_proxy: Served,
) -> None:
    served = behind_a_proxy
    url = f"ws://{HOST}:{served.port}/"

    def named(address: str) -> dict[str, str]:
        return {"X-Forwarded-For": address}

    async with AsyncExitStack() as stack:
        for _ in range(5):
            await stack.enter_async_context(served.connection())
            await stack.enter_async_context(connect(url))
        for _ in range(3):
            headers = named("203.0.113.7")
            await stack.enter_async_context(connect(url, additional_headers=headers))
        assert len(served.crowd) == 3
        with pytest.raises(InvalidStatus) as refused:
            async with connect(url, additional_headers=named("203.0.113.7")):
                pass
        assert refused.value.response.status_code == 429
        async with connect(url, additional_headers=named("203.0.113.8")):
            assert len(served.crowd) == 4
    await until(lambda: len(served.crowd) == 0)
