"""Features react to an event in one order, which stands in one place."""

from collections.abc import Mapping
from typing import Any

from commerce.events import DealEvent, OrderPaid
from kit.events import Event
from kit.outbox import Message
from kit.settings import Settings
from server.features.feature import Feature, WithId
from server.features.moments import OFTEN, RARE
from server.reactions import Reactions
from server.wiring import Dealcast

PAID = OrderPaid(order_id="o1", deal_id="d1", show_id="s1", brand_id="b1", account_id="a1")


class Noting(Feature):
    """Says what it was given, and fails at it if it is to."""

    def __init__(self, name: str, told: list[tuple[str, Any]], *, fails: bool = False) -> None:
        self._name = name
        self._told = told
        self._fails = fails

    def reactions(self) -> Mapping[type[Event], tuple[Any, ...]]:
        return {OrderPaid: (self._note, WithId(self._note))}

    async def _note(self, what: Any) -> None:
        self._told.append((self._name, what))
        if self._fails:
            raise RuntimeError("it cannot")


async def test_features_react_in_their_order_although_one_fails() -> None:
    told: list[tuple[str, Any]] = []
    reactions = Reactions([Noting("first", told, fails=True), Noting("second", told)])
    message = Message("m1", PAID)
    failures = await reactions.react([message])
    given = (PAID, message)
    assert told == [(name, what) for name in ("first", "second") for what in given]
    failure = failures["m1"]
    assert isinstance(failure, ExceptionGroup)
    assert len(failure.exceptions) == 2


def test_who_bought_sees_it_before_it_is_counted_and_others_are_told_last() -> None:
    dealcast = Dealcast(Settings("postgresql+asyncpg://nowhere/none", None, "k" * 40, None))
    reacting = [
        type(feature).__name__.removesuffix("Feature").lower()
        for feature in dealcast.features
        if OrderPaid in feature.reactions()
    ]
    assert reacting[:4] == ["orders", "crediting", "protection", "points"]
    assert reacting[-1] == "webhooks"


def test_whatever_happens_to_a_deal_is_kept_for_the_replay() -> None:
    assert {*RARE, *OFTEN} == {*DealEvent.__subclasses__()}
