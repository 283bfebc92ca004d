// How a deal is sold in advance, in the form of its terms.

import { formatMoney } from "../lib/money";
import { windowWords } from "../lib/presale";
import { t } from "../lib/words";
import type { SaleWindowView } from "../types.gen";
import { ChoiceField } from "../ui/ChoiceField";
import { Field, TextField } from "../ui/Field";
import type { Draft, Terms } from "./terms";

export interface PresaleFieldsProps {
  draft: Draft;
  terms: Terms;
  windows: readonly SaleWindowView[];
  currency: string;
  /** By the name of the wire's field. */
  errors: Readonly<Record<string, string | undefined>>;
  onChange: (part: Partial<Draft>) => void;
}

export function PresaleFields(props: PresaleFieldsProps) {
  const { draft, terms, windows, currency, errors, onChange } = props;
  const open = windows.filter(({ deposit_until_ms }) => deposit_until_ms > Date.now());
  return (
    <>
      <Field
        label={t("Sell it in advance")}
        hint={
          open.length > 0
            ? t("Buyers pay a deposit now, and the balance when its window opens.")
            : t("There is no sale window for deposits. A manager adds one at the host desk.")
        }
        isChecked
      >
        {(control) => (
          <input
            {...control}
            type="checkbox"
            name="is_presale"
            checked={draft.isPresale}
            disabled={open.length === 0 && !draft.isPresale}
            onChange={(event) =>
              onChange({
                isPresale: event.currentTarget.checked,
                windowId: draft.windowId || (open[0]?.id ?? ""),
              })
            }
          />
        )}
      </Field>
      {draft.isPresale && (
        <>
          <ChoiceField
            label={t("Sale window")}
            hint={windowHint(windows.find(({ id }) => id === draft.windowId))}
            error={errors["presale.sale_window_id"]}
            name="sale_window_id"
            value={draft.windowId}
            choices={open.map(({ id, title }) => [id, title])}
            onChoose={(windowId) => onChange({ windowId })}
          />
          <div class="form-row">
            <TextField
              label={t("Deposit in {currency}", { currency })}
              name="deposit"
              value={draft.deposit}
              onText={(deposit) => onChange({ deposit })}
              error={errors["presale.deposit_minor"]}
              hint={t("What a buyer pays now for one piece, within 30 minutes.")}
              inputMode="decimal"
              autocomplete="off"
              required
            />
            <TextField
              label={t("It counts for, in {currency}", { currency })}
              name="worth"
              value={draft.worth}
              onText={(worth) => onChange({ worth })}
              error={errors["presale.worth_minor"]}
              hint={t("At least the deposit, at most the price. More rewards who reserves early.")}
              inputMode="decimal"
              autocomplete="off"
              required
            />
          </div>
          <p class="small muted">{sumHint(terms, currency)}</p>
        </>
      )}
    </>
  );
}

function windowHint(window: SaleWindowView | undefined): string {
  if (!window) return t("Choose when deposits and balances are paid.");
  return t("Balances {window}.", { window: windowWords(window) });
}

function sumHint({ price_minor, presale }: Terms, currency: string): string {
  const { deposit_minor = Number.NaN, worth_minor = Number.NaN } = presale ?? {};
  const balance = price_minor - worth_minor;
  if (!(balance >= 0) || Number.isNaN(deposit_minor)) return "";
  const first = formatMoney(deposit_minor, currency);
  const rest = formatMoney(balance, currency);
  return t(
    "{first} now and {rest} later: {amount} for one piece. A deposit stays with you if its balance is not paid.",
    { first, rest, amount: formatMoney(deposit_minor + balance, currency) },
  );
}
