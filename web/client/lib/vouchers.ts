// What a voucher takes, in words.

import type { MyVoucherView, VoucherTerms } from "../types.gen";
import { formatMoney, formatRate } from "./money";

/** `€5.00 off`, `10% off, up to €20.00`, `€50.00 off each €300.00`. */
export function benefitText(terms: VoucherTerms): string {
  const most = terms.cap_minor === null ? "" : `, up to ${money(terms.cap_minor, terms)}`;
  if (terms.kind === "percent") return `${formatRate(terms.rate_bp)} off${most}`;
  if (terms.kind === "fixed") return `${money(terms.amount_minor, terms)} off`;
  return `${money(terms.amount_minor, terms)} off each ${money(terms.step_minor, terms)}${most}`;
}

/** From which amount on, and for what: `from €30.00, on lamp`; empty if it is for everything. */
export function conditionText(terms: VoucherTerms): string {
  const parts = [
    terms.threshold_minor > 0 ? `from ${money(terms.threshold_minor, terms)}` : "",
    terms.scope === "category" ? `on ${terms.category}` : "",
    terms.scope === "item" ? "on some products" : "",
  ];
  return parts.filter(Boolean).join(", ");
}

/** What there is to say instead of a button, once there is nothing to collect. */
export const STATE_TEXTS: Record<Exclude<MyVoucherView["state"], "open">, string> = {
  ready: "Yours",
  waiting: "Yours, for later",
  reserved: "In your order",
  used: "Used",
  gone: "All taken",
  over: "Over",
};

function money(amountMinor: number, { currency }: VoucherTerms): string {
  return formatMoney(amountMinor, currency);
}
