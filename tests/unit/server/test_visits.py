"""What a viewer says reaches who answers it, and the answer names what it answers."""

import asyncio
from typing import Any, cast

from msgspec import json

from commerce.errors import SoldOut
from kit.auth import Principal
from kit.broker_memory import MemoryBroker
from server.commands import Claim
from server.hub import Hub
from server.live_socket import LiveSocket
from server.visits import MAX_CLAIMS, Door, Visit
from server.wire import Claimed, Close, You

BUYER = Principal("a", "mira")
YOU = You(account_id="a", handle="mira", rank=0, tier_name="", is_muted=False)


class FakeWire:
    """A socket that takes everything and remembers it."""

    deflates = False
    life: Any = None

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.closed_with: int | None = None

    def send(self, data: bytes) -> bool:
        start = data.index(b"{")
        self.told.append(json.decode(data[start:]))
        return True

    def close(self, code: int) -> None:
        self.closed_with = code


class FakeDoor:
    """Answers claims when told to."""

    def __init__(self) -> None:
        self.asked: list[Claim] = []
        self.answer = asyncio.get_running_loop().create_future()

    async def claim(self, _visit: Visit, command: Claim) -> Claimed:
        self.asked.append(command)
        order: Any = await asyncio.shield(self.answer)
        return Claimed(ref=command.ref, order=order)


def visiting() -> tuple[Visit, FakeWire, FakeDoor]:
    wire, door = FakeWire(), FakeDoor()
    visit = Visit(Hub(MemoryBroker()), cast(Door, door), cast(LiveSocket, wire), BUYER, YOU)
    return visit, wire, door


def claim(ref: str, **more: object) -> str:
    frame = {"t": "claim", "ref": ref, "key": f"k{ref}", "deal_id": "d", **more}
    return json.encode(frame).decode()


async def settled() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_a_claim_is_passed_on_and_answered_by_its_ref() -> None:
    visit, wire, door = visiting()
    visit.on_text(claim("1", quantity=2))
    await settled()
    assert door.asked == [Claim(ref="1", key="k1", deal_id="d", quantity=2)]
    assert wire.told == []
    door.answer.set_result(None)
    await settled()
    assert wire.told == [{"t": "claimed", "ref": "1", "order": None}]


async def test_a_refused_claim_says_what_the_api_would_say() -> None:
    visit, wire, door = visiting()
    visit.on_text(claim("1"))
    door.answer.set_exception(SoldOut("The last one is gone."))
    await settled()
    (told,) = wire.told
    assert (told["t"], told["ref"], told["code"], told["status"], told["detail"]) == (
        "refused",
        "1",
        SoldOut.code,
        409,
        "The last one is gone.",
    )


async def test_only_so_many_claims_of_a_socket_wait_at_once() -> None:
    visit, wire, door = visiting()
    for number in range(MAX_CLAIMS + 1):
        visit.on_text(claim(str(number)))
    await settled()
    assert [told["code"] for told in wire.told] == ["too_many"]
    assert len(door.asked) == MAX_CLAIMS
    door.answer.set_result(None)
    await settled()
    visit.on_text(claim("again"))
    await settled()
    assert wire.told[-1] == {"t": "claimed", "ref": "again", "order": None}


async def test_a_fault_ends_the_connection_instead_of_leaving_a_claim_unanswered() -> None:
    visit, wire, door = visiting()
    visit.on_text(claim("1"))
    door.answer.set_exception(RuntimeError("a bug"))
    await settled()
    assert (wire.told, wire.closed_with) == ([], Close.FAULT)


async def test_a_goodbye_waits_for_the_answers() -> None:
    visit, wire, door = visiting()
    visit.on_text(claim("1"))
    visit.on_text(claim("2"))
    await settled()
    visit._say_goodbye()
    assert wire.closed_with is None
    door.answer.set_result(None)
    await settled()
    assert len(wire.told) == 2
    assert wire.closed_with == Close.RESTART
