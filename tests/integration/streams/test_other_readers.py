"""Programs that are not ours read what a host publishes, and find nothing to complain about.

FFmpeg's own reader of HLS comes with the product (PyAV). Its `ffprobe` is asked where it is installed.
"""

import asyncio
import logging
import shutil

import av
import pytest

READ_S = 3.0
"""Of the show."""
OF_ITS_OWN = "Found duplicated MOOV Atom. Skipped it"
"""FFmpeg takes a track's header anew with each state of a live playlist, whoever made it, and says so."""


async def test_ffmpeg_reads_picture_and_sound(
    live_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "libav")
    kinds, seconds = await asyncio.to_thread(_read, live_address)
    assert kinds == {"video", "audio"}
    assert seconds >= READ_S
    said = {each.getMessage() for each in caplog.records if each.name.startswith("libav")}
    assert said <= {OF_ITS_OWN}


async def test_ffprobe_finds_both_tracks(live_address: str) -> None:
    assert await _probed(live_address, "stream=codec_name") == {"h264", "aac"}


async def test_ffprobe_reads_a_replay_over_a_break_to_its_end(replay_address: str) -> None:
    video = await _probed(
        replay_address, "stream=nb_read_packets", "-count_packets", "-select_streams", "v"
    )
    assert video == {"240"}
    assert await _probed(replay_address, "stream=codec_name") == {"h264", "aac"}


async def _probed(address: str, entries: str, *options: str) -> set[str]:
    said, complaints = await _told(
        "ffprobe", "-v", "warning", *options, "-show_entries", entries, "-of", "csv=p=0", address
    )
    assert all(OF_ITS_OWN in line for line in complaints.splitlines()), complaints
    return set(said.split())


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
