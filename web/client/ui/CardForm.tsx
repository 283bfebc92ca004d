// A card of the built-in sandbox: no card is charged. Says which test card does what.

import { useRef, useState } from "preact/hooks";
import { t } from "../lib/words";
import { Attempts } from "../live/attempts";
import { Button } from "./Button";
import { TextField } from "./Field";
import type { PayFormProps } from "./PayForm";
import { ProblemNote } from "./ProblemNote";
import { useAction } from "./useAction";

const TEST_CARDS: readonly [string, string][] = [
  [t("One that works"), "4242 4242 4242 4242"],
  [t("One that is declined"), "4000 0000 0000 0002"],
  [t("One that asks you to confirm"), "4000 0025 0000 3155"],
  [t("One that takes its time"), "4000 0000 0000 0077"],
];

export function CardForm({ action, subject = "", pay, onSending, children }: PayFormProps) {
  const [number, setNumber] = useState("");
  const [expiry, setExpiry] = useState("");
  const [cvc, setCvc] = useState("");
  const attempts = useRef(new Attempts());
  const send = useAction(async () => {
    const card = { number: number.trim(), expiry: expiry.trim(), cvc: cvc.trim() };
    onSending(true);
    try {
      const attempt = JSON.stringify([subject, card]);
      await attempts.current.make(attempt, (idempotencyKey) => pay({ card }, idempotencyKey));
    } finally {
      onSending(false);
    }
  });
  const fill = (card: string) => {
    setNumber(card);
    setExpiry("12/34");
    setCvc(anyCvc());
    send.clear();
  };
  const fields = send.problem?.fields ?? {};
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send.run();
      }}
    >
      <TestCards onPick={fill} />
      <TextField
        label={t("Card number")}
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
          label={t("Expiry")}
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
      {!send.problem && !send.isBusy && children}
      <ProblemNote problem={send.problem} besides={["number", "expiry", "cvc"]} />
      <Button type="submit" variant="primary" size="l" isWide isBusy={send.isBusy}>
        {action}
      </Button>
    </form>
  );
}

function TestCards({ onPick }: { onPick: (card: string) => void }) {
  return (
    <div class="note">
      <strong>{t("This is a sandbox: no money moves.")}</strong>
      <span>{t("Fill in a test card")}</span>
      <div class="test-cards">
        {TEST_CARDS.map(([words, card]) => (
          <Button key={card} size="s" variant="ghost" onClick={() => onPick(card)}>
            {words}
          </Button>
        ))}
      </div>
      <span class="test-cards-hint">
        {t("Each has a security code of its own. Number, date and code together make a card.")}
      </span>
    </div>
  );
}

/** So that a sharer and a friend who both take a test card do not pay with the same one. */
function anyCvc(): string {
  return String(100 + Math.floor(Math.random() * 900));
}

/** `42424242` as `4242 4242`. */
export function groupDigits(text: string): string {
  const digits = text.replace(/\D/g, "").slice(0, 19);
  return digits.replace(/(\d{4})(?=\d)/g, "$1 ");
}

/** Put the slash behind the month while someone types, and let them delete it again. */
export function withSlash(text: string, before: string): string {
  const isMonth = before.length < 2 && /^\d\d$/.test(text);
  // Some type the slash as well.
  return isMonth ? `${text}/` : text.replace("//", "/");
}
