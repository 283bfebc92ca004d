"""Quotes, price lists and exchange rates over HTTP."""

from commerce.errors import (
    AlreadyPaid,
    DealEnded,
    HoldExpired,
    NoRate,
    NoSuchDeal,
    NoSuchOrder,
    NotQueued,
    TierTooLow,
    WasCancelled,
)
from commerce.presale.errors import BalanceNotDue, DepositForfeited
from commerce.quotes.errors import BadPriceList, BadQuoteRequest, BadRates, NoSuchQuote
from commerce.quotes.exchange import Exchange
from commerce.quotes.price_lists import PriceLists
from commerce.quotes.quotes import Quotes
from commerce.quotes.views import AskedQuote, NewPriceList, PriceView, QuoteView, RatesView
from kit.auth import Role
from kit.errors import NotSignedIn
from kit.http import Call, Endpoint


class QuoteRoutes:
    def __init__(self, quotes: Quotes, price_lists: PriceLists, exchange: Exchange) -> None:
        self._quotes = quotes
        self._price_lists = price_lists
        self._exchange = exchange

    def endpoints(self) -> list[Endpoint]:
        prices, rates = "/api/deals/{deal_id}/prices", "/api/exchange-rates"
        return [
            Endpoint("POST", "/api/quotes", Role.GUEST, self.quote,
                     "What a cart would cost now, and why",
                     body=AskedQuote, returns=QuoteView,
                     refusals=(NoSuchDeal, TierTooLow, DealEnded, NoSuchOrder, AlreadyPaid,
                               HoldExpired, WasCancelled, BalanceNotDue, DepositForfeited, BadQuoteRequest, NoRate, NotSignedIn)),
            Endpoint("GET", "/api/orders/{order_id}/quote", Role.MEMBER, self.of_order,
                     "How the price of an order came about", returns=QuoteView,
                     refusals=(NoSuchOrder, NoSuchQuote)),
            Endpoint("GET", prices, Role.GUEST, self.prices,
                     "A deal's prices: for everyone, for members, and in other currencies",
                     returns=list[PriceView], refusals=(NoSuchDeal,)),
            Endpoint("PUT", prices, Role.HOST, self.set_prices, "Set a queued deal's price list",
                     body=NewPriceList, returns=list[PriceView],
                     refusals=(NoSuchDeal, NotQueued, BadPriceList)),
            Endpoint("GET", rates, Role.GUEST, self.rates, "The exchange rates", returns=RatesView),
            Endpoint("PUT", rates, Role.OPERATOR, self.set_rates, "Set the exchange rates",
                     body=RatesView, returns=RatesView, refusals=(BadRates,)),
        ]  # fmt: skip

    async def quote(self, call: Call[AskedQuote]) -> QuoteView:
        return await self._quotes.quote(call.principal, call.body, call.household, call.words)

    async def of_order(self, call: Call[None]) -> QuoteView:
        return await self._quotes.of_order(call.principal, call.path("order_id"), call.words)

    async def prices(self, call: Call[None]) -> list[PriceView]:
        return await self._price_lists.prices(call.principal, call.path("deal_id"))

    async def set_prices(self, call: Call[NewPriceList]) -> list[PriceView]:
        return await self._price_lists.set_prices(call.principal, call.path("deal_id"), call.body)

    async def rates(self, _call: Call[None]) -> RatesView:
        return await self._exchange.rates()

    async def set_rates(self, call: Call[RatesView]) -> RatesView:
        return await self._exchange.set_rates(call.principal, call.body)
