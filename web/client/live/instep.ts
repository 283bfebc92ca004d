// One timeline: whose picture is some seconds behind is shown a deal when the host in the picture speaks of it.
//
// Only showing is held back: that a deal drops, is pinned or unpinned, or becomes cheaper. What could cost a person something is shown at
// once: that a deal ends or becomes dearer, its stock, wins, orders, moderation. A drop is not held for longer than a fifth of the
// time that the deal is open, nor when half of its units are gone. Without a moving picture nothing is held.

import type { DealChanged, DealView, ServerFrame, StockChanged } from "../types.gen";
import type { Room } from "./room";

export const LONGEST_MS = 10_000;
const SHARE_OF_WINDOW = 0.2;
const SCARCE_SHARE = 0.5;

interface Held {
  readonly frame: DealChanged;
  readonly atMs: number;
  readonly latestMs: number;
  /** The stock of a deal that the room does not know yet, told since. */
  readonly stock: StockChanged[];
}

/** The server's time at which what the picture shows happened; null if there is nothing to be in step with. */
export type PictureClock = () => number | null;

export class InStep {
  #held: readonly Held[] = [];

  /** A frame came in; what is to be shown now, in order. */
  take(
    frame: ServerFrame,
    room: Room,
    nowMs: number,
    pictureMs: number | null,
  ): readonly ServerFrame[] {
    if (frame.t === "stock") return this.#takeStock(frame, room);
    if (frame.t === "deal_removed") this.#drop(frame.deal_id);
    if (frame.t === "welcome" && frame.state) this.#held = [];
    if (frame.t !== "deal") return [frame];
    const held = holding(frame, room);
    if (held && !isDue(held, nowMs, pictureMs)) {
      this.#held = [...this.#held, held];
      return [];
    }
    // An earlier state of the deal is of no use any more, and would be announced as news.
    if (!held) this.#drop(frame.deal.id);
    return [frame];
  }

  /** What is to be shown by now. */
  due(nowMs: number, pictureMs: number | null): readonly ServerFrame[] {
    if (this.#held.length === 0) return [];
    return this.#release((held) => isDue(held, nowMs, pictureMs));
  }

  #takeStock(frame: StockChanged, room: Room): readonly ServerFrame[] {
    const isOfDeal = ({ frame: { deal } }: Held) => deal.id === frame.deal_id;
    const [first] = this.#held.filter(isOfDeal);
    if (first && !room.deals.has(frame.deal_id)) first.stock.push(frame);
    else if (!first) return [frame];
    const isScarce = frame.stock_left <= (first?.frame.deal.stock ?? 0) * SCARCE_SHARE;
    const shown = isScarce ? this.#release(isOfDeal) : [];
    return room.deals.has(frame.deal_id) ? [frame, ...shown] : shown;
  }

  #release(isOut: (held: Held) => boolean): ServerFrame[] {
    const out = this.#held.filter(isOut);
    this.#held = this.#held.filter((held) => !out.includes(held));
    return out.flatMap(({ frame, stock }) => [frame, ...stock]);
  }

  #drop(dealId: string): void {
    this.#held = this.#held.filter(({ frame }) => frame.deal.id !== dealId);
  }
}

/** The frame as it is held back, if it is one to be shown in step. */
function holding(frame: DealChanged, room: Room): Held | null {
  const { deal, at_ms: atMs } = frame;
  const known = room.deals.get(deal.id)?.view;
  if (atMs === undefined || !isShowing(deal, known)) return null;
  const { opened_at_ms, closes_at_ms } = deal;
  const openMs =
    opened_at_ms !== null && closes_at_ms !== null ? closes_at_ms - opened_at_ms : Infinity;
  const latestMs = atMs + Math.min(LONGEST_MS, openMs * SHARE_OF_WINDOW);
  return { frame, atMs, latestMs, stock: [] };
}

function isShowing(deal: DealView, known: DealView | undefined): boolean {
  if (deal.status !== "live") return false;
  if (known?.status !== "live") return deal.stock_left > deal.stock * SCARCE_SHARE;
  if (deal.price_minor > known.price_minor) return false;
  return deal.price_minor < known.price_minor || deal.is_pinned !== known.is_pinned;
}

function isDue({ atMs, latestMs }: Held, nowMs: number, pictureMs: number | null): boolean {
  return pictureMs === null || pictureMs >= atMs || nowMs >= latestMs;
}
