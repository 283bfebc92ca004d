// What went back to the buyer, and what is on its way back.

import { formatMoney } from "../lib/money";
import { said } from "../lib/reasons";
import { t } from "../lib/words";
import type { OrderView, RefundView } from "../types.gen";

const WORDS: Record<RefundView["status"], string> = {
  under_way: t("on its way to the card"),
  succeeded: t("sent back to the card"),
  failed: t("did not arrive; the shop knows"),
};

function wordsFor({ amount_minor, status }: RefundView): string {
  return amount_minor === 0 ? t("given back to the vouchers that paid for it") : WORDS[status];
}

export function Refunds({ order }: { order: OrderView }) {
  if (order.refunds.length === 0) return null;
  return (
    <section aria-label={t("Refunds")}>
      <h2>{t("Refunds")}</h2>
      <ul class="refunds">
        {order.refunds.map((refund) => (
          <li key={refund.id}>
            <span>
              {said(refund.reason)}
              <span class="muted small"> · {wordsFor(refund)}</span>
            </span>
            {refund.amount_minor > 0 && (
              <span class="numeral">{formatMoney(refund.amount_minor, order.currency)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
