"""Stands between Playwright and a Firefox older than it: answers the commands that only set what no test asks for.

    python bidi_bridge.py /usr/bin/firefox --headless --remote-debugging-port=0 …

A program of its own: Playwright starts it in Firefox's place, and reads its address from what it says, as it would from Firefox.
"""

import asyncio
import json
import re
import sys

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
UNKNOWN = {"emulation.setMediaFeaturesOverride"}
"""To Firefox 153, the current ESR; Playwright 1.65 sends it for each context, to choose light or dark."""

Socket = ClientConnection | ServerConnection


async def run(command: list[str]) -> int:
    """Run Firefox and carry what is said to it; its exit code."""
    firefox = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    assert firefox.stderr is not None
    async for line in firefox.stderr:
        if listening := LISTENING.search(line):
            break
        sys.stderr.buffer.write(line)
    else:
        return await firefox.wait()
    address = f"{listening[1].decode()}/session"

    async def carry(playwright: ServerConnection) -> None:
        async with connect(address, max_size=None, compression=None) as browser:
            await asyncio.gather(_commands(playwright, browser), _pass_on(browser, playwright))

    async with serve(carry, "127.0.0.1", 0, max_size=None, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        print(f"WebDriver BiDi listening on ws://127.0.0.1:{port}", file=sys.stderr, flush=True)
        async for line in firefox.stderr:
            sys.stderr.buffer.write(line)
        return await firefox.wait()


async def _commands(playwright: Socket, browser: Socket) -> None:
    async for message in playwright:
        asked = json.loads(message)
        if asked.get("method") in UNKNOWN:
            done = {"type": "success", "id": asked["id"], "result": {}}
            await playwright.send(json.dumps(done))
        else:
            await browser.send(message)
    await browser.close()


async def _pass_on(browser: Socket, playwright: Socket) -> None:
    try:
        async for message in browser:
            await playwright.send(message)
    except ConnectionClosed:
        pass  # whoever listened has gone
    await playwright.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(run(sys.argv[1:])))
