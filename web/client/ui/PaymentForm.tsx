// Pays one order. It can be paid at once; if a member's price or an offer makes it cheaper, that is said as soon as it is known.

import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import { useQuote } from "../lib/useQuote";
import type { CheckoutView, OrderView } from "../types.gen";
import { NothingToPay } from "./NothingToPay";
import { type Means, PayForm } from "./PayForm";
import { PaymentFailure } from "./PaymentFailure";
import { deductionsOf, Sums } from "./Sums";

export interface PaymentFormProps {
  order: OrderView;
  /** It is paid, or its payment is under way. */
  onOrder: (order: OrderView) => void;
  /** Whether the bank is being asked. */
  onSending: (isSending: boolean) => void;
}

export function PaymentForm({ order, onOrder, onSending }: PaymentFormProps) {
  const { quote } = useQuote(order.status === "held" ? [order] : [], []);
  const claimedMinor = order.total_minor + order.discount_minor;
  const totalMinor = quote?.total_minor ?? order.total_minor;
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
      {quote && totalMinor < order.total_minor && (
        <Sums
          currency={order.currency}
          fromMinor={claimedMinor}
          deductions={deductionsOf(claimedMinor - totalMinor, quote.vouchers)}
          totalMinor={totalMinor}
        />
      )}
      {totalMinor === 0 ? (
        <NothingToPay order={orderIt} />
      ) : (
        <PayForm
          action={`Pay ${formatMoney(totalMinor, order.currency)}`}
          pay={pay}
          onSending={onSending}
        >
          <PaymentFailure order={order} />
        </PayForm>
      )}
    </>
  );
}
