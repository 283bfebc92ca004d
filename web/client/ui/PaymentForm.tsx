// Pays one order. It can be paid at once; what a member's price or an offer takes off, and what shipping adds, is said as soon as it
// is known. Never more is paid than was said: what costs more than the order says is paid at the total that is shown.

import { api, Problem } from "../lib/api";
import { dueMinor, isBalanceDue, payWords } from "../lib/presale";
import { chargesOf, hintsOf } from "../lib/shipping";
import { useQuote } from "../lib/useQuote";
import type { CheckoutView, OrderView, QuoteView } from "../types.gen";
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
  const { quote, refresh } = useQuote(isPayable ? [order] : [], []);
  const totalMinor = quote?.total_minor ?? dueMinor(order);
  const pay = async (means: Means, idempotencyKey: string) => {
    if (totalMinor > dueMinor(order)) return checkOut(means, idempotencyKey);
    const body = "card" in means ? means.card : means;
    const path = `/api/orders/${order.id}/payment`;
    onOrder(await asking(api.post<OrderView>(path, body, { idempotencyKey })));
  };
  const checkOut = async (means: Means | null, idempotencyKey: string) => {
    const body = { order_ids: [order.id], expected_total_minor: totalMinor, ...means };
    const options = { idempotencyKey };
    const done = await asking(api.post<CheckoutView>("/api/checkouts", body, options));
    done.orders.forEach(onOrder);
  };
  const asking = <T,>(answer: Promise<T>): Promise<T> =>
    answer.catch(async (thrown: unknown) => {
      if (thrown instanceof Problem && thrown.code === "quote.changed") refresh();
      await look();
      throw thrown;
    });
  // How it stands now is known before the refusal shows: else the form would give way to the wait for a moment.
  const look = () => api.get<OrderView>(`/api/orders/${order.id}`).then(onOrder, () => undefined);
  return (
    <>
      {quote && <Explained order={order} quote={quote} />}
      {totalMinor === 0 ? (
        <NothingToPay order={(key) => checkOut(null, key)} />
      ) : (
        <PayForm
          action={payWords(order, totalMinor)}
          subject={`${order.id} ${totalMinor}`}
          pay={pay}
          onSending={onSending}
        >
          <DepositNote orders={[order]} />
          <PaymentFailure order={order} />
        </PayForm>
      )}
    </>
  );
}

/** How the total comes about, where it is not what the order says, and what would make shipping free. */
function Explained({ order, quote }: { order: OrderView; quote: QuoteView }) {
  const claimedMinor = order.total_minor - order.shipping_minor + order.discount_minor;
  const takenMinor = claimedMinor + quote.shipping_minor - quote.total_minor;
  const charges = chargesOf(quote);
  return (
    <>
      {(quote.total_minor < dueMinor(order) || charges.length > 0) && (
        <Sums
          currency={order.currency}
          fromMinor={claimedMinor}
          deductions={deductionsOf(takenMinor, quote.vouchers, depositsOf(quote))}
          charges={charges}
          totalMinor={quote.total_minor}
        />
      )}
      {hintsOf(quote).map((hint) => (
        <p key={hint} class="small muted">
          {hint}
        </p>
      ))}
    </>
  );
}
