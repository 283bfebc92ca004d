"""The shortest way to a share link, byte by byte over real connections: who is answered at the door, and who goes on."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import uvicorn
from httpx2 import AsyncClient
from sqlalchemy import func, select
from uvicorn.server import ServerState

from kit.settings import Settings
from kit.unit_of_work import Draft
from membership.passwords import cheap_passwords
from server.app import serving
from server.link_door import LinkDoor
from server.wiring import Dealcast
from share.clicks import Counted, Visitor
from share.tables import clicks
from tests.support.api import SECRET, Api, NoGarbage
from tests.support.ports import HOST, free_port
from tests.support.waiting import TIMEOUT_S, until

PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile"


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: bytes


class Browser:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> None:
        asked = {"Host": "dealcast.test", "User-Agent": PHONE, **headers}
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in asked.items()]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    async def answer(self, *, has_body: bool = True) -> Answer:
        async with asyncio.timeout(TIMEOUT_S):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
            body = await self._reader.readexactly(int(length[1]) if length and has_body else 0)
        return Answer(int(head.split(" ", 2)[1]), head, body)

    async def get(self, path: str, **headers: str) -> Answer:
        self.ask(path, **headers)
        return await self.answer()

    async def is_closed(self) -> bool:
        async with asyncio.timeout(TIMEOUT_S):
            return await self._reader.read() == b""


@dataclass(frozen=True)
class Door:
    api: Api
    port: int
    state: ServerState
    code: str
    direct: str

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Browser]:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            yield Browser(reader, writer)
        finally:
            writer.transport.abort()

    async def clicks(self) -> int:
        async with self.api.dealcast.work.read() as tx:
            return int(await tx.scalar(select(func.count()).select_from(clicks)))


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    dealcast = Dealcast(Settings(database_url, None, SECRET, None), cheap_passwords())
    dealcast.garbage = NoGarbage(lambda: 0)
    app = serving(dealcast, has_worker=False)
    port = free_port()
    config = uvicorn.Config(
        app, host=HOST, port=port, http=LinkDoor, loop="none", log_config=None, lifespan="on"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    api = Api(dealcast, app)
    brand = await api.brand("kiln")
    sharer = await api.sign_up("sol")
    code, direct = [
        await _link(sharer, {"kind": "brand", "target_id": brand.id, **more})
        for more in ({}, {"is_direct": True, "code": "kiln-now"})
    ]
    await dealcast.relay.drain()  # until then the links are forgotten as they were made
    yield Door(api, port, server.server_state, code, direct)
    await api.close()
    server.should_exit = True
    await task


async def _link(sharer: AsyncClient, new: dict[str, object]) -> str:
    made = await sharer.post("/api/links", json=new)
    assert made.is_success, made.text
    code: str = made.json()["code"]
    return code


async def test_a_guest_is_led_on_with_cookies_after_the_click_is_committed(door: Door) -> None:
    async with door.browser() as browser:
        led = await browser.get(f"/s/{door.direct}")
        assert led.status == 302
        assert "location: /brands/kiln\r\n" in led.head
        assert led.head.count("set-cookie: dc_ref=") == led.head.count("dc_visitor=") == 1
        assert "x-content-type-options: nosniff" in led.head
        assert await door.clicks() == 1
        again = await browser.get(f"/s/{door.direct.upper()}")
        assert (again.status, await door.clicks()) == (302, 1)


async def test_each_preview_but_the_first_is_given_from_memory_and_all_are_alike(
    door: Door,
) -> None:
    async with door.browser() as browser:
        first = await browser.get(f"/s/{door.code}", X_Forwarded_For="10.1.1.1")
        second = await browser.get(f"/s/{door.code}", X_Forwarded_For="10.1.1.2")
        chinese = await browser.get(f"/s/{door.code}", Accept_Language="zh-CN")
    assert first.status == second.status == 200
    assert first.body == second.body
    assert "x-request-id" in first.head  # the pages answered
    assert "x-request-id" not in second.head
    assert "sol 分享给您".replace("sol", "<strong>sol</strong>") in chinese.body.decode()
    assert await door.clicks() == 3


NOT_PLAIN: list[tuple[str, dict[str, str], int]] = [
    ("/s/nothing-here", {}, 404),
    ("/s/{direct}?utm_source=x", {}, 302),
    ("/s/{direct}/qr.svg", {}, 200),
    ("/s/{direct}", {"Cookie": "dc_session=forged"}, 302),
    ("/s/{direct}", {"User-Agent": "Twitterbot/1.0"}, 200),
    ("/s/", {}, 404),
]


async def test_whatever_is_not_plain_goes_on_to_the_pages(door: Door) -> None:
    async with door.browser() as browser:
        for path, headers, status in NOT_PLAIN:
            answer = await browser.get(path.format(direct=door.direct), **headers)
            assert answer.status == status, path
            assert "x-request-id" in answer.head, path


async def test_what_is_no_click_is_not_counted_and_a_connection_to_be_closed_is(
    door: Door,
) -> None:
    async with door.browser() as browser:
        browser.ask(f"/s/{door.direct}", method="HEAD")
        assert (await browser.answer(has_body=False)).status == 302
        ahead = await browser.get(f"/s/{door.direct}", Sec_Purpose="prefetch")
        assert ahead.status == 302
        assert "set-cookie" not in ahead.head
        assert await door.clicks() == 0
        led = await browser.get(f"/s/{door.direct}", Connection="close")
        assert "connection: close" in led.head
        assert await browser.is_closed()


async def test_requests_in_one_piece_are_answered_in_their_order(door: Door) -> None:
    async with door.browser() as browser:
        browser.ask(f"/s/{door.direct}", X_Forwarded_For="10.2.0.1")
        browser.ask("/healthz")
        browser.ask(f"/s/{door.direct}", X_Forwarded_For="10.2.0.2")
        answers = [await browser.answer() for _ in range(3)]
    assert [one.status for one in answers] == [302, 200, 302]
    assert await door.clicks() == 2


async def test_what_comes_before_an_answer_waits_for_it(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, may_write = door.api.dealcast.work, asyncio.Event()
    write_at_once = work.write_at_once

    async def later(draft: Draft) -> None:
        await may_write.wait()
        await write_at_once(draft)

    async with door.browser() as browser:
        await browser.get(f"/s/{door.direct}")  # where it leads is known now
        monkeypatch.setattr(work, "write_at_once", later)
        browser.ask(f"/s/{door.direct}", X_Forwarded_For="10.2.1.1")
        [waiting] = await _waiting(door)
        browser.ask("/healthz")
        await until(lambda: waiting._later != b"")
        may_write.set()
        answers = [await browser.answer() for _ in range(2)]
    assert [one.status for one in answers] == [302, 200]
    assert await door.clicks() == 2


async def test_a_request_that_comes_in_pieces_goes_on_to_the_pages_and_the_next_does_not(
    door: Door,
) -> None:
    async with door.browser() as browser:
        await browser.get(f"/s/{door.direct}")
        browser.writer.write(f"GET /s/{door.direct} HTTP/1.1\r\nHost: deal".encode())
        await until(lambda: any(not one._is_between_requests for one in _doors(door)))
        browser.writer.write(f"cast.test\r\nUser-Agent: {PHONE}\r\n\r\n".encode())
        assert "x-request-id" in (await browser.answer()).head
        assert "x-request-id" not in (await browser.get(f"/s/{door.direct}")).head


def _doors(door: Door) -> set[LinkDoor]:
    return {one for one in door.state.connections if isinstance(one, LinkDoor)}


async def _waiting(door: Door) -> list[LinkDoor]:
    await until(lambda: any(one._opening for one in _doors(door)))
    return [one for one in _doors(door) if one._opening]


async def test_a_server_that_stops_answers_who_waits_and_closes(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with door.browser() as browser, door.browser() as idle:
        await browser.get(f"/s/{door.direct}")
        await idle.get(f"/s/{door.direct}")
        may_write = asyncio.Event()
        write_at_once = door.api.dealcast.work.write_at_once

        async def later(draft: Draft) -> None:
            await may_write.wait()
            await write_at_once(draft)

        monkeypatch.setattr(door.api.dealcast.work, "write_at_once", later)
        browser.ask(f"/s/{door.direct}", X_Forwarded_For="10.4.0.1")
        await _waiting(door)
        for one in _doors(door):
            one.shutdown()
        assert await idle.is_closed()
        may_write.set()
        led = await browser.answer()
        assert "connection: close" in led.head
        assert "set-cookie: dc_ref=" in led.head
        assert await browser.is_closed()


async def test_who_asks_for_nothing_for_a_while_is_let_go(door: Door) -> None:
    async with door.browser() as browser:
        await browser.get(f"/s/{door.direct}")
        [one] = _doors(door)
        one.timeout_keep_alive_handler()  # too early: there was a request since
        await browser.get(f"/s/{door.direct}")
        one._answered_at -= one.timeout_keep_alive
        one.timeout_keep_alive_handler()
        assert await browser.is_closed()


async def test_many_at_once_are_each_counted_once(door: Door) -> None:
    async with door.browser() as gone:  # who leaves before the answer disturbs nobody
        gone.ask(f"/s/{door.direct}", X_Forwarded_For="10.3.1.1")
        await gone.writer.drain()
        gone.writer.transport.abort()

    async def visit(number: int) -> int:
        async with door.browser() as browser:
            for _ in range(2):
                answer = await browser.get(f"/s/{door.direct}", X_Forwarded_For=f"10.3.0.{number}")
            return answer.status

    assert set(await asyncio.gather(*(visit(number) for number in range(60)))) == {302}
    assert await door.clicks() in {60, 61}


async def test_without_a_database_people_get_where_they_wanted_uncounted(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with door.browser() as browser:
        await browser.get(f"/s/{door.direct}")  # where it leads is known now
        is_away = asyncio.Event()

        async def never(*_: object) -> None:
            is_away.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(door.api.dealcast.work, "write_at_once", never)
        led = await browser.get(f"/s/{door.direct}", X_Forwarded_For="10.5.0.1")
        assert is_away.is_set()
    assert led.status == 302
    assert "set-cookie" not in led.head
    pump = door.api.dealcast.clicks._new_browsers._pump
    assert pump is not None
    pump.cancel()


async def test_an_answer_that_fails_is_nobody_elses_affair(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = door.api.dealcast.following
    cookies = following.cookies

    def failing(counted: Counted | None, visitor: Visitor) -> list[tuple[bytes, bytes]]:
        if visitor.ip == "10.6.0.1":
            raise RuntimeError("a fault in an answer")
        return cookies(counted, visitor)

    monkeypatch.setattr(following, "cookies", failing)
    async with door.browser() as unlucky, door.browser() as other:
        following.forget(door.direct)
        looked_up = await other.get(f"/s/{door.direct}", X_Forwarded_For="10.6.0.3")
        assert "x-request-id" not in looked_up.head
        unlucky.ask(f"/s/{door.direct}", X_Forwarded_For="10.6.0.1")
        other.ask(f"/s/{door.direct}", X_Forwarded_For="10.6.0.2")
        assert (await other.answer()).status == 302
        with pytest.raises((asyncio.IncompleteReadError, ConnectionResetError)):
            await unlucky.answer()
