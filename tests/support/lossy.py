"""A line that loses packets: whoever sends to it reaches a server behind it, and hears back from it, but for what is lost on the way.

    async with lossy_line("127.0.0.2", to="127.0.0.1", ports=range(50_000, 50_010), loss=0.05) as line: ...

The server listens on the same ports of its own address and tells the line's as its public one.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import cast

Address = tuple[str, int]


class Line:
    """What goes over all ports of one line. `loss` can be changed on the way."""

    def __init__(self, loss: float, seed: int) -> None:
        self.loss = loss
        self.carried = 0
        self.lost = 0
        self._random = random.Random(seed)

    def loses(self) -> bool:
        is_lost = self._random.random() < self.loss
        self.lost += is_lost
        self.carried += not is_lost
        return is_lost


class _Door(asyncio.DatagramProtocol):
    """Takes what clients send to one port; each client has a socket of its own on the other side."""

    def __init__(self, line: Line, server: Address) -> None:
        self._line = line
        self._server = server
        self._clients: dict[Address, asyncio.Future[asyncio.DatagramTransport]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if self._line.loses():
            return
        if addr not in self._clients:
            self._clients[addr] = asyncio.ensure_future(self._open(addr))
        self._clients[addr].add_done_callback(lambda opened: opened.result().sendto(data))

    async def _open(self, client: Address) -> asyncio.DatagramTransport:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Back(self._line, self._transport, client), remote_addr=self._server
        )
        return transport

    def close(self) -> None:
        self._transport.close()
        for opened in self._clients.values():
            if opened.done() and not opened.cancelled():
                opened.result().close()
            opened.cancel()


class _Back(asyncio.DatagramProtocol):
    def __init__(self, line: Line, door: asyncio.DatagramTransport, client: Address) -> None:
        self._line, self._door, self._client = line, door, client

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if not self._line.loses() and not self._door.is_closing():
            self._door.sendto(data, self._client)

    def error_received(self, exc: Exception) -> None:
        """The server has closed its port; there is nobody to tell."""


def _same(door: _Door) -> _Door:
    return door


@asynccontextmanager
async def lossy_line(
    host: str, *, to: str, ports: range, loss: float, seed: int = 1
) -> AsyncIterator[Line]:
    line = Line(loss, seed)
    doors: list[_Door] = []
    loop = asyncio.get_running_loop()
    try:
        for port in ports:
            doors.append(door := _Door(line, (to, port)))
            await loop.create_datagram_endpoint(partial(_same, door), local_addr=(host, port))
        yield line
    finally:
        for door in doors:
            door.close()
