"""What a brand or the operator may issue: the terms of a new voucher, checked (docs/pricing.md, 3 to 5). Pure."""

from datetime import datetime, timedelta

from babel.numbers import is_currency

from commerce.pricing.vouchers import Kind, Scope, Stacking, Voucher
from commerce.vouchers.errors import BadTerms
from commerce.vouchers.views import NewVoucher
from kit.clock import from_ms
from kit.words import Sayable, Text
from membership.people import Brand

LONGEST = timedelta(days=366)


def checked_terms(
    new: NewVoucher, id: str, brand: Brand | None, now: datetime
) -> Voucher | BadTerms:
    """The terms of a voucher of the brand, or without one of the operator."""
    refusal = _refuse_amounts(new) or _refuse_scope(new, brand) or _refuse_window(new, now)
    if refusal is not None:
        return refusal
    currency = brand.currency if brand else new.currency
    if currency is None or not is_currency(currency):
        return _bad("currency", "Enter a currency's ISO code, such as EUR.")
    return Voucher(
        id=id,
        title=new.title,
        kind=Kind(new.kind),
        currency=currency,
        amount_minor=new.amount_minor,
        rate_bp=new.rate_bp,
        step_minor=new.step_minor,
        cap_minor=new.cap_minor,
        threshold_minor=new.threshold_minor,
        scope=Scope(new.scope),
        brand_id=brand.id if brand else None,
        category=new.category,
        product_ids=frozenset(new.product_ids),
        stacking=Stacking(new.stacking),
        starts_at=from_ms(new.starts_at_ms),
        ends_at=from_ms(new.ends_at_ms),
    )


def refuse_way(new: NewVoucher) -> BadTerms | None:
    """Why people cannot come to the voucher so, if they cannot."""
    if (new.how == "collect") != (new.show_id is not None):
        return _bad("show_id", "Name the show for a voucher that is collected, and only for one.")
    if new.code is not None and new.how != "code":
        return _bad("code", "Leave the code out, or choose “code” for how people come to it.")
    return None


def _refuse_amounts(new: NewVoucher) -> BadTerms | None:
    if new.kind == "percent":
        if new.rate_bp == 0:
            return _bad("rate_bp", "Enter the share that it takes: 1000 for 10 %.")
    elif new.amount_minor == 0:
        return _bad("amount_minor", "Enter the amount that it takes.")
    if new.kind == "each" and new.step_minor < new.amount_minor:
        return _bad("step_minor", "Enter at least the amount that it takes.")
    if new.kind == "fixed" and new.cap_minor is not None:
        return _bad("cap_minor", "A fixed amount has no cap. Leave it out.")
    if new.cap_minor == 0:
        return _bad("cap_minor", "Enter the most that it takes, or leave it out.")
    return _refuse_idle_amounts(new)


def _refuse_idle_amounts(new: NewVoucher) -> BadTerms | None:
    """Amounts that this kind of voucher does not look at."""
    if new.kind == "percent" and new.amount_minor:
        return _bad("amount_minor", "A percentage has no amount. Leave it out.")
    if new.kind != "percent" and new.rate_bp:
        return _bad("rate_bp", "Only a percentage has a rate. Leave it out.")
    if new.kind != "each" and new.step_minor:
        return _bad("step_minor", "Only “each X minus Y” has a step. Leave it out.")
    return None


def _refuse_scope(new: NewVoucher, brand: Brand | None) -> BadTerms | None:
    allowed = ("item", "brand", "category") if brand else ("category", "platform")
    if new.scope not in allowed:
        return _bad("scope", Text("Choose one of {known}.", known=", ".join(allowed)))
    if (new.scope == "category") != (new.category is not None):
        return _bad("category", "Name the category if the voucher is for one, and only then.")
    if (new.scope == "item") != bool(new.product_ids):
        return _bad("product_ids", "Name the products if the voucher is for some, and only then.")
    if brand and new.currency not in {None, brand.currency}:
        return _bad(
            "currency",
            Text("Vouchers of {name} are in {currency}.", name=brand.name, currency=brand.currency),
        )
    return None


def _refuse_window(new: NewVoucher, now: datetime) -> BadTerms | None:
    starts_at, ends_at = from_ms(new.starts_at_ms), from_ms(new.ends_at_ms)
    if ends_at <= max(starts_at, now):
        return _bad("ends_at_ms", "Choose a time after now and after the start.")
    if ends_at > now + LONGEST:
        return _bad("ends_at_ms", "Choose a time within the next 12 months.")
    return None


def _bad(name: str, message: Sayable) -> BadTerms:
    return BadTerms(message, fields={name: message})
