"""Reviews over HTTP."""

from kit.auth import Role
from kit.errors import Invalid
from kit.http import Call, Endpoint
from membership.errors import NoSuchBrand
from share.review.errors import CaseDecided, NoSuchCase, OwnCase, RulesOutdated
from share.review.reviewing import Reviewing
from share.review.rulemaking import Rulemaking
from share.review.views import (
    CasePageView,
    CaseView,
    NewDecision,
    NewRulebook,
    RulebookView,
    WaitingView,
)

MOST_HOURS = 24 * 365
OF_BRAND = {
    "brand": "The brand's name in addresses. Without it, those of all brands; for operators."
}
FILTERS = {
    "status": "`waiting` (if left out) or `decided`.",
    "rule": "Only cases in which this rule found something, by its code.",
    "older_than_h": "Only rewards that were earned so many hours ago, or earlier.",
    "after": "`next` of the page before.",
}


class ReviewRoutes:
    def __init__(self, reviewing: Reviewing, rulemaking: Rulemaking) -> None:
        self._reviewing = reviewing
        self._rulemaking = rulemaking

    def endpoints(self) -> list[Endpoint]:
        cases, rules = "/api/review/cases", "/api/brands/{slug}/review-rules"
        return [
            Endpoint("GET", cases, Role.MANAGER, self.cases,
                     "Rewards in which the rules against cheating found something, 50 at a time",
                     returns=CasePageView, refusals=(NoSuchBrand, Invalid),
                     query={**OF_BRAND, **FILTERS}),
            Endpoint("GET", "/api/review/waiting", Role.MANAGER, self.waiting,
                     "How many held rewards wait for a decision",
                     returns=WaitingView, refusals=(NoSuchBrand,), query=OF_BRAND),
            Endpoint("POST", f"{cases}/{{reward_id}}/decision", Role.MANAGER, self.decide,
                     "Release a held reward, or refuse it",
                     body=NewDecision, returns=CaseView,
                     refusals=(NoSuchCase, CaseDecided, OwnCase)),
            Endpoint("GET", rules, Role.MANAGER, self.rules, "A brand's rules against cheating",
                     returns=RulebookView, refusals=(NoSuchBrand,)),
            Endpoint("PUT", rules, Role.MANAGER, self.choose,
                     "Have other rules for rewards that are earned from now on",
                     body=NewRulebook, returns=RulebookView,
                     refusals=(NoSuchBrand, RulesOutdated)),
        ]  # fmt: skip

    async def cases(self, call: Call[None]) -> CasePageView:
        return await self._reviewing.cases(
            call.principal,
            call.query("brand"),
            is_waiting=_is_waiting(call.query("status")),
            rule=call.query("rule") or None,
            older_than_h=_hours(call.query("older_than_h")),
            after=call.query("after") or None,
        )

    async def waiting(self, call: Call[None]) -> WaitingView:
        waiting = await self._reviewing.waiting(call.principal, call.query("brand"))
        return WaitingView(waiting=waiting)

    async def decide(self, call: Call[NewDecision]) -> CaseView:
        return await self._reviewing.decide(call.principal, call.path("reward_id"), call.body)

    async def rules(self, call: Call[None]) -> RulebookView:
        return await self._rulemaking.rules(call.principal, call.path("slug"))

    async def choose(self, call: Call[NewRulebook]) -> RulebookView:
        return await self._rulemaking.choose(call.principal, call.path("slug"), call.body)


def _is_waiting(status: str | None) -> bool:
    if status not in {None, "", "waiting", "decided"}:
        raise Invalid.field("status", "Ask for `waiting` or `decided`.")
    return status != "decided"


def _hours(given: str | None) -> int:
    if not given:
        return 0
    if not (given.isascii() and given.isdecimal() and len(given) < 6 and int(given) <= MOST_HOURS):
        raise Invalid.field("older_than_h", "Give hours, at most {most}.", most=MOST_HOURS)
    return int(given)
