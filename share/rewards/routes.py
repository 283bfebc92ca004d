"""Rewards over HTTP: a brand's terms and payouts, a sharer's statement."""

from starlette.responses import Response, StreamingResponse

from kit.auth import Role
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand
from share.rewards.errors import (
    BadRewardTerms,
    BudgetBelowSpent,
    NoSuchPayout,
    NothingToPay,
    OwnPayout,
    PayoutMovedOn,
    PayoutWaits,
    TermsChangedMeanwhile,
)
from share.rewards.offering import Offering
from share.rewards.paying import Paying
from share.rewards.statements import Statements
from share.rewards.views import (
    NewRewardTerms,
    PayoutNote,
    PayoutsView,
    PayoutView,
    RewardTermsView,
    StatementView,
)

NOT_KEPT = {"cache-control": "no-store"}


class RewardRoutes:
    def __init__(self, offering: Offering, paying: Paying, statements: Statements) -> None:
        self._offering = offering
        self._paying = paying
        self._statements = statements

    def endpoints(self) -> list[Endpoint]:
        terms, payouts = "/api/brands/{slug}/reward-terms", "/api/brands/{slug}/payouts"
        one, statement = f"{payouts}/{{payout_id}}", "/api/me/rewards/statement"
        return [
            Endpoint("GET", terms, Role.MANAGER, self.terms, "How a brand rewards sharers and their friends",
                     returns=RewardTermsView, refusals=(NoSuchBrand,)),
            Endpoint("PUT", terms, Role.MANAGER, self.set_terms, "Reward otherwise from now on",
                     body=NewRewardTerms, returns=RewardTermsView,
                     refusals=(NoSuchBrand, BadRewardTerms, TermsChangedMeanwhile, BudgetBelowSpent)),
            Endpoint("GET", payouts, Role.MANAGER, self.payouts, "What is payable to sharers, and the newest payouts",
                     returns=PayoutsView, refusals=(NoSuchBrand,)),
            Endpoint("POST", payouts, Role.MANAGER, self.make, "Put what is payable into a payout",
                     returns=PayoutView, status=201, refusals=(NoSuchBrand, PayoutWaits, NothingToPay)),
            Endpoint("POST", f"{one}/approval", Role.MANAGER, self.approve, "Approve a payout that another manager made",
                     returns=PayoutView, refusals=(NoSuchBrand, NoSuchPayout, OwnPayout, PayoutMovedOn)),
            Endpoint("POST", f"{one}/rejection", Role.MANAGER, self.reject, "Reject a payout: what it took is payable again",
                     body=PayoutNote, returns=PayoutView, refusals=(NoSuchBrand, NoSuchPayout, PayoutMovedOn)),
            Endpoint("POST", f"{one}/payment", Role.MANAGER, self.pay, "Note that an approved payout is paid",
                     body=PayoutNote, returns=PayoutView, refusals=(NoSuchBrand, NoSuchPayout, PayoutMovedOn)),
            Endpoint("GET", f"{one}/bank.csv", Role.MANAGER, self.bank_file, "An approved payout as a file, a line for each sharer",
                     returns=str, media_type="text/csv", refusals=(NoSuchBrand, NoSuchPayout, PayoutMovedOn)),
            Endpoint("GET", statement, Role.MEMBER, self.statement, "My rewards: where the money is, and why",
                     returns=StatementView, query={"before": "The `next` of the page before"}),
            Endpoint("GET", f"{statement}.csv", Role.MEMBER, self.export, "All of it as a file",
                     returns=str, media_type="text/csv"),
        ]  # fmt: skip

    async def terms(self, call: Call[None]) -> RewardTermsView:
        return await self._offering.terms(call.principal, call.path("slug"))

    async def set_terms(self, call: Call[NewRewardTerms]) -> RewardTermsView:
        return await self._offering.set_terms(call.principal, call.path("slug"), call.body)

    async def payouts(self, call: Call[None]) -> PayoutsView:
        return await self._paying.all(call.principal, call.path("slug"))

    async def make(self, call: Call[None]) -> PayoutView:
        return await self._paying.make(call.principal, call.path("slug"))

    async def approve(self, call: Call[None]) -> PayoutView:
        return await self._paying.approve(call.principal, call.path("slug"), call.path("payout_id"))

    async def reject(self, call: Call[PayoutNote]) -> PayoutView:
        return await self._paying.reject(
            call.principal, call.path("slug"), call.path("payout_id"), call.body.note
        )

    async def pay(self, call: Call[PayoutNote]) -> PayoutView:
        return await self._paying.pay(
            call.principal, call.path("slug"), call.path("payout_id"), call.body.note
        )

    async def bank_file(self, call: Call[None]) -> Response:
        slug, payout_id = call.path("slug"), call.path("payout_id")
        number, text = await self._paying.bank_file(call.principal, slug, payout_id)
        return Response(text, headers=_named(f"payout-{slug}-{number}"), media_type="text/csv")

    async def statement(self, call: Call[None]) -> StatementView:
        return await self._statements.mine(call.principal, call.query("before"))

    async def export(self, call: Call[None]) -> Response:
        text = await self._statements.export(call.principal)
        return StreamingResponse(text, headers=_named("rewards"), media_type="text/csv")


def _named(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}.csv"', **NOT_KEPT}
