// How a deal is sold to teams, in the form of its terms.

import { t } from "../lib/words";
import { ChoiceField } from "../ui/ChoiceField";
import { Field, TextField } from "../ui/Field";
import type { Draft } from "./terms";

export interface TeamFieldsProps {
  draft: Draft;
  currency: string;
  /** By the name of the wire's field. */
  errors: Readonly<Record<string, string | undefined>>;
  onChange: (part: Partial<Draft>) => void;
}

export function TeamFields({ draft, currency, errors, onChange }: TeamFieldsProps) {
  return (
    <>
      <Field
        label={t("Sell it to teams too")}
        hint={t(
          "Friends who buy together pay less. A team that is not filled in time is refunded in full.",
        )}
        error={draft.isForTeams ? undefined : errors["team.price_minor"]}
        isChecked
      >
        {(control) => (
          <input
            {...control}
            type="checkbox"
            name="is_for_teams"
            checked={draft.isForTeams}
            disabled={draft.isPresale}
            onChange={(event) => onChange({ isForTeams: event.currentTarget.checked })}
          />
        )}
      </Field>
      {draft.isForTeams && (
        <div class="form-row">
          <TextField
            label={t("Team price in {currency}", { currency })}
            name="team_price"
            value={draft.teamPrice}
            onText={(teamPrice) => onChange({ teamPrice })}
            error={errors["team.price_minor"]}
            hint={t("What each member pays: less than the price.")}
            inputMode="decimal"
            autocomplete="off"
            required
          />
          <ChoiceField
            label={t("Size")}
            hint={t("All places must be paid.")}
            error={errors["team.size"]}
            name="team_size"
            value={Number(draft.teamSize)}
            choices={[2, 3, 4, 5].map((size) => [size, t("{size} people", { size })])}
            onChoose={(size) => onChange({ teamSize: String(size) })}
          />
          <TextField
            label={t("Minutes to fill")}
            name="team_minutes"
            value={draft.teamMinutes}
            onText={(teamMinutes) => onChange({ teamMinutes })}
            error={errors["team.minutes"]}
            hint={t("Never longer than the deal is open.")}
            inputMode="numeric"
            autocomplete="off"
            required
          />
        </div>
      )}
    </>
  );
}
