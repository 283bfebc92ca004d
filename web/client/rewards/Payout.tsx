// One payout: what it comes to, what can be done with it now, and who did what.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { t, tn } from "../lib/words";
import type { PayoutView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { Payees } from "./Payees";

type Status = PayoutView["status"];
type Step = PayoutView["steps"][number];

const STATUSES: Record<Status, string> = {
  draft: t("Waits for approval"),
  approved: t("Approved"),
  paid: t("Paid"),
  rejected: t("Rejected"),
};
const TONES = { draft: "warn", approved: "good", paid: "good", rejected: "quiet" } as const;

export interface PayoutProps {
  /** Its own, of the API. */
  path: string;
  payout: PayoutView;
  onChanged: () => Promise<void>;
}

export function Payout({ path, payout, onChanged }: PayoutProps) {
  const { number, status, total_minor, currency, sharers } = payout;
  return (
    <li class="card card-pad payout" aria-labelledby={`payout-${payout.id}`}>
      <div class="row-between">
        <h3 id={`payout-${payout.id}`}>{t("Payout {number}", { number })}</h3>
        <Badge tone={TONES[status]}>{STATUSES[status]}</Badge>
      </div>
      <p>
        <strong class="payout-total">{formatMoney(total_minor, currency)}</strong>{" "}
        {tn("to {count} member", "to {count} members", sharers)}
      </p>
      <AccountChanges payout={payout} />
      <details>
        <summary>{t("Who gets what")}</summary>
        <Payees payees={payout.payees} sharers={sharers} currency={currency} />
      </details>
      <ol class="payout-steps small muted">
        {payout.steps.map((step) => (
          <li key={step.status}>{stepText(step)}</li>
        ))}
      </ol>
      <Actions path={path} payout={payout} onChanged={onChanged} />
    </li>
  );
}

/** Who takes over an account says at once where its money is to go: whoever approves or pays has to know. */
function AccountChanges({ payout: { status, account_changes = [] } }: { payout: PayoutView }) {
  if (account_changes.length === 0) return null;
  return (
    <div class="note note-warn">
      <strong>
        {status === "approved"
          ? t("Bank accounts that changed after approval")
          : t("Bank accounts of the last seven days")}
      </strong>
      <p class="small">
        {status === "approved"
          ? t(
              "The file has the accounts that were approved. Reject the payout if it is to go elsewhere.",
            )
          : t("Ask these members in another way whether they gave them, before you approve.")}
      </p>
      <ul class="small">
        {account_changes.map(({ handle, changed_at_ms }) => (
          <li key={handle}>
            {changed_at_ms === null
              ? t("{handle}: taken back", { handle })
              : t("{handle}: {when}", { handle, when: formatDateTime(changed_at_ms) })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Actions({ path, payout, onChanged }: PayoutProps) {
  const [isRejecting, setRejecting] = useState(false);
  const approve = useAction(async () => {
    await api.post<PayoutView>(`${path}/approval`);
    toast(t("Approved. The file for the bank is ready."), "good");
    await onChanged();
  });
  const pay = useAction(async () => {
    await api.post<PayoutView>(`${path}/payment`, {});
    toast(t("Paid. The members see it in their earnings."), "good");
    await onChanged();
  });
  const reject = useAction(async () => {
    await api.post<PayoutView>(`${path}/rejection`, {});
    setRejecting(false);
    await onChanged();
  });
  const isOpen = payout.status === "draft" || payout.status === "approved";
  return (
    <>
      <ProblemNote problem={approve.problem ?? pay.problem} />
      <div class="row">
        {payout.status === "draft" && (
          <Button variant="primary" isBusy={approve.isBusy} onClick={() => void approve.run()}>
            {t("Approve")}
          </Button>
        )}
        {payout.status === "approved" && (
          <Button variant="primary" isBusy={pay.isBusy} onClick={() => void pay.run()}>
            {t("It is paid")}
          </Button>
        )}
        {(payout.status === "approved" || payout.status === "paid") && (
          <a class={buttonClass("ghost")} href={`${path}/bank.csv`} download>
            {t("File for the bank")}
          </a>
        )}
        {isOpen && (
          <Button variant="quiet" onClick={() => setRejecting(true)}>
            {t("Reject")}
          </Button>
        )}
      </div>
      <ConfirmDialog
        isOpen={isRejecting}
        title={t("Reject the payout?")}
        text={t("What it would have paid is payable again, and part of the next payout.")}
        action={t("Reject the payout")}
        isDangerous
        isBusy={reject.isBusy}
        error={reject.problem?.detail}
        onConfirm={() => void reject.run()}
        onClose={() => setRejecting(false)}
      />
    </>
  );
}

function stepText({ status, handle, at_ms, note }: Step): string {
  const values = { handle, when: formatDateTime(at_ms) };
  const said = {
    draft: t("Made by {handle}, {when}", values),
    approved: t("Approved by {handle}, {when}", values),
    paid: t("Noted as paid by {handle}, {when}", values),
    rejected: t("Rejected by {handle}, {when}", values),
  }[status];
  return note ? `${said} · ${note}` : said;
}
