"""What a host prepares behind the scenes of a walk, by the API and without clicking.

    backstage = await Backstage.of(host)
    show_id = await backstage.live_show("Evening of lamps")
    deal = await backstage.deal(show_id, stock=3)
    await backstage.drop(deal)

The host is a `Person` who is signed in and hosts a brand of the demonstration.
"""

import time
from dataclasses import dataclass
from typing import Any

from tests.support.person import Person

Json = dict[str, Any]
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Backstage:
    """A host's hands; `brand` and `products` are as the API shows them."""

    host: Person
    brand: Json
    products: list[Json]

    @classmethod
    async def of(cls, host: Person, brand_slug: str = "lindwerk") -> "Backstage":
        """The backstage of the brand that `host` works for."""
        brand = await host.call("GET", f"/api/brands/{brand_slug}")
        return cls(host, brand, await host.call("GET", f"/api/brands/{brand_slug}/products"))

    def product(self, title: str) -> Json:
        """The product of the catalogue with this title."""
        return next(product for product in self.products if product["title"] == title)

    async def show(self, title: str, *, in_min: int = 60, **terms: Any) -> str:
        """Schedule a show; return its id."""
        new = {
            **terms,
            "brand_id": self.brand["id"],
            "title": title,
            "description": "A show for a walk through the product.",
            "scheduled_at_ms": int(time.time() * 1000) + in_min * MINUTE_MS,
        }
        show_id: str = (await self.host.call("POST", "/api/shows", new))["id"]
        return show_id

    async def live_show(self, title: str, **terms: Any) -> str:
        """Schedule a show and go live with it; return its id."""
        show_id = await self.show(title, **terms)
        await self.host.call("POST", f"/api/shows/{show_id}/start")
        return show_id

    async def end_show(self, show_id: str) -> None:
        await self.host.call("POST", f"/api/shows/{show_id}/end")

    async def deal(self, show_id: str, product: str | None = None, **terms: Any) -> Json:
        """Queue a deal on the product (the brand's first if none is named), at 80 % of its price."""
        chosen = self.product(product) if product else self.products[0]
        new = {
            "product_id": chosen["id"],
            "price_minor": chosen["list_price_minor"] * 8 // 10,
            "stock": 10,
            "per_buyer_limit": 1,
            "duration_s": 600,
            **terms,
        }
        deal: Json = await self.host.call("POST", f"/api/shows/{show_id}/deals", new)
        return deal

    async def drop(self, deal: Json) -> None:
        await self.host.call("POST", f"/api/deals/{deal['id']}/drop")

    async def dropped(self, show_id: str, product: str | None = None, **terms: Any) -> Json:
        """Queue a deal and drop it."""
        deal = await self.deal(show_id, product, **terms)
        await self.drop(deal)
        return deal

    async def end_deal(self, deal: Json) -> None:
        await self.host.call("POST", f"/api/deals/{deal['id']}/end")
