"""Brands charge for shipping. What it costs an order is in its quote (`commerce/pricing/shipping.py`)."""

from collections.abc import Sequence

from commerce.shipping.routes import ShippingRoutes
from commerce.shipping.setting import ShippingTerms
from kit.http import Endpoint
from kit.unit_of_work import UnitOfWork
from server.features.feature import Feature


class ShippingFeature(Feature):
    def __init__(self, work: UnitOfWork) -> None:
        self.terms = ShippingTerms(work)

    def endpoints(self) -> Sequence[Endpoint]:
        return ShippingRoutes(self.terms).endpoints()
