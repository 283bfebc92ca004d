"""Teams over HTTP."""

from collections.abc import Callable

from starlette.requests import Request

from commerce.errors import (
    DealEnded,
    NoSuchDeal,
    NoSuchShow,
    NotOpen,
    OpensLater,
    OverBuyerLimit,
    ShowNotLive,
    SoldOut,
    TierTooLow,
)
from commerce.teams.errors import (
    AlreadyInTeam,
    LeaderFirst,
    NoSuchTeam,
    NotForTeams,
    TeamFull,
    TeamOver,
)
from commerce.teams.finding import Finding
from commerce.teams.forming import Forming
from commerce.teams.views import MyTeamView, TeamView
from commerce.views import OrderView
from kit.auth import Role
from kit.errors import TooMany
from kit.http import Call, Endpoint
from kit.idempotency import KeyReused

ReferralOf = Callable[[Request], str | None]
"""By which link the caller came, as far as the request tells."""


class TeamRoutes:
    def __init__(self, forming: Forming, finding: Finding, referral_of: ReferralOf) -> None:
        self._forming = forming
        self._finding = finding
        self._referral_of = referral_of

    def endpoints(self) -> list[Endpoint]:
        one = "/api/teams/{team_id}"
        claiming = (
            ShowNotLive,
            NotOpen,
            DealEnded,
            TierTooLow,
            OverBuyerLimit,
            SoldOut,
            TooMany,
            KeyReused,
        )
        return [
            Endpoint("POST", "/api/deals/{deal_id}/teams", Role.MEMBER, self.start,
                     "Start a team and claim a unit in it", returns=OrderView, status=201,
                     is_idempotent_by_key=True, refusals=(NoSuchDeal, NotForTeams, *claiming)),
            Endpoint("GET", "/api/shows/{show_id}/teams/mine", Role.MEMBER, self.mine,
                     "My teams in a show", returns=list[MyTeamView], refusals=(NoSuchShow,)),
            Endpoint("GET", one, Role.GUEST, self.get, "A team", returns=TeamView,
                     refusals=(NoSuchTeam, TierTooLow, OpensLater)),
            Endpoint("POST", f"{one}/places", Role.MEMBER, self.join,
                     "Join a team and claim a unit in it", returns=OrderView, status=201,
                     is_idempotent_by_key=True,
                     refusals=(NoSuchTeam, AlreadyInTeam, TeamOver, TeamFull, LeaderFirst, *claiming)),
        ]  # fmt: skip

    async def start(self, call: Call[None]) -> OrderView:
        referral = self._referral_of(call.request)
        deal_id = call.path("deal_id")
        return await self._forming.start(call.principal, deal_id, call.idempotency_key, referral)

    async def join(self, call: Call[None]) -> OrderView:
        referral = self._referral_of(call.request)
        team_id = call.path("team_id")
        return await self._forming.join(call.principal, team_id, call.idempotency_key, referral)

    async def get(self, call: Call[None]) -> TeamView:
        return await self._finding.seen_by(call.principal, call.path("team_id"))

    async def mine(self, call: Call[None]) -> list[MyTeamView]:
        return await self._forming.mine(call.principal, call.path("show_id"))
