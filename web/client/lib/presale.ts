// What is sold in advance, in words and amounts: the deposit now, the balance in its window.

import type { OrderView, PresaleView } from "../types.gen";
import { formatSoon } from "./dates";
import { formatMoney } from "./money";
import { t } from "./words";

/** Whether its balance can be paid at this moment. */
export function isBalanceDue({ status, presale }: OrderView, nowMs: number): boolean {
  if (status !== "deposit_paid" || !presale) return false;
  return presale.balance_from_ms <= nowMs && nowMs < presale.balance_until_ms;
}

/** Whether the next payment of the order is of its deposit. */
export function isDepositDue({ presale }: OrderView): boolean {
  return presale !== null && presale.deposit_paid_at_ms === null;
}

/** What its next payment is of, before vouchers. */
export function dueMinor({ presale, total_minor }: OrderView): number {
  if (!presale) return total_minor;
  return presale.deposit_paid_at_ms === null ? presale.deposit_minor : presale.balance_minor;
}

/** What is left to pay, and what shipping may add to it: `€80.00 (plus up to €4.90 for shipping)` */
export function balanceWords(order: OrderView): string {
  const amount = formatMoney(order.presale?.balance_minor ?? 0, order.currency);
  const shipping_most_minor = order.presale?.shipping_most_minor ?? 0;
  if (shipping_most_minor === 0) return amount;
  const shipping = formatMoney(shipping_most_minor, order.currency);
  return t("{amount} (plus up to {shipping} for shipping)", { amount, shipping });
}

/** What the button that pays the order says. */
export function payWords(order: OrderView, amountMinor: number): string {
  const amount = formatMoney(amountMinor, order.currency);
  if (!order.presale) return t("Pay {amount}", { amount });
  return isDepositDue(order)
    ? t("Pay the deposit of {amount}", { amount })
    : t("Pay the balance of {amount}", { amount });
}

/** `Deposit €10.00, counts for €20.00` */
export function depositWords({ deposit_minor, worth_minor }: PresaleView, currency: string) {
  const deposit = formatMoney(deposit_minor, currency);
  if (worth_minor === deposit_minor) return t("Deposit {deposit}", { deposit });
  return t("Deposit {deposit}, counts for {amount}", {
    deposit,
    amount: formatMoney(worth_minor, currency),
  });
}

/** `Sun, 22 Nov, 20:00 to Tue, 24 Nov, 20:00` */
export function windowWords(presale: { balance_from_ms: number; balance_until_ms: number }) {
  return t("{from} to {until}", {
    from: formatSoon(presale.balance_from_ms),
    until: formatSoon(presale.balance_until_ms),
  });
}

/** What is said at once when the balance can be paid, or its window closes soon. */
export function balanceNews(order: OrderView, isClosing: boolean): string {
  const until = formatSoon(order.presale?.balance_until_ms ?? order.hold_expires_at_ms);
  const amount = balanceWords(order);
  const title = order.lines.map((line) => line.title).join(", ");
  return isClosing
    ? t("The balance of {amount} for {title} must be paid until {until}, or the deposit is lost.", {
        amount,
        title,
        until,
      })
    : t("The balance of {amount} for {title} can be paid now, until {until}.", {
        amount,
        title,
        until,
      });
}
