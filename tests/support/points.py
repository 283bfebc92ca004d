"""Orders to book for members, and programmes to book them by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from kit.auth import Principal
from kit.unit_of_work import Tx
from membership.events import HandoutDue, PointsChanged, TierChanged
from membership.people import Brand, Tier
from membership.points.booking import Booking, Purchase
from membership.points.earning import Bought
from membership.points.redeeming import Redeeming
from membership.points.tending import Tending
from membership.points.views import WalletView
from membership.points.wallets import Wallets
from membership.programmes import Programmes
from membership.tiers.editing import Editing
from membership.tiers.reviewing import Reviewing
from membership.tiers.views import NewProgramme, NewTier
from tests.support.slices import World

TIERS = (
    NewTier(name="Bronze", share_rate_bp=300),
    NewTier(name="Silver", share_rate_bp=500, points_from=100),
    NewTier(name="Gold", share_rate_bp=800, points_from=300, multiplier_bp=20_000),
)
VOUCHER = "v" * 20
"""One that the brand can hand out, as far as membership is told."""
TITLES = {VOUCHER: "Five off"}


async def find_voucher(_tx: Tx, _brand_id: str, voucher_id: str) -> str | None:
    return TITLES.get(voucher_id)


def programme(**changes: object) -> NewProgramme:
    """One point for each euro, active after two weeks."""
    return NewProgramme(**{"tiers": list(TIERS), "earn_points": 1, **changes})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Order:
    id: str
    paid_minor: int
    paid_at: datetime


class Club:
    """A brand with a programme, its manager, and the use cases as one process has them."""

    def __init__(self, world: World, brand: Brand, manager: Principal) -> None:
        self.world, self.brand, self.manager = world, brand, manager
        self.editing = Editing(world.work, find_voucher)
        self.booking = Booking(world.work)
        self.redeeming = Redeeming(world.work)
        self.tending = Tending(world.work)
        self.reviewing = Reviewing(world.work)
        self.wallets = Wallets(world.work)
        self._numbers = count(1)

    @classmethod
    async def open(cls, world: World, new: NewProgramme | None = None) -> "Club":
        brand = await world.brand(tiers=(Tier(1, "Bronze", 300, ""),))
        club = cls(world, brand, await world.person(f"m_{brand.slug[6:]}", brand, "manager"))
        if new is not None:
            await club.set_rules(new)
        return club

    async def set_rules(self, new: NewProgramme) -> None:
        await self.editing.save(self.manager, self.brand.slug, new)
        await self.reviewing.apply_rules()

    async def member(self, handle: str) -> Principal:
        person = await self.world.person(handle)
        await Programmes(self.world.work).join(person, self.brand.slug)
        return person

    async def buys(self, person: Principal, paid_minor: int) -> Order:
        order = Order(f"{next(self._numbers):020}", paid_minor, self.world.now)
        await self.book(person, order)
        return order

    async def book(self, person: Principal, order: Order, refunded_minor: int = 0) -> None:
        await self.booking.book_order(self.purchase(person, order, refunded_minor))

    def purchase(self, person: Principal, order: Order, refunded_minor: int = 0) -> Purchase:
        bought = Bought(
            order_id=order.id,
            title=f"Order {order.id[-4:]}",
            paid_minor=order.paid_minor,
            kept_minor=order.paid_minor - refunded_minor,
            paid_at=order.paid_at,
        )
        return Purchase(self.brand.id, person.account(), bought)

    async def wallet(self, person: Principal) -> WalletView:
        return await self.wallets.wallet(person, self.brand.slug)

    async def pass_days(self, days: int) -> None:
        """Let time pass, and the worker do what is due."""
        self.world.pass_time(timedelta(days=days))
        await self.tending.tend()
        await self.reviewing.review()

    def tiers_of(self, person: Principal) -> list[tuple[int, int]]:
        """The changes of tier that were said, as from and to."""
        return [
            (event.was_rank, event.tier_rank)
            for event in self.world.happened(TierChanged)
            if isinstance(event, TierChanged) and event.account_id == person.account_id
        ]

    @property
    def due(self) -> list[str]:
        """Handouts that were said to be due."""
        return [
            event.handout_id
            for event in self.world.happened(HandoutDue)
            if isinstance(event, HandoutDue)
        ]

    @property
    def changes(self) -> int:
        return len(self.world.happened(PointsChanged))
