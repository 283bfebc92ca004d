"""The socket protocol, as types: what the server sends, and with which code it closes; `server/commands.py` has what clients
send. docs/wire.md is its description; /asyncapi.json and the client's types are generated from here.

A frame is one JSON object; `t` names its kind. Events of the room's log carry `seq`, which the hub writes in front
when the entry has its place in the log; what is addressed to one viewer, and ticks, carry none.
"""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from chat.views import MessageView, MuteView, RulesView
from commerce.gifts.views import GiftView
from commerce.teams.views import TeamView
from commerce.views import BoardView, DealView, OrderView
from commerce.vouchers.views import ShowVoucherView
from membership.campaigns.views import InboxMessageView
from membership.points.views import WalletView
from share.challenges.views import ChallengeView
from share.draws.views import DrawView, TicketView
from share.leaders.views import LeaderView, LeadView
from share.packets.views import PacketView
from share.views import LinkView, RewardView
from streams.broadcast.views import VideoView
from streams.views import ShowView

ReactionKind = Literal["heart", "fire", "star", "laugh", "wow"]


class Frame(Struct, frozen=True, kw_only=True, tag_field="t"):
    """Base of everything sent to a viewer."""


class LogFrame(Frame, frozen=True, kw_only=True):
    """Base of what stands in a room's log."""

    seq: int | UnsetType = UNSET


# What the room's log holds: each replaces what the client knew, if its version is newer.


class ShowChanged(LogFrame, tag="show", frozen=True, kw_only=True):
    show: ShowView


class VideoChanged(LogFrame, tag="video", frozen=True, kw_only=True):
    video: VideoView


class DealChanged(LogFrame, tag="deal", frozen=True, kw_only=True):
    at_ms: int | UnsetType = UNSET
    """When the room was told, by the clock of the pictures' `EXT-X-PROGRAM-DATE-TIME`: whose picture is behind can show it in step.
    The hub writes it."""
    deal: DealView


class DealRemoved(LogFrame, tag="deal_removed", frozen=True, kw_only=True):
    deal_id: str


class StockChanged(LogFrame, tag="stock", frozen=True, kw_only=True):
    deal_id: str
    stock_left: int
    waiting: int = 0
    line_served: int = 0
    version: int


class VoucherChanged(LogFrame, tag="voucher", frozen=True, kw_only=True):
    """A voucher that is collected in this show: issued, ended, or with another number of copies left."""

    voucher: ShowVoucherView


class DrawChanged(LogFrame, tag="draw", frozen=True, kw_only=True):
    """The room's newest draw: open, entered by more people, or decided."""

    draw: DrawView


class PacketChanged(LogFrame, tag="packet", frozen=True, kw_only=True):
    """The room's newest packet: dropped, opened by more people, or ended."""

    packet: PacketView


class LeadersChanged(LogFrame, tag="leaders", frozen=True, kw_only=True):
    """Who brings most friends to the show."""

    leaders: list[LeaderView]


class ChallengeChanged(LogFrame, tag="challenge", frozen=True, kw_only=True):
    """The room's newest challenge: started, with other scores, over, or with its pot split."""

    challenge: ChallengeView


class MessageSent(LogFrame, tag="message", frozen=True, kw_only=True):
    message: MessageView


class MessageDeleted(LogFrame, tag="message_deleted", frozen=True, kw_only=True):
    message_id: str


class MessagesDeleted(LogFrame, tag="messages_deleted", frozen=True, kw_only=True):
    """All that this person wrote in the show is gone, up to and with this message."""

    account_id: str
    last_message_id: str


class ChatRulesChanged(LogFrame, tag="chat_rules", frozen=True, kw_only=True):
    rules: RulesView


class OrderChanged(LogFrame, tag="order", frozen=True, kw_only=True):
    """For the show's hosts: an order was placed, paid, or gave its units back."""

    order: OrderView
    board: BoardView


class MuteChanged(LogFrame, tag="mute", frozen=True, kw_only=True):
    """For the show's staff."""

    mute: MuteView
    is_muted: bool


# Ticks and personal messages.


class AudienceChanged(Frame, tag="audience", frozen=True, kw_only=True):
    count: int


class ChatSampled(Frame, tag="sampled", frozen=True, kw_only=True):
    """The chat is too loud to read: of the last seconds' messages this viewer was sent about one in `one_in`. Said each
    second as long as it is so, and once with 1."""

    one_in: int


class Reacted(Frame, tag="reactions", frozen=True, kw_only=True):
    """How often everyone in the room reacted in the last second."""

    counts: dict[ReactionKind, int]


class LineChanged(Frame, tag="line", frozen=True, kw_only=True):
    """Whether this room is cut off from what happens on other servers. Said when it changes."""

    is_degraded: bool


class Skipped(Frame, tag="skipped", frozen=True, kw_only=True):
    """So many chat messages were left out for a viewer who was behind."""

    count: int


class MyOrderChanged(Frame, tag="my_order", frozen=True, kw_only=True):
    order: OrderView


class MyPriceLowered(Frame, tag="my_price_lowered", frozen=True, kw_only=True):
    """What this person bought became cheaper, and the difference is on its way back. Can be said twice; `refund_id` is the
    same then."""

    order: OrderView
    refund_id: str


class MyBalanceDue(Frame, tag="my_balance_due", frozen=True, kw_only=True):
    """The balance of what this person reserved can be paid now, or its window closes soon. Each of the two is said once; if
    something breaks on the way it can be said twice."""

    order: OrderView
    is_closing: bool


class MyLinkChanged(Frame, tag="my_link", frozen=True, kw_only=True):
    """One of this person's links was clicked, or an order was credited to it."""

    link: LinkView
    reward: RewardView | None = None


class MyDrawWon(Frame, tag="my_draw_won", frozen=True, kw_only=True):
    """This person won a draw. If something breaks on the way it can be said twice."""

    draw: DrawView
    entry: TicketView


class MyLeadChanged(Frame, tag="my_lead", frozen=True, kw_only=True):
    """Friends came to a show by this person's links."""

    lead: LeadView


class MyGiftChanged(Frame, tag="my_gift", frozen=True, kw_only=True):
    """An order that one gives to a friend is being given, or is not any more, or was accepted."""

    gift: GiftView


class MyTeamChanged(Frame, tag="my_team", frozen=True, kw_only=True):
    """In a team of this person somebody joined, paid or left, or it is complete or over."""

    team: TeamView
    order_id: str


class MyPointsChanged(Frame, tag="my_points", frozen=True, kw_only=True):
    """This person's tier or points at a brand changed."""

    wallet: WalletView


class MyPointsExpiring(Frame, tag="my_points_expiring", frozen=True, kw_only=True):
    """Some of this person's points expire soon. Each is said once; if something breaks on the way it can be said twice."""

    brand_name: str
    points: int
    expires_at_ms: int


class MyInboxChanged(Frame, tag="my_inbox", frozen=True, kw_only=True):
    """A brand wrote to this person. Can be said twice; the message's id is the same then."""

    message: InboxMessageView
    unread: int


class PayoutsChanged(Frame, tag="payouts", frozen=True, kw_only=True):
    """What a brand of this manager has to pay is another than it was. It is too much for a frame: ask for it anew."""

    brand_slug: str


class MyMuteChanged(Frame, tag="my_mute", frozen=True, kw_only=True):
    show_id: str
    is_muted: bool
    until_ms: int | None = None
    """When the mute ends by itself; null is with the show."""


class MyMessage(Frame, tag="my_message", frozen=True, kw_only=True):
    """A message of this person, for their own eyes."""

    message: MessageView


class ServerTime(Frame, tag="time", frozen=True, kw_only=True):
    client_ms: float
    server_ms: float


class Accepted(Frame, tag="accepted", frozen=True, kw_only=True):
    """It was said and is kept. In a loud room its author may be sent the message here alone."""

    ref: str
    message: MessageView


class Claimed(Frame, tag="claimed", frozen=True, kw_only=True):
    """The units are this person's, and kept. The same claim under the same key is answered with the same order."""

    ref: str
    order: OrderView


class Refused(Frame, tag="refused", frozen=True, kw_only=True):
    ref: str
    code: str
    status: int
    """As the HTTP API would have it. From 500 on it is not known whether the command took effect."""
    title: str
    detail: str
    retry_after_s: int | None = None


# The beginning of a connection.


class You(Struct, frozen=True, kw_only=True):
    account_id: str | None
    handle: str | None
    rank: int
    tier_name: str
    is_muted: bool
    muted_until_ms: int | None = None


class RoomState(Struct, frozen=True, kw_only=True):
    """Everything a viewer may see of a room, at `seq`."""

    show: ShowView
    video: VideoView
    deals: list[DealView]
    messages: list[MessageView]
    rules: RulesView
    audience: int
    vouchers: list[ShowVoucherView] = []
    draw: DrawView | None = None
    """The newest."""
    packet: PacketView | None = None
    """The newest."""
    leaders: list[LeaderView] = []
    """The ten who brought most friends."""

    challenge: ChallengeView | None = None
    """The newest."""
    board: BoardView | None = None
    """For hosts."""
    orders: list[OrderView] = []
    """For hosts: the newest 50."""
    mutes: list[MuteView] = []
    """For staff."""


class Welcome(Frame, tag="welcome", frozen=True, kw_only=True):
    """The first frame, and again whenever the room has begun anew. Without `state` the viewer returned in time, and what
    it missed follows."""

    epoch: str
    seq: int
    server_ms: float
    you: You
    state: RoomState | None = None
    is_degraded: bool = False
    """As `line` says it."""


ServerFrame = (
    Welcome
    | ShowChanged
    | VideoChanged
    | DealChanged
    | DealRemoved
    | StockChanged
    | VoucherChanged
    | DrawChanged
    | PacketChanged
    | LeadersChanged
    | ChallengeChanged
    | MessageSent
    | MessageDeleted
    | MessagesDeleted
    | ChatRulesChanged
    | OrderChanged
    | MuteChanged
    | AudienceChanged
    | ChatSampled
    | Reacted
    | LineChanged
    | Skipped
    | MyOrderChanged
    | MyPriceLowered
    | MyBalanceDue
    | MyLinkChanged
    | MyDrawWon
    | MyLeadChanged
    | MyGiftChanged
    | MyTeamChanged
    | MyPointsChanged
    | MyPointsExpiring
    | MyInboxChanged
    | PayoutsChanged
    | MyMuteChanged
    | MyMessage
    | ServerTime
    | Accepted
    | Claimed
    | Refused
)


class Close:
    """Close codes. A client returns after each of them but those from 4500 on."""

    FAULT = 1011
    RESTART = 1012
    LOST_PLACE = 4001
    TOO_MANY_COMMANDS = 4029
    NOT_ADMITTED = 4503
    NO_SUCH_SHOW = 4504
