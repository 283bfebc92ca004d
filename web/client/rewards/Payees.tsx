// Who gets how much, the most first.

import { formatMoney } from "../lib/money";
import { t, tn } from "../lib/words";
import type { PayoutView } from "../types.gen";

export interface PayeesProps {
  payees: PayoutView["payees"];
  /** All of them; only those with the most are listed. */
  sharers: number;
  currency: string;
}

export function Payees({ payees, sharers, currency }: PayeesProps) {
  const more = sharers - payees.length;
  return (
    <>
      <table class="payees">
        <thead>
          <tr>
            <th scope="col">{t("Member")}</th>
            <th scope="col">{t("Rewards")}</th>
            <th scope="col">{t("Amount")}</th>
          </tr>
        </thead>
        <tbody>
          {payees.map(({ handle, amount_minor, rewards }) => (
            <tr key={handle}>
              <th scope="row">{handle}</th>
              <td>{rewards}</td>
              <td>{formatMoney(amount_minor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p class="small muted">{tn("and {count} more", "and {count} more", more)}</p>}
    </>
  );
}
