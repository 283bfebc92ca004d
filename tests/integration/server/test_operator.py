"""What an operator can see of the processes: the page's numbers, and the metrics behind them."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from kit.clock import utc_now
from kit.db import Database
from kit.unit_of_work import UnitOfWork
from membership import store
from tests.support.api import Api
from tests.support.product import Festival, Product, Someone, running_product, watching
from tests.support.waiting import until_told

PATH = "/api/operator/metrics"

Read = Callable[[], Awaitable[dict[str, Any]]]


@pytest.fixture
async def product(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Product]:
    async with running_product(sqlite_url, tmp_path) as product:
        yield product


async def operator_of(festival: Festival) -> Someone:
    someone = await festival.person("root")
    database = Database(festival.product.database_url)
    async with UnitOfWork(database, utc_now).write() as tx:
        await store.set_operator(tx, someone.account_id, is_operator=True)
    await database.close()
    return someone


def reader(festival: Festival, operator: Someone) -> Read:
    async def read() -> dict[str, Any]:
        view: dict[str, Any] = await festival.done(operator, "GET", PATH)
        return view

    return read


class Metrics:
    """What a process tells Prometheus."""

    def __init__(self, product: Product, url: str) -> None:
        self._client = product.clients[url]

    async def value(self, name: str) -> float:
        """A sample's value, by its name with its labels; 0 if there is none."""
        text = (await self._client.get("/metrics")).text
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    async def reaches(self, name: str, value: float) -> None:
        async def has() -> bool:
            return await self.value(name) == value

        await until_told(has)


async def test_only_operators_are_told(api: Api) -> None:
    brand = await api.brand("nordlicht")
    assert (await api.guest().get(PATH)).status_code == 401
    for role in ("moderator", "host", "manager"):
        answer = await (await api.staff(role, brand, role)).get(PATH)
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.forbidden")
    answer = await (await api.operator()).get(PATH)
    assert answer.status_code == 200
    (process,) = answer.json()["processes"]
    assert process["process"] == answer.json()["answered_by"]
    assert process["is_broker_up"] is process["is_database_up"] is True
    assert answer.headers["cache-control"] == "no-store"


async def test_the_numbers_follow_what_viewers_do(product: Product) -> None:
    url = await product.start("--no-worker")
    festival = await Festival.begin(product, url)
    read = reader(festival, await operator_of(festival))
    host = await festival.person("host", "host")
    show_id = await festival.live_show(host)
    metrics = Metrics(product, url)

    async with watching(url, show_id), watching(url, show_id, host) as at_desk:
        await until_told(lambda: _viewers(read, [2]))
        view = await read()
        (process,) = view["processes"]
        assert (process["connections"], process["rooms"], process["is_worker"]) == (2, 1, False)
        assert view["rooms"] == [
            {"show_id": show_id, "title": "Evening show", "brand_name": "Nordlicht", "viewers": 2}
        ]
        await at_desk.send({"t": "say", "ref": "1", "text": "Good evening"})
        await at_desk.until("message")
        await at_desk.send("[]")
        await at_desk.until("refused")
        assert await metrics.value('dealcast_commands_total{kind="say"}') == 1
        assert await metrics.value('dealcast_refusals_total{code="invalid"}') == 1
        assert await metrics.value("dealcast_room_deliveries_total") >= 2
        assert await metrics.value("dealcast_room_written_bytes_total") > 100
        assert await metrics.value("dealcast_event_loop_lag_seconds_count") > 0
    await until_told(lambda: _viewers(read, [0]))
    assert (await read())["rooms"] == []
    assert await metrics.value("dealcast_socket_connections") == 0
    assert await metrics.value("dealcast_viewers_paused") == 0


async def test_handshakes_are_counted_by_how_they_end(product: Product) -> None:
    url = await product.start("--no-worker")
    festival = await Festival.begin(product, url)
    host = await festival.person("host", "host")
    show_id = await festival.live_show(host)
    async with watching(url, show_id) as viewer:
        await viewer.until("welcome")
        position = viewer.position
        async with watching(url, show_id, since=position) as again:
            await again.until("welcome")
    async with watching(url, "never-was-there-a-show") as lost:
        assert await lost.closed() == 4504
    with pytest.raises(InvalidStatus):
        async with watching(url, show_id, origin="https://evil.example"):
            pass
    metrics = Metrics(product, url)
    for result in ("welcomed", "returned", "no_such_show", "foreign_origin"):
        await metrics.reaches(f'dealcast_socket_handshakes_total{{result="{result}"}}', 1)
    assert await metrics.value("dealcast_socket_handshake_duration_seconds_count") == 4


async def test_processes_show_each_other_over_the_broker(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with running_product(database_url, tmp_path, redis_url) as product:
        one, other = await product.start("--no-worker"), await product.start("--worker")
        festival = await Festival.begin(product, one)
        read = reader(festival, await operator_of(festival))
        show_id = await festival.live_show(await festival.person("host", "host"))
        async with watching(one, show_id), watching(other, show_id), watching(other, show_id):
            await until_told(lambda: _viewers(read, [1, 2]))
            view = await read()
            asked, heard = view["processes"]
            assert asked["process"] == view["answered_by"] != heard["process"]
            assert [asked["is_worker"], heard["is_worker"]] == [False, True]
            assert [room["viewers"] for room in view["rooms"]] == [3]
            await product.kill(other)
        await until_told(lambda: _viewers(read, [0]))


async def _viewers(read: Read, expected: list[int]) -> bool:
    """Whether the processes hold so many viewers each, the asked one first."""
    return [process["viewers"] for process in (await read())["processes"]] == expected


async def test_sockets_that_the_server_closes_are_counted_by_code(product: Product) -> None:
    url = await product.start("--no-worker")
    async with watching(url, "never-was-there-a-show") as lost:
        assert await lost.closed() == 4504
    assert await Metrics(product, url).value('dealcast_socket_disconnects_total{code="4504"}') == 1
