"""What the relay does with what it is offered, without a database."""

from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from structlog.testing import capture_logs

from kit import outbox
from kit.db import Database
from kit.events import Event
from kit.outbox import Message, Relay


class Happened(Event, frozen=True, kw_only=True, tag="test.happened"):
    number: int


def test_an_event_is_known_by_its_tag() -> None:
    assert Happened(number=1).name == "test.happened"


async def test_a_full_queue_drops_the_hand_over_and_blocks_nobody(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(outbox, "QUEUE_SIZE", 2)
    monkeypatch.setattr(outbox, "log", structlog.get_logger())
    relay = Relay(
        Database("postgresql+asyncpg://nowhere/none"),
        lambda: datetime(2026, 11, 11, tzinfo=UTC),
        [Happened],
        _nothing,
    )
    with capture_logs() as logs:
        relay.offer([Message(str(number), Happened(number=number)) for number in range(5)])
    assert [entry["event_id"] for entry in logs] == ["2", "3", "4"]


async def _nothing(_messages: Sequence[Message]) -> dict[str, Exception]:
    return {}
