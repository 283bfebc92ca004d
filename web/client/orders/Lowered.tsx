// Price protection: what became cheaper after it was bought, and the difference that goes back for it.

import { formatDate } from "../lib/dates";
import { formatMoney } from "../lib/money";
import type { GrantView, OrderView } from "../types.gen";

export function Lowered({ order }: { order: OrderView }) {
  if (order.lowered.length === 0) return null;
  return (
    <section class="note note-good" aria-label="Price protection">
      <strong>We lowered your price</strong>
      {order.lowered.map((grant) => (
        <span key={grant.line}>{loweredWords(order, grant)}</span>
      ))}
    </section>
  );
}

/** `€4.99 refunded on 22 Nov 2026, because Wool scarf was offered for €20.00 after you bought it.` */
export function loweredWords(order: OrderView, grant: GrantView): string {
  const amount = formatMoney(grant.amount_minor, order.currency);
  const price = formatMoney(grant.price_minor, order.currency);
  const title = order.lines[grant.line - 1]?.title ?? "it";
  const why = `because ${title} was offered for ${price} after you bought it.`;
  const day = formatDate(grant.granted_at_ms);
  if (grant.status === "failed") {
    return `${amount} could not be sent to your card on ${day}; the shop knows. It is yours ${why}`;
  }
  const went = grant.status === "succeeded" ? "refunded on" : "on its way to your card since";
  return `${amount} ${went} ${day}, ${why}`;
}

/** What is said at once when it happens. */
export function loweredNews(order: OrderView): string {
  const minor = order.lowered.reduce((sum, grant) => sum + grant.amount_minor, 0);
  return `We lowered your price: ${formatMoney(minor, order.currency)} of order ${order.number} goes back to your card.`;
}
