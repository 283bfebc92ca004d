// How a deal is sold in advance: the deposit, what it counts for, and when the balance comes.

import { formatMoney } from "../lib/money";
import { depositWords, windowWords } from "../lib/presale";
import { t } from "../lib/words";
import type { DealView } from "../types.gen";

export function PresaleTerms({ deal }: { deal: DealView }) {
  const { presale, currency } = deal;
  if (!presale) return null;
  return (
    <p class="presale-terms">
      <strong>{depositWords(presale, currency)}</strong>
      <span>
        {t("Balance {amount}, {window}", {
          amount: formatMoney(presale.balance_minor, currency),
          window: windowWords(presale),
        })}
      </span>
    </p>
  );
}
