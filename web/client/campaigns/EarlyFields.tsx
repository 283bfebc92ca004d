// Early access to deals of the show to which a campaign invites: by how much, and to which.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { type Titled, withNone } from "../lib/titled";
import { t } from "../lib/words";
import type { DealView } from "../types.gen";
import { ChoiceField } from "../ui/ChoiceField";
import { TextField } from "../ui/Field";

export interface EarlyFieldsProps {
  showId: string;
  seconds: string;
  dealId: string;
  /** What the draft had chosen, which may have dropped by now. */
  own: Titled | null;
  errors: Record<string, string | undefined>;
  onSeconds: (seconds: string) => void;
  onDeal: (dealId: string) => void;
}

export function EarlyFields(props: EarlyFieldsProps) {
  const { showId, seconds, dealId, own, errors, onSeconds, onDeal } = props;
  const queued = useQueued(showId);
  const choices = own && !queued.some(({ id }) => id === own.id) ? [...queued, own] : queued;
  return (
    <div class="field-pair">
      <TextField
        label={t("Early access in seconds")}
        name="early_access_s"
        value={seconds}
        onText={onSeconds}
        error={errors.early_access_s}
        inputMode="numeric"
        hint={t("They see its deals this long before everyone else. 0 for none, 3600 at most.")}
        maxLength={4}
      />
      {Number(seconds) > 0 && (
        <ChoiceField
          label={t("Which deals they see early")}
          value={dealId}
          error={errors.early_deal_id}
          isOptional
          choices={withNone(choices, t("All deals of the show"))}
          hint={t("Those that drop after the campaign was sent.")}
          onChoose={onDeal}
        />
      )}
    </div>
  );
}

/** The show's deals that have not dropped. */
function useQueued(showId: string): Titled[] {
  const [queued, setQueued] = useState<Titled[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    setQueued([]);
    api
      .get<DealView[]>(`/api/shows/${showId}/deals`, { signal: abort.signal })
      .then((deals) => setQueued(deals.filter(({ status }) => status === "queued")))
      .catch(() => undefined);
    return () => abort.abort();
  }, [showId]);
  return queued;
}
