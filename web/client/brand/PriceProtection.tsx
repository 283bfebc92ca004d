// For how many days the brand gives back the difference when a price falls; its managers choose.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, PromiseView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { TextField } from "../ui/Field";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { readDays } from "./days";
import { promiseWords } from "./promise";

/** The server's bound (commerce/protection/promise.py). */
const MOST_DAYS = 90;

export interface PriceProtectionProps {
  brand: BrandView;
  promise: PromiseView;
}

export function PriceProtection({ brand, promise: initial }: PriceProtectionProps) {
  const [promise, setPromise] = useState(initial);
  const [text, setText] = useState(String(initial.days));
  const save = useAction(async () => {
    const path = `/api/brands/${brand.slug}/price-protection`;
    const saved = await api.put<PromiseView>(path, { days: readDays("days", text, 0, MOST_DAYS) });
    setPromise(saved);
    setText(String(saved.days));
    toast(t("Saved. It holds for orders from now on."), "good");
  });
  return (
    <ActionForm action={save} fields={["days"]} label={t("Save")} isNarrow>
      <p>{promiseWords(promise.days)}</p>
      <TextField
        label={t("Days of price protection")}
        name="days"
        inputMode="numeric"
        autocomplete="off"
        value={text}
        onText={(days) => {
          setText(days);
          save.clear();
        }}
        error={save.problem?.fields.days}
        hint={t("For orders from now on; those before keep what they were promised. 0 is none.")}
        required
      />
    </ActionForm>
  );
}
