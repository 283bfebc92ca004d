// For how many days the brand gives back the difference when a price falls; its managers choose.

import { useState } from "preact/hooks";
import { api, Problem } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, PromiseView } from "../types.gen";
import { Button } from "../ui/Button";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
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
    const saved = await api.put<PromiseView>(path, { days: readDays(text) });
    setPromise(saved);
    setText(String(saved.days));
    toast(t("Saved. It holds for orders from now on."), "good");
  });
  return (
    <form
      class="form protection"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
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
      <ProblemNote problem={save.problem} besides={["days"]} />
      <div class="row">
        <Button type="submit" isBusy={save.isBusy}>
          {t("Save")}
        </Button>
      </div>
    </form>
  );
}

function readDays(text: string): number {
  const days = /^\d{1,2}$/.test(text.trim()) ? Number(text) : MOST_DAYS + 1;
  if (days > MOST_DAYS) {
    const message = t("Enter a whole number from 0 to {most}.", { most: MOST_DAYS });
    throw new Problem({
      code: "invalid",
      title: message,
      detail: message,
      fields: { days: message },
    });
  }
  return days;
}
