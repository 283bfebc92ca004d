"""The socket's edge by the byte: RFC 6455 and 7692 as a client may use or abuse them."""

import asyncio
import base64
import os
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from msgspec import json

from kit.ids import new_id
from kit.settings import Settings
from server.app import serving
from server.live_socket import LiveSocket
from server.wire import MessageDeleted
from server.wiring import Dealcast
from tests.support.api import NoGarbage
from tests.support.ports import HOST, free_port
from tests.support.product import SECRET, Festival, Product
from tests.support.waiting import TIMEOUT_S

TEXT, BINARY, CONTINUED, CLOSE, PING, PONG = 0x1, 0x2, 0x0, 0x8, 0x9, 0xA
FIN, COMPRESSED = 0x80, 0x40
MASK = b"\x01\x02\x03\x04"
DEFLATE = "permessage-deflate; client_max_window_bits"
ASK = b'{"t":"time","client_ms":1}'


def frame(opcode: int, data: bytes = b"", *, flags: int = FIN, mask: bytes | None = MASK) -> bytes:
    size = bytes([len(data)]) if len(data) < 126 else b"\x7e" + len(data).to_bytes(2, "big")
    if mask is None:
        return bytes([flags | opcode]) + size + data
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
    return bytes([flags | opcode, size[0] | 0x80]) + size[1:] + mask + masked


@dataclass
class Raw:
    """A client that sends and reads bytes."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    head: str = ""

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def next(self) -> tuple[int, int, bytes]:
        """Flags, opcode and data of the next frame."""
        async with asyncio.timeout(TIMEOUT_S):
            first, size = await self.reader.readexactly(2)
            assert not size & 0x80, "a server does not mask"
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2), "big")
            elif size == 127:
                size = int.from_bytes(await self.reader.readexactly(8), "big")
            return first & 0xF0, first & 0x0F, await self.reader.readexactly(size)

    async def until(self, opcode: int) -> bytes:
        while True:
            _, found, data = await self.next()
            if found == opcode:
                return data

    async def text_of(self, kind: str) -> dict[str, object]:
        while True:
            flags, opcode, data = await self.next()
            if opcode != TEXT:
                continue
            message = json.decode(inflated(data) if flags & COMPRESSED else data)
            for event in message if isinstance(message, list) else [message]:
                if event["t"] == kind:
                    return dict(event)

    async def close_code(self) -> int:
        return int.from_bytes((await self.until(CLOSE))[:2], "big")

    async def is_over(self) -> bool:
        async with asyncio.timeout(TIMEOUT_S):
            while await self.reader.read(65_536):
                pass
        return True


def inflated(data: bytes) -> bytes:
    return zlib.decompress(data + b"\x00\x00\xff\xff\x03\x00", -15)


def deflated(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return (compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH))[:-4]


class Live:
    """The product in this process, on a real port, with one live show."""

    def __init__(self, dealcast: Dealcast, port: int, show_id: str) -> None:
        self.dealcast = dealcast
        self.port = port
        self.show_id = show_id

    async def publish(self, count: int, size: int = 200) -> None:
        for number in range(count):
            text = f"{number}".ljust(size, "x")
            await self.dealcast.hub.publish(self.show_id, MessageDeleted(message_id=text))
            await asyncio.sleep(0)

    @asynccontextmanager
    async def connected(
        self, path: str | None = None, method: str = "GET", **headers: str
    ) -> AsyncIterator[Raw]:
        reader, writer = await asyncio.open_connection(HOST, self.port, limit=2**22)
        raw = Raw(reader, writer)
        asked = {
            "Host": f"{HOST}:{self.port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        lines = [f"{method} {path or f'/live/{self.show_id}'} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in asked.items() if value]
        await raw.send(("\r\n".join(lines) + "\r\n\r\n").encode())
        async with asyncio.timeout(TIMEOUT_S):
            raw.head = (await reader.readuntil(b"\r\n\r\n")).decode()
        try:
            yield raw
        finally:
            writer.transport.abort()


@pytest.fixture
async def live(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Live]:
    dealcast = Dealcast(Settings(sqlite_url, None, SECRET, None))
    dealcast.garbage = NoGarbage(lambda: 0)
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(
            serving(dealcast, has_worker=False),
            port=port,
            ws=LiveSocket,
            loop="none",
            log_config=None,
            lifespan="on",
            timeout_graceful_shutdown=1,
        )
    )
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(TIMEOUT_S):
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
    product = Product(sqlite_url, tmp_path)
    festival = await Festival.begin(product, "")
    from streams import store
    from streams.show import Show, ShowStatus

    show_id = new_id()
    async with dealcast.work.write() as tx:
        await store.add(
            tx,
            Show(show_id, festival.brand.id, "Show", "", ShowStatus.LIVE, tx.now, tx.now, None, 1),
        )
    yield Live(dealcast, port, show_id)
    server.should_exit = True
    await task


async def test_a_message_in_pieces_with_a_ping_between_them_is_taken_whole(live: Live) -> None:
    async with live.connected() as raw:
        await raw.send(frame(TEXT, ASK[:5], flags=0))
        await raw.send(frame(PING, b"still there?"))
        assert await raw.until(PONG) == b"still there?"
        await raw.send(frame(CONTINUED, ASK[5:9], flags=0))
        await raw.send(frame(CONTINUED, ASK[9:]))
        assert (await raw.text_of("time"))["client_ms"] == 1
        await raw.send(frame(TEXT, ASK))
        await raw.text_of("time")


async def test_what_one_sends_in_pieces_does_not_mix_with_what_others_send(live: Live) -> None:
    async with live.connected() as first, live.connected() as second:
        for raw in (first, second):
            await raw.send(frame(TEXT, ASK))
            await raw.text_of("time")
        await first.send(frame(TEXT, ASK[:5], flags=0))
        await second.send(frame(TEXT, ASK) + frame(TEXT, ASK[:7], flags=0))
        await second.text_of("time")
        for raw, rest in ((first, ASK[5:]), (second, ASK[7:])):
            await raw.send(frame(CONTINUED, rest))
            assert (await raw.text_of("time"))["client_ms"] == 1


async def test_bytes_may_come_one_by_one_or_many_frames_at_once(live: Live) -> None:
    async with live.connected() as raw:
        for byte in frame(TEXT, ASK):
            await raw.send(bytes([byte]))
        await raw.text_of("time")
        await raw.send(frame(TEXT, ASK) * 3 + frame(PONG) + frame(PING, b"x"))
        for _ in range(3):
            await raw.text_of("time")
        assert await raw.until(PONG) == b"x"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(frame(TEXT, ASK, mask=None), 1002, id="not masked"),
        pytest.param(frame(TEXT, ASK, flags=FIN | 0x20), 1002, id="reserved bit"),
        pytest.param(frame(TEXT, ASK, flags=FIN | COMPRESSED), 1002, id="compressed unasked"),
        pytest.param(frame(0x3, b"x"), 1002, id="reserved opcode"),
        pytest.param(frame(0xB, b"x"), 1002, id="reserved control opcode"),
        pytest.param(frame(PING, b"x" * 126), 1002, id="long ping"),
        pytest.param(frame(PING, b"x", flags=0), 1002, id="ping in pieces"),
        pytest.param(frame(CONTINUED, b"x"), 1002, id="a piece of nothing"),
        pytest.param(frame(TEXT, b"a", flags=0) + frame(TEXT, b"b"), 1002, id="two at once"),
        pytest.param(frame(CLOSE, b"\x03"), 1002, id="half a close code"),
        pytest.param(frame(CLOSE, (1005).to_bytes(2, "big")), 1002, id="a code not to send"),
        pytest.param(frame(TEXT, b"\xff\xfe"), 1007, id="not UTF-8"),
        pytest.param(frame(BINARY, b"x"), 1003, id="binary"),
        pytest.param(frame(TEXT, b"x" * 16_385), 1009, id="too large"),
        pytest.param(
            frame(TEXT, b"x" * 9_000, flags=0) + frame(CONTINUED, b"x" * 9_000), 1009, id="too large in pieces"
        ),
    ],
)  # fmt: skip
async def test_what_breaks_the_rules_ends_with_the_code_that_says_so(
    live: Live, data: bytes, code: int
) -> None:
    async with live.connected() as raw:
        await raw.send(data)
        assert await raw.close_code() == code
        assert await raw.is_over()


@pytest.mark.parametrize(
    "body", [b"", (1000).to_bytes(2, "big"), (4000).to_bytes(2, "big") + b"bye"]
)
async def test_a_close_is_answered_alike_and_the_connection_ends(live: Live, body: bytes) -> None:
    async with live.connected() as raw:
        await raw.send(frame(CLOSE, body))
        assert await raw.until(CLOSE) == body
        assert await raw.is_over()


async def test_compression_is_agreed_on_without_memory_of_earlier_messages(live: Live) -> None:
    async with live.connected(Sec_WebSocket_Extensions=DEFLATE) as raw:
        head = raw.head.lower()
        assert "server_no_context_takeover" in head
        assert "client_no_context_takeover" in head
        assert (await raw.text_of("welcome"))["epoch"]
        for _ in range(2):
            await raw.send(frame(TEXT, deflated(ASK), flags=FIN | COMPRESSED))
            await raw.text_of("time")
        await raw.send(frame(TEXT, ASK))
        await raw.text_of("time")
        await live.publish(3)
        await raw.text_of("message_deleted")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/live", {}, 404),
        ("/", {}, 404),
        (None, {"Origin": "https://evil.example"}, 403),
        (None, {"Sec_WebSocket_Key": ""}, 400),
        (None, {"Sec_WebSocket_Key": "short"}, 400),
        (None, {"Sec_WebSocket_Version": "12"}, 400),
    ],
)
async def test_a_bad_handshake_is_told_why(
    live: Live, path: str | None, headers: dict[str, str], status: int
) -> None:
    async with live.connected(path, **headers) as raw:
        assert raw.head.startswith(f"HTTP/1.1 {status} ")
        assert await raw.is_over()


async def test_a_show_with_an_impossible_name_is_not_there(live: Live) -> None:
    async with live.connected("/live/%00%ff") as raw:
        assert await raw.close_code() == 4504


async def test_who_stops_reading_stalls_nobody_and_gets_everything_afterwards(live: Live) -> None:
    async with live.connected() as stalled, live.connected() as reading:
        await stalled.text_of("welcome")
        await reading.text_of("welcome")
        stalled.reader._transport.pause_reading()  # type: ignore[attr-defined]
        total = 1_500
        publishing = asyncio.create_task(live.publish(total, size=4_000))
        assert await _numbers(reading, total) == list(range(total))
        await publishing
        stalled.reader._transport.resume_reading()  # type: ignore[attr-defined]
        assert await _numbers(stalled, total) == list(range(total))


async def test_who_stalls_for_longer_than_the_log_is_sent_for_a_fresh_state(live: Live) -> None:
    async with live.connected() as stalled:
        await stalled.text_of("welcome")
        stalled.reader._transport.pause_reading()  # type: ignore[attr-defined]
        await live.publish(6_000, size=4_000)
        stalled.reader._transport.resume_reading()  # type: ignore[attr-defined]
        assert await stalled.close_code() == 4001


async def test_nothing_follows_the_servers_goodbye(live: Live) -> None:
    async with live.connected() as raw:
        await raw.text_of("welcome")
        for socket in _sockets(live):
            socket.close(4001)
        assert await raw.close_code() == 4001
        await raw.send(frame(PING, b"x") + frame(CLOSE, (4001).to_bytes(2, "big")))
        async with asyncio.timeout(TIMEOUT_S):
            assert await raw.reader.read() == b""


async def test_a_process_that_goes_down_says_so_to_everyone(live: Live) -> None:
    async with live.connected() as raw:
        await raw.text_of("welcome")
        for socket in _sockets(live):
            socket.shutdown()
        assert await raw.close_code() == 1012


async def test_who_answers_no_ping_is_given_up(live: Live) -> None:
    async with live.connected() as raw:
        await raw.text_of("welcome")
        for _ in range(2):
            for socket in _sockets(live):
                live.dealcast.hub.heartbeat.discard(socket, 0)
            _turn_whole(live.dealcast.hub.heartbeat.beat)
        assert await raw.is_over()


def _turn_whole(beat: Callable[[], None]) -> None:
    for _ in range(20):
        beat()


def _sockets(live: Live) -> list[LiveSocket]:
    rooms = live.dealcast.hub._rooms.values()
    return [viewer.socket for followed in rooms for viewer in followed.room.viewers]  # type: ignore[misc]


async def _numbers(raw: Raw, count: int) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        _, opcode, data = await raw.next()
        message = json.decode(data) if opcode == TEXT else []
        events = message if isinstance(message, list) else [message]
        found += [
            int(event["message_id"].rstrip("x"))
            for event in events
            if event["t"] == "message_deleted"
        ]
    return found
