"""Many LL-HLS players in one process: each waits for each next state of both playlists and fetches each part, as hls.js does.

    players.py HOST PORT PATH COUNT

Says `{}` when all have begun; answers each line of its input with what was counted since the last.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable

import uvloop

HINT = re.compile(rb'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="(video|audio)-(\d+)\.(\d+)\.m4s"')
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
BEHIND_S = 1.0
"""What is answered with something else than 200 is asked for again after so long."""

Answered = Callable[[int, bytes], None]
counted: Counter[str] = Counter()


class Line(asyncio.Protocol):
    """One connection: one request at a time."""

    def __init__(self, answered: Answered) -> None:
        self._answered = answered
        self._waiting = bytearray()
        self._length: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def ask(self, path: str) -> None:
        self._transport.write(f"GET {path} HTTP/1.1\r\nhost: media\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while self._length is not None or self._has_head():
            assert self._length is not None
            if len(self._waiting) < self._begins + self._length:
                return
            self._take(self._begins + self._length)

    def _has_head(self) -> bool:
        end = self._waiting.find(b"\r\n\r\n")
        if end < 0:
            return False
        found = LENGTH.search(self._waiting, 0, end)
        self._begins, self._length = end + 4, int(found[1]) if found else 0
        return True

    def _take(self, size: int) -> None:
        head, body = bytes(self._waiting[: self._begins]), bytes(self._waiting[self._begins : size])
        del self._waiting[:size]
        self._length = None
        counted["requests"] += 1
        counted["octets"] += size
        counted["hits"] += b"x-cache: HIT" in head
        self._answered(int(head[9:12]), body)


class Player:
    """One track of one viewer: a connection for its playlist and one for its parts."""

    def __init__(self, path: str, track: str) -> None:
        self._path, self._track = path, track
        self.has_begun = asyncio.Event()

    async def begin(self, host: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        _, self._list = await loop.create_connection(lambda: Line(self._listed), host, port)
        _, self._part = await loop.create_connection(lambda: Line(self._fetched), host, port)
        self._list.ask(f"{self._path}/{self._track}.m3u8")

    def _listed(self, status: int, body: bytes) -> None:
        found = HINT.search(body)
        if status != 200 or found is None:
            self._later(status)
            return
        self.has_begun.set()
        msn, part = int(found[2]), int(found[3])
        self._wanted = f"{self._path}/{self._track}-{msn}.{part}.m4s"
        self._part.ask(self._wanted)
        self._list.ask(f"{self._path}/{self._track}.m3u8?_HLS_msn={msn}&_HLS_part={part}")

    def _fetched(self, status: int, _body: bytes) -> None:
        counted["refused"] += status != 200

    def _later(self, status: int) -> None:
        counted["refused"] += status != 200
        again = f"{self._path}/{self._track}.m3u8"
        asyncio.get_running_loop().call_later(BEHIND_S, self._list.ask, again)


async def run(host: str, port: int, path: str, count: int) -> None:
    players = [Player(path, track) for _ in range(count) for track in ("video", "audio")]
    for number, player in enumerate(players):
        await player.begin(host, port)
        if number % 20 == 0:
            await asyncio.sleep(0.01)
    await asyncio.gather(*(player.has_begun.wait() for player in players))
    print("{}", flush=True)
    began_s = time.monotonic()
    while await asyncio.to_thread(sys.stdin.readline):
        now_s = time.monotonic()
        names = ("requests", "octets", "hits", "refused")
        print(
            json.dumps({"seconds": now_s - began_s, **{name: counted[name] for name in names}}),
            flush=True,
        )
        counted.clear()
        began_s = now_s


if __name__ == "__main__":
    uvloop.run(run(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
