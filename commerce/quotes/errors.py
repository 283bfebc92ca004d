"""What is refused about price lists, rates and quotes."""

from kit.errors import Conflict, Invalid, NotFound


class BadPriceList(Invalid):
    code = "price_list.bad"
    title = "The price list does not fit the deal"


class BadRates(Invalid):
    code = "exchange_rates.bad"
    title = "These cannot be exchange rates"


class BadQuoteRequest(Invalid):
    code = "quote.bad_request"
    title = "There is no quote for this"


class QuoteChanged(Conflict):
    code = "quote.changed"
    title = "The price has changed"


class NoSuchQuote(NotFound):
    code = "quote.not_found"
    title = "The order has no quote"
