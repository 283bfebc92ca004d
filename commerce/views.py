"""What commerce says and takes on the wire. Amounts are integer minor units of the currency beside them."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from commerce.payments.views import PaymentView, RefundView
from commerce.presale.views import NewPresale, OrderPresaleView, PresaleView
from commerce.protection.views import GrantView
from commerce.teams.views import NewTeamTerms, TeamTermsView

MAX_PRICE_MINOR = 100_000_000_000
MAX_STOCK = 1_000_000
MAX_PER_BUYER = 100
MIN_DURATION_S = 10
MAX_DURATION_S = 7 * 24 * 3600

Price = Annotated[int, Meta(ge=1, le=MAX_PRICE_MINOR)]
Stock = Annotated[int, Meta(ge=1, le=MAX_STOCK)]
PerBuyer = Annotated[int, Meta(ge=1, le=MAX_PER_BUYER)]
Rank = Annotated[int, Meta(ge=0, le=9)]
Duration = Annotated[int, Meta(ge=MIN_DURATION_S, le=MAX_DURATION_S)]

DealStatus = Literal["queued", "live", "ended"]
OrderStatus = Literal[
    "held",
    "awaiting_payment",
    "awaiting_team",
    "deposit_paid",
    "paid",
    "partly_refunded",
    "refunded",
    "expired",
    "cancelled",
    "forfeited",
]


Title = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\r\n\x00]*\S[^\r\n\x00]*$")]  # fmt: skip
Description = Annotated[str, Meta(max_length=2_000, pattern=r"^[^\x00]*$")]
Category = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\r\n\x00]*\S[^\r\n\x00]*$")]  # fmt: skip


class NewProduct(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: Title
    description: Description = ""
    category: Category
    list_price_minor: Price
    """In the brand's currency."""
    is_green: bool = False


class ProductChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to say of a product from now on; what is not named stays."""

    title: Title | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    category: Category | UnsetType = UNSET
    list_price_minor: Price | UnsetType = UNSET
    """Only as long as there was no deal of it."""
    is_green: bool | UnsetType = UNSET
    """Whether it is made and sold so that it spares the world."""
    is_listed: bool | UnsetType = UNSET
    """Whether it can be found, and sold in new deals. What is not stays in the deals, links and orders that there are."""


class ProductView(Struct, frozen=True, kw_only=True):
    id: str
    brand_id: str
    title: str
    description: str
    category: str
    list_price_minor: int
    is_green: bool = False
    is_listed: bool = True
    """Whether it can be found, and sold in new deals."""
    has_picture: bool = False
    """Whether a picture was uploaded; without one it is drawn of the category."""
    currency: str
    image_url: str


class StepView(Struct, frozen=True, kw_only=True):
    """A deal opens to everyone from this rank on."""

    min_tier_rank: int
    at_ms: int


class DealView(Struct, frozen=True, kw_only=True):
    id: str
    show_id: str
    brand_id: str
    product_id: str
    title: str
    description: str
    image_url: str
    list_price_minor: int
    price_minor: int
    currency: str
    stock: int
    stock_left: int
    per_buyer_limit: int
    min_tier_rank: int
    """The opening tier: 0 for everyone, else the lowest tier that sees the deal and may claim it. Of a live deal, at this moment."""
    tiers_first: bool = False
    """Whether it drops to the tiers one after the other, by their early access."""
    steps: list[StepView] = []
    """To whom it opened and opens when, in order, if it dropped to the tiers first, or to those with early access (rank 10)."""
    is_early: bool = False
    """Whether whoever is shown this sees it before others because a campaign gave them early access."""
    duration_s: int
    status: DealStatus
    opened_at_ms: int | None
    closes_at_ms: int | None
    is_pinned: bool
    sells_on: bool = False
    """Go on selling it after the show, from its replay, until its time is over."""
    is_lowest_price: bool = False
    """Announced as the lowest price of 30 days, which is checked before the drop."""
    was_price_minor: int | None = None
    """What its price was lowered from while it is live."""
    waiting: int = 0
    """How many people wait in line for units."""
    line_served: int = 0
    """The number up to which the line has been served."""
    presale: PresaleView | None = None
    """If it is sold in advance."""
    team: TeamTermsView | None = None
    """If it is sold to teams too."""
    version: int
    """Grows with each change: of two states of one deal the higher version is the newer."""


class DealMomentView(Struct, frozen=True, kw_only=True):
    """How a deal was from some moment of its show on."""

    deal_id: str
    at_ms: int
    status: DealStatus
    price_minor: int
    stock: int
    stock_left: int
    is_pinned: bool


class DealMomentsView(Struct, frozen=True, kw_only=True):
    before: list[DealMomentView]
    """The last of each deal that had dropped by then."""
    after: list[DealMomentView]
    """What followed, in order."""
    until_ms: int | None
    """Up to when that is all; null if nothing follows."""


class NewDeal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    product_id: str
    price_minor: Price
    stock: Stock
    per_buyer_limit: PerBuyer = 1
    min_tier_rank: Rank = 0
    duration_s: Duration = 600
    tiers_first: bool = False
    """Drop it to the tiers one after the other, by their early access. Its duration begins when it is open to all for
    whom it is."""
    sells_on: bool = False
    """Go on selling it after the show, from its replay, until its time is over."""
    is_lowest_price: bool = False
    """Announce it as the lowest price of 30 days."""
    presale: NewPresale | None = None
    """To sell it in advance: a deposit now, and the balance later."""
    team: NewTeamTerms | None = None
    """To sell it to teams too, for less."""


class DealChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change to a deal that is still queued. Of a live one only its price and its stock can change."""

    price_minor: Price | UnsetType = UNSET
    stock: Stock | UnsetType = UNSET
    per_buyer_limit: PerBuyer | UnsetType = UNSET
    min_tier_rank: Rank | UnsetType = UNSET
    duration_s: Duration | UnsetType = UNSET
    tiers_first: bool | UnsetType = UNSET
    sells_on: bool | UnsetType = UNSET
    is_lowest_price: bool | UnsetType = UNSET
    presale: NewPresale | UnsetType | None = UNSET
    """Null to sell it at once."""
    team: NewTeamTerms | UnsetType | None = UNSET
    """Null to sell it to no teams."""


class NewClaim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    quantity: PerBuyer = 1
    price_minor: Price | None = None
    """What the buyer saw that a unit costs. If it is dearer by now the claim is refused; if it is cheaper they get the
    lower price. Without it they get the price of the moment in which the claim is settled."""


class OrderLineView(Struct, frozen=True, kw_only=True):
    deal_id: str
    product_id: str
    title: str
    image_url: str
    quantity: int
    unit_price_minor: int
    list_price_minor: int
    discount_minor: int
    """What the buyer's tier and vouchers take off the line, and what its deposit counts for beyond itself."""
    refunded_quantity: int


class OrderVoucherView(Struct, frozen=True, kw_only=True):
    voucher_id: str
    title: str
    discount_minor: int
    """What it takes off this order."""


class OrderView(Struct, frozen=True, kw_only=True):
    id: str
    number: str
    """Short form of the id, for people."""
    brand_id: str
    brand_slug: str
    brand_name: str
    show_id: str
    buyer_handle: str
    status: OrderStatus
    lines: list[OrderLineView]
    shipping_minor: int = 0
    """What of the total is for shipping. It is known when the order is taken to payment."""
    discount_minor: int
    """Of all lines. What is not the vouchers' is the member's price, or what the deposit counts for beyond itself."""
    vouchers: list[OrderVoucherView]
    total_minor: int
    """What is paid for it."""
    currency: str
    created_at_ms: int
    hold_expires_at_ms: int
    """Until when the units are held for what is to be paid next: of a reserved order, until its balance's window is over."""
    was_offered: bool = False
    """Whether its buyer waited in line for the units, and they were offered."""
    presale: OrderPresaleView | None = None
    """What of it is paid when, if it was sold in advance."""
    team_id: str | None = None
    """The team with which it is bought, at `/t/{team_id}`."""
    payment: PaymentView | None
    """The last one, whatever became of it."""
    paid_at_ms: int | None
    card_last4: str | None
    refunded_minor: int
    refunds: list[RefundView]
    """The oldest first."""
    lowered: list[GrantView] = []
    """The lines whose price was lowered after they were bought. What went back for them is among the refunds."""
    fulfilled_at_ms: int | None
    """When the brand sent it."""
    tracking: str | None
    recipient_handle: str | None = None
    """To whom the buyer gave it, so that it is for them."""
    version: int

    @property
    def goods_minor(self) -> int:
        """What is paid for the lines: what points and rewards are earned by."""
        return self.total_minor - self.shipping_minor

    @property
    def kept_minor(self) -> int:
        """What of that was not refunded. Money goes back for the goods first, and for shipping last."""
        return max(self.goods_minor - self.refunded_minor, 0)


class OrderPageView(Struct, frozen=True, kw_only=True):
    orders: list[OrderView]
    next: str | None
    """The `after` of the next page; null if this is the last."""


class Card(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A card for the sandbox, which knows these numbers:

    - `4242 4242 4242 4242` is charged, as is any other number whose check digit is right.
    - `4000 0000 0000 0002` is declined, and `4000 0000 0000 9995` for want of money.
    - `4000 0025 0000 3155` asks its holder to confirm.
    - `4000 0000 0000 0408` is charged, but the answer is lost on its way.
    - `4000 0000 0000 0077` is charged some seconds later, and `4000 0000 0000 0341` is declined then.

    The same number with the same date and code is the same card.
    """

    number: Annotated[str, Meta(max_length=40)]
    """12 to 19 digits, with or without spaces."""
    expiry: Annotated[str, Meta(max_length=10)]
    """`MM/YY`"""
    cvc: Annotated[str, Meta(max_length=10)]
    """3 or 4 digits."""


class NewFulfilment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    tracking: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    """How the buyer can follow it."""


class BoardView(Struct, frozen=True, kw_only=True):
    """A show's sales so far, for its host."""

    claims: int
    """Orders placed, whatever became of them."""
    awaiting_payment: int
    """Orders that are held and not paid yet."""
    reserved: int = 0
    """Orders of which the deposit is paid, and the balance is not."""
    paid: int
    units_sold: int
    """Of paid orders without what was refunded, as is the revenue."""
    revenue_minor: int
    currency: str
