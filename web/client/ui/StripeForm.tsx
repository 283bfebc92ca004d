// A card in Stripe's own field. Its number goes to Stripe alone; here comes the name of what Stripe made of it.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../lib/api";
import { type CardElement, loadStripe, refusedByStripe, type Stripe } from "../lib/stripe";
import { t } from "../lib/words";
import { Attempts } from "../live/attempts";
import { Button } from "./Button";
import type { PayFormProps } from "./PayForm";
import { ProblemNote } from "./ProblemNote";
import { useAction } from "./useAction";

export function StripeForm({ action, subject = "", pay, onSending, children }: PayFormProps) {
  const id = useId();
  const field = useCardField();
  const attempts = useRef(new Attempts());
  const send = useAction(async () => {
    onSending(true);
    try {
      const means = { payment_method: await field.paymentMethod() };
      const attempt = JSON.stringify([subject, means]);
      await attempts.current.make(attempt, (idempotencyKey) => pay(means, idempotencyKey));
    } catch (thrown) {
      // Once a card was refused, the next press is another try; after a silence it is the same one.
      if (!asProblem(thrown).mayRetry) field.forget();
      throw thrown;
    } finally {
      onSending(false);
    }
  });
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send.run();
      }}
    >
      <div class="field">
        <span class="field-label" id={id}>
          {t("Card")}
        </span>
        {/* biome-ignore lint/a11y/useSemanticElements: Stripe's field is not ours to put into a fieldset */}
        <div class="input stripe-card" role="group" aria-labelledby={id} ref={field.place} />
        <p class="field-hint">{t("It goes to Stripe and is not kept here.")}</p>
      </div>
      {!send.problem && !send.isBusy && children}
      <ProblemNote problem={field.problem ?? send.problem} />
      {field.problem ? (
        <Button isWide onClick={field.load}>
          {t("Try again")}
        </Button>
      ) : (
        <Button
          type="submit"
          variant="primary"
          size="l"
          isWide
          isBusy={send.isBusy || !field.isReady}
        >
          {action}
        </Button>
      )}
    </form>
  );
}

interface Field {
  stripe: Stripe;
  card: CardElement;
}

/** Stripe's field in a place of the page, and what Stripe made of the card in it, until that is changed or forgotten. */
function useCardField() {
  const place = useRef<HTMLDivElement>(null);
  const made = useRef<string | undefined>(undefined);
  const [field, setField] = useState<Field | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const forget = () => {
    made.current = undefined;
  };
  useEffect(() => {
    let card: CardElement | undefined;
    let hasLeft = false;
    const show = (stripe: Stripe) => {
      if (hasLeft || !place.current) return;
      card = stripe.elements().create("card", { style: styleOf(place.current) });
      card.on("change", forget);
      card.mount(place.current);
      setField({ stripe, card });
    };
    setProblem(null);
    loadStripe().then(show, (thrown) => setProblem(asProblem(thrown)));
    return () => {
      hasLeft = true;
      card?.destroy();
    };
  }, [round]);
  const paymentMethod = async () => {
    made.current ??= await methodOf(field);
    return made.current;
  };
  const load = () => setRound((before) => before + 1);
  return { place, isReady: field !== null, problem, load, paymentMethod, forget };
}

async function methodOf(field: Field | null): Promise<string> {
  const made = await field?.stripe.createPaymentMethod({ type: "card", card: field.card });
  if (!made?.paymentMethod) throw refusedByStripe(made?.error ?? {});
  return made.paymentMethod.id;
}

/** The field stands in a frame of Stripe's, so it is told how fields look here. */
function styleOf(place: HTMLElement): object {
  const look = getComputedStyle(place);
  const hint = look.getPropertyValue("--ink-3");
  return {
    base: {
      color: look.color,
      iconColor: hint,
      fontFamily: look.fontFamily,
      fontSize: look.fontSize,
      "::placeholder": { color: hint },
    },
    invalid: { color: look.getPropertyValue("--bad") },
  };
}
