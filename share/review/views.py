"""What reviews say and take on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from share.review.rules import MOST_AT_LEAST

RuleCode = Literal[
    "same_browser",
    "same_device",
    "same_card",
    "same_network",
    "same_mailbox",
    "disposable_email",
    "one_per_friend",
    "ring",
    "rewards_an_hour",
    "rewards_a_day",
    "new_friends_an_hour",
]
RuleSeverity = Literal["hold", "refuse"]
CaseStatus = Literal["waiting", "released", "refused", "closed"]
"""`closed`: the order was refunded before anyone decided."""


class FindingView(Struct, frozen=True, kw_only=True):
    """A rule that found something in a reward."""

    rule: RuleCode
    found: int
    at_least: int
    """From which count on the brand had the rule then."""
    severity: RuleSeverity


class CaseDecisionView(Struct, frozen=True, kw_only=True):
    by: str | None
    """The handle of who decided; null if the rules did, or a refund."""
    reason: str
    decided_at_ms: int


class CaseView(Struct, frozen=True, kw_only=True):
    """A reward that the rules found something in, with the evidence as it was when it was earned."""

    reward_id: str
    status: CaseStatus
    brand_slug: str
    brand_name: str
    link_code: str
    title: str
    order_id: str
    order_number: str
    amount_minor: int
    """Now; refunds make it smaller."""
    currency: str
    earned_at_ms: int
    sharer_handle: str
    friend_handle: str
    friend_since_ms: int
    """When the friend's account was made."""
    findings: list[FindingView]
    ring: list[str]
    """Handles of the people who earn by each other, from the sharer on; empty if there is no ring."""
    rules_version: int
    decision: CaseDecisionView | None


class CasePageView(Struct, frozen=True, kw_only=True):
    cases: list[CaseView]
    """Those that wait, the oldest first; those that are decided, the newest first."""
    next: str | None
    """What to ask for as `after` to see more."""


class WaitingView(Struct, frozen=True, kw_only=True):
    waiting: int
    """Cases that nobody has decided yet."""


class NewDecision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    action: Literal["release", "refuse"]
    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]


class RuleView(Struct, frozen=True, kw_only=True):
    """A rule as a brand has it."""

    code: RuleCode
    is_on: bool
    at_least: int
    severity: RuleSeverity
    is_counted: bool
    """Whether one can choose from which count on it finds something."""
    default_at_least: int
    default_severity: RuleSeverity


class RulebookView(Struct, frozen=True, kw_only=True):
    version: int
    """0 before the first change."""
    rules: list[RuleView]


class RuleChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: RuleCode
    is_on: bool
    at_least: Annotated[int, Meta(ge=1, le=MOST_AT_LEAST)] = 1
    severity: RuleSeverity


class NewRulebook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: Annotated[int, Meta(ge=0, le=1_000_000_000)]
    """Of the rules that were changed."""
    rules: Annotated[list[RuleChoice], Meta(max_length=50)]
    """What is left out is as it is by default."""
