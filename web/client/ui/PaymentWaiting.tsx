// A payment whose outcome is not known: the buyer must confirm it with the bank, or the bank has not answered. The socket
// says when it is; in case it is away, the order is asked for every few seconds.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import type { ConfirmationView, OrderView } from "../types.gen";
import { buttonClass } from "./Button";

const ASK_EVERY_MS = 4_000;

export interface PaymentWaitingProps {
  order: OrderView;
  onOrder: (order: OrderView) => void;
  /** Whether this page must stay as it is, so that the bank opens in another tab. */
  isStaying?: boolean;
}

export function PaymentWaiting({ order, onOrder, isStaying = false }: PaymentWaitingProps) {
  useEffect(() => {
    const ask = () => api.get<OrderView>(`/api/orders/${order.id}`).then(onOrder, () => undefined);
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [order.id, onOrder]);
  if (order.payment?.status === "needs_confirmation") {
    return <Confirming orderId={order.id} isStaying={isStaying} />;
  }
  return (
    <div class="waiting" role="status">
      <span class="spinner" />
      <div>
        <p>
          <strong>Waiting for the bank</strong>
        </p>
        <p class="muted small">
          Its answer comes by itself. Your units stay held, and you are not charged twice.
        </p>
      </div>
    </div>
  );
}

function Confirming({ orderId, isStaying }: { orderId: string; isStaying: boolean }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    api.get<ConfirmationView>(`/api/orders/${orderId}/confirmation`).then(
      (confirmation) => setUrl(confirmation.url),
      () => undefined, // it is answered by now; the order says how
    );
  }, [orderId]);
  return (
    <div class="waiting" role="status">
      <div>
        <p>
          <strong>Your bank asks you to confirm</strong>
        </p>
        <p class="muted small">Nothing is charged before you do.</p>
        {url && (
          <a
            class={buttonClass("primary", "l", true)}
            href={url}
            {...(isStaying && { target: "_blank", rel: "noopener" })}
          >
            Confirm the payment
            {isStaying && <span class="visually-hidden"> (opens a new tab)</span>}
          </a>
        )}
      </div>
    </div>
  );
}
