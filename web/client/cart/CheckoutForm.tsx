// Vouchers, the explained total and the payment of the orders of one currency.

import { useCallback, useRef, useState } from "preact/hooks";
import { api, Problem } from "../lib/api";
import { formatMoney } from "../lib/money";
import { type LiveQuote, useQuote } from "../lib/useQuote";
import { t } from "../lib/words";
import type { CheckoutView, MyVoucherView, OrderView, QuoteView } from "../types.gen";
import { DepositNote } from "../ui/DepositNote";
import { Notes } from "../ui/Notes";
import { NothingToPay } from "../ui/NothingToPay";
import { type Means, PayForm } from "../ui/PayForm";
import { PaymentFailure } from "../ui/PaymentFailure";
import { PaymentWaiting } from "../ui/PaymentWaiting";
import { ProblemNote } from "../ui/ProblemNote";
import { deductionsOf, depositsOf, Sums } from "../ui/Sums";
import { claimedMinor, firstChoice, otherNotes, payable, type WantedPoints } from "./cart";
import { Points } from "./Points";
import type { Cart } from "./useCart";
import { Vouchers } from "./Vouchers";

export interface CheckoutFormProps {
  orders: readonly OrderView[];
  vouchers: readonly MyVoucherView[];
  onVoucher: (voucher: MyVoucherView) => void;
  cart: Cart;
}

export function CheckoutForm({ orders, vouchers, onVoucher, cart }: CheckoutFormProps) {
  const [wanted, setWanted] = useState(() => firstChoice(vouchers));
  const [points, setPoints] = useState<WantedPoints[]>([]);
  const [isSending, setSending] = useState(false);
  const held = useSteady(payable(orders), isSending);
  const live = useQuote(held, wanted, cart.refresh, points);
  const waiting = orders.find(({ status }) => status === "awaiting_payment");
  const learn = useWaited(cart);
  return (
    <div class="card card-pad order-side">
      {waiting && !isSending && <PaymentWaiting order={waiting} onOrder={learn} />}
      <div class="payment" hidden={held.length === 0 && !isSending}>
        <Vouchers
          vouchers={vouchers}
          wanted={wanted}
          quote={live.quote}
          onWanted={setWanted}
          onVoucher={onVoucher}
        />
        <Points quote={live.quote} wanted={points} onWanted={setPoints} />
        <ProblemNote problem={live.problem} />
        {live.quote && (
          <Explained quote={live.quote} orders={held} vouchers={vouchers} live={live} />
        )}
        {live.quote && (
          <Pay
            quote={live.quote}
            orders={held}
            wanted={wanted}
            points={points}
            live={live}
            cart={cart}
            onSending={setSending}
          />
        )}
      </div>
    </div>
  );
}

/** What is being paid stays as it was sent, while its orders go one by one from held to paid. */
function useSteady(held: readonly OrderView[], isSending: boolean): readonly OrderView[] {
  const sent = useRef(held);
  if (!isSending) sent.current = held;
  return sent.current;
}

/** One order's news mean news of those that are paid with it. */
function useWaited({ learn, refresh }: Cart) {
  return useCallback(
    (order: OrderView) => {
      learn(order);
      if (order.status !== "awaiting_payment") refresh();
    },
    [learn, refresh],
  );
}

interface ExplainedProps {
  quote: QuoteView;
  orders: readonly OrderView[];
  vouchers: readonly MyVoucherView[];
  live: LiveQuote;
}

function Explained({ quote, orders, vouchers, live }: ExplainedProps) {
  const fromMinor = claimedMinor(orders);
  return (
    <section class="cart-sums" aria-label={t("What you pay")} aria-busy={!live.isCurrent}>
      <Sums
        currency={quote.currency}
        fromMinor={fromMinor}
        deductions={deductionsOf(fromMinor - quote.total_minor, quote.vouchers, depositsOf(quote))}
        totalMinor={quote.total_minor}
      />
      <details class="how">
        <summary>{t("How this price comes about")}</summary>
        <Notes quote={quote} notes={otherNotes(quote, vouchers)} />
      </details>
    </section>
  );
}

interface PayProps {
  quote: QuoteView;
  orders: readonly OrderView[];
  wanted: readonly string[];
  points: readonly WantedPoints[];
  live: LiveQuote;
  cart: Cart;
  onSending: (isSending: boolean) => void;
}

function Pay({ quote, orders, wanted, points, live, cart, onSending }: PayProps) {
  const terms = {
    order_ids: orders.map(({ id }) => id),
    voucher_ids: wanted,
    points,
    expected_total_minor: quote.total_minor,
  };
  const pay = async (means: Means | null, idempotencyKey: string) => {
    try {
      const body = { ...terms, ...means };
      const answer = await api.post<CheckoutView>("/api/checkouts", body, { idempotencyKey });
      answer.orders.forEach(cart.learn);
    } catch (thrown) {
      if (isNews(thrown)) {
        live.refresh();
        cart.refresh();
      }
      throw thrown;
    }
  };
  if (quote.total_minor === 0) return <NothingToPay order={(key) => pay(null, key)} />;
  const failed = orders.find(({ payment }) => payment?.status === "failed");
  return (
    <PayForm
      action={t("Pay {amount}", { amount: formatMoney(quote.total_minor, quote.currency) })}
      subject={JSON.stringify(terms)}
      pay={pay}
      onSending={onSending}
    >
      <DepositNote orders={orders} />
      {failed && <PaymentFailure order={failed} />}
    </PayForm>
  );
}

/** Whether a refusal says that the page shows something that is no longer so. */
function isNews(thrown: unknown): boolean {
  return thrown instanceof Problem && /^(quote|voucher|order|payment)\./.test(thrown.code);
}
