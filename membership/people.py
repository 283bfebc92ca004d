"""Accounts and brands as the rest of Dealcast sees them."""

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from kit.auth import Role
from kit.money import BASIS_POINTS
from membership.errors import InvalidEmail
from membership.views import BrandView, TierView

STAFF_ROLES = {"moderator": Role.MODERATOR, "host": Role.HOST, "manager": Role.MANAGER}


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    handle: str
    email: str
    is_operator: bool


@dataclass(frozen=True, slots=True)
class Tier:
    rank: int
    name: str
    share_rate_bp: int
    perk: str
    points_from: int | None = None
    """Points and spend with which it is reached; a tier without either is not reached by buying."""
    spend_from_minor: int | None = None
    multiplier_bp: int = BASIS_POINTS
    """Of the points that its members earn."""
    entry_voucher_id: str | None = None
    """Handed out once to each member who comes to it."""
    early_access_s: int = 0
    """So long before the public its members see deals that drop to the tiers first."""
    has_free_shipping: bool = False
    """Whether its members pay none of what the brand charges for shipping."""

    @property
    def has_threshold(self) -> bool:
        return self.points_from is not None or self.spend_from_minor is not None

    def view(self) -> TierView:
        return TierView(
            rank=self.rank,
            name=self.name,
            share_rate_bp=self.share_rate_bp,
            perk=self.perk,
            points_from=self.points_from,
            spend_from_minor=self.spend_from_minor,
            multiplier_bp=self.multiplier_bp,
            early_access_s=self.early_access_s,
            has_free_shipping=self.has_free_shipping,
        )


@dataclass(frozen=True, slots=True)
class Brand:
    id: str
    slug: str
    name: str
    country: str
    currency: str
    locale: str
    tagline: str
    hue: int
    tiers: tuple[Tier, ...]
    """By rank, lowest first."""

    def tier(self, rank: int) -> Tier | None:
        return next((tier for tier in self.tiers if tier.rank == rank), None)

    def view(self) -> BrandView:
        return BrandView(
            id=self.id,
            slug=self.slug,
            name=self.name,
            country=self.country,
            currency=self.currency,
            locale=self.locale,
            tagline=self.tagline,
            hue=self.hue,
            tiers=[tier.view() for tier in self.tiers],
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Who someone is to a brand as a member. Rank 0: not joined."""

    rank: int
    tier_name: str
    share_rate_bp: int


NOT_JOINED = Standing(0, "", 0)


def handle_key(handle: str) -> str:
    """Two handles with one key are the same handle."""
    return handle.lower()


def email_key(email: str) -> str:
    """Two addresses with one key are the same address, however they are written."""
    normal = checked_email(email)
    return (email.strip() if isinstance(normal, InvalidEmail) else normal).lower()


def checked_email(email: str) -> str | InvalidEmail:
    """The address in its normal form. Whether mail arrives there is not checked."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        message = "Enter an address such as name@example.com."
        return InvalidEmail(message, fields={"email": message})
