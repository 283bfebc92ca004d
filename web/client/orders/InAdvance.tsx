// An order of a pre-sale: what is paid when, and the wait for its balance.

import { formatSoon } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { balanceWords, windowWords } from "../lib/presale";
import { t } from "../lib/words";
import type { OrderView } from "../types.gen";
import { Countdown } from "../ui/Countdown";
import { GiveUp } from "./GiveUp";

/** What of a pre-sale is paid when. */
export function InTwo({ order }: { order: OrderView }) {
  const { presale, currency } = order;
  if (!presale) return null;
  const at = presale.deposit_paid_at_ms;
  return (
    <dl class="sums sums-plain">
      <div>
        <dt>{at === null ? t("Deposit") : t("Deposit, paid {time}", { time: formatSoon(at) })}</dt>
        <dd class="numeral">{formatMoney(presale.deposit_minor, currency)}</dd>
      </div>
      <div>
        <dt>{t("Balance, {window}", { window: windowWords(presale) })}</dt>
        <dd class="numeral">{balanceWords(order)}</dd>
      </div>
    </dl>
  );
}

interface ReservedProps {
  order: OrderView;
  learn: (order: OrderView) => void;
  refresh: () => void;
  now: () => number;
}

/** The deposit is paid, and the balance comes later. */
export function Reserved({ order, learn, refresh, now }: ReservedProps) {
  const { presale } = order;
  if (!presale) return null;
  const isOver = presale.balance_until_ms <= now();
  return (
    <>
      <div class="hold">
        <p class="muted small">{isOver ? t("The balance was due") : t("Pay the balance in")}</p>
        {!isOver && (
          <Countdown
            class="hold-time"
            untilMs={presale.balance_from_ms}
            now={now}
            onEnd={refresh}
          />
        )}
        <p>
          {balanceWords(order)}, {windowWords(presale)}
        </p>
        <p class="muted small">
          {t(
            "You are told here when it can be paid, and before it is too late. Vouchers go on the balance. What is not paid by then goes to others, and the deposit stays with the brand.",
          )}
        </p>
      </div>
      {!isOver && <GiveUp order={order} onOrder={learn} />}
    </>
  );
}
