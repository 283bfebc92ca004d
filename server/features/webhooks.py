"""What brands' own systems are told of: deliveries are made with the events (`commerce.webhooks.kinds`), and sent by the worker."""

from collections.abc import Mapping, Sequence

from commerce.webhooks.checked_network import CheckedNetwork
from commerce.webhooks.kinds import TOLD
from commerce.webhooks.managing import Managing
from commerce.webhooks.posting import Posting
from commerce.webhooks.replaying import Replaying
from commerce.webhooks.routes import WebhookRoutes
from commerce.webhooks.sending import Sending
from commerce.webhooks.signing import Secrets
from commerce.webhooks.telling import Telling
from kit.clock import utc_now
from kit.events import Event
from kit.http import Endpoint
from membership.brands import Brands
from server.features.feature import Chore, Duty, Feature, Together, WithId
from server.ground import Ground
from server.version import VERSION
from web.page import Page
from web.webhook_pages import WebhookPages


class WebhooksFeature(Feature):
    def __init__(self, ground: Ground, brands: Brands) -> None:
        settings, work = ground.settings, ground.work
        allows_loopback = not settings.is_secure
        secrets = Secrets(settings.secret_key)
        network = CheckedNetwork(allows_loopback=allows_loopback)
        posting = Posting(network, utc_now, f"Dealcast-Webhooks/{VERSION}")
        self.telling = Telling(work)
        self._managing = Managing(work, ground.limiter, secrets, allows_loopback=allows_loopback)
        self._replaying = Replaying(work)
        self._sending = Sending(work, posting, secrets)
        self._pages = WebhookPages(ground.rendering, brands, self._managing, self._replaying)

    def endpoints(self) -> Sequence[Endpoint]:
        return WebhookRoutes(self._managing, self._replaying).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[WithId, ...]]:
        return dict.fromkeys(TOLD, (WithId(Together(self.telling.tell)),))

    def chores(self) -> Sequence[Chore]:
        return (Chore("forget_webhook_events", 3600.0, self._sending.forget),)

    def duties(self) -> Sequence[Duty]:
        return (Duty("webhooks", self._sending.run, is_workers=True),)
