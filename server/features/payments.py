"""Payments and refunds through a gateway: Stripe where it is set up, else the sandbox."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from commerce.fulfilling import Fulfilling
from commerce.payments.gateway import Gateways
from commerce.payments.notices import Notices
from commerce.payments.paying import Paying
from commerce.payments.reconciling import BATCH, Reconciling
from commerce.payments.refunding import Refunding
from commerce.payments.routes import PaymentRoutes
from commerce.payments.sandbox.gateway import Sandbox
from kit.auth import derived_secret
from kit.http import Endpoint
from kit.settings import Settings
from server.features.feature import Chore, Feature, in_batches
from server.ground import Ground
from web.page import Page
from web.sandbox_page import SandboxPage

if TYPE_CHECKING:
    from commerce.payments.stripe.gateway import Stripe


class PaymentsFeature(Feature):
    def __init__(self, ground: Ground) -> None:
        settings, work = ground.settings, ground.work
        self._sandbox = Sandbox(work, derived_secret(settings.secret_key, "sandbox"))
        self.stripe = _stripe(settings)
        # The sandbox stays, for what was paid through it before.
        others = () if self.stripe is None else (self._sandbox,)
        self.gateways = Gateways(self.stripe or self._sandbox, *others)
        self.paying = Paying(work, self.gateways, ground.limiter)
        self.reconciling = Reconciling(work, self.gateways)
        self._refunding = Refunding(work, self.gateways)
        self._notices = Notices(work, self.gateways)
        self._fulfilling = Fulfilling(work)
        self._page = SandboxPage(ground.rendering, self._sandbox)

    def endpoints(self) -> Sequence[Endpoint]:
        return PaymentRoutes(
            self.gateways,
            self.paying,
            self._refunding,
            self._fulfilling,
            self._notices,
            self._sandbox,
        ).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()

    def chores(self) -> Sequence[Chore]:
        reconciling = self.reconciling
        return (
            Chore("check_payments", 1.0, reconciling.check_payments),
            Chore("repeat_refunds", 1.0, in_batches(reconciling.repeat_refunds, BATCH)),
            Chore("tell_of_the_sandbox", 0.5, lambda: self._sandbox.tell(self._notices.receive)),
            Chore("forget_notices", 3600.0, reconciling.forget_events),
        )


def _stripe(settings: Settings) -> "Stripe | None":
    if settings.stripe is None:
        return None
    # Stripe's library brings an HTTP client that takes long to import, and few use it.
    from commerce.payments.stripe.gateway import Stripe

    return Stripe(settings.stripe, derived_secret(settings.secret_key, "cards"))
