"""A reward, and what may become of it. Pure.

(order) ▶ pending ──mature──▶ payable ──batch──▶ in_payout ──pay──▶ paid ──refund──▶ owed
             │                   │ ▲──────free──────┘ ▲                                │
             └──refund, refuse───┴──▶ cancelled       └─────────────batch──────────────┘

`amount_minor` is what it is worth after refunds, `settled_minor` what payouts have taken for it: the next one takes the
difference, which is below zero after a refund of what was paid. Points are given where money would become payable, and are
paid then; a refund takes them back in the member's wallet.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from share.rewards.entry import Entry, Reason, State
from share.rewards.offer import Kind, Offer, Unit


class Status(StrEnum):
    PENDING = "pending"
    PAYABLE = "payable"
    IN_PAYOUT = "in_payout"
    PAID = "paid"
    OWED = "owed"
    CANCELLED = "cancelled"


NEXT: Mapping[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.PAYABLE, Status.PAID, Status.CANCELLED}),
    Status.PAYABLE: frozenset({Status.IN_PAYOUT, Status.CANCELLED}),
    Status.IN_PAYOUT: frozenset({Status.PAID, Status.OWED, Status.PAYABLE, Status.CANCELLED}),
    Status.PAID: frozenset({Status.OWED, Status.CANCELLED}),
    Status.OWED: frozenset({Status.IN_PAYOUT}),
    Status.CANCELLED: frozenset(),
}
"""From pending straight to paid, and from paid to cancelled, go points alone."""


class Reward(Struct, frozen=True, gc=False, kw_only=True):
    id: str
    brand_id: str
    account_id: str
    currency: str
    offer: Offer
    order_total_minor: int
    status: Status = Status.PENDING
    amount_minor: int = 0
    points: int = 0
    settled_minor: int = 0
    payout_id: str | None = None
    """The payout that it is in, until that is paid or rejected."""
    is_budgeted: bool = False
    """Whether it counts in the brand's budget."""
    version: int = 1

    @property
    def held(self) -> int:
        """What it is worth now, in its unit."""
        return self.points if self.offer.unit is Unit.POINTS else self.amount_minor

    @property
    def due_minor(self) -> int:
        """What the next payout takes for it, or takes back."""
        return self.amount_minor - self.settled_minor


class Change(Struct, frozen=True, gc=False):
    """A reward as it is now, and the entries that say what happened."""

    reward: Reward
    entries: tuple[Entry, ...] = ()
    lost: int = 0
    """What it is worth less than before, in its unit."""


def earned(reward: Reward) -> Entry:
    return Entry(reward.id, None, State.PENDING, reward.amount_minor, Reason.EARNED)


def refunded(reward: Reward, kept_minor: int) -> Change:
    """What is left for the part of the order that the buyer did not get back. It never grows: refunds may be heard of again,
    and in another order than they were made in."""
    worth = reward.offer.worth(kept_minor, reward.order_total_minor)
    return _lessened(reward, min(worth, reward.held), Reason.REFUNDED)


def refused(reward: Reward) -> Change:
    """Somebody looked at the reward before it was paid, and refused it."""
    if reward.status not in {Status.PENDING, Status.PAYABLE}:
        return Change(reward)
    return _lessened(reward, 0, Reason.REFUSED)


def matured(reward: Reward) -> Change:
    """The return window is over. Points are to be given now."""
    if reward.offer.kind is Kind.POINTS:
        return Change(_to(reward, Status.PAID))
    entry = Entry(reward.id, State.PENDING, State.PAYABLE, reward.amount_minor, Reason.MATURED)
    return Change(_to(reward, Status.PAYABLE), (entry,))


def batched(reward: Reward, payout_id: str) -> Change:
    moved = _to(reward, Status.IN_PAYOUT, payout_id=payout_id, settled_minor=reward.amount_minor)
    source = State.PAYABLE if reward.due_minor > 0 else State.OWED
    entry = _signed(moved, source, State.IN_PAYOUT, reward.due_minor, Reason.BATCHED)
    return Change(moved, (entry,))


def paid(reward: Reward, item_minor: int) -> Change:
    """The payout, in which it is with this amount, was made."""
    entry = _signed(reward, State.IN_PAYOUT, State.PAID, item_minor, Reason.PAID)
    return Change(_to(reward, _rest(reward), payout_id=None), (entry,))


def freed(reward: Reward, item_minor: int) -> Change:
    """The payout, in which it is with this amount, was rejected."""
    target = State.PAYABLE if item_minor > 0 else State.OWED
    entries = [_signed(reward, State.IN_PAYOUT, target, item_minor, Reason.FREED)]
    lost = item_minor - reward.amount_minor if item_minor > 0 else 0
    if lost:
        entries.append(Entry(reward.id, State.PAYABLE, State.OWED, lost, Reason.SETTLED))
    after = replace(reward, settled_minor=reward.settled_minor - item_minor)
    return Change(_to(after, _rest(after), payout_id=None), tuple(entries))


def _lessened(reward: Reward, left: int, reason: Reason) -> Change:
    lost = reward.held - left
    if reward.status is Status.CANCELLED or lost <= 0:
        return Change(reward)
    entries: tuple[Entry, ...] = ()
    if reward.offer.unit is Unit.MONEY:
        is_settled = reward.status not in {Status.PENDING, Status.PAYABLE}
        source = State.OWED if is_settled else State(reward.status.value)
        entries = (Entry(reward.id, source, State.REVERSED, lost, reason),)
    return Change(_left_with(reward, left), entries, lost)


def _left_with(reward: Reward, left: int) -> Reward:
    """Cancelled it keeps what it was, for people to see."""
    if reward.offer.unit is Unit.POINTS:
        return replace(_same(reward), points=left) if left else _to(reward, Status.CANCELLED)
    if reward.status in {Status.PENDING, Status.PAYABLE}:
        return replace(_same(reward), amount_minor=left) if left else _to(reward, Status.CANCELLED)
    less = replace(reward, amount_minor=left)
    return _to(less, Status.OWED) if reward.status is Status.PAID else _same(less)


def _rest(reward: Reward) -> Status:
    """What it is out of a payout."""
    if reward.due_minor > 0:
        return Status.PAYABLE
    if reward.due_minor < 0:
        return Status.OWED
    return Status.PAID if reward.settled_minor else Status.CANCELLED


def _signed(reward: Reward, source: State, target: State, minor: int, reason: Reason) -> Entry:
    """Below zero the money goes the other way."""
    if minor < 0:
        source, target = target, source
    return Entry(reward.id, source, target, abs(minor), reason, reward.payout_id)


def _same(reward: Reward) -> Reward:
    return replace(reward, version=reward.version + 1)


def _to(reward: Reward, status: Status, **changes: object) -> Reward:
    assert status in NEXT[reward.status], f"a reward that is {reward.status} cannot become {status}"
    return replace(reward, status=status, version=reward.version + 1, **changes)
