// Amounts and prices.

import { formatMoney, percentOff } from "../lib/money";
import { t } from "../lib/words";

export interface MoneyProps {
  amountMinor: number;
  currency: string;
}

export function Money({ amountMinor, currency }: MoneyProps) {
  return <span class="numeral">{formatMoney(amountMinor, currency)}</span>;
}

export interface PriceProps {
  priceMinor: number;
  listPriceMinor: number;
  currency: string;
  size?: "m" | "l";
}

/** The price, and where it is lower: the list price struck out and the saving. */
export function Price({ priceMinor, listPriceMinor, currency, size = "m" }: PriceProps) {
  const off = percentOff(priceMinor, listPriceMinor);
  return (
    <span class={size === "l" ? "price price-l" : "price"}>
      <span class="visually-hidden">{t("Price")} </span>
      <span class="price-now">{formatMoney(priceMinor, currency)}</span>
      {listPriceMinor > priceMinor && (
        <>
          <span class="visually-hidden"> {t("instead of")} </span>
          <s class="price-was">{formatMoney(listPriceMinor, currency)}</s>
        </>
      )}
      {off > 0 && <span class="price-off">−{off}%</span>}
    </span>
  );
}
