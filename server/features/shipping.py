"""Brands charge for shipping. What it costs an order is in its quote (`commerce/pricing/shipping.py`)."""

from collections.abc import Sequence

from commerce.shipping.routes import ShippingRoutes
from commerce.shipping.setting import ShippingTerms
from kit.http import Endpoint
from server.features.feature import Feature
from server.ground import Ground


class ShippingFeature(Feature):
    def __init__(self, ground: Ground) -> None:
        self.terms = ShippingTerms(ground.work)

    def endpoints(self) -> Sequence[Endpoint]:
        return ShippingRoutes(self.terms).endpoints()
