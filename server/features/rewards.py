"""What sharers earn becomes payable and is paid out, managers see it as it happens, and friends who come by a link get a
voucher."""

from collections.abc import Mapping, Sequence

from commerce.store.orders import has_paid
from commerce.vouchers.giving import Giving
from commerce.vouchers.issuing import Issuing
from kit.events import Event
from kit.http import Endpoint
from membership import events as membership
from membership.brands import Brands
from server import wire
from server.features.feature import Chore, Feature, Reaction, each
from server.ground import Ground
from server.handouts import find_voucher
from server.once_a_second import OnceASecond
from share import events as share
from share.payees.giving import Payees
from share.payees.routes import PayeeRoutes
from share.payees.sealing import Sealing
from share.rewards.maturing import Maturing
from share.rewards.offering import Offering
from share.rewards.paying import Paying
from share.rewards.routes import RewardRoutes
from share.rewards.statements import Statements
from share.rewards.welcoming import Welcoming
from web.page import Page
from web.reward_pages import RewardPages


class RewardsFeature(Feature):
    def __init__(
        self,
        ground: Ground,
        brands: Brands,
        issuing: Issuing,
        giving: Giving,
    ) -> None:
        work = ground.work
        sealing = Sealing(ground.settings.secret_key)
        self._hub = ground.hub
        self._offering = Offering(work, find_voucher)
        self._paying = Paying(work, sealing)
        self._payees = Payees(work, ground.limiter, sealing)
        self._statements = Statements(work)
        self._welcoming = Welcoming(work, has_paid, giving.give)
        self.maturing = Maturing(work, sealing.key_id)
        self._board = OnceASecond("payouts", self._show)
        self._pages = RewardPages(
            ground.rendering,
            brands,
            issuing,
            self._offering,
            self._paying,
            self._payees,
            self._statements,
        )

    def endpoints(self) -> Sequence[Endpoint]:
        rewards = RewardRoutes(self._offering, self._paying, self._statements)
        return [*rewards.endpoints(), *PayeeRoutes(self._payees).endpoints()]

    def pages(self) -> Sequence[Page]:
        return self._pages.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            membership.AccountCreated: (self._welcome,),
            membership.SignedIn: (self._welcome,),
            membership.MemberJoined: (self._welcome,),
            share.FriendsCame: (self._welcome_those,),
            share.FriendWelcomed: (self._hand_out,),
            share.PayoutChanged: (self._note,),
            share.RewardsMatured: (self._note,),
            share.RewardCorrected: (self._note_brands,),
            share.PayeeChanged: (self._note_brands,),
        }

    def chores(self) -> Sequence[Chore]:
        return (Chore("mature_rewards", 5.0, self.maturing.mature_all),)

    async def drain(self) -> None:
        await self._board.drain()

    async def _note(self, event: share.PayoutChanged | share.RewardsMatured) -> None:
        self._board.note(event.brand_id)

    async def _note_brands(self, event: share.RewardCorrected | share.PayeeChanged) -> None:
        for brand_id in await self._paying.brands_of(event.account_id):
            self._board.note(brand_id)

    async def _show(self, brand_id: str) -> None:
        """Have the desks of the brand's managers look again."""
        slug, managers = await self._paying.desks(brand_id)
        frame = wire.PayoutsChanged(brand_slug=slug)
        await each(self._hub.tell(account_id, frame) for account_id in managers)

    async def _welcome(
        self, event: membership.AccountCreated | membership.SignedIn | membership.MemberJoined
    ) -> None:
        await self._welcoming.known(event.account_id, event.referral_token)

    async def _welcome_those(self, event: share.FriendsCame) -> None:
        await self._welcoming.clicked(event.click_ids)

    async def _hand_out(self, event: share.FriendWelcomed) -> None:
        await self._welcoming.hand_out(event.brand_id, event.account_id)
