// Each rule that made the price of an order, asked for when someone wants to know.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { OrderView, QuoteView } from "../types.gen";
import { Notes } from "../ui/Notes";

export function HowItCameAbout({ order }: { order: OrderView }) {
  const [isOpen, setOpen] = useState(false);
  const [quote, setQuote] = useState<QuoteView | null | undefined>();
  const price = `${order.id} ${order.total_minor} ${order.discount_minor}`;
  useEffect(() => {
    if (!isOpen) return;
    const found = api.get<QuoteView>(`/api/orders/${order.id}/quote`);
    found.then(setQuote, () => setQuote(null));
  }, [isOpen, order.id, price]);
  return (
    <details class="how" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("How this price came about")}</summary>
      {quote && <Notes quote={quote} />}
      {quote === null && <p class="muted small">{t("It is the price of the claim.")}</p>}
    </details>
  );
}
