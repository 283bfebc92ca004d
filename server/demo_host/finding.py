"""Which show the demo host publishes, and with which key: looked up in the product's own database."""

from types import TracebackType
from typing import Self

from kit.clock import utc_now
from kit.db import Database
from kit.settings import Settings
from kit.unit_of_work import UnitOfWork
from membership.errors import NoSuchBrand
from server.demo.people import LIVE_BRAND
from server.demo.shows import LIVE
from server.demo_host.target import NothingToHost, Target
from server.wiring import SYSTEM
from streams.broadcast.passes import Passes
from streams.broadcast.videos import Videos
from streams.shows import Shows


class Finding:
    """Use it as a context. `base` is the media process, and `show_id` the show, where they are not the usual ones."""

    def __init__(self, settings: Settings, base: str | None, show_id: str | None) -> None:
        self._database = Database(settings.database_url)
        work = UnitOfWork(self._database, utc_now)
        self._base = base or settings.media.url
        self._shows = Shows(work)
        self._videos = Videos(work, Passes(settings.secret_key), self._base)
        self._show_id = show_id

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        await self._database.close()

    async def find(self) -> Target:
        """Where to publish now, with the key that holds now.

        Raises:
            NothingToHost: no show was named, and the demo's is not live.
            NoSuchShow: the one that was named does not exist.
        """
        show_id = self._show_id or await self._demo_show()
        key = await self._videos.stream_key(SYSTEM, show_id)
        return Target(self._base, show_id, key.key)

    async def _demo_show(self) -> str:
        try:
            live = await self._shows.find("live", LIVE_BRAND)
        except NoSuchBrand:
            live = []
        for show in live:
            if show.title == LIVE.title:
                return show.id
        raise NothingToHost(
            "There is no demo show that is live. Make one in an empty database "
            "(dealcast seed --demo), or name another show (--show)."
        )
