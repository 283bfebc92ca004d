"""Lines that lose packets, or break: what is recovered, and what viewers notice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from streams.webrtc.network import Network
from tests.support.hls import read
from tests.support.lossy import Line, lossy_line
from tests.support.peers import Reel, Screen, offered, peer, reels
from tests.support.ports import HOST, free_ports
from tests.support.studio import Stage, running_studio
from tests.support.waiting import until, until_told

LINE = "127.0.0.2"
PORTS = 8


@dataclass(frozen=True, slots=True)
class Afar:
    """A studio that is reached only by its public address, over a line that loses packets."""

    stage: Stage
    line: Line
    ports: range


@pytest.fixture
async def afar(at_home: None) -> AsyncIterator[Afar]:
    ports = free_ports(PORTS)
    async with (
        lossy_line(LINE, to=HOST, ports=ports, loss=0.0) as line,
        running_studio(Network((HOST,), ports, LINE)) as stage,
    ):
        yield Afar(stage, line, ports)


def moving() -> list[Reel]:
    """Pictures of several packets each, so that losses fall into them."""
    return reels(width=320, height=240, noisy_rows=24)


async def test_five_packets_in_a_hundred_lost_each_way_leave_no_hole(afar: Afar) -> None:
    stage, line = afar.stage, afar.line
    async with peer() as host, peer() as viewer:
        await stage.host(host, moving(), is_far=True)
        await stage.view(viewer, screen := Screen())
        await until(lambda: len(screen.pictures) > 10)
        line.loss, line.lost = 0.05, 0
        seen = len(screen.pictures)
        await until(lambda: line.lost > 150 and len(screen.pictures) > seen + 150)
        line.loss = 0.0

        async def has_segments() -> bool:
            return len(read((await stage.get("video.m3u8")).text).complete) >= 4

        await until_told(has_segments)
        packager = stage.studio.broadcasts[0].packager
    assert not any(segment.is_after_break for segment in packager.video.segments)
    parts = [part for segment in packager.video.segments for part in segment.parts]
    assert max(part.duration_s for part in parts) < 0.3, "no picture is missing"


async def test_answers_name_the_public_address_and_a_port_of_the_range(afar: Afar) -> None:
    async with peer() as host:
        await afar.stage.host(host, is_far=True)
        told = [
            line.split()
            for line in host.remoteDescription.sdp.splitlines()
            if line.startswith("a=candidate:")
        ]
        await until(lambda: host.connectionState == "connected")
    assert {words[4] for words in told} == {LINE}
    assert {int(words[5]) for words in told} <= set(afar.ports)
    assert {words[2].lower() for words in told} == {"udp"}


async def test_when_all_ports_are_taken_the_next_one_is_told_so(at_home: None) -> None:
    ports = free_ports(1)
    async with running_studio(Network((HOST,), ports)) as stage, peer() as host, peer() as viewer:
        await stage.host(host)
        Screen().show(viewer)
        refused = await stage.watch(await offered(viewer))
        assert (refused.status_code, refused.json()["code"]) == (503, "video.no_port_free")


async def test_viewers_stay_when_a_host_falls_silent_and_go_on_when_it_is_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.broadcast.broadcast.SILENT_FOR_S", 0.5)
    async with peer() as host, peer() as again, peer() as viewer:
        await stage.host(host, sent := reels())
        await stage.view(viewer, screen := Screen())
        await until(lambda: len(screen.pictures) > 10)
        for reel in sent:
            reel.stop()
        await until(lambda: host.connectionState == "closed")
        monkeypatch.setattr("streams.broadcast.broadcast.SILENT_FOR_S", 60)
        seen = len(screen.pictures)
        await stage.host(again)
        await until(lambda: len(screen.pictures) > seen + 10)
        assert viewer.connectionState == "connected"
    assert all(before < after for before, after in pairwise(screen.pictures))
