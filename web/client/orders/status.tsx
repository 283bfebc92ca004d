// How an order says where it stands.

import type { OrderView } from "../types.gen";
import { Badge } from "../ui/Badge";

type Status = OrderView["status"];

const TONES = {
  held: "warn",
  awaiting_payment: "warn",
  paid: "good",
  partly_refunded: "good",
  refunded: "quiet",
  expired: "quiet",
  cancelled: "quiet",
} as const satisfies Record<Status, string>;

const WORDS: Record<Status, string> = {
  held: "To pay",
  awaiting_payment: "Payment under way",
  paid: "Paid",
  partly_refunded: "Partly refunded",
  refunded: "Refunded",
  expired: "Expired",
  cancelled: "Cancelled",
};

export function OrderStatusBadge({ order }: { order: OrderView }) {
  return (
    <>
      <Badge tone={TONES[order.status]}>{WORDS[order.status]}</Badge>
      {isSent(order) && <Badge tone="good">Sent</Badge>}
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

/** Whether its units wait for the payment. */
export function isUnpaid({ status }: OrderView): boolean {
  return status === "held" || status === "awaiting_payment";
}
