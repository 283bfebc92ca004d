// What this page knows of a room: a value, and the pure function that carries it on by one frame.
//
// Frames say how things are, not what to do, and carry versions. So the same frame twice, an older one after a
// newer one, and a log that is replayed after a reconnection all leave the same room. What carries no version
// (the board, mutes, leaders) is taken in the order of the log.

import type {
  BoardView,
  ChallengeView,
  DealView,
  DrawView,
  LeaderView,
  MuteView,
  MyMuteChanged,
  OrderView,
  PacketView,
  RulesView,
  ServerFrame,
  ShowView,
  ShowVoucherView,
  StockChanged,
  VideoView,
  WaiterView,
  Welcome,
  You,
} from "../types.gen";
import {
  NO_RULES,
  type Talk,
  talkOf,
  withGap,
  withMessage,
  withoutMessage,
  withoutMessagesOf,
} from "./talk";

export const MOST_ORDERS = 50;
const MOST_REMEMBERED_REMOVALS = 500;

/** A deal with the versions of its two parts: stock frames carry the stock alone, and may overtake. */
interface KnownDeal {
  readonly view: DealView;
  readonly version: number;
  readonly stockVersion: number;
}

export interface Room {
  readonly epoch: string | null;
  readonly seq: number;
  readonly you: You | null;
  readonly show: ShowView;
  readonly video: VideoView;
  readonly deals: ReadonlyMap<string, KnownDeal>;
  readonly vouchers: ReadonlyMap<string, ShowVoucherView>;
  /** The newest draw. */
  readonly draw: DrawView | null;
  /** The newest packet. */
  readonly packet: PacketView | null;
  /** Who brought most friends. */
  readonly leaders: readonly LeaderView[];
  /** The newest challenge. */
  readonly challenge: ChallengeView | null;
  readonly talk: Talk;
  readonly rules: RulesView;
  readonly audience: number;
  /** Whether this server is cut off from the others: what happens there is shown later. */
  readonly isDegraded: boolean;
  readonly board: BoardView | null;
  /** For staff: the show's orders, newest first. */
  readonly orders: readonly OrderView[];
  readonly mutes: readonly MuteView[];
  /** This person's own orders of this show, newest first. */
  readonly myOrders: readonly OrderView[];
  /** This person's places in the lines of deals, by the deal (places.ts). */
  readonly myPlaces: ReadonlyMap<string, WaiterView>;
  /** Ids of deals that were removed, so that a late frame cannot bring them back. */
  readonly removed: ReadonlySet<string>;
}

export const NO_VIDEO: VideoView = {
  signal: "off",
  hls_url: null,
  whep_url: null,
  recording: "off",
  pass_until_ms: null,
  version: 0,
};

export function emptyRoom(show: ShowView, deals: readonly DealView[] = []): Room {
  return {
    epoch: null,
    seq: 0,
    you: null,
    show,
    video: NO_VIDEO,
    deals: dealsOf(deals),
    vouchers: new Map(),
    draw: null,
    packet: null,
    leaders: [],
    challenge: null,
    talk: talkOf([]),
    rules: NO_RULES,
    audience: 0,
    isDegraded: false,
    board: null,
    orders: [],
    mutes: [],
    myOrders: [],
    myPlaces: new Map(),
    removed: new Set(),
  };
}

/** Where to go on from after a reconnection, as the socket's `since`. */
export function position(room: Room): string | null {
  return room.epoch === null ? null : `${room.epoch}.${room.seq}`;
}

export function apply(room: Room, frame: ServerFrame): Room {
  if (frame.t === "welcome") return welcomed(room, frame);
  const next = change(room, frame);
  return "seq" in frame && typeof frame.seq === "number" && frame.seq > room.seq
    ? { ...next, seq: frame.seq }
    : next;
}

function change(room: Room, frame: Exclude<ServerFrame, Welcome>): Room {
  switch (frame.t) {
    case "show":
      return frame.show.version > room.show.version ? { ...room, show: frame.show } : room;
    case "video":
      return frame.video.version > room.video.version ? { ...room, video: frame.video } : room;
    case "deal":
      return withDeal(room, frame.deal);
    case "deal_removed":
      return withoutDeal(room, frame.deal_id);
    case "stock":
      return withStock(room, frame);
    case "voucher":
      return withVoucher(room, frame.voucher);
    case "draw":
    case "my_draw_won":
      return withDraw(room, frame.draw);
    case "packet":
      return withPacket(room, frame.packet);
    case "leaders":
      return isOld(room, frame) ? room : { ...room, leaders: frame.leaders };
    case "challenge":
      return withChallenge(room, frame.challenge);
    case "message":
    case "my_message":
    case "accepted":
      return said(room, withMessage(room.talk, frame.message));
    case "message_deleted":
      return said(room, withoutMessage(room.talk, frame.message_id));
    case "messages_deleted":
      return said(room, withoutMessagesOf(room.talk, frame.account_id, frame.last_message_id));
    case "skipped":
      return said(room, withGap(room.talk, frame.count));
    case "chat_rules":
      return frame.rules.version > room.rules.version ? { ...room, rules: frame.rules } : room;
    case "order":
      return withSale(room, frame.order, isOld(room, frame) ? room.board : frame.board);
    case "mute":
      return isOld(room, frame) ? room : withMute(room, frame.mute, frame.is_muted);
    case "audience":
      return room.audience === frame.count ? room : { ...room, audience: frame.count };
    case "line":
      return room.isDegraded === frame.is_degraded
        ? room
        : { ...room, isDegraded: frame.is_degraded };
    case "my_order":
      return withMyOrder(room, frame.order);
    case "my_mute":
      return withMyMute(room, frame);
    default:
      return room;
  }
}

function isOld(room: Room, frame: { seq?: number }): boolean {
  return frame.seq !== undefined && frame.seq <= room.seq;
}

function welcomed(room: Room, { epoch, seq, you, state, is_degraded: isDegraded }: Welcome): Room {
  const isSame = you.account_id === room.you?.account_id || !room.you;
  const myOrders = isSame ? room.myOrders : [];
  const myPlaces = isSame ? room.myPlaces : new Map();
  if (!state) return { ...room, you, myOrders, myPlaces, isDegraded };
  return {
    epoch,
    seq,
    you,
    show: state.show,
    video: state.video,
    deals: dealsOf(state.deals),
    vouchers: new Map(state.vouchers.map((voucher) => [voucher.terms.id, voucher])),
    draw: state.draw,
    packet: state.packet,
    leaders: state.leaders,
    challenge: state.challenge,
    talk: talkOf(state.messages),
    rules: state.rules,
    audience: state.audience,
    isDegraded,
    board: state.board,
    orders: state.orders.slice(0, MOST_ORDERS),
    mutes: state.mutes,
    myOrders,
    myPlaces,
    removed: new Set(),
  };
}

function dealsOf(views: readonly DealView[]): ReadonlyMap<string, KnownDeal> {
  return new Map(views.map((view) => [view.id, known(view)]));
}

function known(view: DealView): KnownDeal {
  return { view, version: view.version, stockVersion: view.version };
}

function withDeal(room: Room, view: DealView): Room {
  const old = room.deals.get(view.id);
  if (room.removed.has(view.id) || (old && view.version <= old.version)) return room;
  if (!old || view.version >= old.stockVersion) return put(room, known(view));
  const { stock_left, waiting, line_served } = old.view;
  const kept = { view: { ...view, stock_left, waiting, line_served }, version: view.version };
  return put(room, { ...kept, stockVersion: old.stockVersion });
}

function withStock(room: Room, frame: StockChanged): Room {
  const { deal_id, stock_left, waiting, line_served, version } = frame;
  const old = room.deals.get(deal_id);
  if (!old || version <= old.stockVersion) return room;
  const view = { ...old.view, stock_left, waiting, line_served };
  return put(room, { ...old, view, stockVersion: version });
}

function withVoucher(room: Room, voucher: ShowVoucherView): Room {
  const { id } = voucher.terms;
  const old = room.vouchers.get(id);
  if (old && old.version >= voucher.version) return room;
  return { ...room, vouchers: new Map(room.vouchers).set(id, voucher) };
}

// Ids grow with time.
function withDraw(room: Room, draw: DrawView): Room {
  const old = room.draw;
  if (draw.show_id !== room.show.id) return room;
  if (old && (draw.id < old.id || (draw.id === old.id && draw.version <= old.version))) return room;
  return { ...room, draw };
}

function withPacket(room: Room, packet: PacketView): Room {
  const old = room.packet;
  if (packet.show_id !== room.show.id || (old && packet.id < old.id)) return room;
  if (old && packet.id === old.id && packet.version <= old.version) return room;
  return { ...room, packet };
}

function withChallenge(room: Room, challenge: ChallengeView): Room {
  const old = room.challenge;
  if (old && challenge.id < old.id) return room;
  if (old && challenge.id === old.id && challenge.version <= old.version) return room;
  return { ...room, challenge };
}

function put(room: Room, deal: KnownDeal): Room {
  return { ...room, deals: new Map(room.deals).set(deal.view.id, deal) };
}

function withoutDeal(room: Room, id: string): Room {
  const deals = new Map(room.deals);
  deals.delete(id);
  return { ...room, deals, removed: remembering(room.removed, id) };
}

function said(room: Room, talk: Talk): Room {
  return talk === room.talk ? room : { ...room, talk };
}

function remembering(removed: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...[...removed].slice(1 - MOST_REMEMBERED_REMOVALS), id]);
}

/** Staff see an order as it is now, and the board as it was told last unless it is given. */
export function withSale(room: Room, order: OrderView, board = room.board): Room {
  return { ...room, board, orders: upsertOrder(room.orders, order) };
}

function withMyOrder(room: Room, order: OrderView): Room {
  if (order.show_id !== room.show.id) return room;
  return { ...room, myOrders: upsertOrder(room.myOrders, order) };
}

function upsertOrder(orders: readonly OrderView[], order: OrderView): readonly OrderView[] {
  const old = orders.find(({ id }) => id === order.id);
  if (old && old.version >= order.version) return orders;
  return [order, ...orders.filter(({ id }) => id !== order.id)]
    .sort((one, other) => other.created_at_ms - one.created_at_ms)
    .slice(0, MOST_ORDERS);
}

function withMute(room: Room, mute: MuteView, isMuted: boolean): Room {
  const others = room.mutes.filter(({ account_id }) => account_id !== mute.account_id);
  return { ...room, mutes: isMuted ? [...others, mute] : others };
}

function withMyMute(room: Room, { show_id, is_muted, until_ms }: MyMuteChanged): Room {
  if (show_id !== room.show.id || !room.you) return room;
  return { ...room, you: { ...room.you, is_muted, muted_until_ms: until_ms } };
}
