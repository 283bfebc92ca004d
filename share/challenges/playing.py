"""The players' verbs: forming a team, joining one, and seeing how one's own stands."""

from kit.auth import Principal, Role
from kit.errors import Refusal
from kit.ids import is_id, new_id
from kit.rate_limit import RateLimiter, Rule
from kit.unit_of_work import Tx, UnitOfWork
from membership import directory
from share.challenges import store
from share.challenges.challenge import MOST_TEAMS, Challenge, refuse_newcomer, refuse_player
from share.challenges.challenging import found, no_such_challenge
from share.challenges.errors import InATeam, NameTaken, NoSuchChallengeTeam, TooManyTeams
from share.challenges.events import ChallengeScored
from share.challenges.presenting import team_view
from share.challenges.views import MyChallengeView, NewChallengeTeam

TEAMS = Rule("challenge_team", "20/minute", "You tried teams too often.")


class Playing:
    def __init__(self, work: UnitOfWork, limiter: RateLimiter) -> None:
        self._work = work
        self._limiter = limiter

    async def form(
        self, principal: Principal, challenge_id: str, new: NewChallengeTeam
    ) -> MyChallengeView:
        """Form a team, and be its first member.

        Raises:
            NotSignedIn, TooMany, NoSuchChallenge, ChallengeOver, StaffCannotPlay, NameTaken, InATeam, TooManyTeams
        """
        await self._limiter.hit(TEAMS, principal.account())
        async with self._work.write() as tx:
            challenge = await _playable(tx, principal, challenge_id)
            if await store.count_teams(tx, challenge.id) >= MOST_TEAMS:
                raise TooManyTeams("Join a team of somebody else.")
            team_id = new_id()
            if not await store.add_team(tx, challenge.id, team_id, " ".join(new.name.split())):
                message = "Choose another name."
                raise NameTaken(message, fields={"name": message})
            await _add(tx, principal, challenge, team_id, 1)
            return await _mine(tx, principal, challenge)

    async def join(self, principal: Principal, team_id: str) -> MyChallengeView:
        """Join a team. Who is in it is, whether they ask again or not.

        Raises:
            NotSignedIn, TooMany, NoSuchChallengeTeam, ChallengeOver, StaffCannotPlay, InATeam, NoPlaceLeft
        """
        account_id = principal.account()
        await self._limiter.hit(TEAMS, account_id)
        async with self._work.write() as tx:
            locked = await store.lock_team(tx, team_id)
            if locked is None:
                raise NoSuchChallengeTeam("Ask your friend for the link again.")
            challenge = await _playable(tx, principal, locked["challenge_id"])
            if await store.team_of(tx, challenge.id, account_id) != team_id:
                count = await store.count_members(tx, team_id)
                _refuse(refuse_newcomer(count))
                await _add(tx, principal, challenge, team_id, count + 1)
            return await _mine(tx, principal, challenge)

    async def mine(self, principal: Principal, challenge_id: str) -> MyChallengeView:
        """The caller's team, if they are in one.

        Raises:
            NotSignedIn, NoSuchChallenge
        """
        principal.account()
        async with self._work.read() as tx:
            return await _mine(tx, principal, await found(tx, challenge_id))


async def _playable(tx: Tx, principal: Principal, challenge_id: str) -> Challenge:
    if not is_id(challenge_id):
        raise no_such_challenge()
    challenge = await found(tx, challenge_id)
    is_staff = principal.role_for(challenge.brand_id) >= Role.MODERATOR
    _refuse(refuse_player(challenge, tx.now, is_staff=is_staff))
    return challenge


async def _add(
    tx: Tx, principal: Principal, challenge: Challenge, team_id: str, number: int
) -> None:
    if not await store.add_member(tx, challenge.id, team_id, principal.account(), number):
        raise InATeam("Everyone plays in one team, until the challenge is over.")
    tx.emit(ChallengeScored(challenge_id=challenge.id, show_id=challenge.show_id))


async def _mine(tx: Tx, principal: Principal, challenge: Challenge) -> MyChallengeView:
    account_id = principal.account()
    team_id = await store.team_of(tx, challenge.id, account_id)
    return MyChallengeView(
        challenge_id=challenge.id,
        team=await team_view(tx, challenge.id, team_id) if team_id else None,
        is_member=bool(await directory.standings(tx, challenge.brand_id, [account_id])),
    )


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise refusal
