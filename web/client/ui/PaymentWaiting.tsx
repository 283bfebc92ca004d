// A payment whose outcome is not known: the buyer must confirm it with the bank, or the bank has not answered. The socket
// says when it is; in case it is away, the order is asked for every few seconds.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { loadStripe, refusedByStripe } from "../lib/stripe";
import { t } from "../lib/words";
import type { ConfirmationView, OrderView } from "../types.gen";
import { Button, buttonClass } from "./Button";
import { withDialogAside } from "./Dialog";
import { ProblemNote } from "./ProblemNote";
import { useAction } from "./useAction";

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
  return <Waiting />;
}

function Waiting() {
  return (
    <div class="waiting" role="status">
      <span class="spinner" />
      <div>
        <p>
          <strong>{t("Waiting for the bank")}</strong>
        </p>
        <p class="muted small">
          {t("Its answer comes by itself. Your units stay held, and you are not charged twice.")}
        </p>
      </div>
    </div>
  );
}

function Confirming({ orderId, isStaying }: { orderId: string; isStaying: boolean }) {
  const [way, setWay] = useState<ConfirmationView>({});
  const [isAnswered, setAnswered] = useState(false);
  useEffect(() => {
    api.get<ConfirmationView>(`/api/orders/${orderId}/confirmation`).then(
      setWay,
      () => undefined, // it is answered by now; the order says how
    );
  }, [orderId]);
  if (isAnswered) return <Waiting />;
  return (
    <div class="waiting" role="status">
      <div>
        <p>
          <strong>{t("Your bank asks you to confirm")}</strong>
        </p>
        <p class="muted small">{t("Nothing is charged before you do.")}</p>
        {way.url && <BankLink url={way.url} isStaying={isStaying} />}
        {way.client_secret && (
          <BankDialog clientSecret={way.client_secret} onAnswer={() => setAnswered(true)} />
        )}
      </div>
    </div>
  );
}

function BankLink({ url, isStaying }: { url: string; isStaying: boolean }) {
  return (
    <a
      class={buttonClass("primary", "l", true)}
      href={url}
      {...(isStaying && { target: "_blank", rel: "noopener" })}
    >
      {t("Confirm the payment")}
      {isStaying && <span class="visually-hidden"> {t("(opens a new tab)")}</span>}
    </a>
  );
}

/** The bank asks over this page, by Stripe's script. Whatever was answered, the order says what came of it. */
function BankDialog({ clientSecret, onAnswer }: { clientSecret: string; onAnswer: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const confirm = useAction(async () => {
    const stripe = await loadStripe();
    const ask = () => stripe.confirmCardPayment(clientSecret);
    const { error } = await (place.current ? withDialogAside(place.current, ask) : ask());
    if (error) throw refusedByStripe(error);
    onAnswer();
  });
  return (
    <div ref={place} class="stack">
      <ProblemNote problem={confirm.problem} />
      <Button
        variant="primary"
        size="l"
        isWide
        isBusy={confirm.isBusy}
        onClick={() => void confirm.run()}
      >
        {t("Confirm the payment")}
      </Button>
    </div>
  );
}
