// Tells assistive technology of each deal that drops, or changes its price, while one is in the room.

import { useEffect } from "preact/hooks";
import { formatMoney, percentOff } from "../lib/money";
import { t } from "../lib/words";
import type { LiveRoom } from "../live/store";
import type { DealView, ServerFrame } from "../types.gen";
import { announce } from "../ui/Toast";

export function useDropAnnouncements(live: LiveRoom): void {
  useEffect(() => {
    const drops = new Drops();
    const prices = new Prices();
    return live.listen((frame) => {
      const dropped = drops.take(frame);
      if (dropped) announce(dropSentence(dropped));
      const repriced = prices.take(frame);
      if (repriced) announce(priceSentence(repriced));
    });
  }, [live]);
}

/** Picks the drops out of the frames: deals that are live and were not when last heard of. */
export class Drops {
  #known = new Set<string>();

  take(frame: ServerFrame): DealView | null {
    if (frame.t === "welcome" && frame.state) {
      this.#known = new Set(frame.state.deals.filter(hasDropped).map(({ id }) => id));
    }
    if (frame.t !== "deal" || !hasDropped(frame.deal) || this.#known.has(frame.deal.id))
      return null;
    this.#known.add(frame.deal.id);
    return frame.deal.status === "live" ? frame.deal : null;
  }
}

/** Picks out the deals whose price is another than when last heard of. */
export class Prices {
  readonly #known = new Map<string, number>();

  take(frame: ServerFrame): DealView | null {
    if (frame.t === "welcome") for (const deal of frame.state?.deals ?? []) this.#changes(deal);
    return frame.t === "deal" && this.#changes(frame.deal) ? frame.deal : null;
  }

  #changes({ id, status, price_minor }: DealView): boolean {
    const before = this.#known.get(id);
    this.#known.set(id, price_minor);
    return status === "live" && before !== undefined && before !== price_minor;
  }
}

export function priceSentence(deal: DealView): string {
  return t("{title} costs {amount} now.", {
    title: deal.title,
    amount: formatMoney(deal.price_minor, deal.currency),
  });
}

export function dropSentence(deal: DealView): string {
  const price = formatMoney(deal.price_minor, deal.currency);
  const off = percentOff(deal.price_minor, deal.list_price_minor);
  const values = { title: deal.title, price, count: deal.stock_left };
  return off > 0
    ? t("New deal: {title} for {price}, {off}% off. {count} available.", { ...values, off })
    : t("New deal: {title} for {price}. {count} available.", values);
}

function hasDropped({ status }: DealView): boolean {
  return status !== "queued";
}
