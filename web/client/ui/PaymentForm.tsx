// Pays one order. It can be paid at once; if a member's price or an offer makes it cheaper, that is said as soon as it is known.

import { api } from "../lib/api";
import { dueMinor, isBalanceDue, payWords } from "../lib/presale";
import { useQuote } from "../lib/useQuote";
import type { CheckoutView, OrderView } from "../types.gen";
import { DepositNote } from "./DepositNote";
import { NothingToPay } from "./NothingToPay";
import { type Means, PayForm } from "./PayForm";
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
  const isPayable = order.status === "held" || isBalanceDue(order, Date.now());
  const { quote } = useQuote(isPayable ? [order] : [], []);
  const claimedMinor = order.total_minor + order.discount_minor;
  const totalMinor = quote?.total_minor ?? dueMinor(order);
  const pay = async (means: Means, idempotencyKey: string) => {
    const body = "card" in means ? means.card : means;
    onOrder(await api.post<OrderView>(`/api/orders/${order.id}/payment`, body, { idempotencyKey }));
  };
  const orderIt = async (idempotencyKey: string) => {
    const body = { order_ids: [order.id], expected_total_minor: 0 };
    const done = await api.post<CheckoutView>("/api/checkouts", body, { idempotencyKey });
    done.orders.forEach(onOrder);
  };
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
      {totalMinor === 0 ? (
        <NothingToPay order={orderIt} />
      ) : (
        <PayForm action={payWords(order, totalMinor)} pay={pay} onSending={onSending}>
          <DepositNote orders={[order]} />
          <PaymentFailure order={order} />
        </PayForm>
      )}
    </>
  );
}
