// The most that a brand gives, in money and in points.

import { formatMoney } from "../lib/money";
import { t, tn } from "../lib/words";
import { TextField } from "../ui/Field";
import type { PartProps } from "./Rewards";
import type { LimitsDraft } from "./rewardDraft";

export function Limits(part: PartProps) {
  const { brand, terms, draft } = part;
  const hasPoints =
    draft.tiers.some(({ kind }) => kind === "points") ||
    Object.values(draft.points).some((limit) => limit !== "");
  return (
    <section class="programme-part" aria-labelledby="limits-title">
      <h2 id="limits-title">{t("At most")}</h2>
      <p class="small muted">
        {t(
          "A reward that meets a limit is smaller, and the member sees why. Empty: no limit. Refunds give back what they took of the budget.",
        )}
      </p>
      <LimitFields
        part={part}
        unit="money"
        title={t("In {currency}", { currency: brand.currency })}
        spent={t("Spent so far: {amount}", {
          amount: formatMoney(terms.money.spent, brand.currency),
        })}
      />
      {hasPoints && (
        <LimitFields
          part={part}
          unit="points"
          title={t("In points")}
          spent={tn(
            "Spent so far: {count} point",
            "Spent so far: {count} points",
            terms.points.spent,
          )}
        />
      )}
    </section>
  );
}

interface LimitFieldsProps {
  part: PartProps;
  unit: "money" | "points";
  title: string;
  spent: string;
}

function LimitFields({ part, unit, title, spent }: LimitFieldsProps) {
  const { draft, errors, onChange } = part;
  const limits = draft[unit];
  const field = (of: keyof LimitsDraft, name: string, label: string, hint?: string) => (
    <TextField
      label={label}
      name={`${unit}-${name}`}
      value={limits[of]}
      onText={(text) => onChange({ [unit]: { ...limits, [of]: text } })}
      error={errors[`${unit}.${name}`]}
      hint={hint}
      inputMode="decimal"
      autocomplete="off"
      isOptional
    />
  );
  return (
    <fieldset class="card card-pad programme-tier">
      <legend class="eyebrow">{title}</legend>
      <div class="programme-fields">
        {field("perDay", "per_day", t("A member on one day"))}
        {field("perFriend", "per_friend", t("A member by one friend"))}
        {field("budget", "budget", t("All members together"), spent)}
      </div>
    </fieldset>
  );
}
