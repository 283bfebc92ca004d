"""What membership says has happened."""

from collections.abc import Sequence

from kit.events import Event


class AccountCreated(Event, frozen=True, kw_only=True, tag="membership.account_created"):
    account_id: str
    referral_token: str | None = None
    """By what link the person came, if by one. Membership does not understand it."""


class SignedIn(Event, frozen=True, kw_only=True, tag="membership.signed_in"):
    """Someone signed in who came by a link."""

    account_id: str
    referral_token: str


class StandingChanged(Event, frozen=True, kw_only=True, tag="membership.standing_changed"):
    """The person is signed out somewhere, or their role at a brand is another: what they may see has changed."""

    account_id: str


class BrandChanged(Event, frozen=True, kw_only=True, tag="membership.brand_changed"):
    """The brand has another name, line or colour."""

    brand_id: str


class MemberJoined(Event, frozen=True, kw_only=True, tag="membership.member_joined"):
    brand_id: str
    account_id: str
    tier_rank: int
    referral_token: str | None = None


class TierChanged(Event, frozen=True, kw_only=True, tag="membership.tier_changed"):
    """By the brand's rules: the member bought more, a refund took it back, or a period ended."""

    brand_id: str
    account_id: str
    tier_rank: int
    was_rank: int


class PointsChanged(Event, frozen=True, kw_only=True, tag="membership.points_changed"):
    """Points of the member went from one state to another, or their purchases count differently."""

    brand_id: str
    account_id: str

    @property
    def subjects(self) -> Sequence[str]:
        return (self.account_id,)


class PointsExpiring(Event, frozen=True, kw_only=True, tag="membership.points_expiring"):
    """The member is to be told, once, that these points expire."""

    brand_id: str
    account_id: str
    points: int
    expires_at_ms: int


class HandoutDue(Event, frozen=True, kw_only=True, tag="membership.handout_due"):
    """The member is due a voucher: for a tier that they came to, or for points."""

    handout_id: str
