// The form for whatever this installation takes payments by: a card of the sandbox, or Stripe's own field.

import type { ComponentChildren } from "preact";
import { hasStripe } from "../lib/stripe";
import type { Card } from "../types.gen";
import { CardForm } from "./CardForm";
import { StripeForm } from "./StripeForm";

/** What someone pays with. */
export type Means = { card: Card } | { payment_method: string };

export interface PayFormProps {
  /** What the button says, with the amount. */
  action: string;
  /** What is paid and how: a try of the same that had no answer is the same attempt, anything else is a new one. */
  subject?: string;
  /** Pay. Throws a `Problem` when it was refused. */
  pay: (means: Means, idempotencyKey: string) => Promise<void>;
  /** Whether the bank is being asked. */
  onSending: (isSending: boolean) => void;
  /** Why the last payment failed, if it was not the form's own. */
  children?: ComponentChildren;
}

export function PayForm(props: PayFormProps) {
  return hasStripe() ? <StripeForm {...props} /> : <CardForm {...props} />;
}
