"""Random carts, vouchers and festivals for properties of prices."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from commerce.pricing.festival import Festival
from commerce.pricing.lines import Line, Price
from commerce.pricing.quote import Quote
from commerce.pricing.quoting import quote
from commerce.pricing.rates import Rates
from commerce.pricing.vouchers import Kind, Left, Scope, Stacking, Voucher
from tests.support.pricing import NOW, line, voucher

RATES = Rates({"EUR": Decimal(1), "USD": Decimal("1.0837"), "JPY": Decimal("158.73")})
CURRENCIES = ("EUR", "USD", "JPY")
BRANDS = ("lumen", "oak")
AMOUNTS = st.integers(1, 60) | st.integers(1, 50_000)


@dataclass(frozen=True)
class Cart:
    lines: tuple[Line, ...]
    tier: dict[str, int]
    vouchers: tuple[Voucher, ...]
    festival: Festival

    def quoted(self, *vouchers: Voucher) -> Quote:
        """The quote with these vouchers, or with the cart's own."""
        found = quote(self.lines, NOW, self.tier, vouchers or self.vouchers, self.festival)
        assert isinstance(found, Quote), found
        return found


@st.composite
def lines(draw: st.DrawFn, currencies: tuple[str, ...] = CURRENCIES) -> Line:
    deal, currency = draw(st.sampled_from("abcdef")), draw(st.sampled_from(currencies))
    price = draw(AMOUNTS)
    ranks = draw(st.sets(st.integers(1, 3), max_size=2))
    members = [Price(rank, currency, draw(st.integers(1, price))) for rank in sorted(ranks)]
    return line(
        deal,
        brand_id=draw(st.sampled_from(BRANDS)),
        category=draw(st.sampled_from(("home", "garden"))),
        quantity=draw(st.integers(1, 7)),
        currency=currency,
        list_price_minor=price + draw(st.integers(0, 5_000)),
        prices=(Price(0, currency, price), *members),
    )


@st.composite
def vouchers(draw: st.DrawFn, id: str, currencies: tuple[str, ...] = CURRENCIES) -> Voucher:
    kind, scope = draw(st.sampled_from(Kind)), draw(st.sampled_from(Scope))
    limits = st.none() | st.integers(0, 3)
    is_percent, is_each = kind is Kind.PERCENT, kind is Kind.EACH
    return voucher(
        id,
        kind=kind,
        currency=draw(st.sampled_from(currencies)),
        amount_minor=0 if is_percent else draw(AMOUNTS),
        rate_bp=draw(st.integers(1, 10_000)) if is_percent else 0,
        step_minor=draw(AMOUNTS) if is_each else 0,
        cap_minor=None if kind is Kind.FIXED else draw(st.none() | AMOUNTS),
        threshold_minor=draw(st.just(0) | AMOUNTS),
        scope=scope,
        brand_id=None if scope is Scope.PLATFORM else draw(st.sampled_from(BRANDS)),
        category="home" if scope is Scope.CATEGORY else None,
        product_ids=frozenset("abc") if scope is Scope.ITEM else frozenset(),
        stacking=draw(st.sampled_from(Stacking)),
        left=Left(draw(limits), draw(limits), draw(st.none() | st.integers(0, 20_000))),
    )


@st.composite
def carts(
    draw: st.DrawFn, currencies: tuple[str, ...] = CURRENCIES, most_vouchers: int = 7
) -> Cart:
    names = [f"v{number}" for number in range(draw(st.integers(0, most_vouchers)))]
    found = [draw(vouchers(name, currencies)) for name in names]
    offers = tuple(each for each in found if each.kind is Kind.EACH)[:1]
    return Cart(
        lines=tuple(draw(st.lists(lines(currencies), min_size=1, max_size=5))),
        tier={brand: draw(st.integers(0, 3)) for brand in BRANDS},
        vouchers=tuple(each for each in found if each not in offers),
        festival=Festival(draw(st.sampled_from(currencies)), RATES, offers),
    )
