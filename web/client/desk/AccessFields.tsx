// To whom a show is open, and who comes in before the others.

import { headStartText } from "../gate/gate";
import { tierChoices } from "../lib/tierChoices";
import { t } from "../lib/words";
import type { BrandView } from "../types.gen";
import { ChoiceField } from "../ui/ChoiceField";
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
      <ChoiceField
        label={t("Open to")}
        hint={t(
          "Who is below this tier finds a page that says so, and can join there. It can be changed until the show begins.",
        )}
        error={errors["access.min_tier_rank"]}
        name="min_tier_rank"
        value={terms.min_tier_rank}
        choices={[[0, t("Everybody")], ...tierChoices(brand.tiers)]}
        onChoose={(rank) => onChange(opened(terms, rank))}
      />
      {above.length > 0 && (
        <ChoiceField
          label={t("Who comes in first")}
          hint={t("From the show's beginning; the others wait at its gate.")}
          error={errors["access.first_tier_rank"]}
          name="first_tier_rank"
          value={terms.first_tier_rank}
          choices={[[0, t("Nobody: all at the same time")], ...tierChoices(above)]}
          onChoose={(rank) => onChange(withFirst(terms, rank))}
        />
      )}
      {terms.first_tier_rank > 0 && (
        <ChoiceField
          label={t("How long before the others")}
          error={errors["access.head_start_s"]}
          name="head_start_s"
          value={terms.head_start_s}
          choices={headStarts(terms.head_start_s).map((s) => [s, headStartText(s)])}
          onChoose={(head_start_s) => onChange({ ...terms, head_start_s })}
        />
      )}
    </>
  );
}
