// What a deal offers this person at this moment: the one thing its button does or says.

import { phaseOf, tierNameOf } from "../live/deals";
import { isUnpaid } from "../orders/status";
import type { BrandView, DealView, OrderView, ShowView, You } from "../types.gen";

export type Offer =
  | { kind: "open"; most: number; held: number }
  | { kind: "pay"; order: OrderView }
  | { kind: "bought"; held: number; isReserved: boolean }
  | { kind: "in_team" }
  | { kind: "sign_in" }
  | { kind: "join"; tierName: string }
  | { kind: "tier"; tierName: string }
  | { kind: "sold_out"; most: number }
  | { kind: "in_line"; place: number }
  | { kind: "ended" }
  | { kind: "waiting" };

export interface Claimant {
  readonly you: You | null;
  readonly orders: readonly OrderView[];
  /** Where this person stands in the deal's line. */
  readonly place: number | null;
  readonly show: ShowView;
  readonly brand: BrandView;
  readonly nowMs: number;
}

/** An order that waits for payment comes first: its units are this person's even when the deal is over. */
export function offerOf(deal: DealView, claimant: Claimant): Offer {
  const { nowMs } = claimant;
  const mine = claimant.orders.filter((order) => isFor(order, deal) && isHeld(order, nowMs));
  const unpaid = mine.find((order) => isUnpaid(order, nowMs));
  if (unpaid) return { kind: "pay", order: unpaid };
  return publicOffer(deal, claimant, mine);
}

function publicOffer(deal: DealView, claimant: Claimant, mine: readonly OrderView[]): Offer {
  const held = unitsOf(mine, deal);
  const isReserved = mine.some(({ status }) => status === "deposit_paid");
  if (held > 0 && mine.some(({ status }) => status === "awaiting_team")) return { kind: "in_team" };
  if (held >= deal.per_buyer_limit && held > 0) return { kind: "bought", held, isReserved };
  // The line outlasts the deal's time, as long as units may come back.
  if (claimant.place !== null) return { kind: "in_line", place: claimant.place };
  if (claimant.show.status === "ended" && !deal.sells_on) return { kind: "ended" };
  const phase = phaseOf(deal, claimant.nowMs);
  if (phase === "ended") return { kind: "ended" };
  const isOnSale = claimant.show.status === "live" || deal.sells_on;
  if (phase === "queued" || !isOnSale) return { kind: "waiting" };
  return entitled(deal, claimant, held);
}

function entitled(deal: DealView, { you, brand }: Claimant, held: number): Offer {
  if (!you?.account_id) {
    return deal.stock_left > 0 ? { kind: "sign_in" } : { kind: "sold_out", most: 1 };
  }
  if (you.rank < deal.min_tier_rank && !deal.is_early) {
    const tierName = tierNameOf(brand, deal.min_tier_rank);
    return { kind: you.rank === 0 ? "join" : "tier", tierName };
  }
  const most = deal.per_buyer_limit - held;
  if (deal.stock_left <= 0) return { kind: "sold_out", most };
  return { kind: "open", most: Math.min(most, deal.stock_left), held };
}

/** Whether an order's units are still this buyer's: paid, being paid, or within its hold or its balance's window. */
export function isHeld(order: OrderView, nowMs: number): boolean {
  if (order.status === "held" || order.status === "deposit_paid") {
    return order.hold_expires_at_ms > nowMs;
  }
  return (
    order.status === "awaiting_payment" ||
    order.status === "awaiting_team" ||
    order.status === "paid" ||
    order.status === "partly_refunded"
  );
}

function isFor(order: OrderView, deal: DealView): boolean {
  return order.lines.some((line) => line.deal_id === deal.id);
}

function unitsOf(orders: readonly OrderView[], deal: DealView): number {
  return orders
    .flatMap((order) => order.lines)
    .filter((line) => line.deal_id === deal.id)
    .reduce((sum, line) => sum + line.quantity, 0);
}
