"""What sharers earn becomes payable and is paid out, and friends who come by a link get a voucher."""

from collections.abc import Mapping, Sequence

from commerce.store.orders import has_paid
from commerce.vouchers.giving import Giving
from commerce.vouchers.issuing import Issuing
from kit.events import Event
from kit.http import Endpoint
from kit.unit_of_work import UnitOfWork
from membership import events as membership
from membership.brands import Brands
from server.features.feature import Chore, Feature, Reaction
from server.handouts import find_voucher
from share import events as share
from share.rewards.maturing import Maturing
from share.rewards.offering import Offering
from share.rewards.paying import Paying
from share.rewards.routes import RewardRoutes
from share.rewards.statements import Statements
from share.rewards.welcoming import Welcoming
from web.page import Page
from web.rendering import Rendering
from web.reward_pages import RewardPages


class RewardsFeature(Feature):
    def __init__(
        self,
        work: UnitOfWork,
        brands: Brands,
        issuing: Issuing,
        giving: Giving,
        rendering: Rendering,
    ) -> None:
        self._offering = Offering(work, find_voucher)
        self._paying = Paying(work)
        self._statements = Statements(work)
        self._welcoming = Welcoming(work, has_paid, giving.give)
        self.maturing = Maturing(work)
        self._pages = RewardPages(
            rendering, brands, issuing, self._offering, self._paying, self._statements
        )

    def endpoints(self) -> Sequence[Endpoint]:
        return RewardRoutes(self._offering, self._paying, self._statements).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            membership.AccountCreated: (self._welcome,),
            membership.SignedIn: (self._welcome,),
            membership.MemberJoined: (self._welcome,),
            share.FriendsCame: (self._welcome_those,),
            share.FriendWelcomed: (self._hand_out,),
            share.PayoutChanged: (),
        }

    def chores(self) -> Sequence[Chore]:
        return (Chore("mature_rewards", 5.0, self.maturing.mature_all),)

    async def _welcome(
        self, event: membership.AccountCreated | membership.SignedIn | membership.MemberJoined
    ) -> None:
        await self._welcoming.known(event.account_id, event.referral_token)

    async def _welcome_those(self, event: share.FriendsCame) -> None:
        await self._welcoming.clicked(event.click_ids)

    async def _hand_out(self, event: share.FriendWelcomed) -> None:
        await self._welcoming.hand_out(event.brand_id, event.account_id)
