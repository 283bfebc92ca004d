"""What rewards and payouts say and take on the wire."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

RewardKind = Literal["rate", "fixed", "points"]
RewardStatus = Literal["pending", "payable", "in_payout", "paid", "owed", "cancelled"]
CutBy = Literal["friend", "day", "budget"]
"""The limit that made a reward smaller."""
EntryState = Literal["pending", "payable", "in_payout", "paid", "reversed", "owed"]
EntryReason = Literal[
    "earned", "matured", "refunded", "refused", "batched", "freed", "settled", "paid"
]
PayoutStatus = Literal["draft", "approved", "paid", "rejected"]

Amount = Annotated[int, Meta(ge=0, le=1_000_000_000_000)]
Days = Annotated[int, Meta(ge=0, le=365)]


class OfferView(Struct, frozen=True, kw_only=True):
    """What an order earns in place of a rate."""

    kind: Literal["fixed", "points"]
    amount: int
    """In minor units, or points."""


class TierRewardView(Struct, frozen=True, kw_only=True):
    """What links of a tier's members bring."""

    rank: int
    name: str
    share_rate_bp: int
    """The tier's rate, which its programme sets, for the kind `rate`."""
    kind: RewardKind
    amount: int
    friend_voucher_id: str | None


class LimitsView(Struct, frozen=True, kw_only=True):
    """In minor units or in points. Null: as much as comes."""

    per_day: int | None
    per_friend: int | None
    budget: int | None
    spent: int


class RewardTermsView(Struct, frozen=True, kw_only=True):
    tiers: list[TierRewardView]
    return_days: int
    least_payout_minor: int
    money: LimitsView
    points: LimitsView
    version: int


class NewTierReward(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rank: Annotated[int, Meta(ge=1, le=9)]
    kind: RewardKind = "rate"
    amount: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0
    friend_voucher_id: str | None = None


class NewLimits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    per_day: Amount | None = None
    per_friend: Amount | None = None
    budget: Amount | None = None


class NewRewardTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    tiers: Annotated[list[NewTierReward], Meta(max_length=9)] = []
    """Those that are left out bring their rate alone."""
    return_days: Days = 14
    least_payout_minor: Amount = 0
    money: NewLimits = NewLimits()
    points: NewLimits = NewLimits()
    version: int = 0
    """That was seen; another is refused."""


class RewardAccountView(Struct, frozen=True, kw_only=True):
    """What a sharer has with a brand."""

    brand_slug: str
    brand_name: str
    currency: str
    pending_minor: int
    payable_minor: int
    in_payout_minor: int
    paid_minor: int
    owed_minor: int
    """What the next payout takes back."""


class RewardEntryView(Struct, frozen=True, kw_only=True):
    id: str
    at_ms: int
    brand_name: str
    order_number: str
    link_code: str
    link_title: str
    reason: EntryReason
    taken_from: EntryState | None
    put_into: EntryState
    amount_minor: int
    currency: str
    cut_by: CutBy | None
    full_minor: int
    """What it would have earned without the limit."""
    due_at_ms: int
    """When its return window is over."""
    payout: str | None
    """The payout's number."""


class StatementView(Struct, frozen=True, kw_only=True):
    """A sharer's money, brand by brand, and how it came about: the newest entries first."""

    accounts: list[RewardAccountView]
    entries: list[RewardEntryView]
    next: str | None
    """What to ask for older entries with."""


class PayeeView(Struct, frozen=True, kw_only=True):
    handle: str
    amount_minor: int
    rewards: int


class PayoutStepView(Struct, frozen=True, kw_only=True):
    """Who made the payout what it was then."""

    status: PayoutStatus
    handle: str
    at_ms: int
    note: str


class AccountChangeView(Struct, frozen=True, kw_only=True):
    """Of a payout's sharer, whose bank account is new."""

    handle: str
    changed_at_ms: int | None
    """Null: they have taken it back."""


class PayoutView(Struct, frozen=True, kw_only=True):
    id: str
    number: str
    status: PayoutStatus
    currency: str
    total_minor: int
    sharers: int
    payees: list[PayeeView]
    """Who gets the most, at most 50; the file for the bank has all."""
    steps: list[PayoutStepView]
    account_changes: list[AccountChangeView] = []
    """Before approval: bank accounts of the last seven days. After it: those that changed since, while the payout pays to the
    ones that were approved. At most 50."""


class PayoutsView(Struct, frozen=True, kw_only=True):
    """What a brand has to pay, and its newest 20 payouts."""

    currency: str
    least_payout_minor: int
    payable_minor: int
    sharers: int
    payees: list[PayeeView]
    missing_minor: int
    """Payable to members who have not said where to: the next payout leaves them out."""
    missing_sharers: int
    missing: list[PayeeView]
    in_payout_minor: int
    """In payouts that wait for approval or for the bank."""
    paid_minor: int
    """By all payouts so far."""
    payouts: list[PayoutView]


class PayoutNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    note: Annotated[str, Meta(max_length=200)] = ""
