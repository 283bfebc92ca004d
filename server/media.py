"""The media process: picture and sound of shows, apart from everything else, so that they never delay a chat or a claim."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from starlette.applications import Starlette

from kit.clock import utc_now
from kit.db import Database
from kit.settings import Settings
from kit.unit_of_work import UnitOfWork
from server.health import Health
from streams.broadcast.airings import Airings
from streams.broadcast.hls import Hls
from streams.broadcast.passes import Passes
from streams.broadcast.signalling import Signalling
from streams.broadcast.studio import Limits, Studio
from streams.replay.ledger import Ledger
from streams.replay.objects import Objects
from streams.replay.recorders import Recorders
from streams.replay.serving import Serving
from streams.webrtc.connection import know_profiles
from streams.webrtc.network import Network

PARENT_LOOKED_FOR_EVERY_S = 1.0


def create_media_app(settings: Settings, *, parent: int | None = None) -> Starlette:
    """One media process. With `parent` it ends when that process has."""
    know_profiles()
    media = settings.media
    database = Database(settings.database_url)
    work = UnitOfWork(database, utc_now)
    airings = Airings(work, Passes(settings.secret_key), media.url)
    objects = Objects.at(settings.recordings.place)
    recorders = Recorders(Ledger(work), objects, timedelta(days=settings.recordings.days))
    network = Network(media.addresses, media.ports, media.public_address)
    studio = Studio(network, Limits(), airings.say, recorders.record)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        duties: list[Callable[[], Coroutine[Any, Any, None]]] = [studio.run, recorders.run]
        if parent is not None:
            duties.append(lambda: _end_with(parent))
        tasks = [asyncio.create_task(duty()) for duty in duties]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await studio.close()
            await recorders.close()
            await database.close()

    return Starlette(
        routes=[
            *Signalling(studio, airings, media.ice_servers).routes(),
            *Hls(studio, airings).routes(),
            *Serving(objects, airings).routes(),
            *Health(database, None).routes(),
        ],
        lifespan=lifespan,
    )


async def _end_with(parent: int) -> None:
    """End this process in its usual way when the parent is gone, killed or not."""
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(PARENT_LOOKED_FOR_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)
