"""A server that answers as Stripe does, and what only it or Stripe's own script can do: make cards, and confirm them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from httpx2 import AsyncClient

from kit.settings import StripeSettings
from tests.support.ports import HOST, free_port, wait_for_port
from tests.support.process import Child

SECRET_KEY = "sk_test_only"
WEBHOOK_SECRET = "whsec_only_tests_know"
PUBLISHABLE_KEY = "pk_test_only"
SCRIPT = "/js.stripe.com/v3/"


class LocalStripe:
    def __init__(self, url: str) -> None:
        self.url = url
        self.settings = StripeSettings(
            SECRET_KEY, WEBHOOK_SECRET, PUBLISHABLE_KEY, url, f"{url}{SCRIPT}"
        )

    async def card(self, number: str) -> str:
        """A payment method of this card; its id."""
        card = {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}
        made = await self._post("/v1/payment_methods", {"type": "card", "card": card})
        return str(made["id"])

    async def answer(self, client_secret: str, *, is_confirmed: bool) -> None:
        """What the holder of a card says to Stripe's own page."""
        intent_id = client_secret.partition("_secret_")[0]
        answer = {"client_secret": client_secret, "success": is_confirmed}
        await self._post(f"/v1/payment_intents/{intent_id}/_authenticate", answer)

    async def notify(self, address: str) -> None:
        """Send all events there from now on."""
        await self._post("/_config/webhooks/shop", {"url": address, "secret": WEBHOOK_SECRET})

    @property
    def environment(self) -> dict[str, str]:
        """The settings of an installation that pays through it."""
        return {
            "STRIPE_SECRET_KEY": SECRET_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
            "STRIPE_API_BASE": self.url,
            "STRIPE_SCRIPT_URL": f"{self.url}{SCRIPT}",
        }

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"authorization": f"Bearer {SECRET_KEY}"}
        async with AsyncClient(base_url=self.url, headers=headers) as client:
            answer = await client.post(path, json=body)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None


@contextmanager
def running_local_stripe(home: Path) -> Iterator[LocalStripe]:
    port = free_port()
    child = Child.start(
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
        log=home / "localstripe.log",
        cwd=home,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    try:
        wait_for_port(port, check=child.check)
        yield LocalStripe(f"http://{HOST}:{port}")
    finally:
        child.stop()
