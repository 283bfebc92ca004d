"""`dealcast demo-host`: its options, and when it ends."""

import asyncio
import os
import re
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Annotated, Any

import structlog
import typer
import uvloop

from kit import logs, settings
from server.demo_host.finding import Finding
from server.demo_host.target import NothingToHost, Target
from server.parent import end_with

log = structlog.get_logger()

_SIZE = re.compile(r"(\d{3,4})x(\d{3,4})")
_SMALLEST, _LARGEST = (320, 180), (1920, 1080)


def demo_host(
    url: Annotated[
        str | None,
        typer.Option(help="The media process, or a show's server as its control panel names it. "
                     "MEDIA_URL if not given."),
    ] = None,
    show: Annotated[
        str | None, typer.Option(help="The show's id; the demo's live show if not given.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(envvar="DEMO_HOST_KEY", help="The show's stream key; looked up in this machine's "
                     "database if not given."),
    ] = None,
    size: Annotated[str, typer.Option(help="Width x height, in pixels.")] = "1280x720",
    rate: Annotated[int, typer.Option(min=5, max=60, help="Pictures a second.")] = 30,
    bitrate: Annotated[
        int, typer.Option(min=100, max=20_000, help="Of the pictures, in kbit/s.")
    ] = 2500,
    duration: Annotated[
        float | None, typer.Option(min=1, help="Seconds after which it ends.")
    ] = None,
    with_parent: Annotated[
        int | None, typer.Option(help="End when this process, which started this one, ends.")
    ] = None,
) -> None:  # fmt: skip
    """Publish a moving picture with a clock, and a tone, in a host's place.

    It gives way to whoever else publishes the show, and comes back when a server does.
    """
    logs.configure()
    base, show_id = _place(url, show)
    if key is not None and (base is None or show_id is None):
        raise typer.BadParameter("Say where the key belongs as well: --url and --show.")
    work = _publish((*_size(size), rate, bitrate * 1000), base, show_id, key)
    try:
        uvloop.run(_until_told(work, duration, with_parent))
    except NothingToHost as nothing:
        if with_parent is None:
            raise
        # Beside a server that has other data, or whose demo show is over, it is just not needed.
        log.info("demo_host.not_needed", why=str(nothing))


async def _publish(
    quality: tuple[int, int, int, int], base: str | None, show_id: str | None, key: str | None
) -> None:
    # The libraries of picture and sound take a while, and no other command needs them.
    from server.demo_host.encoding import Quality
    from server.demo_host.hosting import DemoHost
    from server.demo_host.programme import Programme
    from streams.webrtc.connection import know_profiles

    know_profiles()
    programme = Programme(Quality(*quality))
    if base is not None and show_id is not None and key is not None:
        target = Target(base, show_id, key)

        async def given() -> Target:
            return target

        await DemoHost(programme, given).run()
    else:
        async with Finding(settings.load(os.environ), base, show_id) as finding:
            await DemoHost(programme, finding.find).run()


async def _until_told(
    work: Coroutine[Any, Any, None], duration_s: float | None, parent: int | None
) -> None:
    """Work until it is done, its time is over, or a signal asks to go."""
    working = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, working.cancel)
    if duration_s is not None:
        loop.call_later(duration_s, working.cancel)
    watching = asyncio.create_task(end_with(parent)) if parent is not None else None
    with suppress(asyncio.CancelledError):
        await working
    if watching is not None:
        watching.cancel()


def _place(url: str | None, show: str | None) -> tuple[str | None, str | None]:
    """The media process, and the show that the address or the option names."""
    if url is None:
        return None, show
    if not url.startswith(("http://", "https://")):
        raise typer.BadParameter(f"--url must start with http:// or https://, not {url!r}")
    base, _, named = url.partition("/whip/")
    return base.rstrip("/"), named.rstrip("/") or show


def _size(text: str) -> tuple[int, int]:
    match = _SIZE.fullmatch(text)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    is_within = _SMALLEST[0] <= width <= _LARGEST[0] and _SMALLEST[1] <= height <= _LARGEST[1]
    if not is_within or width % 2 or height % 2:
        raise typer.BadParameter(
            f"--size is even numbers from 320x180 to 1920x1080, such as 1280x720, not {text!r}"
        )
    return width, height
