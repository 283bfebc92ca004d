// Generated from the Python wire types by `dealcast types`. Do not edit.

export type ClientFrame = Say | React | Claim | AskTime;
export type ServerFrame =
  | Welcome
  | ShowChanged
  | VideoChanged
  | DealChanged
  | DealRemoved
  | StockChanged
  | VoucherChanged
  | DrawChanged
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
  | MyPointsChanged
  | MyPointsExpiring
  | MyMuteChanged
  | MyMessage
  | ServerTime
  | Accepted
  | Claimed
  | Refused;

export interface Wire {
  Accepted?: Accepted;
  AccessTerms?: AccessTerms;
  AccessView?: AccessView;
  AskTime?: AskTime;
  AttemptView?: AttemptView;
  AttributionView?: AttributionView;
  AudienceChanged?: AudienceChanged;
  BalanceView?: BalanceView;
  BoardView?: BoardView;
  BrandView?: BrandView;
  Card?: Card;
  ChangeView?: ChangeView;
  ChatRulesChanged?: ChatRulesChanged;
  ChatSampled?: ChatSampled;
  CheckoutView?: CheckoutView;
  Claim?: Claim;
  Claimed?: Claimed;
  ClientFrame?: ClientFrame;
  ClipView?: ClipView;
  ConfirmationView?: ConfirmationView;
  Credentials?: Credentials;
  DealChange?: DealChange;
  DealChanged?: DealChanged;
  DealMomentView?: DealMomentView;
  DealMomentsView?: DealMomentsView;
  DealRemoved?: DealRemoved;
  DealView?: DealView;
  DeliveryDetailView?: DeliveryDetailView;
  DeliveryPageView?: DeliveryPageView;
  DeliveryView?: DeliveryView;
  DeskView?: DeskView;
  DrawChanged?: DrawChanged;
  DrawView?: DrawView;
  EntriesView?: EntriesView;
  EntryView?: EntryView;
  Funnel?: Funnel;
  GrantView?: GrantView;
  LargeRoomView?: LargeRoomView;
  LimitsView?: LimitsView;
  LineChanged?: LineChanged;
  LinkChange?: LinkChange;
  LinkOrderView?: LinkOrderView;
  LinkView?: LinkView;
  MeView?: MeView;
  MembershipView?: MembershipView;
  MessageDeleted?: MessageDeleted;
  MessageSent?: MessageSent;
  MessageView?: MessageView;
  MessagesDeleted?: MessagesDeleted;
  MuteChanged?: MuteChanged;
  MuteView?: MuteView;
  MyBalanceDue?: MyBalanceDue;
  MyDrawWon?: MyDrawWon;
  MyLinkChanged?: MyLinkChanged;
  MyMessage?: MyMessage;
  MyMuteChanged?: MyMuteChanged;
  MyOrderChanged?: MyOrderChanged;
  MyPointsChanged?: MyPointsChanged;
  MyPointsExpiring?: MyPointsExpiring;
  MyPriceLowered?: MyPriceLowered;
  MyVoucherView?: MyVoucherView;
  NewAccount?: NewAccount;
  NewClaim?: NewClaim;
  NewClip?: NewClip;
  NewDeal?: NewDeal;
  NewDraw?: NewDraw;
  NewFulfilment?: NewFulfilment;
  NewLimits?: NewLimits;
  NewLink?: NewLink;
  NewMute?: NewMute;
  NewPresale?: NewPresale;
  NewProgramme?: NewProgramme;
  NewPromise?: NewPromise;
  NewRedeemable?: NewRedeemable;
  NewRedemption?: NewRedemption;
  NewRefund?: NewRefund;
  NewRewardTerms?: NewRewardTerms;
  NewRole?: NewRole;
  NewSaleWindow?: NewSaleWindow;
  NewShow?: NewShow;
  NewTerms?: NewTerms;
  NewTier?: NewTier;
  NewTierReward?: NewTierReward;
  NewVoucher?: NewVoucher;
  NewWithdrawal?: NewWithdrawal;
  NoteView?: NoteView;
  OfferView?: OfferView;
  OperatorView?: OperatorView;
  OrderChanged?: OrderChanged;
  OrderLineView?: OrderLineView;
  OrderPageView?: OrderPageView;
  OrderPresaleView?: OrderPresaleView;
  OrderView?: OrderView;
  OrderVoucherView?: OrderVoucherView;
  PayeeView?: PayeeView;
  PaymentMethod?: PaymentMethod;
  PaymentView?: PaymentView;
  PayoutNote?: PayoutNote;
  PayoutStepView?: PayoutStepView;
  PayoutView?: PayoutView;
  PayoutsView?: PayoutsView;
  PresaleView?: PresaleView;
  PreviewView?: PreviewView;
  ProblemView?: ProblemView;
  ProcessView?: ProcessView;
  ProductView?: ProductView;
  ProgrammeView?: ProgrammeView;
  ProgressView?: ProgressView;
  PromiseView?: PromiseView;
  QuoteDiscountView?: QuoteDiscountView;
  QuoteLineView?: QuoteLineView;
  QuoteView?: QuoteView;
  QuoteVoucherView?: QuoteVoucherView;
  React?: React;
  Reacted?: Reacted;
  RedeemableView?: RedeemableView;
  RefundView?: RefundView;
  RefundedUnits?: RefundedUnits;
  Refused?: Refused;
  ReplayView?: ReplayView;
  ReplayedView?: ReplayedView;
  RewardTermsView?: RewardTermsView;
  RewardView?: RewardView;
  RoleView?: RoleView;
  RoomSize?: RoomSize;
  RoomState?: RoomState;
  RulesChange?: RulesChange;
  RulesView?: RulesView;
  SaidView?: SaidView;
  SaleWindowView?: SaleWindowView;
  Say?: Say;
  ServerFrame?: ServerFrame;
  ServerTime?: ServerTime;
  ShowChange?: ShowChange;
  ShowChanged?: ShowChanged;
  ShowView?: ShowView;
  ShowVoucherView?: ShowVoucherView;
  Skipped?: Skipped;
  StaffView?: StaffView;
  StockChanged?: StockChanged;
  StreamKeyView?: StreamKeyView;
  StreamReading?: StreamReading;
  StreamView?: StreamView;
  StretchView?: StretchView;
  Tags?: Tags;
  TargetChoice?: TargetChoice;
  TermsView?: TermsView;
  TicketView?: TicketView;
  TierCountView?: TierCountView;
  TierRewardView?: TierRewardView;
  TierRuleView?: TierRuleView;
  TierView?: TierView;
  TouchView?: TouchView;
  VideoChanged?: VideoChanged;
  VideoView?: VideoView;
  VoucherChanged?: VoucherChanged;
  VoucherTerms?: VoucherTerms;
  VoucherView?: VoucherView;
  WaiterView?: WaiterView;
  WalletView?: WalletView;
  WebhookSecretView?: WebhookSecretView;
  WebhookView?: WebhookView;
  Welcome?: Welcome;
  WinnerView?: WinnerView;
  You?: You;
}
/**
 * It was said and is kept. In a loud room its author may be sent the message here alone.
 */
export interface Accepted {
  t: "accepted";
  ref: string;
  message: MessageView;
}
export interface MessageView {
  id: string;
  show_id: string;
  account_id: string;
  handle: string;
  badge: string;
  is_staff: boolean;
  text: string;
  sent_at_ms: number;
  is_shadowed?: boolean;
}
/**
 * To whom a show is to be open.
 */
export interface AccessTerms {
  min_tier_rank?: number;
  first_tier_rank?: number;
  head_start_s?: number;
}
/**
 * To whom a show is open.
 */
export interface AccessView {
  min_tier_rank: number;
  min_tier_name: string;
  first_tier_rank: number;
  first_tier_name: string;
  head_start_s: number;
}
export interface AskTime {
  t: "time";
  client_ms: number;
}
export interface AttemptView {
  number: number;
  began_at_ms: number;
  took_ms: number;
  status: number | null;
  error: string | null;
  excerpt: string;
}
/**
 * Why an order was, or was not, credited to a link.
 */
export interface AttributionView {
  order_id: string;
  outcome: "credited" | "no_click" | "other_brand" | "outdone" | "self_referral" | "too_old";
  model: "first" | "last";
  decided_at_ms: number | null;
  reward_minor: number;
  currency: string;
  reward_points: number;
  reward_status: ("cancelled" | "in_payout" | "owed" | "paid" | "payable" | "pending") | null;
  cut_by: ("budget" | "day" | "friend") | null;
  full_amount: number;
  touches: TouchView[];
}
/**
 * A click that came before an order, and what was decided about it.
 */
export interface TouchView {
  link_code: string;
  sharer_handle: string;
  clicked_at_ms: number;
  rate_bp: number;
  window_days: number;
  verdict: "credited" | "no_click" | "other_brand" | "outdone" | "self_referral" | "too_old";
  reward_kind: "fixed" | "points" | "rate";
  reward_amount: number;
}
export interface AudienceChanged {
  t: "audience";
  count: number;
}
export interface BalanceView {
  at_ms: number;
  pending: number;
  active: number;
  spent: number;
  expired: number;
  reversed: number;
}
/**
 * A show's sales so far, for its host.
 */
export interface BoardView {
  claims: number;
  awaiting_payment: number;
  reserved: number;
  paid: number;
  units_sold: number;
  revenue_minor: number;
  currency: string;
}
export interface BrandView {
  id: string;
  slug: string;
  name: string;
  country: string;
  currency: string;
  locale: string;
  tagline: string;
  hue: number;
  tiers: TierView[];
}
export interface TierView {
  rank: number;
  name: string;
  share_rate_bp: number;
  perk: string;
  points_from: number | null;
  spend_from_minor: number | null;
  multiplier_bp: number;
}
/**
 * A card for the sandbox, which knows these numbers:
 *
 *     - `4242 4242 4242 4242` is charged, as is any other number whose check digit is right.
 *     - `4000 0000 0000 0002` is declined, and `4000 0000 0000 9995` for want of money.
 *     - `4000 0025 0000 3155` asks its holder to confirm.
 *     - `4000 0000 0000 0408` is charged, but the answer is lost on its way.
 *     - `4000 0000 0000 0077` is charged some seconds later, and `4000 0000 0000 0341` is declined then.
 */
export interface Card {
  number: string;
  expiry: string;
  cvc: string;
}
export interface ChangeView {
  handle: string;
  was: string;
  becomes: string;
}
export interface ChatRulesChanged {
  t: "chat_rules";
  seq?: number;
  rules: RulesView;
}
export interface RulesView {
  slow_mode_s: number;
  links: "members" | "nobody" | "staff";
  version: number;
}
/**
 * The chat is too loud to read: of the last seconds' messages this viewer was sent about one in `one_in`. Said each
 *     second as long as it is so, and once with 1.
 */
export interface ChatSampled {
  t: "sampled";
  one_in: number;
}
export interface CheckoutView {
  orders: OrderView[];
  confirmation: ConfirmationView | null;
}
export interface OrderView {
  id: string;
  number: string;
  brand_id: string;
  brand_slug: string;
  brand_name: string;
  show_id: string;
  buyer_handle: string;
  status:
    | "awaiting_payment"
    | "cancelled"
    | "deposit_paid"
    | "expired"
    | "forfeited"
    | "held"
    | "paid"
    | "partly_refunded"
    | "refunded";
  lines: OrderLineView[];
  discount_minor: number;
  vouchers: OrderVoucherView[];
  total_minor: number;
  currency: string;
  created_at_ms: number;
  hold_expires_at_ms: number;
  was_offered: boolean;
  presale: OrderPresaleView | null;
  payment: PaymentView | null;
  paid_at_ms: number | null;
  card_last4: string | null;
  refunded_minor: number;
  refunds: RefundView[];
  lowered: GrantView[];
  fulfilled_at_ms: number | null;
  tracking: string | null;
  version: number;
}
export interface OrderLineView {
  deal_id: string;
  product_id: string;
  title: string;
  image_url: string;
  quantity: number;
  unit_price_minor: number;
  list_price_minor: number;
  discount_minor: number;
  refunded_quantity: number;
}
export interface OrderVoucherView {
  voucher_id: string;
  title: string;
  discount_minor: number;
}
/**
 * What of an order is paid when.
 */
export interface OrderPresaleView {
  deposit_minor: number;
  worth_minor: number;
  balance_minor: number;
  balance_from_ms: number;
  balance_until_ms: number;
  deposit_paid_at_ms: number | null;
}
/**
 * The last payment of an order.
 */
export interface PaymentView {
  status: "failed" | "needs_confirmation" | "succeeded" | "under_way";
  failure: ("cancelled" | "declined" | "insufficient_funds" | "not_confirmed") | null;
  was_late: boolean;
}
export interface RefundView {
  id: string;
  amount_minor: number;
  reason: string;
  status: "failed" | "succeeded" | "under_way";
  was_late: boolean;
  begun_at_ms: number;
}
/**
 * A line's price that was lowered after it was bought.
 */
export interface GrantView {
  line: number;
  price_minor: number;
  units: number;
  amount_minor: number;
  status: "failed" | "succeeded" | "under_way";
  granted_at_ms: number;
}
/**
 * Where the buyer confirms a payment: on a page, or in Stripe's own script.
 */
export interface ConfirmationView {
  url?: string;
  client_secret?: string;
}
/**
 * Take units of a live deal, as `POST /api/deals/{deal_id}/claims` does with the same key.
 */
export interface Claim {
  t: "claim";
  ref: string;
  key: string;
  deal_id: string;
  quantity?: number;
  price_minor?: number | null;
}
/**
 * The units are this person's, and kept. The same claim under the same key is answered with the same order.
 */
export interface Claimed {
  t: "claimed";
  ref: string;
  order: OrderView;
}
export interface Say {
  t: "say";
  ref: string;
  text: string;
}
/**
 * Hearts and the like. Answered only with a refusal; what everyone tapped comes back as `reactions`.
 */
export interface React {
  t: "react";
  ref: string;
  counts: {
    [k: string]: number;
  };
}
export interface ClipView {
  id: string;
  show_id: string;
  title: string;
  starts_ms: number;
  ends_ms: number;
  product_ids: string[];
  cut_at_ms: number;
}
export interface Credentials {
  login: string;
  password: string;
}
/**
 * A change to a deal that is still queued. Of a live one only its price and its stock can change.
 */
export interface DealChange {
  price_minor?: number;
  stock?: number;
  per_buyer_limit?: number;
  min_tier_rank?: number;
  duration_s?: number;
  sells_on?: boolean;
  is_lowest_price?: boolean;
  presale?: NewPresale | null;
}
/**
 * To sell a deal in advance: amounts are those of a unit.
 */
export interface NewPresale {
  sale_window_id: string;
  deposit_minor: number;
  worth_minor: number;
}
export interface DealChanged {
  t: "deal";
  seq?: number;
  at_ms?: number;
  deal: DealView;
}
export interface DealView {
  id: string;
  show_id: string;
  brand_id: string;
  product_id: string;
  title: string;
  description: string;
  image_url: string;
  list_price_minor: number;
  price_minor: number;
  currency: string;
  stock: number;
  stock_left: number;
  per_buyer_limit: number;
  min_tier_rank: number;
  duration_s: number;
  status: "ended" | "live" | "queued";
  opened_at_ms: number | null;
  closes_at_ms: number | null;
  is_pinned: boolean;
  sells_on: boolean;
  is_lowest_price: boolean;
  was_price_minor: number | null;
  waiting: number;
  line_served: number;
  presale: PresaleView | null;
  version: number;
}
/**
 * How a deal is sold in advance: amounts are those of a unit.
 */
export interface PresaleView {
  sale_window_id: string;
  deposit_minor: number;
  worth_minor: number;
  balance_minor: number;
  deposit_from_ms: number;
  deposit_until_ms: number;
  balance_from_ms: number;
  balance_until_ms: number;
  is_withdrawn: boolean;
}
/**
 * How a deal was from some moment of its show on.
 */
export interface DealMomentView {
  deal_id: string;
  at_ms: number;
  status: "ended" | "live" | "queued";
  price_minor: number;
  stock: number;
  stock_left: number;
  is_pinned: boolean;
}
export interface DealMomentsView {
  before: DealMomentView[];
  after: DealMomentView[];
  until_ms: number | null;
}
export interface DealRemoved {
  t: "deal_removed";
  seq?: number;
  deal_id: string;
}
export interface DeliveryDetailView {
  delivery: DeliveryView;
  body: string;
  attempts: AttemptView[];
}
export interface DeliveryView {
  id: string;
  event_id: string;
  kind: string;
  subject_id: string;
  sequence: number;
  state: "delivered" | "failed" | "pending";
  attempts: number;
  due_at_ms: number | null;
  created_at_ms: number;
  finished_at_ms: number | null;
  last_status: number | null;
  last_error: string | null;
}
export interface DeliveryPageView {
  deliveries: DeliveryView[];
  next: string | null;
}
/**
 * Everything a sharer sees of their links, newest first.
 */
export interface DeskView {
  links: LinkView[];
  rewards: RewardView[];
}
export interface LinkView {
  code: string;
  url: string;
  qr_url: string;
  picture_url: string;
  kind: "brand" | "clip" | "deal" | "product" | "show";
  target_id: string;
  show_id: string | null;
  leads_to: string;
  at_s: number;
  title: string;
  image_url: string;
  brand_id: string;
  brand_slug: string;
  brand_name: string;
  currency: string;
  tier_name: string;
  rate_bp: number;
  reward_kind: "fixed" | "points" | "rate";
  reward_amount: number;
  clicks: number;
  orders: number;
  pending_minor: number;
  funnel: Funnel;
  is_tailored: boolean;
  is_direct: boolean;
  expires_at_ms: number | null;
  tags: Tags;
  languages: string[];
  created_at_ms: number;
  version: number;
}
/**
 * How many of a link's clicks led so far. Each click counts once in each.
 */
export interface Funnel {
  clicks: number;
  joined: number;
  watched: number;
  claimed: number;
  bought: number;
}
/**
 * What is passed on to the page that a link leads to, and to who counts visits there.
 */
export interface Tags {
  utm_source?: string;
  utm_medium?: string;
  utm_campaign?: string;
  utm_term?: string;
  utm_content?: string;
}
export interface RewardView {
  id: string;
  link_code: string;
  title: string;
  brand_name: string;
  order_number: string;
  rate_bp: number;
  amount_minor: number;
  currency: string;
  status: "cancelled" | "in_payout" | "owed" | "paid" | "payable" | "pending";
  earned_at_ms: number;
  kind: "fixed" | "points" | "rate";
  points: number;
  cut_by: ("budget" | "day" | "friend") | null;
  full_amount: number;
  settled_minor: number;
  due_at_ms: number;
  version: number;
}
/**
 * The room's newest draw: open, entered by more people, or decided.
 */
export interface DrawChanged {
  t: "draw";
  seq?: number;
  draw: DrawView;
}
export interface DrawView {
  id: string;
  show_id: string;
  prize: string;
  places: number;
  min_tier_rank: number;
  status: "decided" | "open";
  opened_at_ms: number;
  closes_at_ms: number;
  entrants: number;
  seed_hash: string;
  seed: string | null;
  entrants_hash: string | null;
  winners: WinnerView[];
  version: number;
}
export interface WinnerView {
  place: number;
  ticket: string;
  handle: string;
}
export interface EntriesView {
  entries: EntryView[];
  next: string | null;
}
export interface EntryView {
  id: string;
  at_ms: number;
  reason: "bought" | "expired" | "given" | "given_back" | "matured" | "redeemed" | "refunded" | "settled";
  taken_from: ("active" | "expired" | "owed" | "pending" | "reversed" | "spent") | null;
  put_into: "active" | "expired" | "owed" | "pending" | "reversed" | "spent";
  points: number;
  title: string;
  order_id: string | null;
}
export interface LargeRoomView {
  show_id: string;
  title: string;
  brand_name: string;
  viewers: number;
}
/**
 * In minor units or in points. Null: as much as comes.
 */
export interface LimitsView {
  per_day: number | null;
  per_friend: number | null;
  budget: number | null;
  spent: number;
}
/**
 * Whether this room is cut off from what happens on other servers. Said when it changes.
 */
export interface LineChanged {
  t: "line";
  is_degraded: boolean;
}
/**
 * What is left out stays.
 */
export interface LinkChange {
  expires_at_ms?: number | null;
  is_direct?: boolean;
  tags?: Tags;
}
/**
 * An order that one of a link's clicks came before, as the link's sharer sees it.
 */
export interface LinkOrderView {
  order_number: string;
  verdict: "credited" | "no_click" | "other_brand" | "outdone" | "self_referral" | "too_old";
  clicked_at_ms: number;
  decided_at_ms: number;
  reward_minor: number;
  currency: string;
  reward_points: number;
  cut_by: ("budget" | "day" | "friend") | null;
}
export interface MeView {
  account_id: string;
  handle: string;
  email: string;
  is_operator: boolean;
  roles: RoleView[];
  memberships: MembershipView[];
}
export interface RoleView {
  brand_id: string;
  brand_slug: string;
  brand_name: string;
  role: string;
}
export interface MembershipView {
  brand_id: string;
  brand_slug: string;
  brand_name: string;
  tier: TierView;
  joined_at_ms: number;
}
export interface MessageDeleted {
  t: "message_deleted";
  seq?: number;
  message_id: string;
}
export interface MessageSent {
  t: "message";
  seq?: number;
  message: MessageView;
}
/**
 * All that this person wrote in the show is gone, up to and with this message.
 */
export interface MessagesDeleted {
  t: "messages_deleted";
  seq?: number;
  account_id: string;
  last_message_id: string;
}
/**
 * For the show's staff.
 */
export interface MuteChanged {
  t: "mute";
  seq?: number;
  mute: MuteView;
  is_muted: boolean;
}
export interface MuteView {
  account_id: string;
  handle: string;
  muted_at_ms: number;
  until_ms: number | null;
  is_shadow: boolean;
}
/**
 * The balance of what this person reserved can be paid now, or its window closes soon. Each of the two is said once; if
 *     something breaks on the way it can be said twice.
 */
export interface MyBalanceDue {
  t: "my_balance_due";
  order: OrderView;
  is_closing: boolean;
}
/**
 * This person won a draw. If something breaks on the way it can be said twice.
 */
export interface MyDrawWon {
  t: "my_draw_won";
  draw: DrawView;
  entry: TicketView;
}
export interface TicketView {
  draw_id: string;
  ticket: string;
  place: number | null;
}
/**
 * One of this person's links was clicked, or an order was credited to it.
 */
export interface MyLinkChanged {
  t: "my_link";
  link: LinkView;
  reward: RewardView | null;
}
/**
 * A message of this person, for their own eyes.
 */
export interface MyMessage {
  t: "my_message";
  message: MessageView;
}
export interface MyMuteChanged {
  t: "my_mute";
  show_id: string;
  is_muted: boolean;
  until_ms: number | null;
}
export interface MyOrderChanged {
  t: "my_order";
  order: OrderView;
}
/**
 * This person's tier or points at a brand changed.
 */
export interface MyPointsChanged {
  t: "my_points";
  wallet: WalletView;
}
/**
 * What someone is and has as a member of one brand.
 */
export interface WalletView {
  brand_id: string;
  brand_slug: string;
  brand_name: string;
  hue: number;
  currency: string;
  tier: TierView;
  kept_until_ms: number | null;
  window: "lifetime" | "rolling" | "year";
  window_days: number;
  progress: ProgressView | null;
  pending: number;
  active: number;
  expiring: number;
  expires_at_ms: number | null;
  earn_points: number;
  earn_step_minor: number;
  return_days: number;
  redeemables: RedeemableView[];
  version: number;
}
/**
 * Towards the next tier. What is missing is 0 for what it does not ask for.
 */
export interface ProgressView {
  tier: TierView;
  points: number;
  spend_minor: number;
  points_missing: number;
  spend_missing_minor: number;
}
export interface RedeemableView {
  voucher_id: string;
  title: string;
  points: number;
}
/**
 * Some of this person's points expire soon. Each is said once; if something breaks on the way it can be said twice.
 */
export interface MyPointsExpiring {
  t: "my_points_expiring";
  brand_name: string;
  points: number;
  expires_at_ms: number;
}
/**
 * What this person bought became cheaper, and the difference is on its way back. Can be said twice; `refund_id` is the
 *     same then.
 */
export interface MyPriceLowered {
  t: "my_price_lowered";
  order: OrderView;
  refund_id: string;
}
/**
 * A voucher, for someone who has it or could have it.
 */
export interface MyVoucherView {
  terms: VoucherTerms;
  state: "gone" | "open" | "over" | "ready" | "reserved" | "used" | "waiting";
  uses_left: number | null;
  places_left: number | null;
}
/**
 * What a voucher takes, as anyone who may have it sees it.
 */
export interface VoucherTerms {
  id: string;
  brand_id: string | null;
  show_id: string | null;
  title: string;
  kind: "each" | "fixed" | "percent";
  currency: string;
  amount_minor: number;
  rate_bp: number;
  step_minor: number;
  cap_minor: number | null;
  threshold_minor: number;
  scope: "brand" | "category" | "item" | "platform";
  category: string | null;
  product_ids: string[];
  stacking: "alone" | "free" | "level";
  how: "code" | "collect" | "everyone" | "grant";
  per_person: number;
  starts_at_ms: number;
  ends_at_ms: number;
}
export interface NewAccount {
  handle: string;
  email: string;
  password: string;
}
export interface NewClaim {
  quantity?: number;
  price_minor?: number | null;
}
export interface NewClip {
  title: string;
  starts_ms: number;
  ends_ms: number;
  /**
   * @maxItems 10
   */
  product_ids?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string];
}
export interface NewDeal {
  product_id: string;
  price_minor: number;
  stock: number;
  per_buyer_limit?: number;
  min_tier_rank?: number;
  duration_s?: number;
  sells_on?: boolean;
  is_lowest_price?: boolean;
  presale?: NewPresale | null;
}
export interface NewDraw {
  prize: string;
  places?: number;
  open_for_s?: number;
  min_tier_rank?: number;
}
export interface NewFulfilment {
  tracking?: string;
}
export interface NewLimits {
  per_day?: number | null;
  per_friend?: number | null;
  budget?: number | null;
}
export interface NewLink {
  kind: "brand" | "clip" | "deal" | "product" | "show";
  target_id: string;
  at_s?: number;
  code?: string | null;
  expires_at_ms?: number | null;
  is_direct?: boolean;
  tags?: Tags1;
  by_language?: {
    [k: string]: TargetChoice;
  };
}
/**
 * What is passed on to the page that a link leads to, and to who counts visits there.
 */
export interface Tags1 {
  utm_source?: string;
  utm_medium?: string;
  utm_campaign?: string;
  utm_term?: string;
  utm_content?: string;
}
export interface TargetChoice {
  kind: "brand" | "clip" | "deal" | "product" | "show";
  target_id: string;
}
export interface NewMute {
  minutes?: number | null;
  is_shadow?: boolean;
}
export interface NewProgramme {
  /**
   * @minItems 1
   * @maxItems 9
   */
  tiers:
    | [NewTier]
    | [NewTier, NewTier]
    | [NewTier, NewTier, NewTier]
    | [NewTier, NewTier, NewTier, NewTier]
    | [NewTier, NewTier, NewTier, NewTier, NewTier]
    | [NewTier, NewTier, NewTier, NewTier, NewTier, NewTier]
    | [NewTier, NewTier, NewTier, NewTier, NewTier, NewTier, NewTier]
    | [NewTier, NewTier, NewTier, NewTier, NewTier, NewTier, NewTier, NewTier]
    | [NewTier, NewTier, NewTier, NewTier, NewTier, NewTier, NewTier, NewTier, NewTier];
  window?: "lifetime" | "rolling" | "year";
  window_days?: number;
  downgrade?: "never" | "period_end" | "refund";
  earn_points?: number;
  earn_step_minor?: number;
  return_days?: number;
  expires_after_days?: number | null;
  notice_days?: number;
  /**
   * @maxItems 20
   */
  redeemables?:
    | []
    | [NewRedeemable]
    | [NewRedeemable, NewRedeemable]
    | [NewRedeemable, NewRedeemable, NewRedeemable]
    | [NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable]
    | [NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable]
    | [NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable]
    | [NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable, NewRedeemable]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ]
    | [
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable,
        NewRedeemable
      ];
  version?: number;
}
export interface NewTier {
  name: string;
  share_rate_bp: number;
  perk?: string;
  points_from?: number | null;
  spend_from_minor?: number | null;
  multiplier_bp?: number;
  entry_voucher_id?: string | null;
}
/**
 * What points buy: a voucher of the brand that is handed out.
 */
export interface NewRedeemable {
  voucher_id: string;
  points: number;
}
export interface NewPromise {
  days: number;
}
export interface NewRedemption {
  voucher_id: string;
  points: number;
}
/**
 * Units of lines, or an amount; with neither, all that is left of what was paid.
 */
export interface NewRefund {
  /**
   * @maxItems 100
   */
  lines?: RefundedUnits[];
  amount_minor?: number;
  reason: string;
  restock?: boolean;
}
export interface RefundedUnits {
  line: number;
  quantity: number;
}
export interface NewRewardTerms {
  /**
   * @maxItems 9
   */
  tiers?:
    | []
    | [NewTierReward]
    | [NewTierReward, NewTierReward]
    | [NewTierReward, NewTierReward, NewTierReward]
    | [NewTierReward, NewTierReward, NewTierReward, NewTierReward]
    | [NewTierReward, NewTierReward, NewTierReward, NewTierReward, NewTierReward]
    | [NewTierReward, NewTierReward, NewTierReward, NewTierReward, NewTierReward, NewTierReward]
    | [NewTierReward, NewTierReward, NewTierReward, NewTierReward, NewTierReward, NewTierReward, NewTierReward]
    | [
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward
      ]
    | [
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward,
        NewTierReward
      ];
  return_days?: number;
  least_payout_minor?: number;
  money?: NewLimits1;
  points?: NewLimits2;
  version?: number;
}
export interface NewTierReward {
  rank: number;
  kind?: "fixed" | "points" | "rate";
  amount?: number;
  friend_voucher_id?: string | null;
}
export interface NewLimits1 {
  per_day?: number | null;
  per_friend?: number | null;
  budget?: number | null;
}
export interface NewLimits2 {
  per_day?: number | null;
  per_friend?: number | null;
  budget?: number | null;
}
export interface NewRole {
  role: "host" | "manager" | "moderator";
}
export interface NewSaleWindow {
  title: string;
  deposit_from_ms: number;
  deposit_until_ms: number;
  balance_from_ms: number;
  balance_until_ms: number;
}
export interface NewShow {
  brand_id: string;
  title: string;
  description?: string;
  scheduled_at_ms: number;
  access?: AccessTerms1;
}
/**
 * To whom a show is to be open.
 */
export interface AccessTerms1 {
  min_tier_rank?: number;
  first_tier_rank?: number;
  head_start_s?: number;
}
export interface NewTerms {
  model: "first" | "last";
  window_days: number;
}
/**
 * What a voucher takes, of what, and who may have it (docs/pricing.md, 3 to 5 and 10).
 */
export interface NewVoucher {
  title: string;
  kind: "each" | "fixed" | "percent";
  amount_minor?: number;
  rate_bp?: number;
  step_minor?: number;
  cap_minor?: number | null;
  threshold_minor?: number;
  scope: "brand" | "category" | "item" | "platform";
  category?: string | null;
  /**
   * @maxItems 50
   */
  product_ids?: string[];
  stacking?: "alone" | "free" | "level";
  currency?: string | null;
  how: "code" | "collect" | "everyone" | "grant";
  code?: string | null;
  show_id?: string | null;
  per_person?: number;
  total_limit?: number | null;
  budget_minor?: number | null;
  starts_at_ms: number;
  ends_at_ms: number;
}
export interface NewWithdrawal {
  reason?: string;
}
/**
 * One rule that applied, or one that did not and why (docs/pricing.md, 9).
 */
export interface NoteView {
  code: string;
  is_applied: boolean;
  text: string;
  line: number | null;
  voucher_id: string | null;
  amount_minor: number;
  base_minor: number;
}
/**
 * What an order earns in place of a rate.
 */
export interface OfferView {
  kind: "fixed" | "points";
  amount: number;
}
export interface OperatorView {
  server_ms: number;
  version: string;
  answered_by: string;
  processes: ProcessView[];
  rooms: LargeRoomView[];
  streams: StreamView[];
  silent_media: string[];
}
/**
 * One process, as of its last second.
 */
export interface ProcessView {
  process: string;
  is_worker: boolean;
  started_at_ms: number;
  connections: number;
  viewers: number;
  rooms: number;
  paused_viewers: number;
  handshakes_per_s: number;
  events_per_s: number;
  deliveries_per_s: number;
  bytes_per_s: number;
  dropped_per_s: number;
  loop_lag_p99_ms: number;
  gc_longest_ms: number;
  database_connections: number;
  is_database_up: boolean;
  is_broker_up: boolean;
  outbox_backlog: number;
  outbox_oldest_age_s: number;
  outbox_given_up: number;
  largest_rooms: RoomSize[];
}
export interface RoomSize {
  show_id: string;
  viewers: number;
}
export interface StreamView {
  title: string;
  brand_name: string;
  reading: StreamReading;
}
/**
 * How a stream does, in the media process that carries it. Shares, rates and delays are of the last ten seconds.
 */
export interface StreamReading {
  show_id: string;
  is_live: boolean;
  is_stand_in: boolean;
  began_at_ms: number | null;
  bits_per_s: number[];
  pictures_per_s: number;
  width: number;
  height: number;
  missed_share: number;
  lost_share: number;
  jitter_ms: number;
  key_frame_s: number | null;
  key_frames_asked: number;
  webrtc_viewers: number;
  hls_players: number;
  part_delay_ms: number | null;
}
/**
 * For the show's hosts: an order was placed, paid, or gave its units back.
 */
export interface OrderChanged {
  t: "order";
  seq?: number;
  order: OrderView;
  board: BoardView;
}
export interface OrderPageView {
  orders: OrderView[];
  next: string | null;
}
export interface PayeeView {
  handle: string;
  amount_minor: number;
  rewards: number;
}
/**
 * What Stripe made of a card, so that the card's number never comes here.
 */
export interface PaymentMethod {
  payment_method: string;
}
export interface PayoutNote {
  note?: string;
}
/**
 * Who made the payout what it was then.
 */
export interface PayoutStepView {
  status: "approved" | "draft" | "paid" | "rejected";
  handle: string;
  at_ms: number;
  note: string;
}
export interface PayoutView {
  id: string;
  number: string;
  status: "approved" | "draft" | "paid" | "rejected";
  currency: string;
  total_minor: number;
  sharers: number;
  payees: PayeeView[];
  steps: PayoutStepView[];
}
/**
 * What a brand has to pay, and its newest 20 payouts.
 */
export interface PayoutsView {
  currency: string;
  least_payout_minor: number;
  payable_minor: number;
  sharers: number;
  payees: PayeeView[];
  payouts: PayoutView[];
}
/**
 * What rules would do to the members if they were saved now.
 */
export interface PreviewView {
  tiers: TierCountView[];
  rising: number;
  at_risk: number;
  examples_rising: ChangeView[];
  examples_at_risk: ChangeView[];
}
export interface TierCountView {
  rank: number;
  name: string;
  now: number;
  then: number;
}
/**
 * RFC 9457 problem details: how the API says no.
 */
export interface ProblemView {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  fields?: {
    [k: string]: string;
  };
  retry_after_s?: number;
}
export interface ProductView {
  id: string;
  brand_id: string;
  title: string;
  description: string;
  category: string;
  list_price_minor: number;
  currency: string;
  image_url: string;
}
export interface ProgrammeView {
  tiers: TierRuleView[];
  window: "lifetime" | "rolling" | "year";
  window_days: number;
  downgrade: "never" | "period_end" | "refund";
  earn_points: number;
  earn_step_minor: number;
  return_days: number;
  expires_after_days: number | null;
  notice_days: number;
  redeemables: RedeemableView[];
  version: number;
}
export interface TierRuleView {
  name: string;
  share_rate_bp: number;
  perk: string;
  points_from: number | null;
  spend_from_minor: number | null;
  multiplier_bp: number;
  entry_voucher_id: string | null;
}
/**
 * For how many days after an order its price is protected, if it is placed now. 0 is not at all.
 */
export interface PromiseView {
  days: number;
}
export interface QuoteDiscountView {
  voucher_id: string;
  amount_minor: number;
}
export interface QuoteLineView {
  deal_id: string;
  product_id: string;
  brand_id: string;
  order_id: string | null;
  title: string;
  quantity: number;
  list_unit_minor: number;
  unit_minor: number;
  deposit_minor: number;
  worth_minor: number;
  later_minor: number;
  discounts: QuoteDiscountView[];
  payable_minor: number;
}
/**
 * What would be paid now. Nothing is reserved.
 */
export interface QuoteView {
  currency: string;
  lines: QuoteLineView[];
  vouchers: QuoteVoucherView[];
  notes: NoteView[];
  subtotal_minor: number;
  discount_minor: number;
  deposits_worth_minor: number;
  bonus_minor: number;
  later_minor: number;
  total_minor: number;
  subtotal_text: string;
  discount_text: string;
  total_text: string;
  rates: {
    [k: string]: string;
  };
  is_exhaustive: boolean;
  quoted_at_ms: number;
}
export interface QuoteVoucherView {
  voucher_id: string;
  title: string;
  discount_minor: number;
}
/**
 * How often everyone in the room reacted in the last second.
 */
export interface Reacted {
  t: "reactions";
  counts: {
    [k: string]: number;
  };
}
export interface Refused {
  t: "refused";
  ref: string;
  code: string;
  status: number;
  title: string;
  detail: string;
  retry_after_s: number | null;
}
/**
 * How a show that has ended can be watched again.
 */
export interface ReplayView {
  status: "none" | "processing" | "ready";
  hls_url: string | null;
  length_ms: number;
  stretches: StretchView[];
  kept_until_ms: number | null;
}
/**
 * A part of a replay in which nothing is left out.
 */
export interface StretchView {
  starts_ms: number;
  began_at_ms: number;
  lasts_ms: number;
}
export interface ReplayedView {
  count: number;
}
export interface RewardTermsView {
  tiers: TierRewardView[];
  return_days: number;
  least_payout_minor: number;
  money: LimitsView;
  points: LimitsView;
  version: number;
}
/**
 * What links of a tier's members bring.
 */
export interface TierRewardView {
  rank: number;
  name: string;
  share_rate_bp: number;
  kind: "fixed" | "points" | "rate";
  amount: number;
  friend_voucher_id: string | null;
}
/**
 * Everything a viewer may see of a room, at `seq`.
 */
export interface RoomState {
  show: ShowView;
  video: VideoView;
  deals: DealView[];
  messages: MessageView[];
  rules: RulesView;
  audience: number;
  vouchers: ShowVoucherView[];
  draw: DrawView | null;
  board: BoardView | null;
  orders: OrderView[];
  mutes: MuteView[];
}
export interface ShowView {
  id: string;
  brand_id: string;
  brand_slug: string;
  brand_name: string;
  hue: number;
  title: string;
  description: string;
  status: "cancelled" | "ended" | "live" | "scheduled";
  scheduled_at_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
  poster_url: string;
  access: AccessView;
  version: number;
}
/**
 * A show's picture and sound.
 */
export interface VideoView {
  signal: "live" | "lost" | "off";
  hls_url: string | null;
  whep_url: string | null;
  recording: "off" | "on" | "stopped";
  pass_until_ms: number | null;
  version: number;
}
/**
 * A voucher that is collected in a show, as everybody there sees it.
 */
export interface ShowVoucherView {
  terms: VoucherTerms;
  places_left: number | null;
  version: number;
}
export interface RulesChange {
  slow_mode_s?: 0 | 5 | 10 | 30 | 60 | 300;
  links?: "members" | "nobody" | "staff";
}
/**
 * The chat of a show around a moment of it.
 */
export interface SaidView {
  before: MessageView[];
  after: MessageView[];
  until_ms: number | null;
}
export interface SaleWindowView {
  id: string;
  brand_id: string | null;
  title: string;
  deposit_from_ms: number;
  deposit_until_ms: number;
  balance_from_ms: number;
  balance_until_ms: number;
}
/**
 * The first frame, and again whenever the room has begun anew. Without `state` the viewer returned in time, and what
 *     it missed follows.
 */
export interface Welcome {
  t: "welcome";
  epoch: string;
  seq: number;
  server_ms: number;
  you: You;
  state: RoomState | null;
  is_degraded: boolean;
}
export interface You {
  account_id: string | null;
  handle: string | null;
  rank: number;
  tier_name: string;
  is_muted: boolean;
  muted_until_ms: number | null;
}
export interface ShowChanged {
  t: "show";
  seq?: number;
  show: ShowView;
}
export interface VideoChanged {
  t: "video";
  seq?: number;
  video: VideoView;
}
export interface StockChanged {
  t: "stock";
  seq?: number;
  deal_id: string;
  stock_left: number;
  waiting: number;
  line_served: number;
  version: number;
}
/**
 * A voucher that is collected in this show: issued, ended, or with another number of copies left.
 */
export interface VoucherChanged {
  t: "voucher";
  seq?: number;
  voucher: ShowVoucherView;
}
/**
 * So many chat messages were left out for a viewer who was behind.
 */
export interface Skipped {
  t: "skipped";
  count: number;
}
export interface ServerTime {
  t: "time";
  client_ms: number;
  server_ms: number;
}
export interface ShowChange {
  title?: string;
  description?: string;
  scheduled_at_ms?: number;
  access?: AccessTerms;
}
export interface StaffView {
  account_id: string;
  handle: string;
  role: string;
}
/**
 * What an encoder such as OBS is told to publish a show. Whoever knows the key can publish it.
 */
export interface StreamKeyView {
  whip_url: string;
  key: string;
  watch_pass: string;
}
/**
 * How a brand credits orders to links.
 */
export interface TermsView {
  model: "first" | "last";
  window_days: number;
  offers: {
    [k: string]: OfferView;
  };
}
/**
 * A voucher, for its issuer.
 */
export interface VoucherView {
  terms: VoucherTerms;
  code: string | null;
  is_ended: boolean;
  total_limit: number | null;
  taken: number;
  budget_minor: number | null;
  spent_minor: number;
  created_at_ms: number;
  version: number;
}
/**
 * One's own place in the line of a deal.
 */
export interface WaiterView {
  deal_id: string;
  quantity: number;
  number: number;
  place: number;
  version: number;
}
/**
 * A webhook with its secret, which is not shown again.
 */
export interface WebhookSecretView {
  webhook: WebhookView;
  secret: string;
}
export interface WebhookView {
  id: string;
  url: string;
  description: string;
  kinds: string[] | null;
  status: "active" | "failing" | "gone" | "paused";
  failing_since_ms: number | null;
  old_secret_until_ms: number | null;
  pending: number;
  failed: number;
  created_at_ms: number;
}
