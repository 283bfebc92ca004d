// The deal that was on the stage at this moment of the show: the pinned one, or the one that had just dropped.

import { t } from "../lib/words";
import { BoltIcon, PinIcon } from "../live/icons";
import { stockText } from "../live/StockBar";
import type { DealView } from "../types.gen";
import { Price } from "../ui/Price";
import type { Rerun } from "./rerun";

const JUST_DROPPED_MS = 20_000;

export function ThenFeatured({ rerun }: { rerun: Rerun }) {
  const deal = featuredThen(rerun.deals.value, rerun.atMs.value);
  if (!deal) return null;
  return (
    <aside class="featured is-past" aria-label={t("Deal on the stage at this moment")}>
      <div class="featured-picture">
        <img src={deal.image_url} alt="" width="92" height="92" />
      </div>
      <div class="featured-text">
        <p class="featured-why">
          {deal.is_pinned ? <PinIcon /> : <BoltIcon />}
          {deal.is_pinned ? t("Pinned") : t("Just dropped")}
        </p>
        <p class="featured-title">{deal.title}</p>
        <Price
          priceMinor={deal.price_minor}
          listPriceMinor={deal.list_price_minor}
          currency={deal.currency}
        />
        <p class="featured-left numeral">{stockText(deal)}</p>
      </div>
    </aside>
  );
}

/** A drop outshines a pin for as long as it is new, as it did live. */
export function featuredThen(deals: readonly DealView[], atMs: number): DealView | null {
  const live = deals.filter(({ status }) => status === "live");
  const isNew = ({ opened_at_ms }: DealView) => atMs - (opened_at_ms ?? 0) < JUST_DROPPED_MS;
  return live.find(isNew) ?? live.find(({ is_pinned }) => is_pinned) ?? null;
}
