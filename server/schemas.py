"""JSON Schema of everything on the wire, for OpenAPI, AsyncAPI and the client's TypeScript types."""

from collections.abc import Iterable
from typing import Any, get_args

import msgspec

from chat.views import MessageView, MuteView, NewMute, RulesChange, RulesView, SaidView
from commerce import views as commerce
from commerce.gifts import views as gifts
from commerce.payments import checkout_views as checkouts
from commerce.payments import views as payments
from commerce.presale import views as presale
from commerce.protection import views as protection
from commerce.quotes import views as quotes
from commerce.shared_carts import views as shared_carts
from commerce.shipping import views as shipping
from commerce.teams import views as teams
from commerce.vouchers import views as vouchers
from commerce.waiting import views as waiting
from commerce.webhooks import views as webhooks
from commerce.wishes import views as wishes
from membership import views as membership
from membership.campaigns import views as campaigns
from membership.consents.views import BrandConsentsView, ConsentChoice
from membership.founding.views import BrandChange, NewBrand
from membership.points import views as points
from membership.privacy.views import ExportView, MyExportView
from membership.profiles.views import NewProfile, ProfileView
from membership.relations.views import LookView
from membership.security.views import SessionView
from membership.segments import views as segments
from membership.tiers import views as tiers
from server import wire
from server.commands import ClientFrame
from server.operator_views import OperatorView
from share import views as share
from share.challenges import views as challenges
from share.draws import views as draws
from share.leaders import views as leaders
from share.packets import views as packets
from share.payees import views as payees
from share.review import views as review
from share.rewards import views as rewards
from streams import views as streams
from streams.broadcast import views as broadcast
from streams.replay import views as replay

REF_TEMPLATE = "#/components/schemas/{name}"


class ProblemView(msgspec.Struct, frozen=True, kw_only=True, rename={"kind": "type"}):
    """RFC 9457 problem details: how the API says no."""

    kind: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    """Stable: programs decide by it."""
    fields: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    """What is wrong, by the body's field."""
    retry_after_s: int | msgspec.UnsetType = msgspec.UNSET


HTTP_TYPES: tuple[type[Any], ...] = (
    ProblemView,
    membership.MeView,
    membership.BrandView,
    NewBrand,
    BrandChange,
    SessionView,
    membership.NewAccount,
    membership.Credentials,
    membership.StaffView,
    membership.NewRole,
    streams.ShowView,
    streams.NewShow,
    streams.ShowChange,
    broadcast.VideoView,
    broadcast.StreamKeyView,
    replay.ReplayView,
    replay.NewClip,
    replay.ClipView,
    commerce.ProductView,
    commerce.NewProduct,
    commerce.DealView,
    commerce.DealMomentsView,
    commerce.NewDeal,
    commerce.DealChange,
    commerce.NewClaim,
    commerce.OrderView,
    commerce.OrderPageView,
    waiting.WaiterView,
    teams.MyTeamView,
    commerce.Card,
    commerce.NewFulfilment,
    payments.PaymentMethod,
    payments.ConfirmationView,
    payments.NewRefund,
    checkouts.CheckoutView,
    quotes.QuoteView,
    vouchers.MyVoucherView,
    commerce.BoardView,
    presale.NewSaleWindow,
    presale.SaleWindowView,
    presale.NewWithdrawal,
    protection.PromiseView,
    protection.NewPromise,
    shipping.ShippingTermsView,
    shipping.NewShippingTerms,
    webhooks.WebhookView,
    webhooks.WebhookSecretView,
    webhooks.DeliveryView,
    webhooks.DeliveryPageView,
    webhooks.DeliveryDetailView,
    webhooks.ReplayedView,
    vouchers.NewVoucher,
    vouchers.VoucherView,
    vouchers.MyVoucherView,
    MessageView,
    SaidView,
    MuteView,
    NewMute,
    RulesView,
    RulesChange,
    BrandConsentsView,
    ConsentChoice,
    ExportView,
    LookView,
    MyExportView,
    NewProfile,
    ProfileView,
    points.WalletView,
    points.EntriesView,
    points.BalanceView,
    points.NewRedemption,
    tiers.NewProgramme,
    tiers.ProgrammeView,
    tiers.PreviewView,
    wishes.WishView,
    shared_carts.SharedCartView,
    shared_carts.AdditionsView,
    gifts.OrderGiftView,
    gifts.GiftOfferView,
    gifts.ReceivedGiftView,
    tiers.NewTierByHand,
    tiers.DecisionView,
    segments.NewSegment,
    segments.SegmentView,
    segments.SegmentCountView,
    segments.TierDayView,
    campaigns.NewCampaign,
    campaigns.NewSchedule,
    campaigns.QuietLimit,
    campaigns.CampaignView,
    campaigns.ResultsView,
    campaigns.InboxView,
    campaigns.UnreadView,
    campaigns.NewReading,
    share.NewLink,
    draws.NewDraw,
    packets.NewPacket,
    packets.OpeningView,
    packets.BudgetView,
    packets.NewBudget,
    leaders.LeadersView,
    leaders.NewListing,
    challenges.NewChallenge,
    challenges.MyChallengeView,
    share.LinkView,
    share.LinkChange,
    share.DeskView,
    share.TermsView,
    share.NewTerms,
    share.AttributionView,
    share.LinkOrderView,
    review.CasePageView,
    review.CaseView,
    review.WaitingView,
    review.NewDecision,
    review.RulebookView,
    review.NewRulebook,
    payees.NewPayoutDetails,
    payees.MyPayoutDetailsView,
    rewards.RewardTermsView,
    rewards.NewRewardTerms,
    rewards.PayoutsView,
    rewards.PayoutNote,
    OperatorView,
)

FRAME_TYPES: tuple[type[Any], ...] = (*get_args(wire.ServerFrame), *get_args(ClientFrame))


def components(kinds: Iterable[Any]) -> dict[str, Any]:
    """Schemas by name, with references among them."""
    _, schemas = msgspec.json.schema_components(list(kinds), ref_template=REF_TEMPLATE)
    for schema in schemas.values():
        if schema.get("additionalProperties") is not False:
            _require_what_is_always_sent(schema)
    return dict(schemas)


def _require_what_is_always_sent(schema: dict[str, Any]) -> None:
    """We always send a field that has a default; only a field that may be unset is optional to who reads."""
    properties = schema.get("properties", {})
    defaulted = {name for name, value in properties.items() if "default" in value}
    if properties:
        schema["required"] = sorted({*schema.get("required", []), *defaulted})
        for name in defaulted:
            del properties[name]["default"]


def client_schema() -> dict[str, Any]:
    """One schema that holds all types that the client uses, with its unions of frames."""
    definitions = components([*HTTP_TYPES, *FRAME_TYPES])
    for name, union in (("ServerFrame", wire.ServerFrame), ("ClientFrame", ClientFrame)):
        definitions[name] = {
            "title": name,
            "anyOf": [
                {"$ref": REF_TEMPLATE.format(name=kind.__name__)} for kind in get_args(union)
            ],
        }
    return {
        "title": "Wire",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {"$ref": REF_TEMPLATE.format(name=name)} for name in sorted(definitions)
        },
        "components": {"schemas": definitions},
    }
