// What a packet holds, for how many, and for whom.

import { useState } from "preact/hooks";
import { t, tn } from "../lib/words";
import type { BudgetView, TierView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Field, TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";
import { bodyOf, errorsOf, newDraft, type PacketDraft, type PacketErrors } from "./packetDraft";
import type { ControlSession } from "./session";

const DURATIONS_S = [30, 60, 120, 300, 600];

interface PacketFormProps {
  session: ControlSession;
  budget: BudgetView | null;
  onDone: () => void;
}

export function PacketForm({ session, budget, onDone }: PacketFormProps) {
  const [draft, setDraft] = useState(newDraft);
  const [isTried, setTried] = useState(false);
  const errors = errorsOf(draft, budget && budget.points - budget.spent);
  const action = useAction(async () => {
    await session.dropPacket(bodyOf(draft));
    onDone();
  });
  const shown: PacketErrors = { ...(isTried ? errors : {}), ...action.problem?.fields };
  const edit = (part: Partial<PacketDraft>) => {
    setDraft({ ...draft, ...part });
    action.clear();
  };
  return (
    <ActionForm
      action={action}
      fields={["greeting", "points", "shares"]}
      label={t("Drop it")}
      errors={errors}
      onWrong={() => setTried(true)}
      isInDialog
    >
      <TextField
        label={t("Greeting")}
        name="greeting"
        value={draft.greeting}
        onText={(greeting) => edit({ greeting })}
        error={shown.greeting}
        maxLength={80}
        required
      />
      <TextField
        label={t("Points in all")}
        name="points"
        value={draft.points}
        onText={(points) => edit({ points })}
        error={shown.points}
        inputMode="numeric"
        required
      />
      <TextField
        label={t("How many can open it")}
        name="shares"
        value={draft.shares}
        onText={(shares) => edit({ shares })}
        error={shown.shares}
        inputMode="numeric"
        required
      />
      <Choices draft={draft} tiers={session.brand.tiers} onChange={edit} />
    </ActionForm>
  );
}

interface ChoicesProps {
  draft: PacketDraft;
  tiers: readonly TierView[];
  onChange: (part: Partial<PacketDraft>) => void;
}

function Choices({ draft, tiers, onChange }: ChoicesProps) {
  return (
    <>
      <Field label={t("Split")}>
        {(control) => (
          <select
            {...control}
            class="input"
            name="split"
            value={draft.split}
            onChange={(event) =>
              onChange({ split: event.currentTarget.value === "equal" ? "equal" : "lucky" })
            }
          >
            <option value="lucky">{t("By chance, and everyone gets something")}</option>
            <option value="equal">{t("In equal shares")}</option>
          </select>
        )}
      </Field>
      <Field label={t("Open for")}>
        {(control) => (
          <select
            {...control}
            class="input"
            name="open_for"
            value={draft.openForS}
            onChange={(event) => onChange({ openForS: Number(event.currentTarget.value) })}
          >
            {DURATIONS_S.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds < 60
                  ? tn("{count} second", "{count} seconds", seconds)
                  : tn("{count} minute", "{count} minutes", seconds / 60)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t("For")} hint={t("Who is no member yet can join with the same press.")}>
        {(control) => (
          <select
            {...control}
            class="input"
            name="min_tier"
            value={draft.minTierRank}
            onChange={(event) => onChange({ minTierRank: Number(event.currentTarget.value) })}
          >
            <option value={1}>{t("All members")}</option>
            {tiers
              .filter(({ rank }) => rank > 1)
              .map((tier) => (
                <option key={tier.rank} value={tier.rank}>
                  {t("{tier} members and above", { tier: tier.name })}
                </option>
              ))}
          </select>
        )}
      </Field>
    </>
  );
}
