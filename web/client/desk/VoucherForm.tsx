// Issues a voucher of a brand, or of the operator for all brands.

import { api } from "../lib/api";
import { timeZoneName } from "../lib/dates";
import { t } from "../lib/words";
import type { NewVoucher, VoucherView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { ChoiceField, choicesOf } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";
import { useDraft } from "../ui/useDraft";
import {
  type Draft,
  type Errors,
  type Issuer,
  proposedDraft,
  read,
  type VoucherShow,
} from "./voucherDraft";

const KINDS = {
  percent: t("A share"),
  fixed: t("An amount"),
  each: t("An amount for each full step"),
};
const WAYS = {
  collect: t("Collect it in a show"),
  code: t("Enter a code"),
  grant: t("Get it from you by name"),
  everyone: t("Need do nothing: everyone has it"),
};
const STACKING = {
  level: t("Other vouchers, but one of each level"),
  free: t("Any other voucher"),
  alone: t("No other voucher"),
};

export interface VoucherFormProps {
  issuer: Issuer;
  /** Where it can be collected. */
  shows: VoucherShow[];
  onIssued: (voucher: VoucherView) => void;
}

export function VoucherForm({ issuer, shows, onIssued }: VoucherFormProps) {
  const { draft, edit, wrong, form } = useDraft(
    () => proposedDraft(Date.now(), shows[0]?.id ?? "", issuer.currencies[0] ?? "EUR"),
    (draft) => read(draft, issuer.isForAll, Date.now()).errors,
    async () => onIssued(await api.post<VoucherView>(issuer.path, body)),
  );
  const { body } = read(draft, issuer.isForAll, Date.now());
  const part: PartProps = { draft, errors: wrong, onChange: edit };
  return (
    <ActionForm {...form} fields={Object.keys(body)} label={t("Issue the voucher")}>
      {issuer.currencies.length > 1 && (
        <Choice
          {...part}
          of="currency"
          label={t("Currency")}
          options={Object.fromEntries(issuer.currencies.map((code) => [code, code]))}
        />
      )}
      <Benefit {...part} />
      <Way {...part} shows={shows} />
      <Limits {...part} />
    </ActionForm>
  );
}

interface PartProps {
  draft: Draft;
  errors: Errors;
  onChange: (part: Partial<Draft>) => void;
}

function Benefit(part: PartProps) {
  const { draft } = part;
  return (
    <>
      <Text {...part} of="title" field="title" label={t("Title")} />
      <Choice {...part} of="kind" label={t("It takes")} options={KINDS} />
      <div class="form-row">
        {draft.kind === "percent" && (
          <Text {...part} of="percent" field="rate_bp" label={t("Percent")} isNumber />
        )}
        {draft.kind !== "percent" && (
          <Text
            {...part}
            of="amount"
            field="amount_minor"
            label={t("Amount in {currency}", { currency: draft.currency })}
            isNumber
          />
        )}
        {draft.kind === "each" && (
          <Text {...part} of="step" field="step_minor" label={t("For each full")} isNumber />
        )}
        {draft.kind !== "fixed" && (
          <Text {...part} of="cap" field="cap_minor" label={t("At most")} isNumber isOptional />
        )}
        <Text
          {...part}
          of="threshold"
          field="threshold_minor"
          label={t("From")}
          isNumber
          isOptional
        />
      </div>
      <Text {...part} of="category" field="category" label={t("Only of the category")} isOptional />
      <Choice {...part} of="stacking" label={t("It goes together with")} options={STACKING} />
    </>
  );
}

function Way(part: PartProps & { shows: VoucherShow[] }) {
  const { draft, shows } = part;
  const names = Object.fromEntries(shows.map((show) => [show.id, show.title]));
  return (
    <>
      <Choice {...part} of="how" label={t("People")} options={WAYS} />
      {draft.how === "collect" && (
        <Choice
          {...part}
          of="showId"
          label={t("Show")}
          options={names}
          error={part.errors.show_id}
        />
      )}
      {draft.how === "code" && (
        <Text
          {...part}
          of="code"
          field="code"
          label={t("Code")}
          hint={t("Without one it gets a code.")}
          isOptional
        />
      )}
    </>
  );
}

function Limits(part: PartProps) {
  const { draft, errors, onChange } = part;
  return (
    <>
      <div class="form-row">
        <Text {...part} of="perPerson" field="per_person" label={t("For one person")} isNumber />
        <Text {...part} of="total" field="total_limit" label={t("For all")} isNumber isOptional />
        <Text
          {...part}
          of="budget"
          field="budget_minor"
          label={t("Budget in {currency}", { currency: draft.currency })}
          isNumber
          isOptional
        />
      </div>
      <TextField
        label={t("Until")}
        name="ends"
        type="datetime-local"
        value={draft.ends}
        onText={(ends) => onChange({ ends })}
        error={errors.ends_at_ms}
        hint={t("Your local time ({time}). It can be used from now on.", { time: timeZoneName() })}
        required
      />
    </>
  );
}

interface TextProps extends PartProps {
  of: keyof Draft;
  field: keyof NewVoucher;
  label: string;
  hint?: string;
  isNumber?: boolean;
  isOptional?: boolean;
}

function Text({ draft, errors, onChange, of, field, label, ...look }: TextProps) {
  return (
    <TextField
      label={label}
      name={of}
      value={draft[of]}
      onText={(text) => onChange({ [of]: text })}
      error={errors[field]}
      hint={look.hint}
      isOptional={look.isOptional ?? false}
      inputMode={look.isNumber ? "decimal" : "text"}
      autocomplete="off"
      maxLength={80}
    />
  );
}

interface ChoiceProps extends PartProps {
  of: keyof Draft;
  label: string;
  options: Record<string, string>;
  error?: string | undefined;
}

function Choice({ draft, onChange, of, label, options, error }: ChoiceProps) {
  return (
    <ChoiceField
      label={label}
      error={error}
      name={of}
      value={String(draft[of])}
      choices={choicesOf(options)}
      onChoose={(value) => onChange({ [of]: value })}
    />
  );
}
