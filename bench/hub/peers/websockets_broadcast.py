"""The websockets library with its own `broadcast()`, which neither waits nor makes a task, on uvloop."""

import asyncio
import sys

import uvloop
from lines import WELCOME, publish_lines
from websockets.asyncio.server import ServerConnection, broadcast, serve

port, publisher_port = int(sys.argv[1]), int(sys.argv[2])
viewers: set[ServerConnection] = set()


async def room(connection: ServerConnection) -> None:
    viewers.add(connection)
    try:
        await connection.send(WELCOME)
        await connection.wait_closed()
    finally:
        viewers.discard(connection)


async def main() -> None:
    await publish_lines(publisher_port, lambda line: broadcast(viewers, line.decode()))
    async with serve(room, "127.0.0.1", port, compression=None, ping_interval=None, backlog=4096):
        await asyncio.Event().wait()


uvloop.run(main())
