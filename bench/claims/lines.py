"""One process that claims at a running web process, over sockets or by requests on connections that stay.

    lines.py socket|post PORT '{"outstanding": 1000, "lines": 10000, …}'

Each line belongs to a person who stays on the show's page (or, by requests, to a browser's connection) and who claims one unit of one deal after
the other: the deals are dropped one by one, so that at any time one of them is hot. Says `ready` when all lines stand, begins at the time that it is
told on standard input, and prints what it saw as one line of JSON.
"""

import asyncio
import base64
import gc
import json
import os
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import cast

import ground
import uvloop
from worker import Seen, summary

from kit.auth import Signer
from membership.accounts import SESSION_LASTS
from tests.support.ports import HOST
from tests.support.product import SECRET

pc = time.perf_counter
CONNECTING_AT_ONCE = 200
UPGRADE = (
    "GET /live/{show} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n"
)
POST = (
    "POST /api/deals/{deal}/claims HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n"
    "Idempotency-Key: {key}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
)
TEXT, PING, CLIENT, LONG = 0x81, 0x89, 0x80, 126
PONG = b"\x8a\x80\0\0\0\0"


@dataclass
class Load:
    outstanding: int = 1_000
    lines: int = 10_000
    seconds: float = 2.0
    warm_s: float = 1.0


class Crowd:
    """All lines: which of them rest, and what was seen of the others."""

    def __init__(self, load: Load) -> None:
        self.seen = Seen()
        self.refusals: list[bytes] = []
        self._load = load
        self._resting: deque[Line] = deque()
        self._begins = self._ends = 0.0
        self._waiting = 0
        self._is_over = asyncio.Event()

    def rest(self, line: "Line") -> None:
        self._resting.append(line)

    async def claim(self) -> Seen:
        self._begins = pc() + self._load.warm_s
        self._ends = self._begins + self._load.seconds
        for _ in range(self._load.outstanding):
            self._next()
        await self._is_over.wait()
        self.seen.wall_s = self._load.seconds
        return self.seen

    def lost(self, error: Exception | None) -> None:
        if not self._is_over.is_set():
            print(f"a line was lost: {error}", file=sys.stderr, flush=True)
            os._exit(1)

    def answered(self, line: "Line", since: float, *, is_won: bool) -> None:
        now = pc()
        self.seen.asked += 1
        self.seen.won += is_won
        if self._begins <= now < self._ends:
            self.seen.latencies.append(now - since)
        self._waiting -= 1
        self._resting.append(line)
        if now < self._ends:
            self._next()
        elif not self._waiting:
            self._is_over.set()

    def _next(self) -> None:
        self._waiting += 1
        self._resting.popleft().claim()


class Line(asyncio.Protocol):
    """One person's connection."""

    def __init__(self, crowd: Crowd, number: int, cookie: str, port: int) -> None:
        self._crowd = crowd
        self._number = number
        self._cookie = cookie
        self._host = f"{HOST}:{port}"
        self._since = 0.0
        self._claims = 0
        self._rest = b""
        self.is_open = asyncio.get_running_loop().create_future()

    def claim(self) -> None:
        deal, self._claims = self._claims, self._claims + 1
        self._since = pc()
        self._send_claim(ground.id_of(deal), f"k-{self._number}-{deal}")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self._open()

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.lost(exc)

    def _open(self) -> None:
        self.is_open.set_result(None)

    def _send_claim(self, deal: str, key: str) -> None:
        raise NotImplementedError

    def _heard(self, answer: bytes, *, is_won: bool) -> None:
        if not is_won:
            self._crowd.refusals.append(answer)
        self._crowd.answered(self, self._since, is_won=is_won)


class SocketLine(Line):
    def _open(self) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        upgrade = UPGRADE.format(show=ground.SHOW, host=self._host, key=key, cookie=self._cookie)
        self.transport.write(upgrade.encode())

    def _send_claim(self, deal: str, key: str) -> None:
        text = f'{{"t":"claim","ref":"r","key":"{key}","deal_id":"{deal}"}}'.encode()
        # Masked with zeros, which change nothing.
        self.transport.write(bytes((TEXT, CLIENT | len(text))) + b"\0\0\0\0" + text)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        if not self.is_open.done():
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            self.is_open.set_result(None)
        self._rest = self._read_frames(data)

    def _read_frames(self, data: bytes) -> bytes:
        """Read those that are whole; what is left."""
        at = 0
        while at + 2 <= len(data):
            size, header = data[at + 1], 2
            if size == LONG:
                size, header = int.from_bytes(data[at + 2 : at + 4], "big"), 4
            elif size > LONG:
                size, header = int.from_bytes(data[at + 2 : at + 10], "big"), 10
            if at + header + size > len(data):
                break
            if data[at] == PING:
                self.transport.write(PONG)
            else:
                self._read(data[at + header : at + header + size])
            at += header + size
        return data[at:]

    def _read(self, text: bytes) -> None:
        if text.startswith((b'{"t":"claimed"', b'{"t":"refused"')):
            self._heard(text, is_won=text.startswith(b'{"t":"claimed"'))


class PostLine(Line):
    def _send_claim(self, deal: str, key: str) -> None:
        post = POST.format(deal=deal, host=self._host, cookie=self._cookie, key=key)
        self.transport.write(post.encode())

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        head, _, body = data.partition(b"\r\n\r\n")
        _, _, after = head.lower().partition(b"content-length: ")
        if not after or len(body) < int(after.split(b"\r\n")[0]):
            self._rest = data
            return
        self._rest = b""
        self._heard(data, is_won=data.startswith(b"HTTP/1.1 201"))


KINDS: dict[str, type[Line]] = {"socket": SocketLine, "post": PostLine}


async def connect(crowd: Crowd, kind: type[Line], port: int, load: Load) -> None:
    signer = Signer(SECRET, "session", SESSION_LASTS)
    loop, turns = asyncio.get_running_loop(), asyncio.Semaphore(CONNECTING_AT_ONCE)

    async def join(number: int) -> None:
        cookie = f"dc_session={signer.sign(ground.session(number))}"
        async with turns:
            _, line = await loop.create_connection(
                lambda: kind(crowd, number, cookie, port), HOST, port
            )
            await line.is_open
        crowd.rest(line)

    await asyncio.gather(*(join(number) for number in range(load.lines)))


async def main() -> None:
    kind, port, options = sys.argv[1:4]
    load = Load(**json.loads(options))
    crowd = Crowd(load)
    await connect(crowd, KINDS[kind], int(port), load)
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 1_000_000)
    print("ready", flush=True)
    begin_at = float(await asyncio.to_thread(sys.stdin.readline))
    await asyncio.sleep(max(0.0, begin_at - time.time()))
    before = time.process_time()
    seen = await crowd.claim()
    seen.cpu_us_per_claim = (time.process_time() - before) * 1e6 / max(1, seen.asked)
    if crowd.refusals:
        print(f"{len(crowd.refusals)} refused, as {crowd.refusals[0]!r}", file=sys.stderr)
    print(json.dumps({**summary(seen), "asked": seen.asked}), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
