// How many points may leave in a show's packets. Managers set it.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import type { BudgetView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";
import { wholeNumber } from "./packetDraft";
import type { ControlSession } from "./session";

interface BudgetFormProps {
  session: ControlSession;
  budget: BudgetView;
  onDone: (budget: BudgetView) => void;
}

export function BudgetForm({ session, budget, onDone }: BudgetFormProps) {
  const [points, setPoints] = useState(String(budget.points));
  const [isTried, setTried] = useState(false);
  const number = wholeNumber(points, 0, 10_000_000);
  const errors = number === null ? { points: t("Give a whole number from 0 to 10,000,000.") } : {};
  const action = useAction(async () => onDone(await session.setPacketBudget(number ?? 0)));
  const shown: { points?: string } = { ...(isTried ? errors : {}), ...action.problem?.fields };
  return (
    <ActionForm
      action={action}
      fields={["points"]}
      label={t("Save")}
      errors={errors}
      onWrong={() => setTried(true)}
      isInDialog
    >
      <TextField
        label={t("Points")}
        name="points"
        value={points}
        onText={(text) => {
          setPoints(text);
          action.clear();
        }}
        error={shown.points}
        hint={t("What nobody opens comes back to it.")}
        inputMode="numeric"
        required
      />
    </ActionForm>
  );
}
