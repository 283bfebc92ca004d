"""The demo host at work: it publishes, comes back when the line breaks, and gives way to whoever publishes the show in earnest."""

import asyncio
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog

from server.demo_host.programme import Programme
from server.demo_host.target import CannotHost, Target
from streams.errors import AlreadyPublished, IllegalShowMove
from streams.webrtc.network import Network
from streams.webrtc.whip import Refused, Unreachable, Whip

log = structlog.get_logger()

RETRY_AFTER_S = (0.5, 1.0, 2.0, 4.0, 8.0)
TAKEN_AGAIN_S = 15.0
"""While somebody else publishes: a line that breaks for a moment is left to them."""
LOOPBACK = "127.0.0.1"


Find = Callable[[], Awaitable[Target]]


class DemoHost:
    def __init__(self, programme: Programme, find: Find) -> None:
        self._programme = programme
        self._find = find
        self._failures = 0
        self._was_on_air = False
        self._said = ""

    async def run(self) -> None:
        """Publish until the show is over, or cancelled.

        Raises:
            CannotHost: the server will not take it, however often it is asked.
        """
        running = asyncio.create_task(self._programme.run())
        try:
            while True:
                wait_s = await self._publish()
                if running.done():
                    running.result()
                if wait_s is None:
                    return
                await asyncio.sleep(wait_s)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _publish(self) -> float | None:
        """Publish as long as the line holds; after how many seconds to try again, None when the show is over."""
        target = await self._find()
        network = _network(target.base)
        try:
            async with Whip(target.url, target.key, self._programme, network) as publication:
                self._say("on_air", show_id=target.show_id, at=target.base)
                self._failures, self._was_on_air = 0, True
                await publication.until_lost()
            self._say("line_lost")
        except Unreachable as error:
            self._say("unreachable", why=str(error))
        except Refused as refusal:
            if refusal.code == AlreadyPublished.code:
                self._say("gives_way")
                return TAKEN_AGAIN_S
            if refusal.code == IllegalShowMove.code and (self._was_on_air or self._failures):
                self._say("show_over")
                return None
            raise CannotHost(str(refusal)) from refusal
        self._failures += 1
        return RETRY_AFTER_S[min(self._failures, len(RETRY_AFTER_S)) - 1]

    def _say(self, event: str, **more: str) -> None:
        """Once, however often it happens again."""
        if event != self._said:
            log.info(f"demo_host.{event}", **more)
        self._said = event


def _network(url: str) -> Network:
    """A server on this machine is reached by the loopback, also where there is no other network."""
    name = urlsplit(url).hostname or ""
    if name == "localhost":
        return Network((LOOPBACK,))
    try:
        return Network((name,)) if ip_address(name).is_loopback else Network()
    except ValueError:
        return Network()
