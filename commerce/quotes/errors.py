"""What is refused about price lists, rates and quotes."""

from kit.errors import Invalid


class BadPriceList(Invalid):
    code = "price_list.bad"
    title = "The price list does not fit the deal"


class BadRates(Invalid):
    code = "exchange_rates.bad"
    title = "These cannot be exchange rates"


class BadQuoteRequest(Invalid):
    code = "quote.bad_request"
    title = "There is no quote for this"
