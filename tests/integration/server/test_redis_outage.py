"""Redis is gone for a while: rooms go on in each process, and afterwards everyone has the same, once."""

import asyncio
import os
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.support.fans import Fan
from tests.support.product import Festival, Product, Someone, running_product, watching
from tests.support.redis_server import MortalRedis
from tests.support.waiting import until

OUTAGE_S = float(os.environ.get("OUTAGE_S", "3"))
FANS = 6
AT_ONCE_S = 20
"""That a command may take on a busy machine, though Redis hangs, for as long as it takes, and nobody knows it yet."""


@pytest.fixture(params=["frozen", "killed", "killed and emptied"])
def taken_away(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[MortalRedis, str]]:
    redis = MortalRedis(tmp_path, keeps_data=request.param != "killed and emptied")
    redis.start()
    yield redis, request.param
    redis.kill()


class Room:
    """A show in two processes, with fans at both, and people who speak and deal at both."""

    def __init__(self, festival: Festival, urls: list[str], host: Someone, show_id: str) -> None:
        self.festival = festival
        self.urls = urls
        self.host = host
        self.show_id = show_id
        self.fans: list[Fan] = []
        self.speakers: list[Fan] = []
        self.said = 0
        self._number = count()
        self._turn = count()

    async def fill(self) -> None:
        people = await self.festival.people(4, "s")
        for number, url in enumerate(self.urls * (FANS // 2)):
            self.fans.append(Fan([url], self.show_id))
            if number < len(people):
                self.speakers.append(Fan([url], self.show_id, people[number]))
        await until(lambda: all(fan.welcomes for fan in self.everyone))

    @property
    def everyone(self) -> list[Fan]:
        return self.fans + self.speakers

    async def live_on(self, rounds: int) -> None:
        """Messages and deals at both processes. Speakers take turns: who says much within seconds is kept from more."""
        for _ in range(rounds):
            turn = next(self._turn) % 2 * 2
            for speaker in self.speakers[turn : turn + 2]:
                number = next(self._number)
                await speaker.send({"t": "say", "ref": str(number), "text": f"line {number}"})
                self.said += 1
            self.festival.url = self.urls[next(self._number) % 2]
            await self.festival.live_deal(self.host, self.show_id, stock=5)
            await asyncio.sleep(0.1)

    async def claim(self, who: Someone, url: str) -> float:
        """Claim something new; how long that took."""
        self.festival.url = url
        deal_id = await self.festival.live_deal(self.host, self.show_id, stock=5)
        began = time.monotonic()
        answer = await self.festival.claim(who, deal_id, deal_id, url=url)
        assert answer.status_code == 201, answer.text
        return time.monotonic() - began

    def agree(self) -> bool:
        first = self.everyone[0].shown
        return len(first.messages) == self.said and all(
            fan.shown.essence == first.essence and not fan.shown.is_degraded
            for fan in self.everyone
        )


async def _begin(product: Product) -> Room:
    urls = [await product.start("--worker"), await product.start()]
    festival = await Festival.begin(product, urls[0])
    host = await festival.person("host", role="host")
    room = Room(festival, urls, host, await festival.live_show(host))
    await room.fill()
    return room


async def test_a_room_lives_through_an_outage_and_heals_without_gaps_or_doubles(
    postgresql_url: str, taken_away: tuple[MortalRedis, str], tmp_path: Path
) -> None:
    redis, how = taken_away
    async with running_product(postgresql_url, tmp_path, redis.url) as product:
        room = await _begin(product)
        buyer = await room.festival.person("buyer")
        await room.live_on(2)
        await until(room.agree)

        redis.freeze() if how == "frozen" else redis.kill()
        gone_at = time.monotonic()
        before = room.said
        await room.live_on(1)
        here = room.fans[::2]
        await until(lambda: all(len(fan.shown.messages) > before for fan in here))
        assert time.monotonic() - gone_at < AT_ONCE_S, "chat goes on in each process"
        assert max([await room.claim(buyer, url) for url in room.urls]) < AT_ONCE_S
        await until(lambda: all(fan.lines == [True] for fan in room.everyone))
        await _someone_new_comes_in(room)
        await room.live_on(2)
        await asyncio.sleep(max(0.0, gone_at + OUTAGE_S - time.monotonic()))
        redis.thaw() if how == "frozen" else redis.start()

        await until(lambda: not any(fan.shown.is_degraded for fan in room.everyone))
        await room.live_on(2)
        await until(room.agree)
        _nobody_had_to_return_or_saw_twice(room)
        for fan in room.everyone:
            await fan.leave()


async def _someone_new_comes_in(room: Room) -> None:
    for url in room.urls:
        began = time.monotonic()
        async with watching(url, room.show_id) as watcher:
            welcome: dict[str, Any] = await watcher.until("welcome")
        assert time.monotonic() - began < AT_ONCE_S
        assert welcome["is_degraded"]
        assert len(welcome["state"]["messages"]) >= 1, "the state is what the database has"


def _nobody_had_to_return_or_saw_twice(room: Room) -> None:
    for fan in room.everyone:
        assert fan.closes == [], "the viewers stay connected"
        assert fan.lines in ([True, False], [True]), "told once; a fresh welcome says it as well"
        assert len(fan.shown.messages) == len(set(fan.shown.messages)) == room.said
        assert max(fan.logged.values()) == 1
