"""The media process: picture and sound of shows, apart from everything else, so that they never delay a chat or a claim."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from starlette.applications import Starlette

from kit.clock import utc_now
from kit.db import Database
from kit.settings import Settings
from kit.unit_of_work import UnitOfWork
from server.crowd import Crowd
from server.health import Health
from server.loop_lag import LoopLag
from server.media_edge import HANDLERS, MIDDLEWARE
from server.operator_streams import streams_signer
from server.parent import end_with
from streams.broadcast.airings import Airings
from streams.broadcast.hls import Hls
from streams.broadcast.passes import Passes
from streams.broadcast.readings import Readings
from streams.broadcast.signalling import Signalling
from streams.broadcast.studio import Limits, Studio
from streams.replay.ledger import Ledger
from streams.replay.objects import Objects
from streams.replay.recorders import Recorders
from streams.replay.serving import Serving
from streams.webrtc.connection import know_profiles
from streams.webrtc.network import Network


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
    readings = Readings(studio, streams_signer(settings.secret_key))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, object]]:
        duties: list[Callable[[], Coroutine[Any, Any, None]]] = [
            studio.run,
            readings.run,
            recorders.run,
            LoopLag().run,
        ]
        if parent is not None:
            duties.append(lambda: end_with(parent))
        tasks = [asyncio.create_task(duty()) for duty in duties]
        try:
            yield {"crowd": Crowd(settings.connections_per_address)}
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await studio.close()
            await recorders.close()
            await database.close()

    app = Starlette(
        routes=[
            *Signalling(studio, airings, media.ice_servers).routes(),
            *Hls(studio, airings).routes(),
            *readings.routes(),
            *Serving(objects, airings).routes(),
            *Health(database, None).routes(),
        ],
        middleware=MIDDLEWARE,
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # players and encoders are told exact addresses
    return app
