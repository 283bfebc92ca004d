// The brand takes back what it sold in advance: one order, or a whole deal. Deposits go back in full.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import { Button } from "../ui/Button";
import { ConfirmDialog } from "../ui/Dialog";
import { useAction } from "../ui/useAction";

export interface WithdrawalProps {
  /** What is withdrawn, as its button says it to who does not see it. */
  what: string;
  title: string;
  text: string;
  withdraw: () => Promise<void>;
}

export function Withdrawal({ what, title, text, withdraw }: WithdrawalProps) {
  const [isAsking, setAsking] = useState(false);
  const action = useAction(async () => {
    await withdraw();
    setAsking(false);
  });
  return (
    <>
      <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
        {t("Withdraw")}
        <span class="visually-hidden"> {what}</span>
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={title}
        text={text}
        action={t("Withdraw, and return the money")}
        isDangerous
        isBusy={action.isBusy}
        error={action.problem?.detail}
        onConfirm={() => void action.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
