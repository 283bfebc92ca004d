// Pays one order. It can be paid at once; if a member's price or an offer makes it cheaper, that is said as soon as it is known.

import { api } from "../lib/api";
import { dueMinor, isBalanceDue, payWords } from "../lib/presale";
import { useQuote } from "../lib/useQuote";
import type { OrderView } from "../types.gen";
import { CardForm, takesCards } from "./CardForm";
import { DepositNote } from "./DepositNote";
import { PaymentFailure } from "./PaymentFailure";
import { deductionsOf, depositsOf, Sums } from "./Sums";

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
  return <OrderForm order={order} onOrder={onOrder} onSending={onSending} />;
}

function OrderForm({ order, onOrder, onSending }: PaymentFormProps) {
  const isPayable = order.status === "held" || isBalanceDue(order, Date.now());
  const { quote } = useQuote(isPayable ? [order] : [], []);
  const claimedMinor = order.total_minor + order.discount_minor;
  const totalMinor = quote?.total_minor ?? dueMinor(order);
  return (
    <>
      {quote && totalMinor < dueMinor(order) && (
        <Sums
          currency={order.currency}
          fromMinor={claimedMinor}
          deductions={deductionsOf(claimedMinor - totalMinor, quote.vouchers, depositsOf(quote))}
          totalMinor={totalMinor}
        />
      )}
      <CardForm
        action={payWords(order, totalMinor)}
        pay={async (card, idempotencyKey) => {
          const path = `/api/orders/${order.id}/payment`;
          onOrder(await api.post<OrderView>(path, card, { idempotencyKey }));
        }}
        onSending={onSending}
      >
        <DepositNote orders={[order]} />
        <PaymentFailure order={order} />
      </CardForm>
    </>
  );
}
