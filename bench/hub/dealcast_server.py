"""The product's own process, exactly as `dealcast serve` runs it, with a port for the benchmark's publisher beside it.

    dealcast_server.py PORT PUBLISHER_PORT SHOW_ID

Each line that the publisher sends is an event: it becomes one of the product's frames and goes the product's way,
`hub.publish`. Nothing else differs: the command line, the composition root and the server are the product's.
The line `?` is answered with what garbage collection has cost since the last one.
"""

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from server import cli
from server.wire import MessageSent, StockChanged
from server.wiring import Dealcast

port, publisher_port, show_id = sys.argv[1], int(sys.argv[2]), sys.argv[3]
decoder = msgspec.json.Decoder(MessageSent | StockChanged)
product_runs = Dealcast.running


class Pauses:
    """How long garbage collections stop the process: by the clock, and in processor time, which leaves out
    what else ran on its core."""

    def __init__(self) -> None:
        self._longest_s = self._longest_cpu_s = self._total_s = 0.0
        self._began = (0.0, 0.0)
        self._count = 0
        gc.callbacks.append(self._note)

    def _note(self, phase: str, _info: dict[str, int]) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        if phase == "start":
            self._began = now, cpu
            return
        self._longest_s = max(self._longest_s, now - self._began[0])
        self._longest_cpu_s = max(self._longest_cpu_s, cpu - self._began[1])
        self._total_s += now - self._began[0]
        self._count += 1

    def report(self) -> bytes:
        """Since the last report."""
        answer = {
            "gc_longest_ms": self._longest_s * 1000,
            "gc_longest_cpu_ms": self._longest_cpu_s * 1000,
            "gc_total_ms": self._total_s * 1000,
            "gc_count": self._count,
        }
        self._longest_s = self._longest_cpu_s = self._total_s = 0.0
        self._count = 0
        return msgspec.json.encode(answer) + b"\n"


pauses = Pauses()


async def publish_lines(dealcast: Dealcast) -> asyncio.Server:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest = b""
        while chunk := await reader.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if line == b"?":
                    writer.write(pauses.report())
                    continue
                frame = msgspec.structs.replace(decoder.decode(line), seq=msgspec.UNSET)
                await dealcast.hub.publish(show_id, frame)
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", publisher_port)


@asynccontextmanager
async def running(dealcast: Dealcast, *, has_worker: bool) -> AsyncIterator[None]:
    async with product_runs(dealcast, has_worker=has_worker):
        await publish_lines(dealcast)
        yield


if __name__ == "__main__":
    Dealcast.running = running
    sys.argv = ["dealcast", "serve", "--port", port]
    cli.main()
