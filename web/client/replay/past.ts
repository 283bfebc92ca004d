// What the deals and the chat of a show were at some moment, out of what was fetched. Pure.

import { shownDeals } from "../live/deals";
import type { Room } from "../live/room";
import type {
  DealMomentsView,
  DealMomentView,
  DealView,
  MessageView,
  SaidView,
} from "../types.gen";

const MOST_MESSAGES = 100;

/** A page of history, and the times that it is good for. */
export interface Page<View> {
  readonly fromMs: number;
  /** Null: to the end. */
  readonly untilMs: number | null;
  readonly view: View;
}

export function covers(page: Page<unknown> | null, atMs: number): boolean {
  return page !== null && atMs >= page.fromMs && (page.untilMs === null || atMs <= page.untilMs);
}

/** By deal, how it was then; deals that had not dropped are not there. */
export function dealsThen(view: DealMomentsView, atMs: number): Map<string, DealMomentView> {
  const found = new Map(view.before.map((moment) => [moment.deal_id, moment]));
  for (const moment of view.after) {
    if (moment.at_ms > atMs) break;
    found.set(moment.deal_id, moment);
  }
  return found;
}

/** What could be read then, oldest first. */
export function saidThen({ before, after }: SaidView, atMs: number): MessageView[] {
  const since = after.filter(({ sent_at_ms }) => sent_at_ms <= atMs);
  return [...before, ...since].slice(-MOST_MESSAGES);
}

/** Deals as cards show them: with what changes as it was then. In the order of the room at that time. */
export function viewsThen(room: Room, then: ReadonlyMap<string, DealMomentView>): DealView[] {
  const deals = [...room.deals.values()].flatMap(({ view }) => {
    const moment = then.get(view.id);
    return moment ? [asItWas(view, moment)] : [];
  });
  const past = { ...room, deals: new Map(deals.map((view) => [view.id, wrapped(view)])) };
  return shownDeals(past, 0);
}

function asItWas(view: DealView, moment: DealMomentView): DealView {
  const { status, price_minor, stock, stock_left, is_pinned } = moment;
  const was_price_minor = price_minor < (view.was_price_minor ?? 0) ? view.was_price_minor : null;
  // The times of day at which it closed have nothing to do with the replay's clock.
  return { ...view, status, price_minor, stock, stock_left, is_pinned, was_price_minor };
}

function wrapped(view: DealView) {
  return { view: { ...view }, version: view.version, stockVersion: view.version };
}
