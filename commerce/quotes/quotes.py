"""Quotes for who asks: the explained total of a cart. Nothing is reserved by asking."""

from dataclasses import replace

from babel.core import Locale, UnknownLocaleError

from commerce.errors import NoSuchOrder
from commerce.orders import Order
from commerce.pricing.quote import Note, Quote, QuoteLine
from commerce.pricing.sentences import sentence
from commerce.quotes.asking import quote_for
from commerce.quotes.errors import BadQuoteRequest, NoSuchQuote
from commerce.quotes.exchange import rates_view
from commerce.quotes.views import (
    AskedQuote,
    NoteView,
    QuoteDiscountView,
    QuoteLineView,
    QuoteView,
    QuoteVoucherView,
)
from commerce.store import orders as store_orders
from commerce.vouchers.collecting import CODES
from kit.auth import Principal, Role
from kit.clock import to_ms
from kit.money import Money
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import UnitOfWork
from kit.words import ENGLISH, Words

QUOTES = Rule("quote", "120/minute", "You asked for too many quotes.")


class Quotes:
    def __init__(self, work: UnitOfWork, limiter: RateLimiter) -> None:
        self._work = work
        self._limiter = limiter

    async def quote(
        self, principal: Principal, asked: AskedQuote, household: str, words: Words = ENGLISH
    ) -> QuoteView:
        """What the lines cost now, with the best of the vouchers, and why.

        Raises:
            TooMany, and what `quote_for` refuses
        """
        who = principal.account_id or household
        await self._limiter.hit(QUOTES, who)
        for _ in asked.codes:
            # Whoever tries codes is slowed down here as much as where they are entered.
            await self._limiter.hit(CODES, who)
        if asked.locale is not None:
            words = in_locale(asked.locale, words)
        async with self._work.read() as tx:
            return quote_view(await quote_for(tx, principal, asked), words)

    async def of_order(
        self, principal: Principal, order_id: str, words: Words = ENGLISH
    ) -> QuoteView:
        """How the price of an order came about, for its buyer and the brand's staff.

        Raises:
            NotSignedIn, NoSuchOrder, NoSuchQuote
        """
        account_id = principal.account()
        async with self._work.read() as tx:
            order = await store_orders.order(tx, order_id)
        if order is None or not (order.account_id == account_id or _is_staff(principal, order)):
            raise NoSuchOrder("Look for it among your orders.")
        if order.quote is None:
            raise NoSuchQuote("It has one when it is taken to payment.")
        return quote_view(order.quote, words)


def in_locale(name: str, words: Words) -> Words:
    """The words with amounts and dates as this locale writes them; of another language, English.

    Raises:
        BadQuoteRequest
    """
    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError, TypeError) as error:
        message = "Enter a locale such as en or de_DE."
        raise BadQuoteRequest(message, fields={"locale": message}) from error
    is_same_language = locale.language == Locale.parse(words.locale).language
    return replace(words if is_same_language else ENGLISH, locale=str(locale))


def quote_view(quote: Quote, words: Words) -> QuoteView:
    """The quote with its amounts and reasons as texts."""

    def text(amount_minor: int) -> str:
        return Money(amount_minor, quote.currency).format(words.locale)

    return QuoteView(
        currency=quote.currency,
        lines=[_line_view(line) for line in quote.lines],
        vouchers=[
            QuoteVoucherView(
                voucher_id=used.voucher_id, title=used.title, discount_minor=used.discount_minor
            )
            for used in quote.vouchers
        ],
        notes=[_note_view(note, quote.currency, words) for note in quote.notes],
        subtotal_minor=quote.subtotal_minor,
        discount_minor=quote.discount_minor,
        deposits_worth_minor=quote.deposits_worth_minor,
        bonus_minor=quote.bonus_minor,
        later_minor=quote.later_minor,
        shipping_minor=quote.shipping_minor,
        total_minor=quote.total_minor,
        subtotal_text=text(quote.subtotal_minor),
        discount_text=text(quote.discount_minor),
        total_text=text(quote.total_minor),
        rates=rates_view(quote.rates).rates,
        is_exhaustive=quote.is_exhaustive,
        quoted_at_ms=to_ms(quote.quoted_at),
    )


def _is_staff(principal: Principal, order: Order) -> bool:
    return principal.role_for(order.brand_id) >= Role.MODERATOR


def _line_view(line: QuoteLine) -> QuoteLineView:
    return QuoteLineView(
        deal_id=line.deal_id,
        product_id=line.product_id,
        brand_id=line.brand_id,
        order_id=line.order_id,
        title=line.title,
        quantity=line.quantity,
        list_unit_minor=line.list_unit_minor,
        unit_minor=line.unit_minor,
        deposit_minor=line.deposit_minor,
        worth_minor=line.worth_minor,
        later_minor=line.later_minor,
        discounts=[
            QuoteDiscountView(voucher_id=part.voucher_id, amount_minor=part.amount_minor)
            for part in line.discounts
        ],
        payable_minor=line.payable_minor,
        shipping_minor=line.shipping_minor,
    )


def _note_view(note: Note, currency: str, words: Words) -> NoteView:
    return NoteView(
        code=note.code.value,
        is_applied=note.is_applied,
        title=note.title,
        text=words.say(sentence(note, currency)),
        line=note.line,
        voucher_id=note.voucher_id,
        amount_minor=note.amount_minor,
        base_minor=note.base_minor,
        points=note.points,
        other=note.other,
    )
