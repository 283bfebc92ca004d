// What a brand pays its sharers: what is payable, and its payouts with what was done with each.

import { useCallback, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatMoney } from "../lib/money";
import { useMyFrames } from "../lib/myFrames";
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
  const refresh = useCallback(async () => setKnown(await api.get<PayoutsView>(path)), [path]);
  const look = useCallback(() => void refresh().catch(() => undefined), [refresh]);
  useMyFrames((frame) => {
    if (frame.t === "payouts" && frame.brand_slug === brand.slug) look();
  }, look);
  const make = useAction(async () => {
    const made = await api.post<PayoutView>(path);
    toast(t("Payout {number} waits for approval.", { number: made.number }), "good");
    await refresh();
  });
  return (
    <div class="payouts">
      <Totals payouts={known} />
      <section class="section" aria-labelledby="payable-title">
        <h2 id="payable-title">{t("Payable now")}</h2>
        {known.sharers === 0 ? (
          <EmptyState title={t("Nothing is payable")}>
            {t(
              "Rewards are payable once their return window is over, to members who said where to.",
            )}
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
      {known.missing_sharers > 0 && <Missing payouts={known} />}
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

/** Where the money is now. */
function Totals({ payouts }: { payouts: PayoutsView }) {
  const { currency, payable_minor, missing_minor, in_payout_minor, paid_minor } = payouts;
  const totals: [string, string, number][] = [
    ["payable", t("Payable"), payable_minor + missing_minor],
    ["in_payout", t("In a payout"), in_payout_minor],
    ["paid", t("Paid"), paid_minor],
  ];
  return (
    <dl class="totals">
      {totals.map(([name, words, minor]) => (
        <div key={name} class="card">
          <dt>{words}</dt>
          <dd data-total={name}>{formatMoney(minor, currency)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Missing({ payouts }: { payouts: PayoutsView }) {
  const { missing, missing_minor, missing_sharers, currency } = payouts;
  return (
    <section class="section" aria-labelledby="missing-title">
      <h2 id="missing-title">{t("Details missing")}</h2>
      <div class="card card-pad payout">
        <p>
          <strong class="payout-total">{formatMoney(missing_minor, currency)}</strong>{" "}
          {tn("to {count} member", "to {count} members", missing_sharers)}
        </p>
        <p class="small muted">
          {t(
            "They have not said where to. Each was told in their inbox; the next payout has those who did by then.",
          )}
        </p>
        <Payees payees={missing} sharers={missing_sharers} currency={currency} />
      </div>
    </section>
  );
}
