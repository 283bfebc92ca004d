// To whom a show is open, and who comes in before the others.

import { headStartText } from "../gate/gate";
import { t } from "../lib/words";
import type { BrandView } from "../types.gen";
import { Field } from "../ui/Field";
import { headStarts, opened, type Terms, withFirst } from "./access";

export interface AccessFieldsProps {
  brand: BrandView;
  terms: Terms;
  errors: Readonly<Record<string, string>>;
  onChange: (terms: Terms) => void;
}

export function AccessFields({ brand, terms, errors, onChange }: AccessFieldsProps) {
  const above = brand.tiers.filter(({ rank }) => rank > terms.min_tier_rank);
  return (
    <>
      <Field
        label={t("Open to")}
        hint={t(
          "Who is below this tier finds a page that says so, and can join there. It can be changed until the show begins.",
        )}
        error={errors["access.min_tier_rank"]}
      >
        {(control) => (
          <select
            {...control}
            class="input"
            name="min_tier_rank"
            value={terms.min_tier_rank}
            onChange={({ currentTarget }) => onChange(opened(terms, Number(currentTarget.value)))}
          >
            <option value="0">{t("Everybody")}</option>
            {brand.tiers.map((tier) => (
              <option key={tier.rank} value={tier.rank}>
                {t("{name} members and above", { name: tier.name })}
              </option>
            ))}
          </select>
        )}
      </Field>
      {above.length > 0 && (
        <Field
          label={t("Who comes in first")}
          hint={t("From the show's beginning; the others wait at its gate.")}
          error={errors["access.first_tier_rank"]}
        >
          {(control) => (
            <select
              {...control}
              class="input"
              name="first_tier_rank"
              value={terms.first_tier_rank}
              onChange={({ currentTarget }) =>
                onChange(withFirst(terms, Number(currentTarget.value)))
              }
            >
              <option value="0">{t("Nobody: all at the same time")}</option>
              {above.map((tier) => (
                <option key={tier.rank} value={tier.rank}>
                  {t("{name} members and above", { name: tier.name })}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {terms.first_tier_rank > 0 && (
        <Field label={t("How long before the others")} error={errors["access.head_start_s"]}>
          {(control) => (
            <select
              {...control}
              class="input"
              name="head_start_s"
              value={terms.head_start_s}
              onChange={({ currentTarget }) =>
                onChange({ ...terms, head_start_s: Number(currentTarget.value) })
              }
            >
              {headStarts(terms.head_start_s).map((seconds) => (
                <option key={seconds} value={seconds}>
                  {headStartText(seconds)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </>
  );
}
