"""Of events that are delivered together none suffers from another."""

from collections.abc import Sequence

from kit.broker import BrokerDown
from kit.events import Event
from kit.outbox import Message
from server.features.feature import Together
from server.reacting import failures_of


class Happened(Event, frozen=True, kw_only=True, tag="test.happened"):
    number: int


MESSAGES = [Message(str(number), Happened(number=number)) for number in range(4)]


class Ear:
    def __init__(self, poison: int | None = None, error: Exception | None = None) -> None:
        self.poison = poison
        self.error = error or RuntimeError("poison")
        self.heard: list[list[int]] = []

    async def hear_all(self, events: Sequence[Happened]) -> None:
        self.heard.append([event.number for event in events])
        if self.poison in self.heard[-1]:
            raise self.error

    async def hear(self, event: Happened) -> None:
        await self.hear_all([event])


async def test_a_reaction_to_many_is_asked_once() -> None:
    ear = Ear()
    assert await failures_of(Together(ear.hear_all), MESSAGES) == [None] * 4
    assert ear.heard == [[0, 1, 2, 3]]


async def test_of_a_poisonous_one_the_others_do_not_suffer() -> None:
    ear = Ear(poison=2)
    assert await failures_of(Together(ear.hear_all), MESSAGES) == [None, None, ear.error, None]
    assert ear.heard == [[0, 1, 2, 3], [0], [1], [2], [3]]


async def test_in_an_outage_nobody_asks_for_each_by_itself() -> None:
    ear = Ear(poison=2, error=BrokerDown("for a while"))
    assert await failures_of(Together(ear.hear_all), MESSAGES) == [ear.error] * 4
    assert ear.heard == [[0, 1, 2, 3]]


async def test_a_reaction_to_one_is_asked_for_each() -> None:
    ear = Ear(poison=1)
    assert await failures_of(ear.hear, MESSAGES) == [None, ear.error, None, None]
    assert ear.heard == [[0], [1], [2], [3]]
