"""Hosts see the newest orders, once a second at most, and none is left out because the broker was away for a moment."""

from types import SimpleNamespace
from typing import Any

from commerce.events import OrdersPlaced
from commerce.views import BoardView
from kit.broker import BrokerDown
from server import wire
from server.features.placed_orders import PlacedOrdersFeature
from tests.support.waiting import until

BOARD = BoardView(currency="EUR", claims=0, awaiting_payment=0, reserved=0, paid=0, units_sold=0, revenue_minor=0)  # fmt: skip


class Room:
    """Stands for whom a reaction asks and tells."""

    def __init__(self) -> None:
        self.is_away = False
        self.told: list[str] = []
        self.shown: list[str] = []
        self.steps: list[str | None] = []

    async def placed(self, order_ids: list[str]) -> list[Any]:
        return [
            SimpleNamespace(
                order=SimpleNamespace(id=f"order {each}", brand_id="brand"),
                account_id=each,
                referral_token=None,
            )
            for each in order_ids
        ]

    async def boards_of(self, brand_ids: dict[str, str]) -> dict[str, BoardView]:
        return dict.fromkeys(brand_ids, BOARD)

    async def take_of_many(self, taken: list[Any]) -> None:
        self.steps += [one.account_id for one in taken]

    async def tell(self, account_id: str, _frame: wire.MyOrderChanged) -> None:
        self.told.append(account_id)

    async def publish(self, _show_id: str, frame: wire.OrderChanged, _rank: int) -> None:
        if self.is_away:
            raise BrokerDown
        self.shown.append(frame.order.id)


def feature_in(room: Any) -> PlacedOrdersFeature:
    return PlacedOrdersFeature(room, room, room, room)


async def place(feature: PlacedOrdersFeature, *order_ids: str) -> None:
    [react] = feature.reactions()[OrdersPlaced]
    await react(OrdersPlaced(show_id="show", brand_id="brand", order_ids=list(order_ids)))


async def test_buyers_are_told_at_once_and_hosts_soon() -> None:
    room = Room()
    feature = feature_in(room)
    await place(feature, "1", "2")
    assert room.told == room.steps == ["1", "2"]
    await until(lambda: room.shown == ["order 1", "order 2"])
    await feature.drain()


async def test_of_a_rush_hosts_see_the_newest() -> None:
    room = Room()
    feature = feature_in(room)
    for number in range(200):
        await place(feature, str(number))
    await feature.drain()
    assert len(room.told) == 200
    assert room.shown[-50:] == [f"order {number}" for number in range(150, 200)]
    assert len(room.shown) <= 100


async def test_what_the_broker_did_not_take_is_shown_with_what_came_after_it() -> None:
    room = Room()
    room.is_away = True
    feature = feature_in(room)
    await place(feature, "1")
    await feature.drain()
    room.is_away = False
    await place(feature, "2")
    await feature.drain()
    assert room.shown == ["order 1", "order 2"]
