"""Every feature, what it is given, and in which order they react."""

from membership.passwords import Passwords
from server.features.accounts import AccountsFeature
from server.features.benefits import BenefitsFeature
from server.features.campaigns import CampaignsFeature
from server.features.carts import CartsFeature
from server.features.challenges import ChallengesFeature
from server.features.chat import ChatFeature
from server.features.crediting import CreditingFeature
from server.features.deals import DealsFeature
from server.features.draws import DrawsFeature
from server.features.early_access import EarlyAccessFeature
from server.features.feature import Feature
from server.features.founding import FoundingFeature
from server.features.leaders import LeadersFeature
from server.features.links import LinksFeature
from server.features.moments import MomentsFeature
from server.features.orders import OrdersFeature
from server.features.packets import PacketsFeature
from server.features.payments import PaymentsFeature
from server.features.people import PeopleFeature
from server.features.placed_orders import PlacedOrdersFeature
from server.features.points import PointsFeature
from server.features.presale import PresaleFeature
from server.features.products import ProductsFeature
from server.features.protection import ProtectionFeature
from server.features.quotes import QuotesFeature
from server.features.review import ReviewFeature
from server.features.rewards import RewardsFeature
from server.features.security import SecurityFeature
from server.features.shipping import ShippingFeature
from server.features.shows import ShowsFeature
from server.features.site import SiteFeature
from server.features.teams import TeamsFeature
from server.features.vouchers import VouchersFeature
from server.features.waitlist import WaitlistFeature
from server.features.webhooks import WebhooksFeature
from server.ground import Ground


class Features:
    """`in_order` are all of them."""

    def __init__(self, ground: Ground, passwords: Passwords) -> None:
        self.accounts = AccountsFeature(ground, passwords)
        accounts, brands = self.accounts.accounts, self.accounts.brands
        self.shows = ShowsFeature(ground)
        shows = self.shows.shows
        self.chat = ChatFeature(ground, shows)
        self.deals = DealsFeature(ground, shows)
        deals, catalogue, hosting = self.deals.deals, self.deals.catalogue, self.deals.hosting
        self.moments = MomentsFeature(ground, shows)
        self.payments = PaymentsFeature(ground)
        paying = self.payments.paying
        self.vouchers = VouchersFeature(ground, shows)
        issuing, giving = self.vouchers.issuing, self.vouchers.giving
        self.orders = OrdersFeature(
            ground,
            shows,
            catalogue,
            hosting,
            self.moments.moments,
            paying,
            self.vouchers.collecting,
            brands,
        )
        checkout = self.orders.checkout
        self.presale = PresaleFeature(ground, self.payments.gateways, paying, checkout)
        self.protection = ProtectionFeature(ground, checkout)
        self.points = PointsFeature(ground, checkout, brands, issuing, giving)
        self.shipping = ShippingFeature(ground)
        self.webhooks = WebhooksFeature(ground, brands)

        self.carts = CartsFeature(ground, shows, checkout)
        self.teams = TeamsFeature(ground, shows, deals, brands, accounts)
        self.links = LinksFeature(
            ground,
            brands,
            shows,
            deals,
            catalogue,
            self.carts.shared_carts,
            self.teams.finding,
            checkout,
        )
        linking, explaining = self.links.linking, self.links.explaining
        self.crediting = CreditingFeature(ground, checkout, linking, self.links.board)
        journeys = self.crediting.journeys
        self.draws = DrawsFeature(ground, shows, brands)
        self.packets = PacketsFeature(ground, shows, brands, self.webhooks.telling)
        self.leaders = LeadersFeature(ground, shows, journeys)
        self.challenges = ChallengesFeature(ground, shows, checkout, brands, accounts, explaining)
        self.people = PeopleFeature(ground, accounts.passwords, brands)
        self.early_access = EarlyAccessFeature(ground, deals)
        self.campaigns = CampaignsFeature(
            ground, shows, brands, issuing, self.people.unsubscribing.path
        )
        self.security = SecurityFeature(ground, accounts, self.campaigns.post)
        self.products = ProductsFeature(ground, catalogue, self.campaigns.gathering, brands)
        self.review = ReviewFeature(ground, linking, brands)

        # To one event they react in this order: rooms and people see what happened, then it is booked, then it spreads. What takes
        # many events together goes on side by side.
        self.in_order: tuple[Feature, ...] = (
            self.accounts,
            self.chat,
            self.shows,
            self.deals,
            self.orders,
            PlacedOrdersFeature(checkout, journeys, self.orders.news),
            self.payments,
            self.presale,
            WaitlistFeature(ground, shows),
            QuotesFeature(ground),
            self.vouchers,
            self.crediting,
            self.protection,
            self.points,
            self.teams,
            self.links,
            self.draws,
            self.packets,
            self.leaders,
            self.challenges,
            self.carts,
            self.people,
            BenefitsFeature(ground),
            self.early_access,
            self.campaigns,
            self.security,
            self.products,
            FoundingFeature(ground, brands, shows),
            RewardsFeature(ground, brands, issuing, giving),
            self.review,
            self.shipping,
            self.webhooks,
            self.moments,
            SiteFeature(
                ground,
                self.accounts,
                self.shows,
                self.deals,
                self.orders,
                self.vouchers,
                self.presale,
                self.protection,
                self.shipping,
                self.links,
                self.products,
            ),
        )
