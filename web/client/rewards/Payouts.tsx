// What a brand pays its sharers: what is payable, and its payouts with what was done with each.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import { t, tn } from "../lib/words";
import type { BrandView, PayoutsView, PayoutView } from "../types.gen";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { Payees } from "./Payees";
import { Payout } from "./Payout";

export interface PayoutsProps {
  brand: BrandView;
  payouts: PayoutsView;
}

export function Payouts({ brand, payouts: initial }: PayoutsProps) {
  const [known, setKnown] = useState(initial);
  const path = `/api/brands/${brand.slug}/payouts`;
  const refresh = async () => setKnown(await api.get<PayoutsView>(path));
  const make = useAction(async () => {
    const made = await api.post<PayoutView>(path);
    toast(t("Payout {number} waits for approval.", { number: made.number }), "good");
    await refresh();
  });
  return (
    <div class="payouts">
      <section class="section" aria-labelledby="payable-title">
        <h2 id="payable-title">{t("Payable now")}</h2>
        {known.sharers === 0 ? (
          <EmptyState title={t("Nothing is payable")}>
            {t("Rewards are payable once their return window is over.")}
          </EmptyState>
        ) : (
          <div class="card card-pad payout">
            <p>
              <strong class="payout-total">
                {formatMoney(known.payable_minor, known.currency)}
              </strong>{" "}
              {tn("to {count} member", "to {count} members", known.sharers)}
            </p>
            <Payees payees={known.payees} sharers={known.sharers} currency={known.currency} />
            <ProblemNote problem={make.problem} />
            <div class="row">
              <Button variant="primary" isBusy={make.isBusy} onClick={() => void make.run()}>
                {t("Make a payout")}
              </Button>
            </div>
          </div>
        )}
      </section>
      <section class="section" aria-labelledby="payouts-title">
        <h2 id="payouts-title">{t("Payouts")}</h2>
        {known.payouts.length === 0 ? (
          <EmptyState title={t("No payouts yet")}>
            {t("Each payout will be here, with who made, approved and paid it.")}
          </EmptyState>
        ) : (
          <ol class="payout-list">
            {known.payouts.map((payout) => (
              <Payout
                key={payout.id}
                path={`${path}/${payout.id}`}
                payout={payout}
                onChanged={refresh}
              />
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}
