// How an order says where it stands.

import { isBalanceDue } from "../lib/presale";
import { t } from "../lib/words";
import type { OrderView } from "../types.gen";
import { Badge } from "../ui/Badge";

type Status = OrderView["status"];

const TONES = {
  held: "warn",
  awaiting_payment: "warn",
  awaiting_team: "good",
  deposit_paid: "good",
  paid: "good",
  partly_refunded: "good",
  refunded: "quiet",
  expired: "quiet",
  cancelled: "quiet",
  forfeited: "bad",
} as const satisfies Record<Status, string>;

const WORDS: Record<Status, string> = {
  held: t("To pay"),
  awaiting_payment: t("Payment under way"),
  awaiting_team: t("Waits for its team"),
  deposit_paid: t("Reserved"),
  paid: t("Paid"),
  partly_refunded: t("Partly refunded"),
  refunded: t("Refunded"),
  expired: t("Expired"),
  cancelled: t("Cancelled"),
  forfeited: t("Deposit lost"),
};

export function OrderStatusBadge({ order }: { order: OrderView }) {
  return (
    <>
      <Badge tone={TONES[order.status]}>{WORDS[order.status]}</Badge>
      {isSent(order) && <Badge tone="good">{t("Sent")}</Badge>}
    </>
  );
}

function isSent({ status, fulfilled_at_ms }: OrderView): boolean {
  return fulfilled_at_ms !== null && status !== "refunded";
}

/** Whether it was paid, whatever went back of it since. */
export function wasPaid({ status }: OrderView): boolean {
  return status === "paid" || status === "partly_refunded" || status === "refunded";
}

/** Whether it waits for a payment at this moment: the whole, the deposit, or in its window the balance. */
export function isUnpaid(order: OrderView, nowMs: number): boolean {
  const { status } = order;
  return status === "held" || status === "awaiting_payment" || isBalanceDue(order, nowMs);
}
