// Why the last payment of an order failed, where that became known after the form was sent.

import { t } from "../lib/words";
import type { OrderView } from "../types.gen";

type Failure = NonNullable<NonNullable<OrderView["payment"]>["failure"]>;

const WORDS: Record<Failure, string> = {
  declined: t("The bank declined this card. Pay with another card while your units are held."),
  insufficient_funds: t("There is not enough money on this card. Pay with another card."),
  not_confirmed: t("The payment was not confirmed, so nothing was charged. Try again."),
  cancelled: t("The payment was given up before anything was charged. Try again."),
};

export function PaymentFailure({ order }: { order: OrderView }) {
  const failure = order.payment?.failure;
  if (!failure) return null;
  return (
    <p class="note note-bad" role="alert">
      {WORDS[failure]}
    </p>
  );
}
