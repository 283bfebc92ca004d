"""Challenges over HTTP."""

from kit.auth import Role
from kit.errors import TooMany
from kit.http import Call, Endpoint
from share.challenges.challenging import Challenging
from share.challenges.errors import (
    ChallengeOver,
    ChallengeRunning,
    InATeam,
    NameTaken,
    NoLiveRoom,
    NoPlaceLeft,
    NoRoom,
    NoSuchChallenge,
    NoSuchChallengeTeam,
    StaffCannotPlay,
    TooManyTeams,
)
from share.challenges.playing import Playing
from share.challenges.views import ChallengeView, MyChallengeView, NewChallenge, NewChallengeTeam


class ChallengeRoutes:
    def __init__(self, challenging: Challenging, playing: Playing) -> None:
        self._challenging = challenging
        self._playing = playing

    def endpoints(self) -> list[Endpoint]:
        one = "/api/challenges/{challenge_id}"
        playing = (ChallengeOver, StaffCannotPlay, InATeam, TooMany)
        return [
            Endpoint("POST", "/api/shows/{show_id}/challenges", Role.HOST, self.start,
                     "Start a challenge between teams in a live room", body=NewChallenge,
                     returns=ChallengeView, status=201,
                     refusals=(NoRoom, NoLiveRoom, ChallengeRunning)),
            Endpoint("GET", one, Role.GUEST, self.get, "A challenge and its best teams",
                     returns=ChallengeView, refusals=(NoSuchChallenge,)),
            Endpoint("POST", f"{one}/end", Role.HOST, self.end, "End a challenge before its time",
                     returns=ChallengeView, refusals=(NoSuchChallenge,)),
            Endpoint("POST", f"{one}/cancellation", Role.HOST, self.cancel,
                     "Call a challenge off: nobody is given anything", returns=ChallengeView,
                     refusals=(NoSuchChallenge, ChallengeOver)),
            Endpoint("GET", f"{one}/mine", Role.MEMBER, self.mine, "My team in a challenge",
                     returns=MyChallengeView, refusals=(NoSuchChallenge,)),
            Endpoint("POST", f"{one}/teams", Role.MEMBER, self.form, "Form a team",
                     body=NewChallengeTeam, returns=MyChallengeView, status=201,
                     refusals=(NoSuchChallenge, NameTaken, TooManyTeams, *playing)),
            Endpoint("POST", "/api/challenge-teams/{team_id}/members", Role.MEMBER, self.join,
                     "Join a team", returns=MyChallengeView, status=201,
                     refusals=(NoSuchChallengeTeam, NoPlaceLeft, *playing)),
        ]  # fmt: skip

    async def start(self, call: Call[NewChallenge]) -> ChallengeView:
        return await self._challenging.start(call.principal, call.path("show_id"), call.body)

    async def get(self, call: Call[None]) -> ChallengeView:
        return await self._challenging.get(call.path("challenge_id"))

    async def end(self, call: Call[None]) -> ChallengeView:
        return await self._challenging.end(call.principal, call.path("challenge_id"))

    async def cancel(self, call: Call[None]) -> ChallengeView:
        return await self._challenging.cancel(call.principal, call.path("challenge_id"))

    async def mine(self, call: Call[None]) -> MyChallengeView:
        return await self._playing.mine(call.principal, call.path("challenge_id"))

    async def form(self, call: Call[NewChallengeTeam]) -> MyChallengeView:
        return await self._playing.form(call.principal, call.path("challenge_id"), call.body)

    async def join(self, call: Call[None]) -> MyChallengeView:
        return await self._playing.join(call.principal, call.path("team_id"))
