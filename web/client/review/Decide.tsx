// Releasing or refusing a reward, with the reason.

import { useEffect, useState } from "preact/hooks";
import { api, asProblem } from "../lib/api";
import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import type { CaseView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import type { DecisionAction } from "./Case";

export interface Wish {
  action: DecisionAction;
  one: CaseView;
}

export interface DecideProps {
  wish: Wish | null;
  onClose: () => void;
  onDecided: (one: CaseView) => void;
  /** Somebody else decided it. */
  onOvertaken: () => void;
}

export function Decide({ wish, onClose, onDecided, onOvertaken }: DecideProps) {
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const send = useAction(async () => {
    if (!wish) return;
    const body = { action: wish.action, reason };
    const path = `/api/review/cases/${wish.one.reward_id}/decision`;
    try {
      onDecided(await api.post<CaseView>(path, body));
    } catch (error) {
      if (asProblem(error).code === "review.decided") onOvertaken();
      throw error;
    }
    toast(wish.action === "release" ? t("The reward is released.") : t("The reward is refused."));
    onClose();
  });
  const { clear } = send;
  useEffect(() => {
    setReason("");
    setTried(false);
    clear();
  }, [wish]);
  const isRelease = wish?.action === "release";
  const errors = reason.trim() ? {} : { reason: t("Say why, for whoever looks at it later.") };
  return (
    <Dialog
      isOpen={wish !== null}
      title={isRelease ? t("Release the reward") : t("Refuse the reward")}
      onClose={onClose}
    >
      {wish && (
        <ActionForm
          action={send}
          fields={["reason"]}
          label={isRelease ? t("Release it") : t("Refuse it")}
          variant={isRelease ? "primary" : "danger"}
          isInDialog
          errors={errors}
          onWrong={() => setTried(true)}
        >
          <p class="muted">{consequence(wish)}</p>
          <Field
            label={t("Reason")}
            hint={t("Only the brand's managers and operators see it.")}
            error={(isTried ? errors.reason : undefined) ?? send.problem?.fields.reason}
          >
            {(control) => (
              <textarea
                {...control}
                class="input"
                name="reason"
                rows={3}
                maxLength={500}
                value={reason}
                onInput={(event) => setReason(event.currentTarget.value)}
              />
            )}
          </Field>
        </ActionForm>
      )}
    </Dialog>
  );
}

function consequence({ action, one }: Wish): string {
  const amount = formatMoney(one.amount_minor, one.currency);
  const values = { sharer: one.sharer_handle, amount };
  return action === "release"
    ? t("{sharer} keeps {amount}, as for any other order. This cannot be taken back.", values)
    : t("{sharer} does not get {amount}. This cannot be taken back.", values);
}
