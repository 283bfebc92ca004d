"""The host's verbs: starting a challenge, ending it and calling it off; what anyone sees of it; and the split of its pot."""

from datetime import timedelta

from kit.auth import Principal, Role
from kit.ids import is_id, new_id
from kit.one_by_one import OneByOne
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from membership.points.gift import Gift
from membership.points.gifts import give
from share.challenges import challenge as rules
from share.challenges import store
from share.challenges.challenge import HEARD_AFTER, Challenge
from share.challenges.errors import (
    ChallengeOver,
    ChallengeRunning,
    NoLiveRoom,
    NoRoom,
    NoSuchChallenge,
)
from share.challenges.events import ChallengeDecided, ChallengeEnded, ChallengeStarted
from share.challenges.presenting import challenge_view, standing_of
from share.challenges.splitting import split
from share.challenges.views import ChallengeView, NewChallenge
from share.venue import FindVenue, venue_of

BATCH = 50


class Challenging:
    def __init__(self, work: UnitOfWork, find_venue: FindVenue) -> None:
        self._work = work
        self._find_venue = find_venue
        self._due = OneByOne[str]("settle_challenges")

    async def start(self, principal: Principal, show_id: str, new: NewChallenge) -> ChallengeView:
        """Start a challenge in a live room.

        Raises:
            NotSignedIn, Forbidden, NoRoom, NoLiveRoom, ChallengeRunning
        """
        async with self._work.write() as tx:
            venue = await venue_of(tx, self._find_venue, show_id, NoRoom)
            principal.require(Role.HOST, venue.brand_id)
            if not venue.is_live:
                raise NoLiveRoom("Start the show first.")
            challenge = Challenge(
                id=new_id(),
                show_id=show_id,
                brand_id=venue.brand_id,
                title=new.title.strip(),
                pot=new.pot,
                winners=new.winners,
                started_at=tx.now,
                ends_at=tx.now + timedelta(minutes=new.minutes),
            )
            if not await store.add_challenge(tx, challenge):
                raise ChallengeRunning("Wait until its pot is split, or call it off.")
            tx.emit(ChallengeStarted(challenge_id=challenge.id, show_id=show_id))
            return await challenge_view(tx, challenge)

    async def end(self, principal: Principal, challenge_id: str) -> ChallengeView:
        """Let nothing count any more from now on. One that is over stays as it is.

        Raises:
            NotSignedIn, Forbidden, NoSuchChallenge
        """
        async with self._work.write() as tx:
            challenge = await _locked(tx, challenge_id)
            principal.require(Role.HOST, challenge.brand_id)
            ended = rules.end(challenge, tx.now)
            if ended is not challenge:
                await store.save_challenge(tx, ended)
                tx.emit(ChallengeEnded(challenge_id=ended.id, show_id=ended.show_id))
            return await challenge_view(tx, ended)

    async def cancel(self, principal: Principal, challenge_id: str) -> ChallengeView:
        """Call it off: nobody is given anything.

        Raises:
            NotSignedIn, Forbidden, NoSuchChallenge, ChallengeOver
        """
        async with self._work.write() as tx:
            challenge = await _locked(tx, challenge_id)
            principal.require(Role.HOST, challenge.brand_id)
            cancelled = rules.cancelled(challenge, tx.now)
            if isinstance(cancelled, ChallengeOver):
                raise cancelled
            if cancelled is not challenge:
                await store.save_challenge(tx, cancelled)
                tx.emit(ChallengeDecided(challenge_id=cancelled.id, show_id=cancelled.show_id))
            return await challenge_view(tx, cancelled)

    async def settle_due(self) -> int:
        """Split the pots of challenges whose time is over; how many. For the worker."""
        async with self._work.read() as tx:
            due = await store.due_challenge_ids(tx, tx.now - HEARD_AFTER, self._due.reach(BATCH))
        return sum(await self._due.each(due, self._settle))

    async def get(self, challenge_id: str) -> ChallengeView:
        """Raises: NoSuchChallenge."""
        async with self._work.read() as tx:
            return await challenge_view(tx, await found(tx, challenge_id))

    async def newest(self, show_id: str) -> ChallengeView | None:
        """The challenge that the room shows."""
        async with self._work.read() as tx:
            newest = await store.challenges_of_show(tx, show_id, 1)
            return await challenge_view(tx, newest[0]) if newest else None

    async def _settle(self, challenge_id: str) -> bool:
        """One transaction: the pot is split once, whoever begins it how often."""
        async with self._work.write() as tx:
            challenge = await _locked(tx, challenge_id)
            if not challenge.is_due(tx.now):
                return False
            await _split(tx, challenge)
            await store.save_challenge(tx, rules.settled(challenge))
            tx.emit(ChallengeDecided(challenge_id=challenge.id, show_id=challenge.show_id))
        return True


async def found(tx: Tx, challenge_id: str) -> Challenge:
    """Raises: NoSuchChallenge."""
    challenge = await store.challenge(tx, challenge_id) if is_id(challenge_id) else None
    if challenge is None:
        raise no_such_challenge()
    return challenge


def no_such_challenge() -> NoSuchChallenge:
    return NoSuchChallenge("The link may be old. The show's room has its challenge.")


async def _locked(tx: Tx, challenge_id: str) -> Challenge:
    challenge = await store.lock_challenge(tx, challenge_id) if is_id(challenge_id) else None
    if challenge is None:
        raise no_such_challenge()
    return challenge


async def _split(tx: Tx, challenge: Challenge) -> None:
    teams = await store.teams_of(tx, challenge.id)
    people = {member.account_id for team in teams for member in team.members}
    of_brand = await directory.standings(tx, challenge.brand_id, people)
    shares = split(
        challenge.pot, challenge.winners, [standing_of(team, of_brand) for team in teams]
    )
    given = {account: points for team in shares.values() for account, points in team.items()}
    # Members are locked in the order of their ids, as everywhere.
    for account_id in sorted(account for account, points in given.items() if points):
        gift = Gift(
            id=new_id(),
            brand_id=challenge.brand_id,
            account_id=account_id,
            points=given[account_id],
            title=f"Challenge: {challenge.title}",
        )
        is_given = await give(tx, gift)
        assert is_given, "nobody stops being a member"
        await store.save_points(tx, challenge.id, account_id, gift.points, gift.id)
