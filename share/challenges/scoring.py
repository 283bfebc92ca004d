"""What people do counts for teams. Whatever is told twice, late or out of order counts once, since each person counts once for each deed."""

from collections.abc import Collection
from datetime import datetime

from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from share.challenges import store
from share.challenges.challenge import Challenge, Deed
from share.challenges.events import ChallengeScored
from share.store import clicks as store_clicks
from share.store import links as store_links


class Scoring:
    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def friend_joined(
        self, brand_id: str, account_id: str, referral_token: str | None
    ) -> None:
        """Somebody joined the brand's programme who came by a link. When they did counts, not when it is heard of."""
        if referral_token is None:
            return
        async with self._work.write() as tx:
            sharer_id = await _sharer(tx, referral_token, brand_id)
            joined = (await membership.memberships(tx, account_id)).get(brand_id)
            if sharer_id is None or joined is None:
                return
            for challenge in await store.open_challenges(tx, brand_id):
                if challenge.counts(joined["joined_at"]):
                    await _count_friend(
                        tx, challenge, sharer_id, Deed.FRIEND_JOINED, account_id, None
                    )

    async def friend_bought(
        self,
        brand_id: str,
        show_id: str,
        account_id: str,
        sharer_id: str,
        order_id: str,
        at: datetime,
    ) -> None:
        """An order that is paid is credited to somebody's link."""
        async with self._work.write() as tx:
            for challenge in await store.open_challenges(tx, brand_id):
                if challenge.show_id == show_id and challenge.counts(at):
                    await _count_friend(
                        tx, challenge, sharer_id, Deed.FRIEND_BOUGHT, account_id, order_id
                    )

    async def bought(
        self, brand_id: str, show_id: str, account_id: str, order_id: str, at: datetime
    ) -> None:
        """Somebody's order is paid."""
        async with self._work.write() as tx:
            for challenge in await store.open_challenges(tx, brand_id):
                if challenge.show_id != show_id or not challenge.counts(at):
                    continue
                team_id = await store.team_of(tx, challenge.id, account_id)
                if team_id is not None:
                    await _count(tx, challenge, team_id, Deed.BOUGHT, account_id, order_id)

    async def shows_with_challenges(self, show_ids: Collection[str]) -> set[str]:
        """Those of these shows with a challenge on which nobody has decided. What was paid before one began does not count."""
        async with self._work.read() as tx:
            return await store.shows_with_challenges(tx, show_ids)

    async def refunded(self, order_id: str) -> None:
        """Nothing is left of an order: it counts no more, unless the pot is split."""
        async with self._work.write() as tx:
            for challenge in await store.scored_by(tx, order_id):
                await store.void_scores(tx, challenge.id, order_id)
                tx.emit(ChallengeScored(challenge_id=challenge.id, show_id=challenge.show_id))


async def _sharer(tx: Tx, referral_token: str, brand_id: str) -> str | None:
    """Whose link of this brand it was."""
    click = (await store_clicks.clicks_by_id(tx, [referral_token])).get(referral_token)
    links = await store_links.links_by_id(tx, [click.link_id]) if click else {}
    link = links.get(click.link_id) if click else None
    return link.account_id if link is not None and link.brand_id == brand_id else None


async def _count_friend(
    tx: Tx,
    challenge: Challenge,
    sharer_id: str,
    deed: Deed,
    account_id: str,
    order_id: str | None,
) -> None:
    """A friend is somebody who is not in the team."""
    team_id = await store.team_of(tx, challenge.id, sharer_id)
    if team_id is not None and await store.team_of(tx, challenge.id, account_id) != team_id:
        await _count(tx, challenge, team_id, deed, account_id, order_id)


async def _count(
    tx: Tx,
    challenge: Challenge,
    team_id: str,
    deed: Deed,
    account_id: str,
    order_id: str | None,
) -> None:
    if await store.add_score(tx, challenge.id, team_id, deed, account_id, order_id):
        tx.emit(ChallengeScored(challenge_id=challenge.id, show_id=challenge.show_id))
