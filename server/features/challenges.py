"""Challenges between teams in a room: what people do is counted, the room sees the scores, and the worker splits the pot."""

from collections.abc import Mapping, Sequence

from commerce import events as commerce
from commerce.checkout import Checkout
from kit.clock import from_ms
from kit.events import Event
from kit.http import Endpoint
from kit.rate_limit import RateLimiter
from kit.unit_of_work import UnitOfWork
from membership import events as membership
from membership.accounts import Accounts
from membership.brands import Brands
from server import wire
from server.features.feature import Chore, Feature, Reaction
from server.hub import Hub
from server.once_a_second import OnceASecond
from share import events as share
from share.challenges import events as challenges
from share.challenges.challenging import Challenging
from share.challenges.playing import Playing
from share.challenges.routes import ChallengeRoutes
from share.challenges.scoring import Scoring
from share.explaining import Explaining
from streams.shows import Shows
from web.challenge_page import ChallengePage
from web.page import Page
from web.rendering import Rendering


class ChallengesFeature(Feature):
    def __init__(
        self,
        work: UnitOfWork,
        limiter: RateLimiter,
        shows: Shows,
        checkout: Checkout,
        brands: Brands,
        accounts: Accounts,
        explaining: Explaining,
        hub: Hub,
        rendering: Rendering,
    ) -> None:
        self._clock = work.clock
        self.challenging = Challenging(work, shows.venue)
        self._playing = Playing(work, limiter)
        self._scoring = Scoring(work)
        self._checkout = checkout
        self._page = ChallengePage(rendering, brands, shows, accounts, self.challenging, explaining)
        self._hub = hub
        self._board = OnceASecond("challenges", self._show)

    def endpoints(self) -> Sequence[Endpoint]:
        return ChallengeRoutes(self.challenging, self._playing).endpoints()

    def pages(self) -> Sequence[Page]:
        return self._page.pages()

    def reactions(self) -> Mapping[type[Event], tuple[Reaction, ...]]:
        return {
            membership.MemberJoined: (self._count_join,),
            commerce.OrderPaid: (self._count_purchase,),
            share.OrderCredited: (self._count_friend,),
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
        await self._scoring.friend_joined(
            event.brand_id, event.account_id, event.referral_token, self._clock()
        )

    async def _count_purchase(self, event: commerce.OrderPaid) -> None:
        facts = await self._checkout.order_facts(event.order_id)
        order = facts.order
        if order.paid_at_ms is None or order.status == "refunded":
            return
        at = from_ms(order.paid_at_ms)
        await self._scoring.bought(order.brand_id, order.show_id, facts.account_id, order.id, at)
        await self._uncount_if_refunded(event.order_id)

    async def _count_friend(self, event: share.OrderCredited) -> None:
        facts = await self._checkout.order_facts(event.order_id)
        order = facts.order
        if order.paid_at_ms is None or order.status == "refunded":
            return
        await self._scoring.friend_bought(
            order.brand_id,
            order.show_id,
            facts.account_id,
            event.account_id,
            order.id,
            from_ms(order.paid_at_ms),
        )
        await self._uncount_if_refunded(event.order_id)

    async def _uncount(self, event: commerce.OrderRefunded) -> None:
        if event.is_whole and not event.was_late:
            await self._scoring.refunded(event.order_id)

    async def _uncount_if_refunded(self, order_id: str) -> None:
        """It may have been since we looked, when there was nothing to take back."""
        facts = await self._checkout.order_facts(order_id)
        if facts.order.status == "refunded":
            await self._scoring.refunded(order_id)

    async def _note(self, event: challenges.ChallengeScored) -> None:
        self._board.note(event.challenge_id)

    async def _announce(self, event: challenges.ChallengeEvent) -> None:
        await self._show(event.challenge_id)

    async def _show(self, challenge_id: str) -> None:
        challenge = await self.challenging.get(challenge_id)
        await self._hub.publish(challenge.show_id, wire.ChallengeChanged(challenge=challenge))
