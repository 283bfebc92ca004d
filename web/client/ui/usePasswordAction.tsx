// An action for which the server may want the password first: then it is asked for, and the action is tried again.
//
//   const give = usePasswordAction(async () => onGiven(await api.put(PATH, draft)));
//   <ActionForm action={give} …>…</ActionForm>
//   {give.dialog}

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api, Problem } from "../lib/api";
import { t } from "../lib/words";
import { ActionForm } from "./ActionForm";
import { Dialog } from "./Dialog";
import { OwnPasswordField } from "./PasswordField";
import { type Action, useAction } from "./useAction";

export interface PasswordAction extends Action<[]> {
  /** Stands beside the form, not inside. */
  dialog: ComponentChildren;
}

export function usePasswordAction(work: () => Promise<void>): PasswordAction {
  const [isAsking, setAsking] = useState(false);
  const action = useAction(async () => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "account.password_needed") throw error;
      setAsking(true);
    }
  });
  const confirmed = () => {
    setAsking(false);
    void action.run();
  };
  const dialog = (
    <Dialog isOpen={isAsking} title={t("Is it you?")} onClose={() => setAsking(false)}>
      <Confirmation onConfirmed={confirmed} />
    </Dialog>
  );
  return { ...action, dialog };
}

function Confirmation({ onConfirmed }: { onConfirmed: () => void }) {
  const [password, setPassword] = useState("");
  const confirm = useAction(async () => {
    await api.post("/api/session/confirmation", { password });
    onConfirmed();
  });
  return (
    <>
      <p class="muted">
        {t(
          "Enter your password, so that nobody else does this in your place. It counts for ten minutes.",
        )}
      </p>
      <ActionForm action={confirm} fields={["password"]} label={t("Go on")} isInDialog>
        <OwnPasswordField
          value={password}
          onText={setPassword}
          error={confirm.problem?.fields.password}
        />
      </ActionForm>
    </>
  );
}
