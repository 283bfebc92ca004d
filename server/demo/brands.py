"""The demo's brands and their catalogues, read from `catalogue/*.toml`: one brand a file."""

import tomllib
from importlib.resources import files

import msgspec


class ProductSeed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    category: str
    """A kind of `web.pictures`."""
    list_price_minor: int
    description: str
    is_green: bool = False


class TierSeed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    share_rate_bp: int
    perk: str


class ShippingSeed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    fee_minor: int
    free_from_minor: int
    free_from_tier: int
    """The rank."""


class BrandSeed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    slug: str
    name: str
    country: str
    currency: str
    locale: str
    tagline: str
    hue: int
    host: str
    """The handle of who hosts its shows."""
    tiers: tuple[TierSeed, ...]
    """Lowest first."""
    products: tuple[ProductSeed, ...]
    shipping: ShippingSeed | None = None
    """What it charges for shipping, if it does."""


def brands() -> list[BrandSeed]:
    """All of them, by slug."""
    sheets = sorted(
        (
            sheet
            for sheet in (files(__package__) / "catalogue").iterdir()
            if sheet.name.endswith(".toml")
        ),
        key=lambda sheet: sheet.name,
    )
    return [msgspec.convert(tomllib.loads(sheet.read_text("utf-8")), BrandSeed) for sheet in sheets]
