"""A studio behind its addresses, without a server: for tests with peers that need no browser."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from aiortc import RTCPeerConnection
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from streams.broadcast.hls import Hls
from streams.broadcast.signalling import SDP, Signalling
from streams.broadcast.studio import Limits, Studio
from streams.errors import NoSuchShow, NotAdmitted, WrongStreamKey
from streams.webrtc.network import Network
from tests.support.peers import (
    Reel,
    Screen,
    answered,
    offer_reels,
    offered,
    reels,
    without_addresses,
)
from tests.support.ports import HOST

SHOW = "show1"
KEY = "the key of this show"


class OneShow:
    """Admits whoever knows the key, and every viewer who has no wrong pass. `passes` says until when passes hold."""

    def __init__(self) -> None:
        self.passes: dict[str, datetime] = {}

    async def admit_publisher(self, show_id: str, key: str) -> None:
        if show_id != SHOW:
            raise NoSuchShow
        if key != KEY:
            raise WrongStreamKey

    async def admit_viewer(self, show_id: str, watch_pass: str | None) -> datetime | None:
        if show_id != SHOW:
            raise NoSuchShow
        if watch_pass is None:
            return None
        if watch_pass not in self.passes:
            raise NotAdmitted
        return self.passes[watch_pass]


class Stage:
    """The studio, and a client of its addresses."""

    def __init__(self, studio: Studio, app: Starlette, client: AsyncClient, gate: OneShow) -> None:
        self.studio = studio
        self.app = app
        self.client = client
        self.gate = gate

    async def publish(self, sdp: str, key: str = KEY, **query: str) -> Response:
        headers = {"content-type": SDP, "authorization": f"Bearer {key}"}
        return await self.client.post(f"/whip/{SHOW}", content=sdp, headers=headers, params=query)

    async def watch(self, sdp: str, **query: str) -> Response:
        headers = {"content-type": SDP}
        return await self.client.post(f"/whep/{SHOW}", content=sdp, headers=headers, params=query)

    async def host(
        self,
        connection: RTCPeerConnection,
        tracks: list[Reel] | None = None,
        *,
        is_far: bool = False,
        **query: str,
    ) -> str:
        """Publish; the session's address. Who is far is heard of only over the line between."""
        offer_reels(connection, tracks or reels())
        offer = await offered(connection)
        answer = await self.publish(without_addresses(offer) if is_far else offer, **query)
        assert answer.status_code == 201, answer.text
        await answered(connection, answer.text)
        return answer.headers["location"]

    async def view(self, connection: RTCPeerConnection, screen: Screen) -> None:
        """Watch from afar."""
        screen.show(connection)
        answer = await self.watch(without_addresses(await offered(connection)))
        assert answer.status_code == 201, answer.text
        await answered(connection, answer.text)

    async def get(self, name: str, **query: str) -> Response:
        return await self.client.get(f"/hls/{SHOW}/public/{name}", params=query)


async def _nobody_is_told(_heard: Mapping[str, bool]) -> set[str]:
    return set()


@asynccontextmanager
async def running_studio(
    network: Network = Network((HOST,)),  # noqa: B008 - it cannot change
    **limits: int,
) -> AsyncIterator[Stage]:
    studio = Studio(network, Limits(**limits), _nobody_is_told)
    gate = OneShow()
    app = Starlette(
        routes=[
            *Signalling(studio, gate, ("stun:stun.example.net",)).routes(),
            *Hls(studio, gate).routes(),
        ]
    )
    beat = asyncio.create_task(studio.run())
    async with AsyncClient(transport=ASGITransport(app), base_url="http://stage") as client:
        try:
            yield Stage(studio, app, client, gate)
        finally:
            beat.cancel()
            with suppress(asyncio.CancelledError):
                await beat
            await studio.close()
