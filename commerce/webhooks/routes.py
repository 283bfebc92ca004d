"""Webhooks over HTTP, for a brand's managers."""

from commerce.webhooks.errors import (
    BadWebhookUrl,
    BeingSent,
    NoSuchDelivery,
    NoSuchWebhook,
    TooManyWebhooks,
    WebhookNotActive,
)
from commerce.webhooks.managing import Managing
from commerce.webhooks.replaying import Replaying
from commerce.webhooks.views import (
    DeliveryDetailView,
    DeliveryPageView,
    DeliveryView,
    NewWebhook,
    Replay,
    ReplayedView,
    WebhookChange,
    WebhookSecretView,
    WebhookView,
)
from kit.auth import Role
from kit.errors import Conflict, Invalid
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand


class WebhookRoutes:
    def __init__(self, managing: Managing, replaying: Replaying) -> None:
        self._managing = managing
        self._replaying = replaying

    def endpoints(self) -> list[Endpoint]:
        return [*self._webhook_endpoints(), *self._delivery_endpoints()]

    def _webhook_endpoints(self) -> list[Endpoint]:
        every = "/api/brands/{slug}/webhooks"
        one = every + "/{webhook_id}"
        unknown = (NoSuchBrand, NoSuchWebhook)
        return [
            Endpoint("GET", every, Role.MANAGER, self.all, "A brand's webhooks",
                     returns=list[WebhookView], refusals=(NoSuchBrand,)),
            Endpoint("POST", every, Role.MANAGER, self.add, "Add a webhook",
                     body=NewWebhook, returns=WebhookSecretView, status=201,
                     refusals=(NoSuchBrand, BadWebhookUrl, TooManyWebhooks, Conflict)),
            Endpoint("GET", one, Role.MANAGER, self.get, "One webhook",
                     returns=WebhookView, refusals=unknown),
            Endpoint("PATCH", one, Role.MANAGER, self.change, "Change a webhook",
                     body=WebhookChange, returns=WebhookView, refusals=(*unknown, BadWebhookUrl)),
            Endpoint("DELETE", one, Role.MANAGER, self.remove, "Remove a webhook",
                     status=204, refusals=unknown),
            Endpoint("POST", f"{one}/secret", Role.MANAGER, self.rotate_secret,
                     "Give a webhook another secret; the one before is valid for another day",
                     returns=WebhookSecretView, refusals=unknown),
            Endpoint("POST", f"{one}/pause", Role.MANAGER, self.pause,
                     "Send nothing to a webhook until it is resumed",
                     returns=WebhookView, refusals=unknown),
            Endpoint("POST", f"{one}/resume", Role.MANAGER, self.resume, "Send to a webhook again",
                     returns=WebhookView, refusals=unknown),
        ]  # fmt: skip

    def _delivery_endpoints(self) -> list[Endpoint]:
        one = "/api/brands/{slug}/webhooks/{webhook_id}"
        delivery = one + "/deliveries/{delivery_id}"
        unknown = (NoSuchBrand, NoSuchWebhook)
        return [
            Endpoint("POST", f"{one}/test", Role.MANAGER, self.send_test, "Send a test message",
                     returns=DeliveryView, status=201, refusals=(*unknown, WebhookNotActive)),
            Endpoint("POST", f"{one}/replay", Role.MANAGER, self.replay_failed,
                     "Send again what failed since a time",
                     body=Replay, returns=ReplayedView, refusals=unknown),
            Endpoint("GET", f"{one}/deliveries", Role.MANAGER, self.deliveries,
                     "What was sent to a webhook, newest first",
                     returns=DeliveryPageView, refusals=(*unknown, Invalid),
                     query={"state": "pending, delivered or failed",
                            "before": "The `next` of the page before"}),
            Endpoint("GET", delivery, Role.MANAGER, self.delivery,
                     "One delivery with its body and its attempts",
                     returns=DeliveryDetailView, refusals=(*unknown, NoSuchDelivery)),
            Endpoint("POST", f"{delivery}/replay", Role.MANAGER, self.replay,
                     "Send one delivery again",
                     returns=DeliveryView, refusals=(*unknown, NoSuchDelivery, BeingSent)),
        ]  # fmt: skip

    async def all(self, call: Call[None]) -> list[WebhookView]:
        return await self._managing.all(call.principal, call.path("slug"))

    async def add(self, call: Call[NewWebhook]) -> WebhookSecretView:
        return await self._managing.add(call.principal, call.path("slug"), call.body)

    async def get(self, call: Call[None]) -> WebhookView:
        return await self._managing.get(call.principal, *_webhook(call))

    async def change(self, call: Call[WebhookChange]) -> WebhookView:
        return await self._managing.change(call.principal, *_webhook(call), call.body)

    async def remove(self, call: Call[None]) -> None:
        await self._managing.remove(call.principal, *_webhook(call))

    async def rotate_secret(self, call: Call[None]) -> WebhookSecretView:
        return await self._managing.rotate_secret(call.principal, *_webhook(call))

    async def pause(self, call: Call[None]) -> WebhookView:
        return await self._managing.pause(call.principal, *_webhook(call))

    async def resume(self, call: Call[None]) -> WebhookView:
        return await self._managing.resume(call.principal, *_webhook(call))

    async def send_test(self, call: Call[None]) -> DeliveryView:
        delivery_id = await self._managing.send_test(call.principal, *_webhook(call))
        found = await self._replaying.delivery(call.principal, *_webhook(call), delivery_id)
        return found.delivery

    async def replay_failed(self, call: Call[Replay]) -> ReplayedView:
        return await self._replaying.replay_failed(call.principal, *_webhook(call), call.body)

    async def deliveries(self, call: Call[None]) -> DeliveryPageView:
        return await self._replaying.deliveries(
            call.principal, *_webhook(call), call.query("state"), call.query("before")
        )

    async def delivery(self, call: Call[None]) -> DeliveryDetailView:
        return await self._replaying.delivery(
            call.principal, *_webhook(call), call.path("delivery_id")
        )

    async def replay(self, call: Call[None]) -> DeliveryView:
        return await self._replaying.replay(
            call.principal, *_webhook(call), call.path("delivery_id")
        )


def _webhook(call: Call[Replay] | Call[WebhookChange] | Call[None]) -> tuple[str, str]:
    """The brand's slug and the webhook's id."""
    return call.path("slug"), call.path("webhook_id")
