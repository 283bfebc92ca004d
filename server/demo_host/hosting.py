"""The demo host at work: it publishes, comes back when the line breaks, and gives way to whoever publishes the show in earnest."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import structlog

from server.demo_host.programme import Programme
from streams.errors import AlreadyPublished, IllegalShowMove
from streams.webrtc.network import Network
from streams.webrtc.whip import Refused, Unreachable, Whip

log = structlog.get_logger()

RETRY_AFTER_S = (0.5, 1.0, 2.0, 4.0, 8.0)
TAKEN_AGAIN_S = 15.0
"""While somebody else publishes: a line that breaks for a moment is left to them."""
LOOPBACK = "127.0.0.1"


class NothingToHost(Exception):
    """No show was named, and the usual one is not there."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to publish."""

    base: str
    """The media process, without a slash at the end."""
    show_id: str
    key: str

    @property
    def url(self) -> str:
        """Of WHIP. Who says to be a stand-in gives way to everybody else."""
        return f"{self.base}/whip/{self.show_id}?standin=true"


Find = Callable[[], Awaitable[Target]]


async def host(programme: Programme, find: Find) -> None:
    """Publish until the show is over, or cancelled.

    Raises:
        Refused: the server will not take it, however often it is asked.
    """
    running = asyncio.create_task(programme.run())
    try:
        await _keep_on_air(programme, find)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _keep_on_air(programme: Programme, find: Find) -> None:
    failures, was_on_air = 0, False
    while True:
        target = await find()
        try:
            async with Whip(target.url, target.key, programme, _network(target.url)) as publication:
                log.info("demo_host.on_air", show_id=target.show_id, at=target.base)
                failures, was_on_air = 0, True
                await publication.until_lost()
            log.info("demo_host.line_lost")
        except Unreachable as error:
            log.info("demo_host.unreachable", error=str(error))
        except Refused as refusal:
            if refusal.code == AlreadyPublished.code:
                log.info("demo_host.gives_way")
                await asyncio.sleep(TAKEN_AGAIN_S)
                continue
            if refusal.code == IllegalShowMove.code and was_on_air:
                log.info("demo_host.show_over")
                return
            raise
        await asyncio.sleep(RETRY_AFTER_S[min(failures, len(RETRY_AFTER_S) - 1)])
        failures += 1


def _network(url: str) -> Network:
    """A server on this machine is reached by the loopback, also where there is no other network."""
    name = urlsplit(url).hostname or ""
    if name == "localhost":
        return Network((LOOPBACK,))
    try:
        return Network((name,)) if ip_address(name).is_loopback else Network()
    except ValueError:
        return Network()
