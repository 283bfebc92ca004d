// How a deal is sold to teams, in the form of its terms.

import { t } from "../lib/words";
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
          <Field label={t("Size")} hint={t("All places must be paid.")} error={errors["team.size"]}>
            {(control) => (
              <select
                {...control}
                class="input"
                name="team_size"
                value={draft.teamSize}
                onChange={(event) => onChange({ teamSize: event.currentTarget.value })}
              >
                {[2, 3, 4, 5].map((size) => (
                  <option key={size} value={size}>
                    {t("{size} people", { size })}
                  </option>
                ))}
              </select>
            )}
          </Field>
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
