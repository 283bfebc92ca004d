"""A delivery: one event on its way to one webhook.

    new ──line up──▶ due ──answered 2xx──▶ delivered ─┐
     │                │ ▲ └──tried enough──▶ failed ──┤
     └──▶ waiting ────┘ └── tried again later         │
     ▲                                                │
     └───────────────────── replay ───────────────────┘

The deliveries to one webhook about one subject make a line. Only the head of a line is due, the others wait: so a later
event never arrives before an earlier one that is still being tried, and who is due can be found without looking at who waits.
What was claimed is due again when its lease is over, which it only is if whoever claimed it died.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from commerce.webhooks.errors import BeingSent
from commerce.webhooks.schedule import next_delay

LEASE = timedelta(seconds=20)
"""Longer than any attempt takes."""
GONE = 410


class Failure(StrEnum):
    """Why an attempt had no answer."""

    TIMED_OUT = "timed_out"
    UNKNOWN_HOST = "unknown_host"
    NOT_PUBLIC = "not_public"
    """The host leads to an address that nobody may be sent to."""
    NOT_CONNECTED = "not_connected"
    OUR_FAULT = "our_fault"


class State(StrEnum):
    NEW = "new"
    WAITING = "waiting"
    DUE = "due"
    DELIVERED = "delivered"
    FAILED = "failed"


MOVES = {
    (State.NEW, State.DUE),
    (State.NEW, State.WAITING),
    (State.WAITING, State.DUE),
    (State.WAITING, State.NEW),
    (State.DUE, State.WAITING),
    (State.DUE, State.NEW),
    (State.DUE, State.DELIVERED),
    (State.DUE, State.FAILED),
    (State.DELIVERED, State.NEW),
    (State.FAILED, State.NEW),
}
LIVE = (State.NEW, State.WAITING, State.DUE)
"""What is still to be delivered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    id: str
    webhook_id: str
    event_id: str
    subject_id: str
    sequence: int
    state: State = State.NEW
    tries: int = 0
    """Since it was made or replayed."""
    attempts: int = 0
    """Ever."""
    due_at: datetime | None = None
    """When it is tried next; while it is being sent, when the lease is over."""
    lease: str | None = None
    """Who sends it."""
    created_at: datetime
    finished_at: datetime | None = None

    @property
    def line(self) -> tuple[str, str]:
        """What it is in line for: the webhook and the subject."""
        return self.webhook_id, self.subject_id

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands among those of its subject."""
        return self.sequence, self.event_id

    def is_in_flight(self, now: datetime) -> bool:
        return self.lease is not None and self.due_at is not None and now < self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one attempt."""

    began_at: datetime
    took_ms: int
    status: int | None
    """Of HTTP; None if there was no answer."""
    error: str | None = None
    """Why there was none: a `Failure`, and after a colon what the network said, if that tells more."""
    excerpt: str = ""
    """How its body began."""
    retry_after: timedelta | None = None

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status == GONE


def line_up(line: Sequence[Delivery], now: datetime, *, is_active: bool) -> list[Delivery]:
    """What changes so that only the head of a line is due, and nothing if the webhook is not active.

    Args:
        line: all live deliveries to one webhook about one subject
    """
    flying = [one for one in line if one.is_in_flight(now)]
    head = flying[0] if flying else min(line, key=lambda one: one.place, default=None)
    if not is_active and not flying:
        head = None
    placed = (_due(one, now) if one is head else _waiting(one) for one in line)
    return _changed(line, placed)


def claimed(delivery: Delivery, lease: str, now: datetime) -> Delivery:
    assert delivery.state is State.DUE, f"a delivery that is {delivery.state} cannot be claimed"
    return replace(delivery, lease=lease, due_at=now + LEASE)


def released(delivery: Delivery, now: datetime) -> Delivery:
    """A claimed delivery that was not sent after all."""
    return replace(delivery, lease=None, due_at=now)


def answered(delivery: Delivery, answer: Answer, now: datetime, chance: float) -> Delivery:
    """The delivery after an attempt. `chance` is a random number from 0 to 1."""
    tried = replace(delivery, lease=None, tries=delivery.tries + 1, attempts=delivery.attempts + 1)
    if answer.is_success:
        return _moved(tried, State.DELIVERED, due_at=None, finished_at=now)
    delay = next_delay(tried.tries, answer.retry_after, chance)
    if delay is None:
        return _moved(tried, State.FAILED, due_at=None, finished_at=now)
    return replace(tried, due_at=now + delay)


def replay(delivery: Delivery, now: datetime) -> Delivery | BeingSent:
    """The delivery as if it were new, whatever became of it; the next one in its line waits for it again."""
    if delivery.is_in_flight(now):
        return BeingSent("Wait some seconds, then look what became of it.")
    fresh = replace(delivery, tries=0, lease=None, due_at=None, finished_at=None)
    return fresh if fresh.state is State.NEW else _moved(fresh, State.NEW)


def _due(delivery: Delivery, now: datetime) -> Delivery:
    return delivery if delivery.state is State.DUE else _moved(delivery, State.DUE, due_at=now)


def _waiting(delivery: Delivery) -> Delivery:
    if delivery.state is State.WAITING:
        return delivery
    return _moved(delivery, State.WAITING, due_at=None, lease=None)


def _moved(delivery: Delivery, to: State, **changes: Any) -> Delivery:
    assert (delivery.state, to) in MOVES, f"a delivery that is {delivery.state} cannot become {to}"
    return replace(delivery, state=to, **changes)


def _changed(before: Sequence[Delivery], after: Iterable[Delivery]) -> list[Delivery]:
    return [new for old, new in zip(before, after, strict=True) if new is not old]
