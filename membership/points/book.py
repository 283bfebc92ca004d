"""A member's lots as a transaction has locked and read them, and what becomes of them. Pure.

One after the other, orders are booked, points are spent and given back, and what is due happens; each sees what those
before it left. A refusal changes nothing. `lots` and `entries` say what has to be written then.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import asdict, replace

from membership.points.earning import Bought, Terms
from membership.points.entry import Balance, Entry, Reason, SpentOn, balance_of
from membership.points.errors import NotEnoughPoints
from membership.points.gift import Gift
from membership.points.lot import Lot, Source, State

NEVER = datetime.max.replace(tzinfo=UTC)
TAKEN_BACK_FROM = (State.PENDING, State.ACTIVE, State.EXPIRED)
"""In this order; what was spent is owed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Points of which their owner is told that they expire."""

    points: int
    expires_at: datetime


class Book:
    def __init__(
        self,
        brand_id: str,
        account_id: str,
        lots: Iterable[Lot],
        now: datetime,
        new_id: Callable[[], str],
    ) -> None:
        """`lots` are those that have pending or active points, or owe some, and those that are concerned."""
        self.brand_id, self.account_id = brand_id, account_id
        self._lots = {lot.id: lot for lot in lots}
        self._read = dict(self._lots)
        self._now = now
        self._new_id = new_id
        self.entries: list[Entry] = []
        self.notices: list[Notice] = []

    @property
    def new_lots(self) -> list[Lot]:
        return [lot for id, lot in self._lots.items() if id not in self._read]

    @property
    def changed_lots(self) -> list[Lot]:
        return [lot for id, lot in self._lots.items() if lot is not self._read.get(id, lot)]

    @property
    def is_changed(self) -> bool:
        return bool(self.new_lots or self.changed_lots)

    @property
    def balance(self) -> Balance:
        """Of the lots that were read."""
        return balance_of({state: self._sum(state) for state in State})

    def book_order(self, bought: Bought, terms: Terms) -> None:
        """Have a paid order's points, or take back those of what was refunded. The same again changes nothing, and
        an older state of the order than is known neither."""
        self._book(Source.ORDER, bought, terms)

    def book_gift(self, gift: Gift, terms: Terms) -> None:
        """Have what was given, or take back what is not to be kept of it. The same again changes nothing."""
        kept = gift.points if gift.kept is None else gift.kept
        as_bought = Bought(
            order_id=gift.id,
            title=gift.title,
            paid_minor=gift.points,
            kept_minor=kept,
            paid_at=self._now,
        )
        self._book(Source.GIFT, as_bought, terms)

    def _book(self, source: Source, bought: Bought, terms: Terms) -> None:
        lot = self._from(bought.order_id) or self._open(source, bought, terms)
        kept_minor = min(lot.kept_minor, bought.kept_minor)
        if kept_minor < lot.kept_minor:
            self._set(replace(lot, kept_minor=kept_minor))
            self._take_back(lot.id, lot.earned - lot.kept_points(kept_minor) - lot.reversed)
        self.tend()

    def spend(self, points: int, handout_id: str, title: str) -> NotEnoughPoints | None:
        """Take active points for a voucher, of the lots that expire first."""
        return self._spend(points, Reason.REDEEMED, SpentOn(title, handout_id=handout_id))

    def use(self, points: int, spending_id: str, title: str) -> NotEnoughPoints | None:
        """The same for an order of which they take something off."""
        return self._spend(points, Reason.USED, SpentOn(title, spending_id=spending_id))

    def give_back(self, parts: Mapping[str, int], handout_id: str, title: str) -> None:
        """What was spent of each of these lots on a voucher is active again."""
        self._give_back(parts, Reason.GIVEN_BACK, SpentOn(title, handout_id=handout_id))

    def return_used(
        self, parts: Mapping[str, int], points: int, spending_id: str, title: str
    ) -> None:
        """So many of what was used of each of these lots for an order are active again: those first that expire last."""
        returned: dict[str, int] = {}
        for lot in sorted((self._lots[lot_id] for lot_id in parts), key=_expiry, reverse=True):
            returned[lot.id] = min(points, parts[lot.id])
            points -= returned[lot.id]
        self._give_back(returned, Reason.RETURNED, SpentOn(title, spending_id=spending_id))

    def _spend(self, points: int, reason: Reason, on: SpentOn) -> NotEnoughPoints | None:
        missing = points - self.balance.active
        if missing > 0:
            return NotEnoughPoints(
                "You have {missing} points too few. Buy more to earn them.", missing=missing
            )
        for lot in self._by_expiry():
            part = min(points, lot.active)
            self._move(lot.id, State.ACTIVE, State.SPENT, part, reason, on)
            points -= part
        return None

    def _give_back(self, parts: Mapping[str, int], reason: Reason, on: SpentOn) -> None:
        for lot_id, points in parts.items():
            self._move(lot_id, State.SPENT, State.ACTIVE, points, reason, on)
        self.tend()

    def tend(self) -> None:
        """Do what is due: points mature, pay what is owed, expire, or their owner is told that they will."""
        for lot in list(self._lots.values()):
            if lot.pending and lot.matures_at <= self._now:
                self._move(lot.id, State.PENDING, State.ACTIVE, lot.pending, Reason.MATURED)
        self._settle()
        for lot in list(self._lots.values()):
            if lot.expires_at is not None and lot.expires_at <= self._now:
                self._move(lot.id, State.ACTIVE, State.EXPIRED, lot.active, Reason.EXPIRED)
        for lot in list(self._lots.values()):
            self._notice(lot)

    def _open(self, source: Source, bought: Bought, terms: Terms) -> Lot:
        lot = Lot(
            id=self._new_id(),
            brand_id=self.brand_id,
            account_id=self.account_id,
            source=source,
            source_id=bought.order_id,
            title=bought.title,
            earned=terms.points,
            paid_minor=bought.paid_minor,
            kept_minor=bought.paid_minor,
            earned_at=bought.paid_at,
            matures_at=terms.matures_at,
            notice_at=terms.notice_at,
            expires_at=terms.expires_at,
            pending=terms.points,
        )
        self._set(lot)
        if terms.points:
            reason = Reason.BOUGHT if source is Source.ORDER else Reason.GIVEN
            self._enter(lot, None, State.PENDING, terms.points, reason, None)
        return lot

    def _take_back(self, lot_id: str, points: int) -> None:
        for state in TAKEN_BACK_FROM:
            part = min(points, self._lots[lot_id].count(state))
            self._move(lot_id, state, State.REVERSED, part, Reason.REFUNDED)
            points -= part
        self._move(lot_id, State.OWED, State.REVERSED, points, Reason.REFUNDED)

    def _settle(self) -> None:
        owed = -self._sum(State.OWED)
        for lot in self._by_expiry():
            part = min(owed, lot.active)
            self._move(lot.id, State.ACTIVE, State.OWED, part, Reason.SETTLED)
            owed -= part

    def _notice(self, lot: Lot) -> None:
        is_due = lot.active and lot.notice_at is not None and lot.notice_at <= self._now
        if is_due and not lot.is_noticed and lot.expires_at is not None:
            self._set(replace(lot, is_noticed=True))
            self.notices.append(Notice(lot.active, lot.expires_at))

    def _move(
        self,
        lot_id: str,
        taken_from: State,
        put_into: State,
        points: int,
        reason: Reason,
        on: SpentOn | None = None,
    ) -> None:
        if points == 0:
            return
        lot = self._lots[lot_id].moved(taken_from, put_into, points)
        self._set(lot)
        self._enter(lot, taken_from, put_into, points, reason, on)

    def _enter(
        self,
        lot: Lot,
        taken_from: State | None,
        put_into: State,
        points: int,
        reason: Reason,
        on: SpentOn | None,
    ) -> None:
        about = on or SpentOn(lot.title)
        entry = Entry(
            id=self._new_id(),
            lot_id=lot.id,
            taken_from=taken_from,
            put_into=put_into,
            points=points,
            reason=reason,
            **asdict(about),
        )
        self.entries.append(entry)

    def _from(self, source_id: str) -> Lot | None:
        return next((lot for lot in self._lots.values() if lot.source_id == source_id), None)

    def _by_expiry(self) -> list[Lot]:
        active = [lot for lot in self._lots.values() if lot.active]
        return sorted(active, key=_expiry)

    def _sum(self, state: State) -> int:
        return sum(lot.count(state) for lot in self._lots.values())

    def _set(self, lot: Lot) -> None:
        self._lots[lot.id] = lot


def _expiry(lot: Lot) -> tuple[datetime, datetime, str]:
    return lot.expires_at or NEVER, lot.earned_at, lot.id
