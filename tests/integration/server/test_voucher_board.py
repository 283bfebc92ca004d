"""How many vouchers are left in a room, told as a state and not too often."""

from typing import Any

import pytest

from kit.clock import to_ms, utc_now
from server.voucher_board import VoucherBoard
from server.wire import VoucherChanged
from tests.support.api import Api, Client
from tests.support.counter import Counter
from tests.support.waiting import until

DAY_MS = 86_400_000


@pytest.fixture
async def manager(api: Api) -> Client:
    return await api.staff("maria", await api.brand("lumen"), "manager")


@pytest.fixture
async def counter(api: Api, manager: Client) -> Counter:
    return await Counter.open(api, manager)


@pytest.fixture
def told(api: Api, monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """How many were left, in each frame."""
    seen: list[int | None] = []
    publish = api.dealcast.hub.publish

    async def overheard(show_id: str, frame: Any, *rank: int) -> None:
        if isinstance(frame, VoucherChanged):
            seen.append(frame.voucher.places_left)
        await publish(show_id, frame, *rank)

    monkeypatch.setattr(api.dealcast.hub, "publish", overheard)
    return seen


async def issue(manager: Client, show_id: str) -> str:
    now_ms = to_ms(utc_now())
    new = {
        "title": "In the room", "kind": "fixed", "amount_minor": 500, "scope": "brand", "how": "collect",
        "show_id": show_id, "total_limit": 5, "starts_at_ms": now_ms, "ends_at_ms": now_ms + DAY_MS,
    }  # fmt: skip
    answer = await manager.post("/api/brands/lumen/vouchers", json=new)
    return str(answer.json()["terms"]["id"])


async def test_a_rush_is_told_at_once_and_then_once_with_the_last_state(
    api: Api, manager: Client, counter: Counter, told: list[int | None]
) -> None:
    board = api.dealcast.voucher_board
    board._every_s = 3600  # the second lasts until the test says that it is over
    voucher_id = await issue(manager, counter.show_id)
    await api.dealcast.relay.drain()
    assert told == [5]
    first, *others, last = [await api.sign_up(f"buyer{number}") for number in range(5)]

    async def collect(buyer: Client) -> None:
        assert (await buyer.post(f"/api/vouchers/{voucher_id}/collection")).is_success

    await collect(first)
    await until(lambda: told == [5, 4])
    for buyer in others:
        await collect(buyer)
    await api.dealcast.relay.drain()
    await board.drain()
    assert told == [5, 4, 1]

    await collect(last)
    await until(lambda: told == [5, 4, 1, 0])
    assert (await manager.post(f"/api/vouchers/{voucher_id}/end")).is_success


async def test_what_belongs_to_no_room_is_told_to_none(api: Api, told: list[int | None]) -> None:
    board = VoucherBoard(api.dealcast.collecting, api.dealcast.hub)
    board.note("nobody-issued-it")
    await board.drain()
    assert told == []
