"""How far people went who came by a share link, and which link is credited with what they bought. Its sharer sees it at once."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.checkout import Checkout
from kit.events import Event
from membership import events as membership
from server import wire
from server.features.feature import Feature, Reaction, Together
from server.ground import Ground
from server.link_board import LinkBoard
from server.purchases import paid_order_of
from share import events as share
from share.crediting import Crediting
from share.journeys import Journeys, Taken
from share.linking import Linking


class CreditingFeature(Feature):
    def __init__(
        self, ground: Ground, checkout: Checkout, linking: Linking, board: LinkBoard
    ) -> None:
        self.journeys = Journeys(ground.work)
        self.crediting = Crediting(ground.work)
        self._checkout = checkout
        self._linking = linking
        self._link_board = board
        self._hub = ground.hub
        self._base_url = ground.settings.public_url or ""

    def reactions(self) -> Mapping[type[Event], tuple[Reaction | Together, ...]]:
        return {
            membership.AccountCreated: (self._know_person,),
            membership.MemberJoined: (self._note_join,),
            commerce.OrderPaid: (Together(self._credit_links),),
            commerce.OrderRefunded: (Together(self._correct_rewards),),
            share.StepsTaken: (self._note_links,),
            share.OrdersCredited: (self._note_links,),
            share.RewardsEarned: (self._note_rewards,),
            share.RewardCorrected: (self._tell_sharer_of_reward,),
        }

    async def close(self) -> None:
        await self.journeys.close()

    async def _know_person(self, event: membership.AccountCreated) -> None:
        await self.journeys.sign_up(event.account_id, event.referral_token)

    async def _note_join(self, event: membership.MemberJoined) -> None:
        joined = Taken("joined", event.referral_token, event.account_id, event.brand_id)
        await self.journeys.take(joined)

    async def _credit_links(self, events: Sequence[commerce.OrderPaid]) -> None:
        sales = await self._checkout.sales([event.order_id for event in events])
        await self.crediting.credit_orders([paid_order_of(sale) for sale in sales])
        # They may have been refunded since we looked, and been told so when there was no reward to correct.
        await self._correct_rewards(events)

    async def _correct_rewards(
        self, events: Sequence[commerce.OrderRefunded | commerce.OrderPaid]
    ) -> None:
        for sale in await self._checkout.refunded_sales([event.order_id for event in events]):
            await self.crediting.correct_reward(sale.order_id, sale.kept_minor)

    async def _note_links(self, event: share.StepsTaken | share.OrdersCredited) -> None:
        self._link_board.note(event.link_ids)

    async def _note_rewards(self, event: share.RewardsEarned) -> None:
        self._link_board.note_rewards(event.reward_ids, event.link_ids)

    async def _tell_sharer_of_reward(self, event: share.RewardCorrected) -> None:
        link = await self._linking.link(event.link_code, self._base_url)
        reward = await self._linking.reward(event.reward_id)
        await self._hub.tell(event.account_id, wire.MyLinkChanged(link=link, reward=reward))
