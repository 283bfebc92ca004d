// What is in the cart, as values: the orders that wait for payment, and the vouchers that could make them cheaper.

import { isUnpaid, wasPaid } from "../orders/status";
import type { MyVoucherView, OrderView, QuoteView } from "../types.gen";

/** So many can be chosen for one checkout. */
export const MOST_VOUCHERS = 10;
/** So many orders can be paid together. */
export const MOST_ORDERS = 20;

/** Orders of one currency: they can be paid together. */
export interface Group {
  currency: string;
  orders: OrderView[];
}

/** The orders with this one as it is now: the newer of two states counts, and a new one comes first. */
export function withOrder(
  orders: readonly OrderView[],
  order: OrderView,
  nowMs: number,
): OrderView[] {
  const known = orders.find(({ id }) => id === order.id);
  if (!known) return isUnpaid(order, nowMs) ? [order, ...orders] : [...orders];
  if (known.version >= order.version) return [...orders];
  return orders.map((each) => (each.id === order.id ? order : each));
}

/** Whether it is still to be paid: its units are held, or its payment is under way. */
export function isInCart(order: OrderView, nowMs: number): boolean {
  return isUnpaid(order, nowMs) && (order.status !== "held" || nowMs < order.hold_expires_at_ms);
}

/** What is in the cart, by currency, in the order of the currencies' first orders. */
export function grouped(orders: readonly OrderView[], nowMs: number): Group[] {
  const groups = new Map<string, OrderView[]>();
  for (const order of orders) {
    if (!isInCart(order, nowMs)) continue;
    groups.set(order.currency, [...(groups.get(order.currency) ?? []), order]);
  }
  return [...groups].map(([currency, own]) => ({ currency, orders: own }));
}

/** Those that a checkout takes: a payment that is under way has its own already. */
export function payable(orders: readonly OrderView[]): OrderView[] {
  return orders.filter(({ status }) => status !== "awaiting_payment").slice(0, MOST_ORDERS);
}

export function paid(orders: readonly OrderView[]): OrderView[] {
  return orders.filter(wasPaid);
}

/** Those of which the deposit was paid here, and the balance comes later. */
export function reserved(orders: readonly OrderView[], nowMs: number): OrderView[] {
  return orders.filter((order) => order.status === "deposit_paid" && !isUnpaid(order, nowMs));
}

/** Those that wait for their teams. */
export function inTeams(orders: readonly OrderView[]): OrderView[] {
  return orders.filter(({ status }) => status === "awaiting_team");
}

/** Vouchers that this person can use, or will be able to. */
export function usable(vouchers: readonly MyVoucherView[]): MyVoucherView[] {
  return vouchers.filter(({ state }) => ["ready", "waiting", "reserved"].includes(state));
}

/** At first all that can be used are tried: the quote takes the best of them. */
export function firstChoice(vouchers: readonly MyVoucherView[]): string[] {
  const ready = vouchers.filter(({ state }) => state === "ready");
  return ready.map(({ terms }) => terms.id).slice(0, MOST_VOUCHERS);
}

/** The choice with this voucher in it or not. */
export function chosen(before: readonly string[], id: string, isWanted: boolean): string[] {
  const others = before.filter((each) => each !== id);
  return isWanted ? [...others, id].slice(0, MOST_VOUCHERS) : others;
}

/** Why a voucher applies to the quote, or why not; null if it was not asked about. */
export function reasonFor(quote: QuoteView | null, voucherId: string) {
  return quote?.notes.find(({ voucher_id }) => voucher_id === voucherId) ?? null;
}

/** How many points of a brand the person wants to use. */
export interface WantedPoints {
  readonly brand_id: string;
  readonly points: number;
}

const OF_POINTS = "points.";

/** What the quote says of points, by brand. */
export function pointsIn(quote: QuoteView) {
  return quote.notes.flatMap((note) => {
    const { code, voucher_id, points, amount_minor: amountMinor, title, text } = note;
    if (!voucher_id?.startsWith(OF_POINTS)) return [];
    return [
      { code, brandId: voucher_id.slice(OF_POINTS.length), points, amountMinor, title, text },
    ];
  });
}

/** The wishes with so many of this brand's points; 0 is none. */
export function withPoints(
  wanted: readonly WantedPoints[],
  brandId: string,
  points: number,
): WantedPoints[] {
  const others = wanted.filter(({ brand_id }) => brand_id !== brandId);
  return points > 0 ? [...others, { brand_id: brandId, points }] : others;
}

/** What the quote says besides the vouchers that the person chose: prices, and what everyone has. */
export function otherNotes(quote: QuoteView, vouchers: readonly MyVoucherView[]) {
  const own = new Set(vouchers.map(({ terms }) => terms.id));
  return quote.notes.filter(
    ({ voucher_id, code }) =>
      code !== "points.usable" && (voucher_id === null || !own.has(voucher_id)),
  );
}

/** What the orders cost as they were claimed. */
export function claimedMinor(orders: readonly OrderView[]): number {
  return orders.reduce(
    (sum, order) => sum + order.total_minor - order.shipping_minor + order.discount_minor,
    0,
  );
}
