"""One's own profile over HTTP."""

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.profiles.telling import Profiles
from membership.profiles.views import NewProfile, ProfileChangeView, ProfileView


class ProfileRoutes:
    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

    def endpoints(self) -> list[Endpoint]:
        mine = "/api/me/profile"
        return [
            Endpoint("GET", mine, Role.MEMBER, self.mine, "What I say of myself",
                     returns=ProfileView),
            Endpoint("PUT", mine, Role.MEMBER, self.change, "Say something of myself",
                     body=NewProfile, returns=ProfileView),
            Endpoint("GET", f"{mine}/changes", Role.MEMBER, self.changes,
                     "The last 20 changes of my profile", returns=list[ProfileChangeView]),
        ]  # fmt: skip

    async def mine(self, call: Call[None]) -> ProfileView:
        return await self._profiles.mine(call.principal)

    async def change(self, call: Call[NewProfile]) -> ProfileView:
        return await self._profiles.change(call.principal, call.body)

    async def changes(self, call: Call[None]) -> list[ProfileChangeView]:
        return await self._profiles.changes(call.principal)
