"""The publisher's side of the Python peers: each line that comes in on a loopback port is an event."""

import asyncio
from collections.abc import Awaitable, Callable

WELCOME = '{"t":"welcome"}'
"""What each peer sends a viewer first, so that the load generator knows that it is in the room."""


async def publish_lines(port: int, publish: Callable[[bytes], Awaitable[None] | None]) -> None:
    """Listen on `port` and publish each line, in order."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest = b""
        while chunk := await reader.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                done = publish(line)
                if done is not None:
                    await done
        writer.close()

    await asyncio.start_server(serve, "127.0.0.1", port)
