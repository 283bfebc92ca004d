"""What a share link leads to, as its preview, its picture and its embedding show it. Only what everyone may see."""

from dataclasses import dataclass

from commerce.catalogue import Catalogue
from commerce.deals_query import Deals
from commerce.errors import NoSuchDeal, NoSuchProduct
from commerce.shared_carts.errors import NoSuchSharedCart
from commerce.shared_carts.sharing import SharedCarts
from commerce.shared_carts.views import SharedCartView
from commerce.teams.errors import NoSuchTeam
from commerce.teams.finding import Finding
from commerce.teams.views import TeamView
from commerce.views import DealView, ProductView
from kit.auth import GUEST
from kit.money import Money
from kit.words import Text, Words
from membership.brands import Brands
from membership.views import BrandView
from share.linking import Linking
from share.opening import Destination
from share.views import LinkPreview
from streams.shows import Shows
from streams.views import ShowView
from web import filters
from web.drawing.card import Card


@dataclass(frozen=True, slots=True)
class Shared:
    link: LinkPreview
    brand: BrandView
    show: ShowView | None
    deal: DealView | None
    product: ProductView | None
    category: str | None
    """Of what is sold."""
    photo: str | None = None
    """The address of the picture that was uploaded for it."""
    cart: SharedCartView | None = None
    """Lines of somebody's cart or wish list, as everyone may see them."""
    team: TeamView | None = None
    """One that buys the deal, while friends can join it."""

    @property
    def title(self) -> str:
        return self.deal.title if self.deal else self.link.title

    def title_in(self, words: Words) -> str:
        """As previews and embeddings have it: that of a team says what it is about."""
        team = self.team
        if team is None:
            return self.title
        price = Money(team.price_minor, team.currency)
        return words.say(
            Text(
                "{title} for {price} as a team of {size}",
                title=self.title,
                price=price,
                size=team.size,
            )
        )

    @property
    def about(self) -> frozenset[str]:
        """What it is about, by id: when one of these changes it is not right any more."""
        known = (self.brand, self.show, self.deal, self.product, self.cart, self.team)
        offers = [line.item.offer for line in self.cart.lines] if self.cart else []
        return frozenset(one.id for one in (*known, *offers) if one is not None)

    @property
    def card(self) -> Card:
        now, was, currency = self._price()
        moment, is_live = self._moment()
        return Card(
            brand_name=self.brand.name,
            hue=self.brand.hue,
            title=self.title,
            price=filters.money(now, currency) if now is not None else "",
            was=filters.money(was, currency) if now is not None and was > now else "",
            moment=moment,
            is_live=is_live,
            category=self.category,
            photo=self.photo,
            seed=self._seed,
        )

    @property
    def _seed(self) -> str:
        """Of the picture."""
        if self.cart is not None and self.cart.lines:
            return self.cart.lines[0].item.product.id
        return self.product.id if self.product else self.link.target_id

    def _price(self) -> tuple[int | None, int, str]:
        if self.team is not None and self.deal is not None:
            return self.team.price_minor, self.deal.price_minor, self.team.currency
        if self.deal is not None:
            return self.deal.price_minor, self.deal.list_price_minor, self.deal.currency
        if self.product is not None:
            return self.product.list_price_minor, 0, self.product.currency
        return None, 0, ""

    def _moment(self) -> tuple[str, bool]:
        """When, as words that stay true however long a picture is kept; and whether it is on air."""
        deal, show = self.deal, self.show
        if self.team is not None:
            return f"Until {filters.time_of_day(self.team.fills_by_ms)}", False
        if deal is not None and deal.status == "live" and deal.closes_at_ms is not None:
            return f"Until {filters.time_of_day(deal.closes_at_ms)}", False
        if deal is not None and deal.status == "ended":
            return "Ended", False
        if show is None:
            return "", False
        if show.status == "scheduled":
            return filters.day_and_time(show.scheduled_at_ms), False
        return ("Live now", True) if show.status == "live" else ("Ended", False)


class Sharing:
    """Finds what links lead to."""

    def __init__(
        self,
        brands: Brands,
        shows: Shows,
        deals: Deals,
        catalogue: Catalogue,
        linking: Linking,
        shared_carts: SharedCarts,
        teams: Finding,
    ) -> None:
        self._teams = teams
        self._brands = brands
        self._shows = shows
        self._deals = deals
        self._catalogue = catalogue
        self._linking = linking
        self._shared_carts = shared_carts

    async def shared(self, destination: Destination, language: str | None = None) -> Shared:
        link = await self._linking.preview(destination, language)
        team = await self._team(link)
        deal = await self._public_deal(team.deal_id if team else link.target_id, link.kind)
        product = await self._product(link)
        cart = await self._cart(link)
        sold = product or (await self._product_of(deal) if deal else None)
        if cart is not None and cart.lines:
            sold = cart.lines[0].item.product
        return Shared(
            link=link,
            brand=await self._brands.by_id(link.brand_id),
            show=await self._shows.get(link.show_id) if link.show_id else None,
            deal=deal,
            product=product,
            category=sold.category if sold else None,
            photo=sold.image_url if sold and sold.has_picture else None,
            cart=cart,
            team=team if deal and team and team.status == "forming" else None,
        )

    async def _team(self, link: LinkPreview) -> TeamView | None:
        if link.kind != "team":
            return None
        try:
            return await self._teams.get(link.target_id)
        except NoSuchTeam:
            return None

    async def _public_deal(self, deal_id: str, kind: str) -> DealView | None:
        """The deal as anyone may see it; None if the link is to something else or the deal is not (yet) for all."""
        if kind not in {"deal", "team"}:
            return None
        try:
            deal = await self._deals.get(deal_id)
        except NoSuchDeal:
            return None
        return deal if deal.status != "queued" and deal.min_tier_rank == 0 else None

    async def _cart(self, link: LinkPreview) -> SharedCartView | None:
        if link.kind not in {"cart", "wishlist"}:
            return None
        try:
            return await self._shared_carts.get(GUEST, link.target_id)
        except NoSuchSharedCart:
            return None

    async def _product(self, link: LinkPreview) -> ProductView | None:
        return await self._found(link.target_id) if link.kind == "product" else None

    async def _product_of(self, deal: DealView) -> ProductView | None:
        return await self._found(deal.product_id)

    async def _found(self, product_id: str) -> ProductView | None:
        try:
            return await self._catalogue.product(product_id)
        except NoSuchProduct:
            return None
