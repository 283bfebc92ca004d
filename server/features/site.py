"""The pages on which several features meet: the festival, a show's room, what stands behind links, the host's desk, a brand's
orders and settings, the operator's page."""

from collections.abc import Sequence

from server.features.accounts import AccountsFeature
from server.features.deals import DealsFeature
from server.features.feature import Feature
from server.features.links import LinksFeature
from server.features.orders import OrdersFeature
from server.features.presale import PresaleFeature
from server.features.products import ProductsFeature
from server.features.protection import ProtectionFeature
from server.features.shipping import ShippingFeature
from server.features.shows import ShowsFeature
from server.features.vouchers import VouchersFeature
from server.ground import Ground
from web.festival_pages import FestivalPages
from web.finding_pages import FindingPages
from web.host_pages import HostPages
from web.language_page import LanguagePage
from web.link_pages import LinkPages
from web.operator_page import OperatorPage
from web.order_pages import OrderPages
from web.page import Page
from web.picture_pages import PicturePages
from web.settings_page import SettingsPage
from web.share_cards import ShareCards
from web.show_pages import ShowPages


class SiteFeature(Feature):
    def __init__(
        self,
        ground: Ground,
        of_accounts: AccountsFeature,
        of_shows: ShowsFeature,
        of_deals: DealsFeature,
        of_orders: OrdersFeature,
        of_vouchers: VouchersFeature,
        of_presale: PresaleFeature,
        of_protection: ProtectionFeature,
        of_shipping: ShippingFeature,
        of_links: LinksFeature,
        of_products: ProductsFeature,
    ) -> None:
        look = ground.rendering
        accounts, brands, shows = of_accounts.accounts, of_accounts.brands, of_shows.shows
        catalogue, replays = of_deals.catalogue, of_shows.replays
        promising, shipping_terms = of_protection.promising, of_shipping.terms
        issuing, scheduling = of_vouchers.issuing, of_presale.scheduling
        explaining = of_links.explaining
        self._groups = (
            FestivalPages(
                look,
                accounts,
                brands,
                shows,
                replays,
                catalogue,
                promising,
                shipping_terms,
                explaining,
            ),
            FindingPages(look, brands, shows, replays, explaining),
            ShowPages(
                look,
                accounts,
                brands,
                shows,
                of_shows.admitting,
                of_vouchers.collecting,
                replays,
                of_shows.cutting,
                explaining,
            ),
            HostPages(
                look,
                accounts,
                brands,
                of_accounts.staff,
                shows,
                catalogue,
                of_deals.deals,
                issuing,
                scheduling,
            ),
            OrderPages(look, brands, shows, of_orders.search, explaining),
            SettingsPage(look, brands, promising, shipping_terms, explaining),
            LinkPages(
                look,
                of_links.destinations,
                of_links.sharing,
                of_links.following,
                ShareCards(of_products.picturing.at),
            ),
            OperatorPage(look, brands, shows, scheduling, issuing),
            PicturePages(brands, shows),
            LanguagePage(),
        )

    def pages(self) -> Sequence[Page]:
        return [page for group in self._groups for page in group.pages()]
