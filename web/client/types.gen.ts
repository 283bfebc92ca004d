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
  | Refused;

export interface Wire {
  Accepted?: Accepted;
  AccessTerms?: AccessTerms;
  AccessView?: AccessView;
  AccountChangeView?: AccountChangeView;
  AdditionView?: AdditionView;
  AdditionsView?: AdditionsView;
  Ago?: Ago;
  AskTime?: AskTime;
  AttemptView?: AttemptView;
  AttributionView?: AttributionView;
  AudienceChanged?: AudienceChanged;
  BalanceView?: BalanceView;
  Between?: Between;
  BoardView?: BoardView;
  BrandChange?: BrandChange;
  BrandConsentsView?: BrandConsentsView;
  BrandView?: BrandView;
  BudgetView?: BudgetView;
  CampaignView?: CampaignView;
  Card?: Card;
  CaseDecisionView?: CaseDecisionView;
  CasePageView?: CasePageView;
  CaseView?: CaseView;
  ChallengeChanged?: ChallengeChanged;
  ChallengeTeamView?: ChallengeTeamView;
  ChallengeView?: ChallengeView;
  ChangeView?: ChangeView;
  ChatRulesChanged?: ChatRulesChanged;
  ChatSampled?: ChatSampled;
  CheckoutView?: CheckoutView;
  Claim?: Claim;
  Claimed?: Claimed;
  ClientFrame?: ClientFrame;
  ClipView?: ClipView;
  ConfirmationView?: ConfirmationView;
  ConsentChangeView?: ConsentChangeView;
  ConsentChoice?: ConsentChoice;
  ConsentsView?: ConsentsView;
  Credentials?: Credentials;
  DealChange?: DealChange;
  DealChanged?: DealChanged;
  DealMomentView?: DealMomentView;
  DealMomentsView?: DealMomentsView;
  DealRemoved?: DealRemoved;
  DealView?: DealView;
  DecisionView?: DecisionView;
  DeliveryDetailView?: DeliveryDetailView;
  DeliveryPageView?: DeliveryPageView;
  DeliveryView?: DeliveryView;
  DeskView?: DeskView;
  DifferenceView?: DifferenceView;
  DrawChanged?: DrawChanged;
  DrawView?: DrawView;
  EntriesView?: EntriesView;
  EntryView?: EntryView;
  ExportView?: ExportView;
  FailureView?: FailureView;
  FatesView?: FatesView;
  FindingView?: FindingView;
  Funnel?: Funnel;
  GiftLineView?: GiftLineView;
  GiftOfferView?: GiftOfferView;
  GiftView?: GiftView;
  GrantView?: GrantView;
  Group?: Group;
  GroupView?: GroupView;
  InCategories?: InCategories;
  InboxMessageView?: InboxMessageView;
  InboxView?: InboxView;
  ItemView?: ItemView;
  LargeRoomView?: LargeRoomView;
  LeadView?: LeadView;
  LeaderView?: LeaderView;
  LeadersChanged?: LeadersChanged;
  LeadersView?: LeadersView;
  LimitsView?: LimitsView;
  LineChanged?: LineChanged;
  LinkChange?: LinkChange;
  LinkOrderView?: LinkOrderView;
  LinkView?: LinkView;
  LookView?: LookView;
  LuckView?: LuckView;
  MeView?: MeView;
  MembershipView?: MembershipView;
  MessageDeleted?: MessageDeleted;
  MessageSent?: MessageSent;
  MessageView?: MessageView;
  MessagesDeleted?: MessagesDeleted;
  MuteChanged?: MuteChanged;
  MuteView?: MuteView;
  MyBalanceDue?: MyBalanceDue;
  MyChallengeView?: MyChallengeView;
  MyDrawWon?: MyDrawWon;
  MyExportView?: MyExportView;
  MyGiftChanged?: MyGiftChanged;
  MyInboxChanged?: MyInboxChanged;
  MyLeadChanged?: MyLeadChanged;
  MyLinkChanged?: MyLinkChanged;
  MyMessage?: MyMessage;
  MyMuteChanged?: MyMuteChanged;
  MyOrderChanged?: MyOrderChanged;
  MyPayoutDetailsView?: MyPayoutDetailsView;
  MyPointsChanged?: MyPointsChanged;
  MyPointsExpiring?: MyPointsExpiring;
  MyPriceLowered?: MyPriceLowered;
  MyTeamChanged?: MyTeamChanged;
  MyTeamView?: MyTeamView;
  MyVoucherView?: MyVoucherView;
  NewAccount?: NewAccount;
  NewBrand?: NewBrand;
  NewBudget?: NewBudget;
  NewCampaign?: NewCampaign;
  NewChallenge?: NewChallenge;
  NewClaim?: NewClaim;
  NewClip?: NewClip;
  NewDeal?: NewDeal;
  NewDecision?: NewDecision;
  NewDraw?: NewDraw;
  NewFulfilment?: NewFulfilment;
  NewLimits?: NewLimits;
  NewLink?: NewLink;
  NewListing?: NewListing;
  NewMute?: NewMute;
  NewPacket?: NewPacket;
  NewPayoutDetails?: NewPayoutDetails;
  NewPresale?: NewPresale;
  NewProduct?: NewProduct;
  NewProfile?: NewProfile;
  NewProgramme?: NewProgramme;
  NewPromise?: NewPromise;
  NewReading?: NewReading;
  NewRedeemable?: NewRedeemable;
  NewRedemption?: NewRedemption;
  NewRefund?: NewRefund;
  NewRewardTerms?: NewRewardTerms;
  NewRole?: NewRole;
  NewRulebook?: NewRulebook;
  NewSaleWindow?: NewSaleWindow;
  NewSchedule?: NewSchedule;
  NewSegment?: NewSegment;
  NewShippingTerms?: NewShippingTerms;
  NewShow?: NewShow;
  NewTeamTerms?: NewTeamTerms;
  NewTerms?: NewTerms;
  NewTier?: NewTier;
  NewTierByHand?: NewTierByHand;
  NewTierReward?: NewTierReward;
  NewVoucher?: NewVoucher;
  NewWithdrawal?: NewWithdrawal;
  NextShowView?: NextShowView;
  NoteView?: NoteView;
  OfferView?: OfferView;
  OpeningView?: OpeningView;
  OperatorView?: OperatorView;
  OrderChanged?: OrderChanged;
  OrderGiftView?: OrderGiftView;
  OrderLineView?: OrderLineView;
  OrderPageView?: OrderPageView;
  OrderPresaleView?: OrderPresaleView;
  OrderView?: OrderView;
  OrderVoucherView?: OrderVoucherView;
  PacketChanged?: PacketChanged;
  PacketView?: PacketView;
  PayeeView?: PayeeView;
  PaymentMethod?: PaymentMethod;
  PaymentView?: PaymentView;
  PayoutDetailsView?: PayoutDetailsView;
  PayoutNote?: PayoutNote;
  PayoutStepView?: PayoutStepView;
  PayoutView?: PayoutView;
  PayoutsChanged?: PayoutsChanged;
  PayoutsView?: PayoutsView;
  PresaleView?: PresaleView;
  PreviewView?: PreviewView;
  ProblemView?: ProblemView;
  ProcessView?: ProcessView;
  ProductView?: ProductView;
  ProfileView?: ProfileView;
  ProgrammeView?: ProgrammeView;
  ProgressView?: ProgressView;
  PromiseView?: PromiseView;
  QuietLimit?: QuietLimit;
  QuoteDiscountView?: QuoteDiscountView;
  QuoteLineView?: QuoteLineView;
  QuoteView?: QuoteView;
  QuoteVoucherView?: QuoteVoucherView;
  React?: React;
  Reacted?: Reacted;
  ReceivedGiftView?: ReceivedGiftView;
  RedeemableView?: RedeemableView;
  RefundView?: RefundView;
  RefundedUnits?: RefundedUnits;
  Refused?: Refused;
  ReplayView?: ReplayView;
  ReplayedView?: ReplayedView;
  ResultsView?: ResultsView;
  RewardTermsView?: RewardTermsView;
  RewardView?: RewardView;
  RoleView?: RoleView;
  RoomSize?: RoomSize;
  RoomState?: RoomState;
  Rule?: Rule;
  RuleChoice?: RuleChoice;
  RuleView?: RuleView;
  RulebookView?: RulebookView;
  RulesChange?: RulesChange;
  RulesView?: RulesView;
  SaidView?: SaidView;
  SaleWindowView?: SaleWindowView;
  Say?: Say;
  SegmentCountView?: SegmentCountView;
  SegmentMemberView?: SegmentMemberView;
  SegmentView?: SegmentView;
  ServerFrame?: ServerFrame;
  ServerTime?: ServerTime;
  SessionView?: SessionView;
  SharedCartView?: SharedCartView;
  SharedLineView?: SharedLineView;
  ShippingTermsView?: ShippingTermsView;
  ShowChange?: ShowChange;
  ShowChanged?: ShowChanged;
  ShowView?: ShowView;
  ShowVoucherView?: ShowVoucherView;
  Skipped?: Skipped;
  StaffView?: StaffView;
  StepView?: StepView;
  StockChanged?: StockChanged;
  StreamKeyView?: StreamKeyView;
  StreamReading?: StreamReading;
  StreamView?: StreamView;
  StretchView?: StretchView;
  Tags?: Tags;
  TargetChoice?: TargetChoice;
  TeamMemberView?: TeamMemberView;
  TeamTermsView?: TeamTermsView;
  TeamView?: TeamView;
  TeammateView?: TeammateView;
  TermsView?: TermsView;
  TicketView?: TicketView;
  TierCountView?: TierCountView;
  TierDayView?: TierDayView;
  TierRewardView?: TierRewardView;
  TierRuleView?: TierRuleView;
  TierView?: TierView;
  TouchView?: TouchView;
  UnreadView?: UnreadView;
  VideoChanged?: VideoChanged;
  VideoView?: VideoView;
  VoucherChanged?: VoucherChanged;
  VoucherTerms?: VoucherTerms;
  VoucherView?: VoucherView;
  WaiterView?: WaiterView;
  WaitingView?: WaitingView;
  WalletView?: WalletView;
  WebhookSecretView?: WebhookSecretView;
  WebhookView?: WebhookView;
  Welcome?: Welcome;
  WinnerView?: WinnerView;
  WishView?: WishView;
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
/**
 * Of a payout's sharer, whose bank account is new.
 */
export interface AccountChangeView {
  handle: string;
  changed_at_ms: number | null;
}
/**
 * What became of one line.
 */
export interface AdditionView {
  item_id: string;
  title: string;
  outcome: "claimed" | "in_cart" | "refused" | "wished";
  order: OrderView | null;
  code: string | null;
  detail: string | null;
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
    | "awaiting_team"
    | "cancelled"
    | "deposit_paid"
    | "expired"
    | "forfeited"
    | "held"
    | "paid"
    | "partly_refunded"
    | "refunded";
  lines: OrderLineView[];
  shipping_minor: number;
  discount_minor: number;
  vouchers: OrderVoucherView[];
  total_minor: number;
  currency: string;
  created_at_ms: number;
  hold_expires_at_ms: number;
  was_offered: boolean;
  presale: OrderPresaleView | null;
  team_id: string | null;
  payment: PaymentView | null;
  paid_at_ms: number | null;
  card_last4: string | null;
  refunded_minor: number;
  refunds: RefundView[];
  lowered: GrantView[];
  fulfilled_at_ms: number | null;
  tracking: string | null;
  recipient_handle: string | null;
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
  shipping_most_minor: number;
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
export interface AdditionsView {
  lines: AdditionView[];
}
/**
 * It happened so many times 24 hours ago. What never happened was not so long ago, however long.
 */
export interface Ago {
  by: "ago";
  fact: "joined_at" | "last_bought_at" | "last_watched_at";
  at_least_days?: number | null;
  at_most_days?: number | null;
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
 * A number lies between these two, which both count.
 */
export interface Between {
  by: "between";
  fact: "green_bp" | "orders" | "shows_watched" | "spend_minor" | "tier_rank";
  at_least?: number | null;
  at_most?: number | null;
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
/**
 * What can be another about a brand. Its address, country and currency stand for good.
 */
export interface BrandChange {
  name: string;
  tagline: string;
  hue: number;
}
export interface BrandConsentsView {
  brand_id: string;
  brand_slug: string;
  brand_name: string;
  hue: number;
  consents: ConsentsView;
}
/**
 * What a member allows a brand.
 */
export interface ConsentsView {
  email: boolean;
  message: boolean;
  profile: boolean;
  changes: ConsentChangeView[];
}
export interface ConsentChangeView {
  channel: "email" | "message" | "profile";
  is_given: boolean;
  source: string;
  at_ms: number;
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
  early_access_s: number;
  has_free_shipping: boolean;
}
/**
 * Points that may leave in one show's packets.
 */
export interface BudgetView {
  points: number;
  spent: number;
}
export interface CampaignView {
  id: string;
  name: string;
  segment_id: string;
  segment_name: string;
  channel: "email" | "message";
  subject: string;
  body: string;
  show_id: string | null;
  show_title: string | null;
  early_access_s: number;
  early_deal_id: string | null;
  early_deal_title: string | null;
  voucher_id: string | null;
  voucher_title: string | null;
  holdout_percent: number;
  measure_days: number;
  status: "done" | "draft" | "running" | "scheduled" | "stopped";
  starts_at_ms: number | null;
  started_at_ms: number | null;
  ended_at_ms: number | null;
  people: FatesView;
  version: number;
}
/**
 * How many people of the audience have come to what.
 */
export interface FatesView {
  waiting: number;
  sent: number;
  queued: number;
  sending: number;
  failed: number;
  held_out: number;
  no_consent: number;
  quiet: number;
}
/**
 * A card for the sandbox, which knows these numbers:
 *
 *     - `4242 4242 4242 4242` is charged, as is any other number whose check digit is right.
 *     - `4000 0000 0000 0002` is declined, and `4000 0000 0000 9995` for want of money.
 *     - `4000 0025 0000 3155` asks its holder to confirm.
 *     - `4000 0000 0000 0408` is charged, but the answer is lost on its way.
 *     - `4000 0000 0000 0077` is charged some seconds later, and `4000 0000 0000 0341` is declined then.
 *
 *     The same number with the same date and code is the same card.
 */
export interface Card {
  number: string;
  expiry: string;
  cvc: string;
}
export interface CaseDecisionView {
  by: string | null;
  reason: string;
  decided_at_ms: number;
}
export interface CasePageView {
  cases: CaseView[];
  next: string | null;
}
/**
 * A reward that the rules found something in, with the evidence as it was when it was earned.
 */
export interface CaseView {
  reward_id: string;
  status: "closed" | "refused" | "released" | "waiting";
  brand_slug: string;
  brand_name: string;
  link_code: string;
  title: string;
  order_id: string;
  order_number: string;
  amount_minor: number;
  currency: string;
  earned_at_ms: number;
  sharer_handle: string;
  friend_handle: string;
  friend_since_ms: number;
  findings: FindingView[];
  ring: string[];
  rules_version: number;
  decision: CaseDecisionView | null;
}
/**
 * A rule that found something in a reward.
 */
export interface FindingView {
  rule:
    | "disposable_email"
    | "new_friends_an_hour"
    | "one_per_friend"
    | "rewards_a_day"
    | "rewards_an_hour"
    | "ring"
    | "same_browser"
    | "same_card"
    | "same_device"
    | "same_mailbox"
    | "same_network";
  found: number;
  at_least: number;
  severity: "hold" | "refuse";
}
/**
 * The room's newest challenge: started, with other scores, over, or with its pot split.
 */
export interface ChallengeChanged {
  t: "challenge";
  seq?: number;
  challenge: ChallengeView;
}
export interface ChallengeView {
  id: string;
  show_id: string;
  brand_id: string;
  title: string;
  pot: number;
  winners: number;
  status: "cancelled" | "open" | "settled";
  started_at_ms: number;
  ends_at_ms: number;
  teams: ChallengeTeamView[];
  team_count: number;
  version: number;
}
export interface ChallengeTeamView {
  id: string;
  name: string;
  rank: number;
  score: number;
  members: TeamMemberView[];
}
export interface TeamMemberView {
  handle: string;
  points: number;
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
export interface ConsentChoice {
  channel: "email" | "message" | "profile";
  is_given: boolean;
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
  tiers_first?: boolean;
  sells_on?: boolean;
  is_lowest_price?: boolean;
  presale?: NewPresale | null;
  team?: NewTeamTerms | null;
}
/**
 * To sell a deal in advance: amounts are those of a unit.
 */
export interface NewPresale {
  sale_window_id: string;
  deposit_minor: number;
  worth_minor: number;
}
/**
 * To sell a deal to teams too.
 */
export interface NewTeamTerms {
  price_minor: number;
  size?: number;
  minutes?: number;
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
  tiers_first: boolean;
  steps: StepView[];
  is_early: boolean;
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
  team: TeamTermsView | null;
  version: number;
}
/**
 * A deal opens to everyone from this rank on.
 */
export interface StepView {
  min_tier_rank: number;
  at_ms: number;
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
export interface TeamTermsView {
  price_minor: number;
  size: number;
  minutes: number;
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
/**
 * A tier that was given by hand, or taken back.
 */
export interface DecisionView {
  id: string;
  handle: string;
  tier_name: string | null;
  until_ms: number | null;
  reason: string;
  decided_by: string | null;
  decided_at_ms: number;
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
  kind: "brand" | "cart" | "clip" | "deal" | "product" | "show" | "team" | "wishlist";
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
  is_held: boolean;
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
 * The sent-to less the held-out, and between what it is in 95 of 100 campaigns.
 */
export interface DifferenceView {
  value: number;
  low: number;
  high: number;
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
  reason:
    | "bought"
    | "expired"
    | "given"
    | "given_back"
    | "matured"
    | "redeemed"
    | "refunded"
    | "returned"
    | "settled"
    | "used";
  taken_from: ("active" | "expired" | "owed" | "pending" | "reversed" | "spent") | null;
  put_into: "active" | "expired" | "owed" | "pending" | "reversed" | "spent";
  points: number;
  title: string;
  order_id: string | null;
}
export interface ExportView {
  id: string;
  is_ready: boolean;
  files_done: number;
  files: number;
  size: number;
  asked_at_ms: number;
  expires_at_ms: number | null;
}
export interface FailureView {
  reason: string;
  people: number;
}
export interface GiftLineView {
  title: string;
  image_url: string;
  quantity: number;
}
/**
 * A gift as whoever has its link sees it.
 */
export interface GiftOfferView {
  giver_handle: string;
  status: "accepted" | "expired" | "open" | "waiting" | "withdrawn";
  brand_name: string;
  brand_slug: string;
  lines: GiftLineView[];
  message: string;
  expires_at_ms: number;
  is_mine: boolean;
  is_received: boolean;
}
/**
 * An order that is given, as its buyer sees it.
 */
export interface GiftView {
  order_id: string;
  path: string | null;
  message: string;
  status: "accepted" | "expired" | "open" | "waiting" | "withdrawn";
  recipient_handle: string | null;
  expires_at_ms: number | null;
  accepted_at_ms: number | null;
  version: number;
}
export interface Group {
  match?: "all" | "any";
  /**
   * @maxItems 10
   */
  conditions?: (Between | Ago | InCategories)[];
}
/**
 * They bought something of one of these categories.
 */
export interface InCategories {
  by: "categories";
  /**
   * @minItems 1
   * @maxItems 20
   */
  any_of: string[];
}
export interface GroupView {
  people: number;
  buyers: number;
  revenue_minor: number;
  rate_by_day_bp: number[];
}
export interface InboxMessageView {
  id: string;
  brand_name: string;
  brand_slug: string;
  hue: number;
  notice: "payout_details" | null;
  subject: string;
  body: string;
  show_id: string | null;
  show_title: string | null;
  early_access_s: number;
  early_deal_title: string | null;
  voucher_title: string | null;
  sent_at_ms: number;
  is_read: boolean;
}
export interface InboxView {
  messages: InboxMessageView[];
  unread: number;
  next: string | null;
}
/**
 * A product, or one deal of it, as the caller may see it now.
 */
export interface ItemView {
  kind: "deal" | "product";
  id: string;
  product: ProductView;
  brand_slug: string;
  brand_name: string;
  offer: DealView | null;
  next_show: NextShowView | null;
}
export interface ProductView {
  id: string;
  brand_id: string;
  title: string;
  description: string;
  category: string;
  list_price_minor: number;
  is_green: boolean;
  is_listed: boolean;
  has_picture: boolean;
  currency: string;
  image_url: string;
}
/**
 * The brand's show that is on air, or else its next one.
 */
export interface NextShowView {
  id: string;
  title: string;
  is_live: boolean;
  scheduled_at_ms: number;
}
export interface LargeRoomView {
  show_id: string;
  title: string;
  brand_name: string;
  viewers: number;
}
/**
 * Where someone stands themselves.
 */
export interface LeadView {
  show_id: string;
  place: number | null;
  friends: number;
  is_listed: boolean;
}
export interface LeaderView {
  place: number;
  handle: string;
  friends: number;
}
/**
 * Who brings most friends to the show.
 */
export interface LeadersChanged {
  t: "leaders";
  seq?: number;
  leaders: LeaderView[];
}
export interface LeadersView {
  top: LeaderView[];
  mine: LeadView | null;
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
/**
 * Somebody of the brand's staff looked at the member's page.
 */
export interface LookView {
  brand_slug: string;
  brand_name: string;
  at_ms: number;
}
/**
 * Someone who got much.
 */
export interface LuckView {
  place: number;
  handle: string;
  points: number;
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
 * What a challenge is to the caller.
 */
export interface MyChallengeView {
  challenge_id: string;
  team: ChallengeTeamView | null;
  is_member: boolean;
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
export interface MyExportView {
  export: ExportView | null;
}
/**
 * An order that one gives to a friend is being given, or is not any more, or was accepted.
 */
export interface MyGiftChanged {
  t: "my_gift";
  gift: GiftView;
}
/**
 * A brand wrote to this person. Can be said twice; the message's id is the same then.
 */
export interface MyInboxChanged {
  t: "my_inbox";
  message: InboxMessageView;
  unread: number;
}
/**
 * Friends came to a show by this person's links.
 */
export interface MyLeadChanged {
  t: "my_lead";
  lead: LeadView;
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
export interface MyPayoutDetailsView {
  details: PayoutDetailsView | null;
}
/**
 * Where somebody's rewards are paid to. The number itself is shown to nobody, not even to them.
 */
export interface PayoutDetailsView {
  holder: string;
  hint: string;
  bic: string;
  changed_at_ms: number;
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
  is_by_hand: boolean;
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
  off_points: number;
  off_minor: number;
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
 * In a team of this person somebody joined, paid or left, or it is complete or over.
 */
export interface MyTeamChanged {
  t: "my_team";
  team: TeamView;
  order_id: string;
}
export interface TeamView {
  id: string;
  deal_id: string;
  show_id: string;
  brand_id: string;
  title: string;
  status: "complete" | "ended" | "forming";
  size: number;
  left: number;
  members: TeammateView[];
  price_minor: number;
  currency: string;
  fills_by_ms: number;
  version: number;
}
export interface TeammateView {
  handle: string;
  is_leader: boolean;
  is_paid: boolean;
}
export interface MyTeamView {
  team: TeamView;
  order_id: string;
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
export interface NewBrand {
  slug: string;
  name: string;
  tagline?: string;
  country: string;
  currency: string;
  hue: number;
  manager: string;
}
export interface NewBudget {
  points: number;
}
export interface NewCampaign {
  name: string;
  segment_id: string;
  channel?: "email" | "message";
  subject: string;
  body: string;
  show_id?: string | null;
  early_access_s?: number;
  early_deal_id?: string | null;
  voucher_id?: string | null;
  holdout_percent?: number;
  measure_days?: number;
}
export interface NewChallenge {
  title: string;
  pot?: number;
  winners?: number;
  minutes?: number;
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
  product_ids?: string[];
}
export interface NewDeal {
  product_id: string;
  price_minor: number;
  stock: number;
  per_buyer_limit?: number;
  min_tier_rank?: number;
  duration_s?: number;
  tiers_first?: boolean;
  sells_on?: boolean;
  is_lowest_price?: boolean;
  presale?: NewPresale | null;
  team?: NewTeamTerms | null;
}
export interface NewDecision {
  action: "refuse" | "release";
  reason: string;
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
  kind: "brand" | "cart" | "clip" | "deal" | "product" | "show" | "team" | "wishlist";
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
  kind: "brand" | "cart" | "clip" | "deal" | "product" | "show" | "team" | "wishlist";
  target_id: string;
}
export interface NewListing {
  is_listed: boolean;
}
export interface NewMute {
  minutes?: number | null;
  is_shadow?: boolean;
}
export interface NewPacket {
  points: number;
  shares: number;
  greeting: string;
  split?: "equal" | "lucky";
  open_for_s?: number;
  min_tier_rank?: number;
}
/**
 * A bank account.
 */
export interface NewPayoutDetails {
  holder: string;
  number: string;
  bic?: string;
}
export interface NewProduct {
  title: string;
  description?: string;
  category: string;
  list_price_minor: number;
  is_green?: boolean;
}
/**
 * The whole profile. What is null is not said.
 */
export interface NewProfile {
  display_name?: string | null;
  language?: ("en" | "zh") | null;
  time_zone?: string | null;
  birth_month?: number | null;
  birth_day?: number | null;
}
export interface NewProgramme {
  /**
   * @minItems 1
   * @maxItems 9
   */
  tiers: NewTier[];
  window?: "lifetime" | "rolling" | "year";
  window_days?: number;
  downgrade?: "never" | "period_end" | "refund";
  earn_points?: number;
  earn_step_minor?: number;
  return_days?: number;
  expires_after_days?: number | null;
  notice_days?: number;
  off_points?: number;
  off_minor?: number;
  off_from_points?: number;
  off_most_bp?: number;
  /**
   * @maxItems 20
   */
  redeemables?: NewRedeemable[];
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
  early_access_s?: number;
  has_free_shipping?: boolean;
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
export interface NewReading {
  up_to: string;
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
  tiers?: NewTierReward[];
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
export interface NewRulebook {
  version: number;
  /**
   * @maxItems 50
   */
  rules: RuleChoice[];
}
export interface RuleChoice {
  code:
    | "disposable_email"
    | "new_friends_an_hour"
    | "one_per_friend"
    | "rewards_a_day"
    | "rewards_an_hour"
    | "ring"
    | "same_browser"
    | "same_card"
    | "same_device"
    | "same_mailbox"
    | "same_network";
  is_on: boolean;
  at_least?: number;
  severity: "hold" | "refuse";
}
export interface NewSaleWindow {
  title: string;
  deposit_from_ms: number;
  deposit_until_ms: number;
  balance_from_ms: number;
  balance_until_ms: number;
}
export interface NewSchedule {
  starts_at_ms?: number | null;
}
export interface NewSegment {
  name: string;
  rule: Rule;
}
export interface Rule {
  match?: "all" | "any";
  /**
   * @maxItems 5
   */
  groups?: Group[];
}
export interface NewShippingTerms {
  fee_minor: number;
  free_from_minor?: number | null;
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
export interface NewTierByHand {
  rank: number;
  reason: string;
  until_ms?: number | null;
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
  title: string;
  text: string;
  line: number | null;
  voucher_id: string | null;
  amount_minor: number;
  base_minor: number;
  points: number;
  other: string;
}
/**
 * What an order earns in place of a rate.
 */
export interface OfferView {
  kind: "fixed" | "points";
  amount: number;
}
/**
 * What someone got.
 */
export interface OpeningView {
  packet_id: string;
  place: number;
  ticket: string;
  points: number;
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
export interface OrderGiftView {
  gift: GiftView | null;
}
export interface OrderPageView {
  orders: OrderView[];
  next: string | null;
}
/**
 * The room's newest packet: dropped, opened by more people, or ended.
 */
export interface PacketChanged {
  t: "packet";
  seq?: number;
  packet: PacketView;
}
export interface PacketView {
  id: string;
  show_id: string;
  greeting: string;
  points: number;
  shares: number;
  split: "equal" | "lucky";
  min_tier_rank: number;
  status: "ended" | "open";
  dropped_at_ms: number;
  closes_at_ms: number;
  opened: number;
  opened_points: number;
  seed_hash: string;
  seed: string | null;
  arrivals_hash: string | null;
  luckiest: LuckView[];
  version: number;
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
  account_changes: AccountChangeView[];
}
/**
 * What a brand of this manager has to pay is another than it was. It is too much for a frame: ask for it anew.
 */
export interface PayoutsChanged {
  t: "payouts";
  brand_slug: string;
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
  missing_minor: number;
  missing_sharers: number;
  missing: PayeeView[];
  in_payout_minor: number;
  paid_minor: number;
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
export interface ProfileView {
  display_name: string | null;
  language: string | null;
  time_zone: string | null;
  birth_month: number | null;
  birth_day: number | null;
  changed_at_ms: number | null;
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
  off_points: number;
  off_minor: number;
  off_from_points: number;
  off_most_bp: number;
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
  early_access_s: number;
  has_free_shipping: boolean;
}
/**
 * For how many days after an order its price is protected, if it is placed now. 0 is not at all.
 */
export interface PromiseView {
  days: number;
}
export interface QuietLimit {
  most_a_week: number;
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
  shipping_minor: number;
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
  shipping_minor: number;
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
/**
 * An order that somebody paid for the caller.
 */
export interface ReceivedGiftView {
  number: string;
  giver_handle: string;
  brand_name: string;
  brand_slug: string;
  lines: GiftLineView[];
  message: string;
  accepted_at_ms: number;
  is_refunded: boolean;
  fulfilled_at_ms: number | null;
  tracking: string | null;
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
export interface ResultsView {
  campaign: CampaignView;
  currency: string;
  treated: GroupView;
  held_out: GroupView;
  verdict: "less" | "more" | "too_few" | "unclear";
  rate: DifferenceView | null;
  revenue: DifferenceView | null;
  measured_until_ms: number | null;
  is_final: boolean;
  failures: FailureView[];
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
  packet: PacketView | null;
  leaders: LeaderView[];
  challenge: ChallengeView | null;
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
/**
 * A rule as a brand has it.
 */
export interface RuleView {
  code:
    | "disposable_email"
    | "new_friends_an_hour"
    | "one_per_friend"
    | "rewards_a_day"
    | "rewards_an_hour"
    | "ring"
    | "same_browser"
    | "same_card"
    | "same_device"
    | "same_mailbox"
    | "same_network";
  is_on: boolean;
  at_least: number;
  severity: "hold" | "refuse";
  is_counted: boolean;
  default_at_least: number;
  default_severity: "hold" | "refuse";
}
export interface RulebookView {
  version: number;
  rules: RuleView[];
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
export interface SegmentCountView {
  members: number;
  examples: SegmentMemberView[];
}
export interface SegmentMemberView {
  handle: string;
  tier_rank: number;
  orders: number;
  spend_minor: number;
  last_bought_at_ms: number | null;
  shows_watched: number;
}
export interface SegmentView {
  id: string;
  name: string;
  rule: Rule;
  members: number;
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
/**
 * Where somebody is signed in.
 */
export interface SessionView {
  device: string;
  since_ms: number;
  is_this: boolean;
}
export interface SharedCartView {
  id: string;
  kind: "cart" | "wishlist";
  sharer_handle: string;
  brand_id: string;
  brand_slug: string;
  brand_name: string;
  status: "expired" | "open" | "withdrawn";
  lines: SharedLineView[];
  expires_at_ms: number;
  is_mine: boolean;
  version: number;
}
export interface SharedLineView {
  item: ItemView;
  quantity: number;
}
/**
 * What a brand charges for shipping. Tiers may ship for free: see `has_free_shipping` of the brand's tiers.
 */
export interface ShippingTermsView {
  fee_minor: number;
  free_from_minor: number | null;
  currency: string;
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
 * How many members the brand's tiers had at the end of a day, or have now.
 */
export interface TierDayView {
  day_ms: number;
  members: number[];
}
export interface UnreadView {
  unread: number;
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
export interface WaitingView {
  waiting: number;
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
export interface WishView {
  item: ItemView;
  wished_at_ms: number;
}
