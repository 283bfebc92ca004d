// How a total comes about: what the claims cost, what each rule takes off, and what is left to pay.

import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import type { OrderView, QuoteView } from "../types.gen";

export interface Deduction {
  key: string;
  title: string;
  amountMinor: number;
}

export interface SumsProps {
  currency: string;
  fromMinor: number;
  deductions: readonly Deduction[];
  totalMinor: number;
}

export function Sums({ currency, fromMinor, deductions, totalMinor }: SumsProps) {
  return (
    <>
      {deductions.length > 0 && (
        <dl class="sums">
          <div>
            <dt>{t("As claimed")}</dt>
            <dd class="numeral">{formatMoney(fromMinor, currency)}</dd>
          </div>
          {deductions.map(({ key, title, amountMinor }) => (
            <div key={key}>
              <dt>{title}</dt>
              <dd class="numeral">−{formatMoney(amountMinor, currency)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="order-total">
        <span>{t("Total")}</span>
        <span class="numeral">{formatMoney(totalMinor, currency)}</span>
      </p>
    </>
  );
}

interface Used {
  voucher_id: string;
  title: string;
  discount_minor: number;
}

/** What a deposit counts for beyond itself. */
export function bonusOf({ presale }: OrderView): Deduction[] {
  if (!presale) return [];
  const amountMinor = presale.worth_minor - presale.deposit_minor;
  return [{ key: "bonus", title: t("Pre-sale bonus"), amountMinor }];
}

/** What deposits take off what is paid now: those that were paid, and what those that are due leave for later. */
export function depositsOf(quote: QuoteView): Deduction[] {
  return [
    { key: "deposits", title: t("Deposit, counts for"), amountMinor: quote.deposits_worth_minor },
    { key: "bonus", title: t("Pre-sale bonus"), amountMinor: quote.bonus_minor },
    { key: "later", title: t("Balance, paid later"), amountMinor: quote.later_minor },
  ];
}

/** What is taken off: by the member's price, by each voucher, and in a pre-sale. */
export function deductionsOf(
  discountMinor: number,
  vouchers: readonly Used[],
  inAdvance: readonly Deduction[] = [],
): Deduction[] {
  const others = inAdvance.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const byVouchers = vouchers.reduce((sum, { discount_minor }) => sum + discount_minor, 0);
  const asMember = {
    key: "member",
    title: t("Member price"),
    amountMinor: discountMinor - byVouchers - others,
  };
  const used = vouchers.map(({ voucher_id, title, discount_minor }) => ({
    key: voucher_id,
    title,
    amountMinor: discount_minor,
  }));
  return [asMember, ...inAdvance, ...used].filter(({ amountMinor }) => amountMinor > 0);
}
