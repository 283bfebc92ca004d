"""What a cart costs before it is bought, with the brands' price lists and the rates between currencies."""

from collections.abc import Sequence

from commerce.quotes.exchange import Exchange
from commerce.quotes.price_lists import PriceLists
from commerce.quotes.quotes import Quotes
from commerce.quotes.routes import QuoteRoutes
from kit.http import Endpoint
from server.features.feature import Feature
from server.ground import Ground


class QuotesFeature(Feature):
    def __init__(self, ground: Ground) -> None:
        self._quotes = Quotes(ground.work, ground.limiter)
        self._price_lists = PriceLists(ground.work)
        self._exchange = Exchange(ground.work)

    def endpoints(self) -> Sequence[Endpoint]:
        return QuoteRoutes(self._quotes, self._price_lists, self._exchange).endpoints()
