"""Challenges between teams in a room: what people do is counted, the room sees the scores, and the worker splits the pot."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.checkout import Checkout
from kit.events import Event
from kit.http import Endpoint
from membership import events as membership
from membership.accounts import Accounts
from membership.brands import Brands
from server import wire
from server.features.feature import Chore, Feature, Reaction, Together
from server.ground import Ground
from server.once_a_second import OnceASecond
from share import events as share
from share.challenges import events as challenges
from share.challenges.challenging import Challenging
from share.challenges.playing import Playing
from share.challenges.routes import ChallengeRoutes
from share.challenges.scoring import Bought, Scoring
from share.explaining import Explaining
from streams.shows import Shows
from web.challenge_page import ChallengePage
from web.page import Page


class ChallengesFeature(Feature):
    def __init__(
        self,
        ground: Ground,
        shows: Shows,
        checkout: Checkout,
        brands: Brands,
        accounts: Accounts,
        explaining: Explaining,
    ) -> None:
        self.challenging = Challenging(ground.work, shows.venue)
        self._playing = Playing(ground.work, ground.limiter)
        self._scoring = Scoring(ground.work)
        self._checkout = checkout
        self._page = ChallengePage(
            ground.rendering, brands, shows, accounts, self.challenging, explaining
        )
        self._hub = ground.hub
        self._board = OnceASecond("challenges", self._show)

    def endpoints(self) -> Sequence[Endpoint]:
        return ChallengeRoutes(self.challenging, self._playing).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction | Together, ...]]:
        return {
            membership.MemberJoined: (self._count_join,),
            commerce.OrderPaid: (Together(self._count_purchases),),
            share.OrdersCredited: (self._count_friends,),
            commerce.OrderRefunded: (self._uncount,),
            challenges.ChallengeStarted: (self._announce,),
            challenges.ChallengeScored: (self._note,),
            challenges.ChallengeEnded: (self._announce,),
            challenges.ChallengeDecided: (self._announce,),
        }

    def chores(self) -> Sequence[Chore]:
        return (Chore("settle_challenges", 1.0, self.challenging.settle_due),)

    async def close(self) -> None:
        await self._board.drain()

    async def _count_join(self, event: membership.MemberJoined) -> None:
        await self._scoring.friend_joined(event.brand_id, event.account_id, event.referral_token)

    async def _count_purchases(self, events: Sequence[commerce.OrderPaid]) -> None:
        shows = await self._scoring.shows_with_challenges({event.show_id for event in events})
        await self._count([event.order_id for event in events if event.show_id in shows], {})

    async def _count_friends(self, event: share.OrdersCredited) -> None:
        sharers = dict(zip(event.order_ids, event.account_ids, strict=True))
        in_play = await self._scoring.sharers_in_play(set(event.account_ids))
        await self._count([each for each in sharers if sharers[each] in in_play], sharers)

    async def _count(self, order_ids: Sequence[str], sharers: Mapping[str, str]) -> None:
        """Those of these orders that may count, for their buyers, or for whose link they are credited to."""
        if not order_ids:
            return
        await self._scoring.bought([
            Bought(sale.show_id, sale.account_id, sale.order_id, sale.paid_at, sharers.get(sale.order_id))
            for sale in await self._checkout.sales(order_ids)
            if sale.paid_at is not None and not sale.is_refunded
        ])  # fmt: skip
        # They may have been since we looked, when there was nothing to take back.
        for sale in await self._checkout.refunded_sales(order_ids):
            if sale.is_refunded:
                await self._scoring.refunded(sale.order_id)

    async def _uncount(self, event: commerce.OrderRefunded) -> None:
        if event.is_whole and not event.was_late:
            await self._scoring.refunded(event.order_id)

    async def _note(self, event: challenges.ChallengeScored) -> None:
        self._board.note(event.challenge_id)

    async def _announce(self, event: challenges.ChallengeEvent) -> None:
        await self._show(event.challenge_id)

    async def _show(self, challenge_id: str) -> None:
        challenge = await self.challenging.get(challenge_id)
        await self._hub.publish(challenge.show_id, wire.ChallengeChanged(challenge=challenge))
