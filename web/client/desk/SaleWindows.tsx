// Sale windows: when deposits of pre-sales are paid, and when their balances. A brand's manager adds its own, the operator those
// of the festival.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDateTime, timeZoneName } from "../lib/dates";
import { t } from "../lib/words";
import type { SaleWindowView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { PlusIcon } from "../ui/icons";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { useDraft } from "../ui/useDraft";
import { firstDraft, read, TIMES, type Time } from "./windowDraft";

export interface SaleWindowsProps {
  windows: SaleWindowView[];
  /** Whose new windows are; null for the festival's. */
  brand: { id: string; slug: string; name: string } | null;
}

export function SaleWindows({ windows: initial, brand }: SaleWindowsProps) {
  const [windows, setWindows] = useState(initial);
  const [isAdding, setAdding] = useState(false);
  const path = brand ? `/api/brands/${brand.slug}/sale-windows` : "/api/sale-windows";
  const add = (window: SaleWindowView) => {
    setWindows((known) => [...known, window]);
    setAdding(false);
    toast(t("“{title}” is added.", { title: window.title }), "good");
  };
  return (
    <div class="voucher-desk">
      <p class="muted small">
        {t(
          "Deals of a pre-sale belong to a window: buyers pay the deposit in its first part, and the balance in its second. Its times never change once it is added.",
        )}
      </p>
      {windows.length > 0 && (
        <ul class="card">
          {windows.map((window) => (
            <Window
              key={window.id}
              window={window}
              isOwn={window.brand_id === (brand?.id ?? null)}
              onRemoved={() =>
                setWindows((known) => known.filter((other) => other.id !== window.id))
              }
            />
          ))}
        </ul>
      )}
      <Button onClick={() => setAdding(true)}>
        <PlusIcon /> {t("Add a sale window")}
      </Button>
      <Dialog
        isOpen={isAdding}
        isWide
        title={t("Add a sale window of {name}", { name: brand?.name ?? t("the festival") })}
        onClose={() => setAdding(false)}
      >
        <WindowForm path={path} onAdded={add} />
      </Dialog>
    </div>
  );
}

interface WindowProps {
  window: SaleWindowView;
  isOwn: boolean;
  onRemoved: () => void;
}

function Window({ window, isOwn, onRemoved }: WindowProps) {
  const [isAsking, setAsking] = useState(false);
  const remove = useAction(async () => {
    await api.delete(`/api/sale-windows/${window.id}`);
    onRemoved();
    toast(t("“{title}” is removed.", { title: window.title }));
  });
  return (
    <li class="voucher-row">
      <div>
        <strong>{window.title}</strong>
        <p class="small muted">
          {t("Deposits {from} to {until}", {
            from: formatDateTime(window.deposit_from_ms),
            until: formatDateTime(window.deposit_until_ms),
          })}
        </p>
        <p class="small muted">
          {t("Balances {from} to {until}", {
            from: formatDateTime(window.balance_from_ms),
            until: formatDateTime(window.balance_until_ms),
          })}
        </p>
      </div>
      {isOwn ? (
        <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
          {t("Remove")}
          <span class="visually-hidden"> {window.title}</span>
        </Button>
      ) : (
        <span class="small muted">{t("The festival's")}</span>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        title={t("Remove “{title}”?", { title: window.title })}
        text={t("A window can be removed as long as no deal belongs to it.")}
        action={t("Remove it")}
        isDangerous
        isBusy={remove.isBusy}
        error={remove.problem?.detail}
        onConfirm={() => void remove.run()}
        onClose={() => setAsking(false)}
      />
    </li>
  );
}

const LABELS: Record<Time, string> = {
  deposit_from_ms: t("Deposits from"),
  deposit_until_ms: t("Deposits until"),
  balance_from_ms: t("Balances from"),
  balance_until_ms: t("Balances until"),
};

interface FormProps {
  path: string;
  onAdded: (window: SaleWindowView) => void;
}

function WindowForm({ path, onAdded }: FormProps) {
  const { draft, edit, wrong, form } = useDraft(
    () => firstDraft(Date.now()),
    (draft) => read(draft).errors,
    async (draft) => onAdded(await api.post<SaleWindowView>(path, read(draft).window)),
  );
  return (
    <ActionForm {...form} fields={["title", ...TIMES]} label={t("Add the sale window")}>
      <TextField
        label={t("Name")}
        name="title"
        value={draft.title}
        onText={(title) => edit({ title })}
        error={wrong.title}
        hint={t("Hosts choose the window by it.")}
        maxLength={80}
        required
      />
      {TIMES.map((time) => (
        <TextField
          key={time}
          label={LABELS[time]}
          name={time}
          type="datetime-local"
          value={draft[time]}
          onText={(value) => edit({ [time]: value })}
          error={wrong[time]}
          required
        />
      ))}
      <p class="small muted">{t("Your local time ({time}).", { time: timeZoneName() })}</p>
    </ActionForm>
  );
}
