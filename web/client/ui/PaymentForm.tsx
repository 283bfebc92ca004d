// Pays an order with the built-in sandbox: no card is charged. Says which test card does what.

import { useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import { Attempts } from "../live/attempts";
import type { OrderView } from "../types.gen";
import { Button } from "./Button";
import { TextField } from "./Field";
import { PaymentFailure } from "./PaymentFailure";
import { ProblemNote } from "./ProblemNote";
import { useAction } from "./useAction";

const TEST_CARDS: readonly [string, string][] = [
  ["One that works", "4242 4242 4242 4242"],
  ["One that is declined", "4000 0000 0000 0002"],
  ["One that asks you to confirm", "4000 0025 0000 3155"],
  ["One that takes its time", "4000 0000 0000 0077"],
];

/** Whether cards are typed here. Otherwise the installation takes payments by Stripe. */
function takesCards(): boolean {
  return document.documentElement.dataset.payments !== "stripe";
}

export interface PaymentFormProps {
  order: OrderView;
  /** It is paid, or its payment is under way. */
  onOrder: (order: OrderView) => void;
  /** Whether the bank is being asked. */
  onSending: (isSending: boolean) => void;
}

export function PaymentForm(props: PaymentFormProps) {
  if (takesCards()) return <CardForm {...props} />;
  return <p class="note">Pay for this order in the shop’s app. These pages take no cards.</p>;
}

function CardForm({ order, onOrder, onSending }: PaymentFormProps) {
  const [number, setNumber] = useState("");
  const [expiry, setExpiry] = useState("");
  const [cvc, setCvc] = useState("");
  // The same card sent again after a lost answer is the same attempt; after an answer it is another.
  const attempts = useRef(new Attempts());
  const action = useAction(async () => {
    const card = { number: number.trim(), expiry: expiry.trim(), cvc: cvc.trim() };
    onSending(true);
    try {
      const send = (idempotencyKey: string) =>
        api.post<OrderView>(`/api/orders/${order.id}/payment`, card, { idempotencyKey });
      onOrder(await attempts.current.make(JSON.stringify(card), send));
    } finally {
      onSending(false);
    }
  });
  const fill = (card: string) => {
    setNumber(card);
    setExpiry("12/34");
    setCvc("123");
    action.clear();
  };
  const fields = action.problem?.fields ?? {};
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void action.run();
      }}
    >
      <TestCards onPick={fill} />
      <TextField
        label="Card number"
        name="number"
        value={number}
        onText={(value) => setNumber(groupDigits(value))}
        error={fields.number}
        inputMode="numeric"
        autocomplete="off"
        placeholder="0000 0000 0000 0000"
        maxLength={23}
        required
      />
      <div class="form-row">
        <TextField
          label="Expiry"
          name="expiry"
          value={expiry}
          onText={(value) => setExpiry(withSlash(value, expiry))}
          error={fields.expiry}
          inputMode="numeric"
          autocomplete="off"
          placeholder="MM/YY"
          maxLength={7}
          required
        />
        <TextField
          label="CVC"
          name="cvc"
          value={cvc}
          onText={setCvc}
          error={fields.cvc}
          inputMode="numeric"
          autocomplete="off"
          placeholder="123"
          maxLength={4}
          required
        />
      </div>
      {!action.problem && !action.isBusy && <PaymentFailure order={order} />}
      <ProblemNote problem={action.problem} besides={["number", "expiry", "cvc"]} />
      <Button type="submit" variant="primary" size="l" isWide isBusy={action.isBusy}>
        Pay {formatMoney(order.total_minor, order.currency)}
      </Button>
    </form>
  );
}

function TestCards({ onPick }: { onPick: (card: string) => void }) {
  return (
    <div class="note">
      <strong>This is a sandbox: no money moves.</strong>
      <span>Fill in a test card</span>
      <div class="row">
        {TEST_CARDS.map(([words, card]) => (
          <Button key={card} size="s" variant="ghost" onClick={() => onPick(card)}>
            {words}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** `42424242` as `4242 4242`. */
export function groupDigits(text: string): string {
  const digits = text.replace(/\D/g, "").slice(0, 19);
  return digits.replace(/(\d{4})(?=\d)/g, "$1 ");
}

/** Put the slash behind the month while someone types, and let them delete it again. */
export function withSlash(text: string, before: string): string {
  return text.length === 2 && before.length < 2 && /^\d\d$/.test(text) ? `${text}/` : text;
}
