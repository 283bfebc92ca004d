"""A host's pictures reach viewers through the relay, over real WebRTC, without being decoded on the way."""

import asyncio
from collections.abc import AsyncIterator

import aioice.ice
import pytest

from streams.video.rtp import Packet
from streams.video.timeline import Kind
from streams.webrtc.connection import Connection
from streams.webrtc.network import Network
from streams.webrtc.offers import read_offer
from streams.webrtc.receiving import Receiver
from streams.webrtc.relay import Publication, Relay
from streams.webrtc.sending import Sender
from tests.support.peers import Screen, answered, offer_reels, offered, peer, reels
from tests.support.ports import HOST
from tests.support.waiting import until

HERE = Network((HOST,))


class Room:
    """A relay with those who publish to it and watch it."""

    def __init__(self) -> None:
        self.packets: list[tuple[Kind, Packet]] = []
        self.reports: list[tuple[Kind, float, int]] = []
        self.relay = Relay(self._on_packet, self._on_report)
        self.ended: list[Connection] = []
        self._connections: list[Connection] = []

    def _on_packet(self, _publication: Publication, kind: Kind, packet: Packet) -> None:
        self.packets.append((kind, packet))

    def _on_report(
        self, _publication: Publication, kind: Kind, wall_s: float, counter: int
    ) -> None:
        self.reports.append((kind, wall_s, counter))

    def connection(self) -> Connection:
        self._connections.append(Connection(HERE, self.ended.append))
        return self._connections[-1]

    async def publish(self, sdp: str) -> str:
        publication = self.relay.begin()
        connection = self.connection()
        answer = await connection.receive(
            read_offer(sdp.encode()),
            lambda kind, transport: Receiver(
                kind, transport, publication, most_bits_per_s=2_500_000
            ),
        )
        publication.receivers = connection.receivers
        return answer

    async def watch(self, sdp: str) -> str:
        return await self.connection().send(
            read_offer(sdp.encode()), lambda kind, transport: Sender(kind, transport, self.relay)
        )

    async def close(self) -> None:
        for connection in self._connections:
            await connection.close()
        await self.relay.close()


@pytest.fixture(autouse=True)
def _only_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The peers of the tests stay on this machine as well."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda **_: [HOST])


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    room = Room()
    yield room
    await room.close()


async def test_a_viewer_sees_and_hears_what_a_host_sends(room: Room) -> None:
    screen = Screen()
    async with peer() as host, peer() as viewer:
        offer_reels(host, reels())
        await answered(host, await room.publish(await offered(host)))
        screen.show(viewer)
        await answered(viewer, await room.watch(await offered(viewer)))
        await until(lambda: len(screen.pictures) > 30 and screen.sounds > 50)
    assert screen.sizes == {(96, 64)}
    assert screen.pictures == sorted(screen.pictures)


async def test_viewers_go_on_when_the_publisher_comes_back_with_another_size(room: Room) -> None:
    screen = Screen()
    async with peer() as viewer:
        async with peer() as host:
            offer_reels(host, reels())
            await answered(host, await room.publish(await offered(host)))
            screen.show(viewer)
            await answered(viewer, await room.watch(await offered(viewer)))
            await until(lambda: len(screen.pictures) > 10)
        async with peer() as again:
            offer_reels(again, reels(width=128, height=96))
            await answered(again, await room.publish(await offered(again)))
            await until(lambda: (128, 96) in screen.sizes)
    assert screen.pictures == sorted(screen.pictures)


async def test_what_the_publisher_says_of_its_clocks_is_known(room: Room) -> None:
    async with peer() as host:
        offer_reels(host, reels())
        await answered(host, await room.publish(await offered(host)))
        await until(lambda: {kind for kind, _, _ in room.reports} == {"video", "audio"})
    assert {kind for kind, _ in room.packets} == {"video", "audio"}


async def test_a_connection_that_is_closed_says_so_once(room: Room) -> None:
    async with peer() as host:
        offer_reels(host, reels())
        await answered(host, await room.publish(await offered(host)))
        await until(lambda: bool(room.packets))
    await until(lambda: len(room.ended) == 1)
    await asyncio.sleep(0)
    assert len(room.ended) == 1
