// How many points may leave in a show's packets. Managers set it.

import { t } from "../lib/words";
import type { BudgetView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { TextField } from "../ui/Field";
import { useDraft } from "../ui/useDraft";
import { wholeNumber } from "./packetDraft";
import type { ControlSession } from "./session";

const MOST = 10_000_000;

interface BudgetFormProps {
  session: ControlSession;
  budget: BudgetView;
  onDone: (budget: BudgetView) => void;
}

export function BudgetForm({ session, budget, onDone }: BudgetFormProps) {
  const { draft, edit, wrong, form } = useDraft(
    { points: String(budget.points) },
    ({ points }) =>
      wholeNumber(points, 0, MOST) === null
        ? { points: t("Give a whole number from 0 to 10,000,000.") }
        : {},
    async ({ points }) => onDone(await session.setPacketBudget(wholeNumber(points, 0, MOST) ?? 0)),
  );
  return (
    <ActionForm {...form} fields={["points"]} label={t("Save")} isInDialog>
      <TextField
        label={t("Points")}
        name="points"
        value={draft.points}
        onText={(points) => edit({ points })}
        error={wrong.points}
        hint={t("What nobody opens comes back to it.")}
        inputMode="numeric"
        required
      />
    </ActionForm>
  );
}
