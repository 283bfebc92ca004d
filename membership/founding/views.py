"""New brands on the wire."""

from typing import Annotated

from msgspec import Meta, Struct

from membership.views import Handle

Line = r"^[^\r\n\x00]*\S[^\r\n\x00]*(?![\s\S])"
MIN_SLUG = 2

Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=Line)]
Tagline = Annotated[str, Meta(max_length=160, pattern=r"^[^\r\n\x00]*(?![\s\S])")]
Hue = Annotated[int, Meta(ge=0, le=359)]


class NewBrand(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    slug: Annotated[str, Meta(min_length=MIN_SLUG, max_length=40, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*(?![\s\S])")]  # fmt: skip
    """Its address is /brands/{slug}, for good."""
    name: Name
    tagline: Tagline = ""
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}(?![\s\S])")]
    """ISO 3166-1 alpha-2."""
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}(?![\s\S])")]
    """ISO 4217: of all its prices, for good."""
    hue: Hue
    manager: Handle
    """Of who manages it first."""


class BrandChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be another about a brand. Its address, country and currency stand for good."""

    name: Name
    tagline: Tagline
    hue: Hue
