// What a packet holds, for how many, and for whom.

import { tierChoices } from "../lib/tierChoices";
import { t } from "../lib/words";
import type { BudgetView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { ChoiceField } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";
import { useDraft } from "../ui/useDraft";
import { DURATIONS } from "./durations";
import { bodyOf, errorsOf, newDraft } from "./packetDraft";
import type { ControlSession } from "./session";

interface PacketFormProps {
  session: ControlSession;
  budget: BudgetView | null;
  onDone: () => void;
}

export function PacketForm({ session, budget, onDone }: PacketFormProps) {
  const { draft, edit, wrong, form } = useDraft(
    newDraft,
    (draft) => errorsOf(draft, budget && budget.points - budget.spent),
    async (draft) => {
      await session.dropPacket(bodyOf(draft));
      onDone();
    },
  );
  return (
    <ActionForm {...form} fields={["greeting", "points", "shares"]} label={t("Drop it")} isInDialog>
      <TextField
        label={t("Greeting")}
        name="greeting"
        value={draft.greeting}
        onText={(greeting) => edit({ greeting })}
        error={wrong.greeting}
        maxLength={80}
        required
      />
      <TextField
        label={t("Points in all")}
        name="points"
        value={draft.points}
        onText={(points) => edit({ points })}
        error={wrong.points}
        inputMode="numeric"
        required
      />
      <TextField
        label={t("How many can open it")}
        name="shares"
        value={draft.shares}
        onText={(shares) => edit({ shares })}
        error={wrong.shares}
        inputMode="numeric"
        required
      />
      <ChoiceField
        label={t("Split")}
        name="split"
        value={draft.split}
        choices={[
          ["lucky", t("By chance, and everyone gets something")],
          ["equal", t("In equal shares")],
        ]}
        onChoose={(split) => edit({ split })}
      />
      <ChoiceField
        label={t("Open for")}
        name="open_for"
        value={draft.openForS}
        choices={DURATIONS}
        onChoose={(openForS) => edit({ openForS })}
      />
      <ChoiceField
        label={t("For")}
        hint={t("Who is no member yet can join with the same press.")}
        name="min_tier"
        value={draft.minTierRank}
        choices={[
          [1, t("All members")],
          ...tierChoices(session.brand.tiers.filter(({ rank }) => rank > 1)),
        ]}
        onChoose={(minTierRank) => edit({ minTierRank })}
      />
    </ActionForm>
  );
}
