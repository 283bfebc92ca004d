// How much of a deal is left, as words and as a bar.

import type { DealView } from "../types.gen";

/** From this share on the bar warns. */
const SCARCE = 0.25;

export function StockBar({ deal }: { deal: DealView }) {
  const share = deal.stock > 0 ? deal.stock_left / deal.stock : 0;
  const isScarce = share > 0 && share <= SCARCE;
  return (
    <div class={isScarce ? "stock is-scarce" : "stock"}>
      <span class="stock-text numeral">{stockText(deal, isScarce)}</span>
      <span class="stock-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
    </div>
  );
}

export function stockText({ stock_left, stock }: DealView, isScarce: boolean): string {
  if (stock_left <= 0) return "None left";
  return isScarce ? `Only ${stock_left} left` : `${stock_left} of ${stock} left`;
}
