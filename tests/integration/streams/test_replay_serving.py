"""Replays over HTTP: who is given which bytes, and for how long caches may keep them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.applications import Starlette

from kit.clock import to_ms
from streams.broadcast.airings import Airings
from streams.broadcast.passes import Passes
from streams.replay.objects import Objects, Piece, StoreDown
from streams.replay.serving import Serving
from streams.shows import Shows
from streams.views import NewShow
from tests.support.slices import World

MEDIA = "https://media.example"
PASSES = Passes("a secret that only this test knows")
SEGMENT = bytes(range(256))


class Down(Objects):
    async def get(self, name: str, first: int = 0, last: int | None = None) -> Piece | None:
        raise StoreDown("no route to host")


class House:
    """A show that has ended, and a client of its replay."""

    def __init__(self, client: AsyncClient, show_id: str, planned_id: str) -> None:
        self.client = client
        self.show_id = show_id
        self.planned_id = planned_id

    async def get(self, name: str, watch_pass: str = "public", **headers: str):  # type: ignore[no-untyped-def]
        path = f"/replay/{self.show_id}/{watch_pass}/{name}"
        return await self.client.get(path, headers=headers)


@pytest.fixture
async def house(world: World) -> AsyncIterator[House]:
    brand = await world.brand()
    host = await world.person("hannah", brand, "host")
    shows = Shows(world.work)
    new = NewShow(brand_id=brand.id, title="Evening show", scheduled_at_ms=to_ms(world.now))
    show_id = (await shows.schedule(host, new)).id
    planned_id = (await shows.schedule(host, new)).id
    await shows.start(host, show_id)
    await shows.end(host, show_id)
    objects = Objects.at("memory://")
    await objects.put(f"{show_id}/index.m3u8", b"#EXTM3U\n")
    await objects.put(f"{show_id}/video-1-0.m4s", SEGMENT)
    await objects.put(f"{planned_id}/video-1-0.m4s", SEGMENT)
    app = Starlette(routes=Serving(objects, Airings(world.work, PASSES, MEDIA)).routes())
    async with AsyncClient(transport=ASGITransport(app), base_url="http://media") as client:
        yield House(client, show_id, planned_id)


async def test_files_say_what_they_are_and_how_long_they_may_be_kept(house: House) -> None:
    playlist = await house.get("index.m3u8")
    assert playlist.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert playlist.headers["cache-control"] == "public, max-age=60"
    segment = await house.get("video-1-0.m4s")
    assert segment.content == SEGMENT
    assert segment.headers["content-type"] == "video/mp4"
    assert "immutable" in segment.headers["cache-control"]
    assert segment.headers["accept-ranges"] == "bytes"
    assert segment.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-9", 206, SEGMENT[:10], "bytes 0-9/256"),
        ("bytes=250-", 206, SEGMENT[250:], "bytes 250-255/256"),
        ("bytes=250-999", 206, SEGMENT[250:], "bytes 250-255/256"),
        ("bytes=256-", 416, b"", "bytes */256"),
        ("bytes=9-3", 200, SEGMENT, None),
        ("bytes=0-1,4-5", 200, SEGMENT, None),
        ("lines=0-1", 200, SEGMENT, None),
    ],
)
async def test_parts_can_be_asked_for(
    house: House, asked: str, status: int, content: bytes, told: str | None
) -> None:
    answer = await house.get("video-1-0.m4s", range=asked)
    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers.get("content-range") == told


@pytest.mark.parametrize(
    "name", ["video-9-9.m4s", "audio.m3u8", "index.mp4", "video-1.m4s", "..%2fsecret", "text.m3u8"]
)
async def test_nothing_else_is_there(house: House, name: str) -> None:
    assert (await house.get(name)).status_code == 404


async def test_a_show_that_has_not_ended_is_shown_to_its_hosts_alone(house: House) -> None:
    house.show_id = house.planned_id
    refused = await house.get("video-1-0.m4s")
    assert (refused.status_code, refused.json()["code"]) == (404, "replay.not_found")
    assert (await house.get("video-1-0.m4s", "a-wrong-pass")).status_code == 403
    good = PASSES.watch_pass(house.show_id)
    assert (await house.get("video-1-0.m4s", good)).status_code == 200


async def test_a_pass_is_for_its_show_alone(house: House) -> None:
    other = PASSES.watch_pass(house.planned_id)
    answer = await house.get("index.m3u8", other)
    assert (answer.status_code, answer.json()["code"]) == (403, "video.not_admitted")


async def test_a_store_that_is_away_is_said_to_be(world: World, house: House) -> None:
    app = Starlette(
        routes=Serving(Down.at("memory://"), Airings(world.work, PASSES, MEDIA)).routes()
    )
    async with AsyncClient(transport=ASGITransport(app), base_url="http://media") as client:
        house.client = client
        answer = await house.get("index.m3u8")
    assert (answer.status_code, answer.json()["code"]) == (503, "replay.away")


async def test_nobody_is_shown_a_show_that_never_was(house: House, world: World) -> None:
    world.pass_time(timedelta(seconds=2))
    house.show_id = "0" * 20
    assert (await house.get("index.m3u8")).json()["code"] == "show.not_found"
