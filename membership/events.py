"""What membership says has happened."""

from kit.events import Event


class AccountCreated(Event, frozen=True, kw_only=True, tag="membership.account_created"):
    account_id: str
    referral_token: str | None = None
    """By what link the person came, if by one. Membership does not understand it."""


class StandingChanged(Event, frozen=True, kw_only=True, tag="membership.standing_changed"):
    """The person signed out somewhere, or their role at a brand is another: what they may see has changed."""

    account_id: str


class MemberJoined(Event, frozen=True, kw_only=True, tag="membership.member_joined"):
    brand_id: str
    account_id: str
    tier_rank: int
    referral_token: str | None = None
