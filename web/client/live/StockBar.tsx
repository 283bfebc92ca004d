// How much of a deal is left, as words and as a bar.

import { t } from "../lib/words";
import type { DealView } from "../types.gen";

/** From this share on the bar warns. */
const SCARCE = 0.25;

export function StockBar({ deal }: { deal: DealView }) {
  const share = deal.stock > 0 ? deal.stock_left / deal.stock : 0;
  return (
    <div class={isScarce(deal) ? "stock is-scarce" : "stock"}>
      <span class="stock-text numeral">{stockText(deal)}</span>
      <span class="stock-bar" aria-hidden="true">
        <span class="stock-fill" style={{ transform: `scaleX(${share})` }} />
      </span>
    </div>
  );
}

export function stockText(deal: DealView): string {
  const { stock, stock_left } = deal;
  if (stock_left <= 0) return t("None left");
  return isScarce(deal)
    ? t("Only {stockLeft} left", { stockLeft: stock_left })
    : t("{stockLeft} of {stock} left", { stockLeft: stock_left, stock });
}

function isScarce({ stock, stock_left }: DealView): boolean {
  return stock_left > 0 && stock_left <= stock * SCARCE;
}
