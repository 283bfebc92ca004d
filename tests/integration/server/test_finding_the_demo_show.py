"""Which show the demo host finds by itself."""

import pytest

from kit.clock import utc_now
from kit.db import Database
from kit.settings import MediaSettings, Settings
from kit.unit_of_work import UnitOfWork
from server.demo_host.finding import Finding
from server.demo_host.target import NothingToHost
from server.wiring import SYSTEM
from streams.errors import NoSuchShow
from streams.shows import Shows

MEDIA_URL = "http://media.example"


def finding(database_url: str, base: str | None = None, show_id: str | None = None) -> Finding:
    settings = Settings(database_url, None, "s" * 32, None, media=MediaSettings(MEDIA_URL))
    return Finding(settings, base, show_id)


@pytest.mark.parametrize("filled_url", ["sqlite"], indirect=True)  # to fill PostgreSQL takes long
async def test_it_is_the_demos_live_show_with_the_key_that_holds(filled_url: str) -> None:
    database = Database(filled_url)
    work = UnitOfWork(database, utc_now)
    async with finding(filled_url) as found:
        target = await found.find()
        assert target.url == f"{MEDIA_URL}/whip/{target.show_id}?standin=true"
        show = await Shows(work).get(target.show_id)
        assert (show.status, show.brand_name) == ("live", "Lindwerk")
    async with finding(filled_url, "http://other.example", show.id) as found:
        assert (await found.find()).base == "http://other.example"
    await Shows(work).end(SYSTEM, show.id)
    async with finding(filled_url) as found:
        with pytest.raises(NothingToHost, match="seed --demo"):
            await found.find()
    await database.close()


async def test_where_there_is_no_demo_it_says_what_to_do(database_url: str) -> None:
    async with finding(database_url) as found:
        with pytest.raises(NothingToHost, match="--show"):
            await found.find()
    async with finding(database_url, show_id="nosuch") as found:
        with pytest.raises(NoSuchShow):
            await found.find()
