"""GStreamer's readers of HLS, as a program of its own: what of picture and sound comes out of them, and what they complain of."""

import asyncio
import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

PLAYBIN3 = (
    "playbin3 uri={} video-sink='filesink location=seen' audio-sink='filesink location=heard'"
)
"""The newer reader (hlsdemux2), as players have it."""
HLSDEMUX = (
    "souphttpsrc location={} ! hlsdemux name=tracks"
    " tracks.src_0 ! qtdemux ! h264parse ! openh264dec ! filesink location=seen"
    " tracks.src_1 ! qtdemux ! aacparse ! faad ! filesink location=heard"
)
"""The older one. No sink may say that it has enough (`num-buffers`): on a live playlist this reader takes that for the end of the
list, and asks for the next one for ever."""

READ_WITHIN_S = 60
ELEMENTS = ("playbin3", "souphttpsrc", "hlsdemux", "hlsdemux2", "qtdemux", "h264parse",
            "aacparse", "openh264dec", "faad")  # fmt: skip
REMEDY = (
    "GStreamer {} is not installed; on Debian or Ubuntu: apt-get install gstreamer1.0-tools"
    " gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad"
)
LEVELS = "*:1,hlsdemux*:2,adaptivedemux*:2,qtdemux:2,h264parse:2,aacparse:2"
"""Errors of everything, warnings of what reads playlists, headers and segments."""
SECOND_OF_SOUND = 48_000 * 2 * 2
"""As faad decodes it."""
DECODERS = "faad:MAX,openh264dec:MAX"
"""Before those of libav, where they are installed too: they decode sound to twice as many bytes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out so far, decoded."""

    picture_bytes: int
    sound_s: float
    said: str = ""
    """Errors and warnings."""
    has_ended: bool = False
    """By itself, and well."""


def skip_without_gstreamer() -> None:
    if shutil.which("gst-launch-1.0") is None:
        pytest.skip(REMEDY.format("1.0"))
    for element in ELEMENTS:
        if subprocess.run(("gst-inspect-1.0", "--exists", element), check=False).returncode:
            pytest.skip(REMEDY.format(f"with {element}"))


async def read_by(
    pipeline: str, address: str, folder: Path, *, picture_bytes: int | None = None
) -> Reading:
    """Read until so much of the picture is there, or to the end.

    Raises:
        TimeoutError: with what came until then.
    """
    process = await asyncio.create_subprocess_exec(
        "gst-launch-1.0", "-q", *shlex.split(pipeline.format(address)), cwd=folder,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "GST_DEBUG": LEVELS, "GST_DEBUG_NO_COLOR": "1",
             "GST_PLUGIN_FEATURE_RANK": DECODERS},
    )  # fmt: skip
    told = asyncio.create_task(process.communicate())
    try:
        async with asyncio.timeout(READ_WITHIN_S):
            while not told.done() and not _is_enough(_reading(folder), picture_bytes):
                await asyncio.wait((told,), timeout=0.05)
    except TimeoutError as error:
        raise TimeoutError(f"after {READ_WITHIN_S} s: {_reading(folder)}") from error
    finally:
        if process.returncode is None:
            process.kill()
        said, _ = await told
    return _reading(folder, said.decode(errors="replace"), has_ended=process.returncode == 0)


def _is_enough(reading: Reading, picture_bytes: int | None) -> bool:
    return picture_bytes is not None and reading.picture_bytes >= picture_bytes


def _reading(folder: Path, said: str = "", *, has_ended: bool = False) -> Reading:
    seen, heard = (_size(folder / name) for name in ("seen", "heard"))
    return Reading(seen, heard / SECOND_OF_SOUND, said, has_ended)


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
