"""A webhook: an address of a brand's own system, what it wants to hear, and whether it is sent to.

    active ──pause──▶ paused ──resume──▶ active
       ├──answers 410──▶ gone ────────────▶ …
       ├──fails for days──▶ failing ──────▶ …
       └──remove──▶ removed            (from each of them)

Only an active one is sent to. For one that is not, messages are kept as long as any, and are sent in order when it is
resumed. A removed one is kept until its messages are forgotten, and nobody sees it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from commerce.webhooks.kinds import Kind

MOST_OF_BRAND = 10
OLD_SECRET_VALID = timedelta(hours=24)
FAILS_AT_MOST = timedelta(days=3)
"""Failing without one success for so long, it is sent nothing more."""


class Status(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    FAILING = "failing"
    REMOVED = "removed"


_STOPPED = (Status.PAUSED, Status.GONE, Status.FAILING)
MOVES = {
    *((Status.ACTIVE, to) for to in (*_STOPPED, Status.REMOVED)),
    *((stopped, to) for stopped in _STOPPED for to in (Status.ACTIVE, Status.REMOVED)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    id: str
    brand_id: str
    slot: int | None
    """Which of the brand's places it has, from 1; a removed one has none."""
    url: str
    description: str
    kinds: tuple[Kind, ...] | None
    """None: all, also those that there will be."""
    status: Status = Status.ACTIVE
    salt: str
    """What its secret is made with."""
    old_salt: str | None = None
    old_until: datetime | None = None
    """Until when the secret before also signs."""
    failing_since: datetime | None = None
    """Since when no message arrived, if the last one did not."""
    created_at: datetime

    @property
    def is_active(self) -> bool:
        return self.status is Status.ACTIVE

    def hears(self, kind: Kind) -> bool:
        return self.kinds is None or kind in self.kinds

    def salts(self, now: datetime) -> tuple[str, ...]:
        """The salts of the secrets that sign, the present one first."""
        if self.old_salt and self.old_until and now < self.old_until:
            return self.salt, self.old_salt
        return (self.salt,)


def free_slot(taken: Iterable[int | None]) -> int | None:
    """A place for one more; None if the brand has as many as it can."""
    free = set(range(1, MOST_OF_BRAND + 1)) - set(taken)
    return min(free, default=None)


def rotate(webhook: Webhook, salt: str, now: datetime) -> Webhook:
    """Give it another secret. The one before also signs for a day; one before that does not any more."""
    return replace(webhook, salt=salt, old_salt=webhook.salt, old_until=now + OLD_SECRET_VALID)


def pause(webhook: Webhook) -> Webhook:
    """Send nothing until it is resumed; one that is not active stays as it is."""
    return _moved(webhook, Status.PAUSED) if webhook.is_active else webhook


def resume(webhook: Webhook) -> Webhook:
    return webhook if webhook.is_active else _moved(webhook, Status.ACTIVE, failing_since=None)


def remove(webhook: Webhook) -> Webhook:
    return _moved(webhook, Status.REMOVED, slot=None)


def after_answer(webhook: Webhook, now: datetime, *, is_success: bool, is_gone: bool) -> Webhook:
    """The webhook after an attempt to send to it."""
    if is_success:
        return replace(webhook, failing_since=None) if webhook.failing_since else webhook
    since = webhook.failing_since or now
    if not webhook.is_active:
        return webhook
    if is_gone:
        return _moved(webhook, Status.GONE, failing_since=since)
    if now - since >= FAILS_AT_MOST:
        return _moved(webhook, Status.FAILING, failing_since=since)
    return replace(webhook, failing_since=since)


def _moved(webhook: Webhook, to: Status, **changes: Any) -> Webhook:
    assert (webhook.status, to) in MOVES, f"a webhook that is {webhook.status} cannot become {to}"
    return replace(webhook, status=to, **changes)
