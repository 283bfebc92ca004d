// A product or deal as it is now: its price, whether it can be claimed, and where it is sold.

import type { ComponentChildren } from "preact";
import { formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { ItemView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Price } from "../ui/Price";

export interface ItemLineProps {
  item: ItemView;
  quantity?: number;
  heading?: "h2" | "h3";
  /** What can be done with it. */
  children?: ComponentChildren;
}

export function ItemLine({ item, quantity = 1, heading: Heading = "h2", children }: ItemLineProps) {
  const { product, offer } = item;
  return (
    <div class="order-line item-line">
      <img src={product.image_url} alt="" width="96" height="96" loading="lazy" />
      <div class="item-text">
        <Heading>{product.title}</Heading>
        <p class="muted small">
          {quantity > 1 && `${quantity} × · `}
          <a class="link" href={`/brands/${item.brand_slug}`}>
            {item.brand_name}
          </a>
        </p>
        <Price
          priceMinor={offer?.price_minor ?? product.list_price_minor}
          listPriceMinor={product.list_price_minor}
          currency={product.currency}
        />
        <Sold item={item} />
      </div>
      <div class="item-actions">{children}</div>
    </div>
  );
}

/** Whether it can be claimed at this moment, as far as is known. */
export function canClaim({ offer }: ItemView, quantity = 1): boolean {
  return offer !== null && offer.stock_left >= quantity;
}

function Sold({ item }: { item: ItemView }) {
  const { offer, next_show: show } = item;
  if (offer) {
    return (
      <p class="row small">
        <Badge tone={offer.stock_left > 0 ? "good" : "warn"}>
          {offer.stock_left > 0 ? t("Can be claimed now") : t("All claimed for now")}
        </Badge>
        <a class="link" href={`/shows/${offer.show_id}#deal-${offer.id}`}>
          {t("See the deal")}
        </a>
      </p>
    );
  }
  return (
    <p class="row small">
      <Badge tone="quiet">{t("Not for sale right now")}</Badge>
      {show && (
        <a class="link" href={`/shows/${show.id}`}>
          {show.is_live
            ? t("{brand} is live: {show}", { brand: item.brand_name, show: show.title })
            : t("Next show on {date}: {show}", {
                date: formatDateTime(show.scheduled_at_ms),
                show: show.title,
              })}
        </a>
      )}
    </p>
  );
}
