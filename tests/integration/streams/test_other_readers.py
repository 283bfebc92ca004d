"""Programs that are not ours read what a host publishes, and find nothing to complain about.

FFmpeg's own reader of HLS comes with the product (PyAV). Its `ffprobe` is asked where it is installed.
"""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator

import av
import pytest
import uvicorn

from tests.support.peers import peer
from tests.support.ports import HOST, free_port
from tests.support.studio import SHOW, Stage
from tests.support.waiting import until

READ_S = 3.0
"""Of the show."""
OF_ITS_OWN = "Found duplicated MOOV Atom. Skipped it"
"""FFmpeg takes a track's header anew with each state of a live playlist, whoever made it, and says so."""


@pytest.fixture
async def address(stage: Stage) -> AsyncIterator[str]:
    """Of the show's first playlist, over TCP, once a host is on air."""
    port = free_port()
    config = uvicorn.Config(stage.app, host=HOST, port=port, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    async with peer() as host:
        await stage.host(host)
        assert (await stage.get("index.m3u8")).status_code == 200
        await until(lambda: len(stage.studio.broadcasts[0].packager.video.segments) > 2)
        yield f"http://{HOST}:{port}/hls/{SHOW}/public/index.m3u8"
    server.should_exit = True
    await serving


async def test_ffmpeg_reads_picture_and_sound(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "libav")
    kinds, seconds = await asyncio.to_thread(_read, address)
    assert kinds == {"video", "audio"}
    assert seconds >= READ_S
    said = {each.getMessage() for each in caplog.records if each.name.startswith("libav")}
    assert said <= {OF_ITS_OWN}


async def test_ffprobe_finds_both_tracks(address: str) -> None:
    said, complaints = await _told(
        "ffprobe", "-v", "warning", "-show_entries", "stream=codec_name", "-of", "csv=p=0", address,
    )  # fmt: skip
    assert set(said.split()) == {"h264", "aac"}
    assert all(OF_ITS_OWN in line for line in complaints.splitlines())


def _read(address: str) -> tuple[set[str], float]:
    """Which kinds there are, and how far the pictures went."""
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.open(address, options={"live_start_index": "0"}) as container:
            kinds = {stream.type for stream in container.streams}
            first = None
            for packet in container.demux(video=0):
                at_s = float(packet.pts * packet.time_base) if packet.pts is not None else 0.0
                first = at_s if first is None else first
                if at_s - first >= READ_S:
                    return kinds, at_s - first
            return kinds, 0.0
    finally:
        av.logging.set_level(None)


async def _told(program: str, *arguments: str) -> tuple[str, str]:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed; on Debian or Ubuntu: apt-get install ffmpeg")
    process = await asyncio.create_subprocess_exec(
        program, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(60):
            said, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    return said.decode(), complaints.decode()
