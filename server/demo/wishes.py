"""What some people of the demo keep on their wish lists: things of the brand that is on air, and of the one that is next."""

from datetime import datetime, timedelta

from commerce.catalogue import Catalogue
from commerce.wishes.showing import Showing
from commerce.wishes.wishing import Wishing
from kit.auth import Principal
from server.demo.people import SHARER
from server.demo.shows import LIVE, NEXT
from server.demo.staged import StagedWork
from server.targets import next_shows
from streams.shows import Shows

WISHERS = ("vera", SHARER)
OF_EACH = 2


async def add_wishes(work: StagedWork, cast: dict[str, Principal], now: datetime) -> None:
    wishing = Wishing(work, Showing(Shows(work).venue, next_shows))
    for minutes, brand in ((90, NEXT.brand), (30, LIVE.brand)):
        work.time = now - timedelta(minutes=minutes)
        for product in (await Catalogue(work).products(brand))[:OF_EACH]:
            for handle in WISHERS:
                await wishing.keep(cast[handle], "product", product.id)
