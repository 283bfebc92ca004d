"""Brands with their tiers and products, and people with their roles and memberships."""

from datetime import datetime, timedelta
from decimal import Decimal

from commerce.pricing.rates import Rates
from commerce.products import Product
from commerce.quotes import store as store_quotes
from commerce.shipping import store as store_shipping
from commerce.shipping.terms import Terms
from commerce.store import products as store_products
from commerce.store.purchases import bought
from kit.auth import Principal
from kit.ids import new_id
from kit.money import BASIS_POINTS
from kit.unit_of_work import Tx
from membership import store
from membership.people import STAFF_ROLES, Account, Brand, Tier
from membership.segments.gathering import Gathering
from membership.segments.store import facts as store_facts
from membership.tiers.rules import Downgrade, Rules, Window
from membership.tiers.store import programmes as store_programmes
from server.demo.brands import BrandSeed, brands
from server.demo.people import OPERATOR, Person, people
from server.demo.staged import StagedWork

OPENED = timedelta(days=30)
"""How long ago the festival's accounts were made; people joined brands within the weeks after it."""
JOINING_EVERY = timedelta(hours=2)

RATES = Rates(
    {
        currency: Decimal(per_euro)
        for currency, per_euro in {
            "EUR": "1",
            "BRL": "5.62",
            "INR": "86.2",
            "JPY": "130.9",
            "KES": "128.6",
            "KRW": "1358",
            "USD": "1.145",
        }.items()
    }
)
"""Of the brands' currencies, about as they were in November 2021: carts across brands need some."""

EARN_STEPS = {
    "BRL": 600, "EUR": 100, "INR": 9_000, "JPY": 130, "KES": 13_000, "KRW": 1_400, "USD": 110,
}  # fmt: skip
"""What is paid for one point: about a euro in each currency."""
POINTS_FROM = {2: 300, 3: 1_500, 4: 4_000}
MULTIPLIERS_BP = {3: 12_500, 4: 15_000}
EARLY_ACCESS_S = {3: 30, 4: 60}

Cast = dict[str, Principal]
"""People by handle."""


async def populate(work: StagedWork, now: datetime, password_hash: str) -> Cast:
    """Everyone and everything that is there before the first show."""
    work.time = now - OPENED
    async with work.write() as tx:
        brand_ids = {seed.slug: await _add_brand(tx, seed) for seed in brands()}
        await store_quotes.set_rates(tx, RATES)
    cast = {}
    gathering = Gathering(work, bought)
    for person in people():
        before, work.time = work.time, work.time + JOINING_EVERY
        if work.time.date() > before.date():
            await gathering.count_tiers()
        async with work.write() as tx:
            cast[person.handle] = await _add_person(tx, person, brand_ids, password_hash)
    return cast


async def _add_brand(tx: Tx, seed: BrandSeed) -> str:
    tiers = tuple(
        Tier(
            rank,
            tier.name,
            tier.share_rate_bp,
            tier.perk,
            points_from=POINTS_FROM.get(rank),
            multiplier_bp=MULTIPLIERS_BP.get(rank, BASIS_POINTS),
            early_access_s=EARLY_ACCESS_S.get(rank, 0),
            has_free_shipping=seed.shipping is not None and rank >= seed.shipping.free_from_tier,
        )
        for rank, tier in enumerate(seed.tiers, start=1)
    )
    brand = Brand(
        new_id(), seed.slug, seed.name, seed.country, seed.currency, seed.locale, seed.tagline,
        seed.hue, tiers,
    )  # fmt: skip
    await store.add_brand(tx, brand)
    await store_programmes.save_programme(tx, brand.id, _rules(brand), tiers)
    if seed.shipping is not None:
        terms = Terms(seed.shipping.fee_minor, seed.shipping.free_from_minor)
        await store_shipping.set_terms(tx, brand.id, terms)
    for item in seed.products:
        product = Product(
            new_id(),
            brand.id,
            item.title,
            item.description,
            item.category,
            item.list_price_minor,
            item.is_green,
        )
        await store_products.add_product(tx, product)
    return brand.id


def _rules(brand: Brand) -> Rules:
    """A point for about a euro, a day's wait, and tiers for a year and the next."""
    return Rules(
        window=Window.YEAR,
        downgrade=Downgrade.PERIOD_END,
        earn_points=1,
        earn_step_minor=EARN_STEPS[brand.currency],
        return_days=1,
        expires_after_days=365,
        version=1,
    )


async def _add_person(
    tx: Tx, person: Person, brand_ids: dict[str, str], password_hash: str
) -> Principal:
    account = Account(new_id(), person.handle, person.email, person.handle == OPERATOR)
    await store.add_account(tx, account, password_hash)
    for slug, role in person.roles.items():
        await store.set_role(tx, brand_ids[slug], account.id, role)
    for slug, rank in person.tiers.items():
        await store.join(tx, brand_ids[slug], account.id, rank)
        await store_facts.make_stale(tx, [(brand_ids[slug], account.id)])
    roles = {brand_ids[slug]: STAFF_ROLES[role] for slug, role in person.roles.items()}
    return Principal(account.id, account.handle, account.is_operator, roles)
