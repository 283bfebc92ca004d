// Pays an order with the built-in sandbox: no card is charged. Says which test card does what.

import { useState } from "preact/hooks";
import { api, newIdempotencyKey } from "../lib/api";
import { formatMoney } from "../lib/money";
import type { OrderView } from "../types.gen";
import { Button } from "./Button";
import { TextField } from "./Field";
import { ProblemNote } from "./ProblemNote";
import { useAction } from "./useAction";

export const CHARGED_CARD = "4242 4242 4242 4242";
export const DECLINED_CARD = "4000 0000 0000 0002";

export interface PaymentFormProps {
  order: OrderView;
  onPaid: (order: OrderView) => void;
}

export function PaymentForm({ order, onPaid }: PaymentFormProps) {
  const [number, setNumber] = useState("");
  const [expiry, setExpiry] = useState("");
  const [cvc, setCvc] = useState("");
  const [key, setKey] = useState(newIdempotencyKey);
  const action = useAction(async () => {
    const card = { number: number.trim(), expiry: expiry.trim(), cvc: cvc.trim() };
    onPaid(
      await api.post<OrderView>(`/api/orders/${order.id}/payment`, card, { idempotencyKey: key }),
    );
  });
  // Another card is another attempt; the same one sent again after a lost answer is not.
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    setKey(newIdempotencyKey());
  };
  const fill = (card: string) => {
    change(setNumber)(card);
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
        onText={(value) => change(setNumber)(groupDigits(value))}
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
          onText={(value) => change(setExpiry)(withSlash(value, expiry))}
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
          onText={change(setCvc)}
          error={fields.cvc}
          inputMode="numeric"
          autocomplete="off"
          placeholder="123"
          maxLength={4}
          required
        />
      </div>
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
        <Button size="s" variant="ghost" onClick={() => onPick(CHARGED_CARD)}>
          One that works
        </Button>
        <Button size="s" variant="ghost" onClick={() => onPick(DECLINED_CARD)}>
          One that is declined
        </Button>
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
