"""Payout details over HTTP. Nobody but their owner has an address for them."""

from kit.auth import Role
from kit.errors import Invalid
from kit.http import Call, Endpoint
from membership.security.errors import PasswordNeeded
from share.payees.giving import Payees
from share.payees.views import MyPayoutDetailsView, NewPayoutDetails


class PayeeRoutes:
    def __init__(self, payees: Payees) -> None:
        self._payees = payees

    def endpoints(self) -> list[Endpoint]:
        path = "/api/me/payout-details"
        return [
            Endpoint("GET", path, Role.MEMBER, self.mine, "Where my rewards are paid to",
                     returns=MyPayoutDetailsView),
            Endpoint("PUT", path, Role.MEMBER, self.give, "Have my rewards paid to this bank account",
                     body=NewPayoutDetails, returns=MyPayoutDetailsView,
                     refusals=(Invalid, PasswordNeeded)),
            Endpoint("DELETE", path, Role.MEMBER, self.take_back, "Forget my bank account: payouts leave me out",
                     status=204, refusals=(PasswordNeeded,)),
        ]  # fmt: skip

    async def mine(self, call: Call[None]) -> MyPayoutDetailsView:
        return await self._payees.mine(call.principal)

    async def give(self, call: Call[NewPayoutDetails]) -> MyPayoutDetailsView:
        return await self._payees.give(call.principal, call.body, call.words.locale)

    async def take_back(self, call: Call[None]) -> None:
        await self._payees.take_back(call.principal, call.words.locale)
