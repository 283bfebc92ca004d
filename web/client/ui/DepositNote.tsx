// What someone should know before they pay a deposit.

import { formatMoney } from "../lib/money";
import { isDepositDue, windowWords } from "../lib/presale";
import { t } from "../lib/words";
import type { OrderView } from "../types.gen";

export function DepositNote({ orders }: { orders: readonly OrderView[] }) {
  const due = orders.filter(isDepositDue);
  if (due.length === 0) return null;
  return (
    <div class="note">
      <strong>{t("A deposit is not returned")}</strong>
      {due.map((order) => (
        <span key={order.id}>{noteFor(order)}</span>
      ))}
    </div>
  );
}

/** What comes after the deposit, and what becomes of it if nothing does. */
function noteFor({ lines, presale, currency }: OrderView): string {
  if (!presale) return "";
  const title = lines.map((line) => line.title).join(", ");
  const balance = formatMoney(presale.balance_minor, currency);
  return t(
    "{title}: pay the balance of {balance} from {window}. If you do not, or give the order up, the deposit stays with the brand. It goes back if the brand cannot deliver.",
    { title, balance, window: windowWords(presale) },
  );
}
