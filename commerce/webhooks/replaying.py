"""The manager's look at what was sent, and sending it again."""

from commerce.refusing import allowed
from commerce.webhooks.delivery import LIVE, State
from commerce.webhooks.delivery import replay as replay_rule
from commerce.webhooks.errors import BeingSent, NoSuchDelivery
from commerce.webhooks.managing import managed_webhook
from commerce.webhooks.presenting import SHOWN_AS, delivery_detail, delivery_view
from commerce.webhooks.store import deliveries as store_deliveries
from commerce.webhooks.store import log as store_log
from commerce.webhooks.views import (
    DeliveryDetailView,
    DeliveryPageView,
    DeliveryView,
    Replay,
    ReplayedView,
)
from kit.auth import Principal
from kit.clock import from_ms
from kit.errors import Invalid
from kit.ids import is_id
from kit.unit_of_work import Tx, UnitOfWork

PAGE = 50
_STATES = {"pending": LIVE, "delivered": (State.DELIVERED,), "failed": (State.FAILED,)}


class Replaying:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def deliveries(
        self,
        principal: Principal,
        slug: str,
        webhook_id: str,
        state: str | None = None,
        before: str | None = None,
    ) -> DeliveryPageView:
        """The webhook's deliveries of the last month, newest first, 50 a page; of one state if given.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook, Invalid
        """
        states = _checked_state(state)
        after = _checked_cursor(before)
        async with self._work.read() as tx:
            webhook = await managed_webhook(tx, principal, slug, webhook_id)
            rows = await store_log.page(tx, webhook.id, states, after, PAGE + 1)
        shown = [delivery_view(row) for row in rows[:PAGE]]
        return DeliveryPageView(deliveries=shown, next=shown[-1].id if len(rows) > PAGE else None)

    async def delivery(
        self, principal: Principal, slug: str, webhook_id: str, delivery_id: str
    ) -> DeliveryDetailView:
        """One delivery with its body and all attempts.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook, NoSuchDelivery
        """
        async with self._work.read() as tx:
            webhook = await managed_webhook(tx, principal, slug, webhook_id)
            row = await store_log.one(tx, webhook.id, delivery_id)
            if row is None:
                raise _no_such_delivery()
            return delivery_detail(row, await store_log.attempts_of(tx, delivery_id))

    async def replay(
        self, principal: Principal, slug: str, webhook_id: str, delivery_id: str
    ) -> DeliveryView:
        """Send one delivery again as soon as its line allows, whatever became of it.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook, NoSuchDelivery, BeingSent
        """
        async with self._work.write() as tx:
            webhook = await managed_webhook(tx, principal, slug, webhook_id)
            await self._replay(tx, webhook.id, delivery_id)
            row = await store_log.one(tx, webhook.id, delivery_id)
            assert row is not None, "it was there a moment ago"
            return delivery_view(row)

    async def replay_failed(
        self, principal: Principal, slug: str, webhook_id: str, since: Replay
    ) -> ReplayedView:
        """Send again what was made since then and failed, and at once what waits for another try.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook
        """
        async with self._work.write() as tx:
            webhook = await managed_webhook(tx, principal, slug, webhook_id)
            count = await store_deliveries.renew_failed(tx, webhook.id, from_ms(since.since_ms))
        return ReplayedView(count=count)

    async def _replay(self, tx: Tx, webhook_id: str, delivery_id: str) -> None:
        delivery = await store_deliveries.one(tx, webhook_id, delivery_id)
        if delivery is None:
            raise _no_such_delivery()
        if not await store_deliveries.save(tx, allowed(replay_rule(delivery, tx.now)), delivery):
            raise BeingSent("Wait some seconds, then look what became of it.")


def _checked_state(state: str | None) -> tuple[State, ...]:
    if not state:
        return ()
    if state not in _STATES:
        known = ", ".join(sorted(set(SHOWN_AS.values())))
        raise Invalid.field("state", "This must be one of: {known}.", known=known)
    return _STATES[state]


def _checked_cursor(before: str | None) -> str | None:
    if before and not is_id(before):
        raise Invalid.field("before", "Use the `next` of the page before.")
    return before or None


def _no_such_delivery() -> NoSuchDelivery:
    return NoSuchDelivery("Deliveries are kept for a month. Load the list again.")
