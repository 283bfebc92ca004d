// How a total comes about: what the claims cost, what each rule takes off, and what is left to pay.

import { formatMoney } from "../lib/money";

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
            <dt>As claimed</dt>
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
        <span>Total</span>
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

/** What is taken off: by the member's price, and by each voucher. */
export function deductionsOf(discountMinor: number, vouchers: readonly Used[]): Deduction[] {
  const byVouchers = vouchers.reduce((sum, { discount_minor }) => sum + discount_minor, 0);
  const asMember = {
    key: "member",
    title: "Member price",
    amountMinor: discountMinor - byVouchers,
  };
  const used = vouchers.map(({ voucher_id, title, discount_minor }) => ({
    key: voucher_id,
    title,
    amountMinor: discount_minor,
  }));
  return [asMember, ...used].filter(({ amountMinor }) => amountMinor > 0);
}
