"""The manager's verbs for the brand's webhooks: from adding one to removing it."""

from dataclasses import replace

from msgspec import UNSET

from commerce.refusing import refuse
from commerce.webhooks import webhook as rules
from commerce.webhooks.addresses import refuse_url
from commerce.webhooks.errors import NoSuchWebhook, TooManyWebhooks, WebhookNotActive
from commerce.webhooks.kinds import CHOICES, Kind
from commerce.webhooks.message import greeting_message
from commerce.webhooks.presenting import webhook_view, webhook_views
from commerce.webhooks.signing import Secrets, shown
from commerce.webhooks.store import deliveries as store_deliveries
from commerce.webhooks.store import webhooks as store_webhooks
from commerce.webhooks.views import (
    NewWebhook,
    WebhookChange,
    WebhookKind,
    WebhookSecretView,
    WebhookView,
)
from commerce.webhooks.webhook import MOST_OF_BRAND, Webhook
from kit.auth import Principal
from kit.errors import Conflict
from kit.ids import new_id, new_secret
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership.access import managed_brand

TESTS = Rule("webhook_test", "10/minute", "You sent many test messages.")


class Managing:
    """`allows_loopback` is for installations without https, where the brand's system may run beside ours."""

    def __init__(
        self, work: UnitOfWork, limiter: RateLimiter, secrets: Secrets, *, allows_loopback: bool
    ) -> None:
        self._work = work
        self._limiter = limiter
        self._secrets = secrets
        self._allows_loopback = allows_loopback

    async def all(self, principal: Principal, slug: str) -> list[WebhookView]:
        """The brand's webhooks, oldest first.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand
        """
        async with self._work.read() as tx:
            brand = await managed_brand(tx, principal, slug)
            return await webhook_views(tx, await store_webhooks.of_brand(tx, brand.id))

    async def get(self, principal: Principal, slug: str, webhook_id: str) -> WebhookView:
        """Raises: NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook."""
        async with self._work.read() as tx:
            return await webhook_view(tx, await managed_webhook(tx, principal, slug, webhook_id))

    async def add(self, principal: Principal, slug: str, new: NewWebhook) -> WebhookSecretView:
        """Register an address. The secret is not shown again.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, BadWebhookUrl, TooManyWebhooks, Conflict
        """
        refuse(refuse_url(new.url, allows_loopback=self._allows_loopback))
        async with self._work.write() as tx:
            brand = await managed_brand(tx, principal, slug)
            webhook = await _new_webhook(tx, brand.id, new)
            if not await store_webhooks.add(tx, webhook):
                raise Conflict("Somebody added one at the same moment. Try again.")
            return await self._with_secret(tx, webhook)

    async def change(
        self, principal: Principal, slug: str, webhook_id: str, change: WebhookChange
    ) -> WebhookView:
        """Give it another address, description or choice. What is on its way goes to the new address.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook, BadWebhookUrl
        """
        if change.url is not UNSET:
            refuse(refuse_url(change.url, allows_loopback=self._allows_loopback))
        async with self._work.write() as tx:
            webhook = _with(await _locked(tx, principal, slug, webhook_id), change)
            await store_webhooks.save(tx, webhook)
            return await webhook_view(tx, webhook)

    async def rotate_secret(
        self, principal: Principal, slug: str, webhook_id: str
    ) -> WebhookSecretView:
        """Give it another secret. Until tomorrow messages are signed with both.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook
        """
        async with self._work.write() as tx:
            webhook = await _locked(tx, principal, slug, webhook_id)
            rotated = rules.rotate(webhook, new_secret(), tx.now)
            await store_webhooks.save(tx, rotated)
            return await self._with_secret(tx, rotated)

    async def pause(self, principal: Principal, slug: str, webhook_id: str) -> WebhookView:
        """Send nothing until it is resumed. Messages are kept meanwhile.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook
        """
        async with self._work.write() as tx:
            webhook = rules.pause(await _locked(tx, principal, slug, webhook_id))
            await store_webhooks.save(tx, webhook)
            await store_deliveries.park_due(tx, webhook.id)
            return await webhook_view(tx, webhook)

    async def resume(self, principal: Principal, slug: str, webhook_id: str) -> WebhookView:
        """Send again, what waited first.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook
        """
        async with self._work.write() as tx:
            webhook = await _locked(tx, principal, slug, webhook_id)
            if webhook.is_active:
                return await webhook_view(tx, webhook)
            resumed = rules.resume(webhook)
            await store_webhooks.save(tx, resumed)
            await store_deliveries.wake_waiting(tx, webhook.id)
            return await webhook_view(tx, resumed)

    async def remove(self, principal: Principal, slug: str, webhook_id: str) -> None:
        """Send nothing more, ever.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook
        """
        async with self._work.write() as tx:
            webhook = rules.remove(await _locked(tx, principal, slug, webhook_id))
            await store_webhooks.save(tx, webhook)
            await store_deliveries.park_due(tx, webhook.id)

    async def send_test(self, principal: Principal, slug: str, webhook_id: str) -> str:
        """Send a message that only says hello; the id of its delivery.

        Raises:
            NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook, WebhookNotActive, TooMany
        """
        async with self._work.read() as tx:
            await managed_brand(tx, principal, slug)
        await self._limiter.hit(TESTS, principal.account())
        async with self._work.write() as tx:
            webhook = await managed_webhook(tx, principal, slug, webhook_id)
            if not webhook.is_active:
                raise WebhookNotActive("Resume it, then send a test message.")
            message = greeting_message(new_id(), webhook.id)
            made = store_deliveries.new_deliveries(tx, [(message, webhook.id)])
            tx.add(store_deliveries.new_events(tx, [message]), made)
        return str(made.columns["id"][0])

    async def _with_secret(self, tx: Tx, webhook: Webhook) -> WebhookSecretView:
        secret = shown(self._secrets.of(webhook.id, webhook.salt))
        return WebhookSecretView(webhook=await webhook_view(tx, webhook), secret=secret)


async def managed_webhook(tx: Tx, principal: Principal, slug: str, webhook_id: str) -> Webhook:
    """Raises: NotSignedIn, Forbidden, NoSuchBrand, NoSuchWebhook."""
    brand = await managed_brand(tx, principal, slug)
    webhook = await store_webhooks.one(tx, brand.id, webhook_id)
    if webhook is None:
        raise NoSuchWebhook("It may have been removed. Load the list again.")
    return webhook


async def _locked(tx: Tx, principal: Principal, slug: str, webhook_id: str) -> Webhook:
    webhook = await managed_webhook(tx, principal, slug, webhook_id)
    await store_webhooks.lock(tx, [webhook.id])
    # Read once more: somebody may have changed or removed it before the lock was ours.
    return await managed_webhook(tx, principal, slug, webhook_id)


async def _new_webhook(tx: Tx, brand_id: str, new: NewWebhook) -> Webhook:
    others = await store_webhooks.of_brand(tx, brand_id)
    slot = rules.free_slot(other.slot for other in others)
    if slot is None:
        raise TooManyWebhooks("A brand has at most {most}. Remove one first.", most=MOST_OF_BRAND)
    return Webhook(
        id=new_id(),
        brand_id=brand_id,
        slot=slot,
        url=new.url,
        description=new.description.strip(),
        kinds=_kinds(new.kinds),
        salt=new_secret(),
        created_at=tx.now,
    )


def _with(webhook: Webhook, change: WebhookChange) -> Webhook:
    if change.url is not UNSET:
        webhook = replace(webhook, url=change.url)
    if change.description is not UNSET:
        webhook = replace(webhook, description=change.description.strip())
    if change.kinds is not UNSET:
        webhook = replace(webhook, kinds=_kinds(change.kinds))
    return webhook


def _kinds(wanted: list[WebhookKind] | None) -> tuple[Kind, ...] | None:
    """In the order in which pages list them, once each."""
    return None if wanted is None else tuple(kind for kind in CHOICES if kind.value in wanted)
