// Pays one order.

import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import type { OrderView } from "../types.gen";
import { CardForm, takesCards } from "./CardForm";
import { PaymentFailure } from "./PaymentFailure";

export interface PaymentFormProps {
  order: OrderView;
  /** It is paid, or its payment is under way. */
  onOrder: (order: OrderView) => void;
  /** Whether the bank is being asked. */
  onSending: (isSending: boolean) => void;
}

export function PaymentForm({ order, onOrder, onSending }: PaymentFormProps) {
  if (!takesCards()) {
    return <p class="note">Pay for this order in the shop’s app. These pages take no cards.</p>;
  }
  return (
    <CardForm
      action={`Pay ${formatMoney(order.total_minor, order.currency)}`}
      pay={async (card, idempotencyKey) => {
        const path = `/api/orders/${order.id}/payment`;
        onOrder(await api.post<OrderView>(path, card, { idempotencyKey }));
      }}
      onSending={onSending}
    >
      <PaymentFailure order={order} />
    </CardForm>
  );
}
