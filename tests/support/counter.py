"""A shop's counter over HTTP: a live show with a deal, where people claim."""

from dataclasses import dataclass

from commerce.products import Product
from commerce.store.products import add_product
from kit.clock import to_ms, utc_now
from kit.ids import new_id
from tests.support.api import Api, Client


@dataclass(frozen=True, slots=True)
class Counter:
    show_id: str
    deal_id: str

    @classmethod
    async def open(cls, api: Api, host: Client, brand_slug: str = "lumen") -> "Counter":
        """Go live with a lamp for 20.00, of which there are five."""
        brand_id = (await host.get(f"/api/brands/{brand_slug}")).json()["id"]
        product = Product(new_id(), brand_id, "Desk lamp", "It lights a desk.", "lamp", 5_000)
        async with api.dealcast.work.write() as tx:
            await add_product(tx, product)
        start = to_ms(utc_now()) + 9_000
        new = {"brand_id": brand_id, "title": "Evening show", "scheduled_at_ms": start}
        show_id = (await host.post("/api/shows", json=new)).json()["id"]
        await host.post(f"/api/shows/{show_id}/start")
        terms = {"product_id": product.id, "price_minor": 2_000, "stock": 5, "per_buyer_limit": 2}
        deal_id = (await host.post(f"/api/shows/{show_id}/deals", json=terms)).json()["id"]
        await host.post(f"/api/deals/{deal_id}/drop")
        return cls(show_id, deal_id)

    async def claim(self, buyer: Client) -> str:
        """Claim one; where its order is."""
        answer = await buyer.post(f"/api/deals/{self.deal_id}/claims", json={})
        assert answer.status_code == 201, answer.text
        return f"/api/orders/{answer.json()['id']}"
