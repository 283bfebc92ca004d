// To whom a show is open, and who comes in before the others.

import { headStartText } from "../gate/gate";
import type { AccessTerms, BrandView, ShowView } from "../types.gen";
import { Field } from "../ui/Field";

export const ACCESS_FIELDS = [
  "access.min_tier_rank",
  "access.first_tier_rank",
  "access.head_start_s",
];
const HEAD_STARTS_S = [30, 60, 120, 300, 600, 1800];
const USUAL_HEAD_START_S = 120;

export type Terms = Required<AccessTerms>;

export function accessTerms(show: ShowView | undefined): Terms {
  const { min_tier_rank = 0, first_tier_rank = 0, head_start_s = 0 } = show?.access ?? {};
  return { min_tier_rank, first_tier_rank, head_start_s };
}

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
        label="Open to"
        hint="Who is below this tier finds a page that says so, and can join there. It can be changed until the show begins."
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
            <option value="0">Everybody</option>
            {brand.tiers.map((tier) => (
              <option key={tier.rank} value={tier.rank}>
                {tier.name} members and above
              </option>
            ))}
          </select>
        )}
      </Field>
      {above.length > 0 && (
        <Field
          label="Who comes in first"
          hint="From the show's beginning; the others wait at its gate."
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
              <option value="0">Nobody: all at the same time</option>
              {above.map((tier) => (
                <option key={tier.rank} value={tier.rank}>
                  {tier.name} members and above
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {terms.first_tier_rank > 0 && (
        <Field label="How long before the others" error={errors["access.head_start_s"]}>
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
              {choices(terms.head_start_s).map((seconds) => (
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

/** Nobody comes first who may not come in at all, or as everybody does. */
function opened(terms: Terms, minTierRank: number): Terms {
  const changed = { ...terms, min_tier_rank: minTierRank };
  return terms.first_tier_rank > minTierRank ? changed : withFirst(changed, 0);
}

function withFirst(terms: Terms, firstTierRank: number): Terms {
  const headStart = terms.head_start_s || USUAL_HEAD_START_S;
  return {
    ...terms,
    first_tier_rank: firstTierRank,
    head_start_s: firstTierRank > 0 ? headStart : 0,
  };
}

/** The usual ones, and what a program chose. */
function choices(chosen: number): number[] {
  return [...new Set([...HEAD_STARTS_S, chosen])].sort((one, other) => one - other);
}
