// The payment of an order that is not paid: the form, or the wait for the bank. The form stays, with what was typed, while
// the bank is asked, so that who is declined corrects it and does not begin anew.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { OrderView } from "../types.gen";
import { PaymentForm } from "./PaymentForm";
import { PaymentWaiting } from "./PaymentWaiting";

export interface PaymentProps {
  order: OrderView;
  onOrder: (order: OrderView) => void;
  /** Whether this page must stay as it is, so that the bank opens in another tab. */
  isStaying?: boolean;
  /** Until when it can be paid, above the form. */
  children: ComponentChildren;
}

export function Payment({ order, onOrder, isStaying = false, children }: PaymentProps) {
  const [isSending, setSending] = useState(false);
  const isWaiting = order.status === "awaiting_payment" && !isSending;
  return (
    <>
      {isWaiting && <PaymentWaiting order={order} onOrder={onOrder} isStaying={isStaying} />}
      <div class="payment" hidden={isWaiting}>
        {children}
        <PaymentForm order={order} onOrder={onOrder} onSending={setSending} />
      </div>
    </>
  );
}
