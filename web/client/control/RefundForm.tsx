// A manager says what goes back to the buyer, and why.

import { t } from "../lib/words";
import type { OrderView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { ChoiceField } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useDraft } from "../ui/useDraft";
import { type Draft, draftFor, type Errors, type Extent, read } from "./refunds";
import type { ControlSession } from "./session";

const EXTENTS: readonly [Extent, string][] = [
  ["rest", t("All that is left")],
  ["units", t("Some of the units")],
  ["amount", t("An amount")],
];

/** Of an order that cost nothing no amount goes back. */
function extentsFor(order: OrderView) {
  return EXTENTS.filter(([extent]) => extent !== "amount" || order.total_minor > 0);
}

export interface RefundFormProps {
  session: ControlSession;
  order: OrderView;
  onDone: () => void;
}

export function RefundForm({ session, order, onDone }: RefundFormProps) {
  const { draft, edit, wrong, form } = useDraft(
    () => draftFor(order),
    (draft) => read(draft, order).errors,
    async (draft) => {
      await session.refund(order, read(draft, order).refund);
      const { number } = order;
      toast(
        order.total_minor === 0
          ? t("What paid for order {number} goes back to its vouchers.", { number })
          : t("What paid for order {number} goes back to the card.", { number }),
        "good",
      );
      onDone();
    },
  );
  return (
    <ActionForm
      {...form}
      fields={["lines", "amount_minor", "reason"]}
      label={t("Refund")}
      variant="danger"
      isInDialog
    >
      <ExtentFields order={order} draft={draft} shown={wrong} onChange={edit} />
      <TextField
        label={t("Reason")}
        name="reason"
        value={draft.reason}
        onText={(reason) => edit({ reason })}
        error={wrong.reason}
        hint={t("The buyer reads it.")}
        maxLength={200}
        required
      />
      {draft.extent !== "amount" && (
        <label class="person-also">
          <input
            type="checkbox"
            checked={draft.restock}
            onChange={(event) => edit({ restock: event.currentTarget.checked })}
          />
          {t("The units can be sold again")}
        </label>
      )}
    </ActionForm>
  );
}

interface ExtentProps {
  order: OrderView;
  draft: Draft;
  shown: Errors;
  onChange: (part: Partial<Draft>) => void;
}

function ExtentFields({ order, draft, shown, onChange }: ExtentProps) {
  return (
    <>
      <ChoiceField
        label={t("What goes back")}
        value={draft.extent}
        choices={extentsFor(order)}
        onChoose={(extent) => onChange({ extent })}
      />
      {draft.extent === "units" && (
        <UnitFields order={order} draft={draft} shown={shown} onChange={onChange} />
      )}
      {draft.extent === "units" && order.shipping_minor > 0 && (
        <p class="small muted">{t("Its shipping goes back with the last units.")}</p>
      )}
      {draft.extent === "amount" && (
        <TextField
          label={t("Amount in {currency}", { currency: order.currency })}
          name="amount"
          value={draft.amount}
          onText={(amount) => onChange({ amount })}
          error={shown.amount_minor}
          inputMode="decimal"
          autocomplete="off"
          required
        />
      )}
    </>
  );
}

function UnitFields({ order, draft, shown, onChange }: ExtentProps) {
  const change = (place: number, text: string) =>
    onChange({ units: draft.units.map((units, each) => (each === place ? text : units)) });
  return order.lines.map((line, place) => (
    <TextField
      key={place}
      label={t("Units of {title}", { title: line.title })}
      name={`units-${place}`}
      value={draft.units[place] ?? "0"}
      onText={(text) => change(place, text)}
      error={shown.lines}
      hint={t("{count} can go back.", { count: line.quantity - line.refunded_quantity })}
      inputMode="numeric"
      autocomplete="off"
      required
    />
  ));
}
