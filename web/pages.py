"""All pages of the site, given the services that they show.

Pages(rendering, Services(...), make_reference).routes()
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from starlette.routing import Route

from commerce.catalogue import Catalogue
from commerce.checkout import Checkout
from commerce.deals_query import Deals
from commerce.order_search import OrderSearch
from commerce.payments.sandbox.gateway import Sandbox
from commerce.presale.scheduling import Scheduling
from commerce.protection.promising import Promising
from commerce.shipping.setting import ShippingTerms
from commerce.vouchers.collecting import Collecting
from commerce.vouchers.issuing import Issuing
from commerce.webhooks.managing import Managing
from commerce.webhooks.replaying import Replaying
from membership.accounts import Accounts
from membership.brands import Brands
from membership.points.wallets import Wallets
from membership.staff import Staff
from membership.tiers.editing import Editing
from share.destinations import Destinations
from share.explaining import Explaining
from share.linking import Linking
from streams.admitting import Admitting
from streams.replay.cutting import Cutting
from streams.replay.replays import Replays
from streams.shows import Shows
from web.account_pages import AccountPages
from web.brand_pages import BrandPages
from web.buyer_pages import BuyerPages
from web.festival_pages import FestivalPages
from web.finding_pages import FindingPages
from web.following import Following
from web.host_pages import HostPages
from web.language_page import LanguagePage
from web.link_pages import LinkPages
from web.member_pages import MemberPages
from web.operator_page import OperatorPage
from web.page import Page, route
from web.picture_pages import PicturePages
from web.problem_page import ProblemPage
from web.reference import Reference
from web.reference_page import ReferencePage
from web.rendering import Rendering
from web.sandbox_page import SandboxPage
from web.settings_page import SettingsPage
from web.share_cards import ShareCards
from web.shared import Sharing
from web.sharer_pages import SharerPages
from web.show_pages import ShowPages


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The use cases that pages call."""

    accounts: Accounts
    brands: Brands
    staff: Staff
    editing: Editing
    wallets: Wallets
    shows: Shows
    cutting: Cutting
    replays: Replays
    admitting: Admitting
    catalogue: Catalogue
    deals: Deals
    checkout: Checkout
    sandbox: Sandbox
    issuing: Issuing
    collecting: Collecting
    linking: Linking
    explaining: Explaining
    destinations: Destinations
    sharing: Sharing
    following: Following
    cards: ShareCards
    order_search: OrderSearch
    managing: Managing
    replaying: Replaying
    promising: Promising
    shipping_terms: ShippingTerms
    scheduling: Scheduling


class Pages:
    def __init__(
        self,
        rendering: Rendering,
        services: Services,
        make_reference: Callable[[], Reference],
        more: Iterable[Page] = (),
    ) -> None:
        """`more` are those that features bring."""
        self._rendering = rendering
        self._services = services
        self._make_reference = make_reference
        self._more = more

    def routes(self) -> list[Route]:
        problems = ProblemPage(self._rendering)
        return [route(page, problems) for page in self.pages()]

    def pages(self) -> list[Page]:
        look, use = self._rendering, self._services
        return [
            *FestivalPages(
                look,
                use.accounts,
                use.brands,
                use.shows,
                use.replays,
                use.catalogue,
                use.promising,
                use.shipping_terms,
                use.explaining,
            ).pages(),
            *FindingPages(look, use.brands, use.shows, use.replays, use.explaining).pages(),
            *AccountPages(look).pages(),
            *LanguagePage().pages(),
            *ShowPages(
                look,
                use.accounts,
                use.brands,
                use.shows,
                use.admitting,
                use.collecting,
                use.replays,
                use.cutting,
                use.explaining,
            ).pages(),
            *BuyerPages(look, use.checkout, use.collecting, use.brands).pages(),
            *MemberPages(look, use.brands, use.wallets, use.editing, use.issuing).pages(),
            *SandboxPage(look, use.sandbox).pages(),
            *SharerPages(look, use.linking).pages(),
            *HostPages(
                look,
                use.accounts,
                use.brands,
                use.staff,
                use.shows,
                use.catalogue,
                use.deals,
                use.issuing,
                use.scheduling,
            ).pages(),
            *BrandPages(
                look,
                use.brands,
                use.shows,
                use.order_search,
                use.managing,
                use.replaying,
                use.explaining,
            ).pages(),
            *SettingsPage(
                look, use.brands, use.promising, use.shipping_terms, use.explaining
            ).pages(),
            *LinkPages(look, use.destinations, use.sharing, use.following, use.cards).pages(),
            *OperatorPage(look, use.brands, use.shows, use.scheduling, use.issuing).pages(),
            *PicturePages(use.brands, use.shows).pages(),
            *ReferencePage(look, self._make_reference).pages(),
            *self._more,
        ]
