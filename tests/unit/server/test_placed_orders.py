"""Buyers who are there are told of their orders, hosts see the newest, once a second at most, and none is left out because the broker
was away for a moment."""

from types import SimpleNamespace
from typing import Any

from commerce.events import OrderPaid, OrdersPlaced
from commerce.views import BoardView
from kit.broker import BrokerDown
from server import wire
from server.features.placed_orders import PlacedOrdersFeature
from server.order_news import OrderNews
from tests.support.waiting import until

BOARD = BoardView(currency="EUR", claims=0, awaiting_payment=0, reserved=0, paid=0, units_sold=0, revenue_minor=0)  # fmt: skip


class Room:
    """Stands for whom a reaction asks and tells."""

    def __init__(self) -> None:
        self.is_away = False
        self.told: list[str] = []
        self.shown: list[str] = []
        self.steps: list[str | None] = []
        self.read: list[str] = []
        self.absent: set[str] = set()

    async def placed(self, order_ids: list[str]) -> list[Any]:
        return [
            SimpleNamespace(
                order=SimpleNamespace(id=each),
                account_id=each,
                referral_token=None,
            )
            for each in order_ids
        ]

    async def those(self, order_ids: list[str]) -> list[Any]:
        self.read += order_ids
        return await self.placed(order_ids)

    async def present(self, account_ids: set[str]) -> set[str]:
        return account_ids - self.absent

    async def boards_of(self, brand_ids: dict[str, str]) -> dict[str, BoardView]:
        return dict.fromkeys(brand_ids, BOARD)

    async def take_of_many(self, taken: list[Any]) -> None:
        self.steps += [one.account_id for one in taken]

    async def tell(self, account_id: str, _frame: wire.MyOrderChanged) -> None:
        self.told.append(account_id)

    async def publish(self, _show_id: str, frame: wire.OrderChanged, _rank: int) -> None:
        if self.is_away:
            raise BrokerDown
        self.shown.append(f"order {frame.order.id}")


def news_in(room: Any) -> OrderNews:
    return OrderNews(room, room, room)


async def place(room: Any, news: OrderNews, *order_ids: str) -> None:
    [react] = PlacedOrdersFeature(room, room, news).reactions()[OrdersPlaced]
    await react(OrdersPlaced(show_id="show", brand_id="brand", order_ids=list(order_ids)))


async def test_buyers_are_told_at_once_and_hosts_soon() -> None:
    room = Room()
    news = news_in(room)
    await place(room, news, "1", "2")
    assert room.told == room.steps == ["1", "2"]
    await until(lambda: room.shown == ["order 1", "order 2"])
    await news.drain()


async def test_of_a_rush_hosts_see_the_newest() -> None:
    room = Room()
    news = news_in(room)
    for number in range(200):
        await place(room, news, str(number))
    await news.drain()
    assert len(room.told) == 200
    assert room.shown[-50:] == [f"order {number}" for number in range(150, 200)]
    assert len(room.shown) <= 100


async def test_what_the_broker_did_not_take_is_shown_with_what_came_after_it() -> None:
    room = Room()
    room.is_away = True
    news = news_in(room)
    await place(room, news, "1")
    await news.drain()
    room.is_away = False
    await place(room, news, "2")
    await news.drain()
    assert room.shown == ["order 1", "order 2"]


async def test_who_is_not_there_is_not_told_and_their_order_is_read_for_hosts_alone() -> None:
    room = Room()
    room.absent = {"1"}
    news = news_in(room)
    await news.tell([paid("1"), paid("2")])
    assert room.told == room.read == ["2"]
    await news.drain()
    assert room.shown == ["order 1", "order 2"]


async def test_of_orders_that_change_in_a_rush_hosts_see_the_newest_as_they_are_then() -> None:
    room = Room()
    room.absent = {str(number) for number in range(200)}
    news = news_in(room)
    await news.tell_of_placed("show", "brand", await room.placed(["199"]))
    await news.tell([paid(str(number)) for number in range(200)])
    await news.drain()
    assert room.told == ["199"]
    assert room.shown[-50:] == [f"order {number}" for number in range(150, 200)]
    assert "199" in room.read


def paid(order_id: str) -> OrderPaid:
    return OrderPaid(
        order_id=order_id, deal_id="deal", show_id="show", brand_id="brand", account_id=order_id
    )
