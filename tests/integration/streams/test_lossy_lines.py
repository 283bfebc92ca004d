"""Lines that lose packets, or break: what is recovered, and what viewers notice."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiortc import RTCPeerConnection

from kit import metrics
from streams.webrtc.network import Network
from tests.support.lossy import Line, lossy_line
from tests.support.peers import Screen, peer
from tests.support.ports import HOST, free_ports
from tests.support.studio import Stage, running_studio
from tests.support.waiting import until

LINE = "127.0.0.2"


@pytest.fixture
async def line(at_home: None) -> AsyncIterator[tuple[Stage, Line]]:
    ports = free_ports(8)
    async with (
        lossy_line(LINE, to=HOST, ports=ports, loss=0.0) as line,
        running_studio(Network((HOST,), ports, LINE)) as stage,
    ):
        yield stage, line


async def test_go(line) -> None:
    stage, lost = line
    async with peer() as host, peer() as viewer:
        await stage.host(host, is_far=True)
        screen = Screen()
        await stage.view(viewer, screen)
        await until(lambda: len(screen.pictures) > 30)
        print(lost.carried, lost.lost)
