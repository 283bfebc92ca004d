// Price protection: what became cheaper after it was bought, and the difference that goes back for it.

import { formatDate } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import type { GrantView, OrderView } from "../types.gen";

export function Lowered({ order }: { order: OrderView }) {
  if (order.lowered.length === 0) return null;
  return (
    <section class="note note-good" aria-label={t("Price protection")}>
      <strong>{t("We lowered your price")}</strong>
      {order.lowered.map((grant) => (
        <span key={grant.line}>{loweredWords(order, grant)}</span>
      ))}
    </section>
  );
}

/** `€4.99 refunded on 22 Nov 2026, because Wool scarf was offered for €20.00 after you bought it.` */
export function loweredWords(order: OrderView, grant: GrantView): string {
  const values = {
    amount: formatMoney(grant.amount_minor, order.currency),
    price: formatMoney(grant.price_minor, order.currency),
    title: order.lines[grant.line - 1]?.title ?? "",
    day: formatDate(grant.granted_at_ms),
  };
  switch (grant.status) {
    case "failed":
      return t(
        "{amount} could not be sent to your card on {day}; the shop knows. It is yours because {title} was offered for {price} after you bought it.",
        values,
      );
    case "succeeded":
      return t(
        "{amount} refunded on {day}, because {title} was offered for {price} after you bought it.",
        values,
      );
    default:
      return t(
        "{amount} on its way to your card since {day}, because {title} was offered for {price} after you bought it.",
        values,
      );
  }
}

/** What is said at once when it happens. */
export function loweredNews(order: OrderView): string {
  const minor = order.lowered.reduce((sum, grant) => sum + grant.amount_minor, 0);
  return t("We lowered your price: {amount} of order {number} goes back to your card.", {
    amount: formatMoney(minor, order.currency),
    number: order.number,
  });
}
