// The rule of a segment: groups of conditions, each a range of one fact.

import { t } from "../lib/words";
import type { BrandView } from "../types.gen";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";
import { PlusIcon } from "../ui/icons";
import {
  type ConditionDraft,
  type Errors,
  type GroupDraft,
  isDays,
  type Kind,
  MOST_CONDITIONS,
  MOST_GROUPS,
  newCondition,
  newGroup,
  type RuleDraft,
} from "./ruleDraft";

export interface ConditionsProps {
  brand: BrandView;
  /** Of which members bought something. */
  categories: string[];
  draft: RuleDraft;
  errors: Errors;
  onChange: (draft: RuleDraft) => void;
}

export function Conditions({ draft, onChange, ...shared }: ConditionsProps) {
  const set = (group: GroupDraft) =>
    onChange({
      ...draft,
      groups: draft.groups.map((other) => (other.key === group.key ? group : other)),
    });
  const remove = (key: number) =>
    onChange({ ...draft, groups: draft.groups.filter((other) => other.key !== key) });
  return (
    <div class="rule">
      {draft.groups.length > 1 && (
        <MatchField
          label={t("Members who fit")}
          all={t("all of these groups")}
          any={t("any of these groups")}
          value={draft.match}
          onChoose={(match) => onChange({ ...draft, match })}
        />
      )}
      {draft.groups.map((group, place) => (
        <Group
          key={group.key}
          {...shared}
          group={group}
          number={place + 1}
          onChange={set}
          onRemove={draft.groups.length > 1 ? () => remove(group.key) : null}
        />
      ))}
      {draft.groups.length < MOST_GROUPS && (
        <Button
          variant="quiet"
          onClick={() => onChange({ ...draft, groups: [...draft.groups, newGroup()] })}
        >
          <PlusIcon /> {t("Add a group")}
        </Button>
      )}
    </div>
  );
}

interface GroupProps extends Omit<ConditionsProps, "draft" | "onChange"> {
  group: GroupDraft;
  number: number;
  onChange: (group: GroupDraft) => void;
  onRemove: (() => void) | null;
}

function Group({ group, number, onChange, onRemove, ...shared }: GroupProps) {
  const { conditions } = group;
  const set = (condition: ConditionDraft) =>
    onChange({
      ...group,
      conditions: conditions.map((other) => (other.key === condition.key ? condition : other)),
    });
  const remove = (key: number) =>
    onChange({ ...group, conditions: conditions.filter((other) => other.key !== key) });
  return (
    <fieldset class="rule-group card card-pad">
      <legend class="eyebrow">{t("Group {number}", { number })}</legend>
      {conditions.length > 1 && (
        <MatchField
          label={t("Who fits")}
          all={t("all of these conditions")}
          any={t("any of these conditions")}
          value={group.match}
          onChoose={(match) => onChange({ ...group, match })}
        />
      )}
      {conditions.length === 0 && <p class="small muted">{t("Every member fits.")}</p>}
      {conditions.map((condition) => (
        <ConditionRow
          key={condition.key}
          {...shared}
          condition={condition}
          onChange={set}
          onRemove={() => remove(condition.key)}
        />
      ))}
      <div class="row">
        {conditions.length < MOST_CONDITIONS && (
          <Button
            size="s"
            onClick={() => onChange({ ...group, conditions: [...conditions, newCondition()] })}
          >
            <PlusIcon /> {t("Add a condition")}
          </Button>
        )}
        {onRemove && (
          <Button size="s" variant="quiet" onClick={onRemove}>
            {t("Remove group {number}", { number })}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface ConditionRowProps extends Omit<ConditionsProps, "draft" | "onChange"> {
  condition: ConditionDraft;
  onChange: (condition: ConditionDraft) => void;
  onRemove: () => void;
}

function ConditionRow({ condition, errors, onChange, onRemove, ...shared }: ConditionRowProps) {
  const kinds = kindNames();
  const choose = (kind: Kind) => onChange({ ...newCondition(kind), key: condition.key });
  return (
    <div class="rule-condition">
      <ChoiceField
        label={t("What")}
        error={errors[condition.key]}
        value={condition.kind}
        choices={kinds}
        onChoose={choose}
      />
      <Bounds condition={condition} onChange={onChange} {...shared} />
      <Button size="s" variant="quiet" onClick={onRemove}>
        {t("Remove")}
        <span class="visually-hidden"> {kinds.find(([kind]) => kind === condition.kind)?.[1]}</span>
      </Button>
    </div>
  );
}

interface BoundsProps {
  brand: BrandView;
  categories: string[];
  condition: ConditionDraft;
  onChange: (condition: ConditionDraft) => void;
}

function Bounds({ brand, categories, condition, onChange }: BoundsProps) {
  const { kind } = condition;
  if (kind === "categories") {
    return (
      <Categories
        categories={categories}
        chosen={condition.categories}
        onChoose={(chosen) => onChange({ ...condition, categories: chosen })}
      />
    );
  }
  const [least, most] = boundNames(kind);
  const fields = [
    [least, "least"],
    [most, "most"],
  ] as const;
  return (
    <>
      {fields.map(([label, name]) =>
        kind === "tier_rank" ? (
          <TierField
            key={name}
            brand={brand}
            label={label}
            value={condition[name]}
            onChoose={(rank) => onChange({ ...condition, [name]: rank })}
          />
        ) : (
          <TextField
            key={name}
            label={label}
            name={name}
            value={condition[name]}
            onText={(text) => onChange({ ...condition, [name]: text })}
            inputMode={kind === "spend_minor" ? "decimal" : "numeric"}
            autocomplete="off"
            maxLength={12}
            isOptional
          />
        ),
      )}
    </>
  );
}

interface TierFieldProps {
  brand: BrandView;
  label: string;
  value: string;
  onChoose: (rank: string) => void;
}

function TierField({ brand, label, value, onChoose }: TierFieldProps) {
  return (
    <ChoiceField
      label={label}
      value={value}
      choices={[
        ["", t("Any tier")],
        ...brand.tiers.map(({ rank, name }): [string, string] => [String(rank), name]),
      ]}
      onChoose={onChoose}
    />
  );
}

interface CategoriesProps {
  categories: string[];
  chosen: string[];
  onChoose: (chosen: string[]) => void;
}

function Categories({ categories, chosen, onChoose }: CategoriesProps) {
  const all = [...new Set([...categories, ...chosen])].sort();
  if (all.length === 0) return <p class="small muted">{t("Nobody has bought anything yet.")}</p>;
  return (
    <fieldset class="rule-categories">
      <legend class="field-label">{t("Any of")}</legend>
      {all.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={({ currentTarget }) =>
              onChoose(
                currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name),
              )
            }
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

interface MatchFieldProps {
  label: string;
  all: string;
  any: string;
  value: "all" | "any";
  onChoose: (match: "all" | "any") => void;
}

function MatchField({ label, all, any, value, onChoose }: MatchFieldProps) {
  return (
    <ChoiceField
      label={label}
      value={value}
      choices={[
        ["all", all],
        ["any", any],
      ]}
      onChoose={onChoose}
    />
  );
}

function kindNames(): [Kind, string][] {
  return [
    ["tier_rank", t("Tier")],
    ["last_bought_at", t("Last bought, days ago")],
    ["orders", t("Number of orders")],
    ["spend_minor", t("Spend in all")],
    ["shows_watched", t("Shows watched")],
    ["last_watched_at", t("Last watched, days ago")],
    ["categories", t("Bought of a category")],
    ["green_bp", t("Green part of the spend, in percent")],
    ["joined_at", t("Joined, days ago")],
  ];
}

function boundNames(kind: Kind): [string, string] {
  if (isDays(kind)) return [t("At least so many days ago"), t("At most so many days ago")];
  return kind === "tier_rank" ? [t("From"), t("Up to")] : [t("At least"), t("At most")];
}
