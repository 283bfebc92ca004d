"""What people do counts for teams. Whatever is told twice, late or out of order counts once, since each person counts once for each deed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from kit.unit_of_work import Tx, UnitOfWork
from membership import store as membership
from share.challenges import store
from share.challenges.challenge import Challenge, Deed
from share.challenges.events import ChallengeScored
from share.store import clicks as store_clicks


class Bought(Struct, frozen=True, gc=False):
    """An order that is paid, and whose link it is credited to: None if it is only that its buyer paid."""

    show_id: str
    account_id: str
    order_id: str
    at: datetime
    sharer_id: str | None = None

    @property
    def deed(self) -> Deed:
        return Deed.BOUGHT if self.sharer_id is None else Deed.FRIEND_BOUGHT


class _Done(Struct, frozen=True, gc=False):
    """What somebody did that may count in a challenge: alone, or as the friend of a sharer."""

    challenge: Challenge
    deed: Deed
    account_id: str
    sharer_id: str | None
    order_id: str | None = None

    def score(self, team_id: str) -> store.Score:
        return store.Score(self.challenge.id, self.deed, self.account_id, team_id, self.order_id)


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
            counting = [
                challenge
                for challenge in await store.open_challenges(tx, brand_id)
                if challenge.counts(joined["joined_at"])
            ]
            await _count(
                tx,
                [_Done(each, Deed.FRIEND_JOINED, account_id, sharer_id) for each in counting],
            )

    async def bought(self, orders: Sequence[Bought]) -> None:
        """People's orders are paid, or credited to somebody's link."""
        async with self._work.write() as tx:
            challenges = await store.open_in(tx, {order.show_id for order in orders})
            await _count(tx, [
                _Done(challenge, order.deed, order.account_id, order.sharer_id, order.order_id)
                for order in orders
                if (challenge := challenges.get(order.show_id)) and challenge.counts(order.at)
            ])  # fmt: skip

    async def sharers_in_play(self, account_ids: Collection[str]) -> set[str]:
        """Those of these people who are in a team of a challenge on which nobody has decided: mostly few."""
        async with self._work.read() as tx:
            return await store.people_in_play(tx, account_ids)

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
    click = (await store_clicks.clicks_of(tx, [(referral_token, None)])).get(referral_token)
    return click.sharer_id if click is not None and click.brand_id == brand_id else None


async def _count(tx: Tx, done: Sequence[_Done]) -> None:
    people = {person for one in done for person in (one.account_id, one.sharer_id) if person}
    teams = await store.teams_of_people(tx, {one.challenge.id for one in done}, people)
    scores = [one.score(team_id) for one in done if (team_id := _team_of(one, teams)) is not None]
    scored = await store.add_scores(tx, scores) if scores else set()
    for challenge in {one.challenge.id: one.challenge for one in done}.values():
        if challenge.id in scored:
            tx.emit(ChallengeScored(challenge_id=challenge.id, show_id=challenge.show_id))


def _team_of(done: _Done, teams: Mapping[tuple[str, str], str]) -> str | None:
    """For whom it counts. A friend is somebody who is not in the team."""
    own = teams.get((done.challenge.id, done.account_id))
    if done.sharer_id is None:
        return own
    team_id = teams.get((done.challenge.id, done.sharer_id))
    return None if team_id == own else team_id
