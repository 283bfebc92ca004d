// What a voucher takes, in words.

import type { MyVoucherView, VoucherTerms } from "../types.gen";
import { formatMoney, formatRate } from "./money";
import { listed, t } from "./words";

/** `€5.00 off`, `10% off, up to €20.00`, `€50.00 off each €300.00`. */
export function benefitText(terms: VoucherTerms): string {
  const amount = money(terms.amount_minor, terms);
  if (terms.kind === "fixed") return t("{amount} off", { amount });
  if (terms.kind === "percent") {
    const rate = formatRate(terms.rate_bp);
    if (terms.cap_minor === null) return t("{rate} off", { rate });
    return t("{rate} off, up to {most}", { rate, most: money(terms.cap_minor, terms) });
  }
  const step = money(terms.step_minor, terms);
  if (terms.cap_minor === null) return t("{amount} off each {step}", { amount, step });
  return t("{amount} off each {step}, up to {most}", {
    amount,
    step,
    most: money(terms.cap_minor, terms),
  });
}

/** From which amount on, and for what: `from €30.00, on lamp`; empty if it is for everything. */
export function conditionText(terms: VoucherTerms): string {
  const parts = [
    terms.threshold_minor > 0 &&
      t("from {amount}", { amount: money(terms.threshold_minor, terms) }),
    terms.scope === "category" && t("on {category}", { category: terms.category ?? "" }),
    terms.scope === "item" && t("on some products"),
  ];
  return listed(parts.filter((part) => part !== false));
}

/** What there is to say instead of a button, once there is nothing to collect. */
export const STATE_TEXTS: Record<Exclude<MyVoucherView["state"], "open">, string> = {
  ready: t("Yours"),
  waiting: t("Yours, for later"),
  reserved: t("In your order"),
  used: t("Used"),
  gone: t("All taken"),
  over: t("Over"),
};

function money(amountMinor: number, { currency }: VoucherTerms): string {
  return formatMoney(amountMinor, currency);
}
