// Adds a webhook, or changes one.

import { useState } from "preact/hooks";
import { api, type Problem, wrongFields } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, WebhookSecretView, WebhookView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";

export interface WebhookFormProps {
  brand: BrandView;
  /** What a webhook can be for. */
  kinds: string[];
  /** The webhook to change; without one a new webhook is added. */
  webhook?: WebhookView;
  onAdded?: (added: WebhookSecretView) => void;
  onChanged?: (webhook: WebhookView) => void;
}

export function WebhookForm({ brand, kinds, webhook, onAdded, onChanged }: WebhookFormProps) {
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [chosen, setChosen] = useState<string[] | null>(webhook?.kinds ?? null);
  const path = `/api/brands/${brand.slug}/webhooks`;
  const action = useAction(async () => {
    if (!url.trim()) throw missing("url", t("Write the address that messages are sent to."));
    if (chosen?.length === 0) throw missing("kinds", t("Choose at least one kind of event."));
    const body = { url: url.trim(), description: description.trim(), kinds: chosen };
    if (webhook) onChanged?.(await api.patch<WebhookView>(`${path}/${webhook.id}`, body));
    else onAdded?.(await api.post<WebhookSecretView>(path, body));
  });
  const fields = action.problem?.fields ?? {};
  return (
    <ActionForm
      action={action}
      fields={["url", "description", "kinds"]}
      label={webhook ? t("Save changes") : t("Add the webhook")}
    >
      <TextField
        label={t("Address")}
        name="url"
        inputMode="text"
        autocomplete="off"
        value={url}
        onText={setUrl}
        error={fields.url}
        hint={t("Begins with https:// and can be reached from the internet.")}
        maxLength={500}
        required
      />
      <TextField
        label={t("Description")}
        name="description"
        autocomplete="off"
        value={description}
        onText={setDescription}
        error={fields.description}
        maxLength={120}
        isOptional
      />
      <Kinds kinds={kinds} chosen={chosen} onChosen={setChosen} error={fields.kinds} />
    </ActionForm>
  );
}

interface KindsProps {
  kinds: string[];
  chosen: string[] | null;
  onChosen: (chosen: string[] | null) => void;
  error: string | undefined;
}

function Kinds({ kinds, chosen, onChosen, error }: KindsProps) {
  const toggle = (kind: string, isOn: boolean) =>
    onChosen(kinds.filter((other) => (other === kind ? isOn : chosen?.includes(other))));
  return (
    <fieldset class="kinds" aria-describedby={error ? "kinds-error" : undefined}>
      <legend>{t("Which events")}</legend>
      <label>
        <input
          type="radio"
          name="scope"
          checked={chosen === null}
          onChange={() => onChosen(null)}
        />
        {t("All, also those that will be added later")}
      </label>
      <label>
        <input type="radio" name="scope" checked={chosen !== null} onChange={() => onChosen([])} />
        {t("Only these")}
      </label>
      {chosen !== null && (
        <div class="kinds-each">
          {kinds.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                name="kinds"
                checked={chosen.includes(kind)}
                onChange={(event) => toggle(kind, event.currentTarget.checked)}
              />
              <code>{kind}</code>
            </label>
          ))}
        </div>
      )}
      {error && (
        <p class="field-error" id="kinds-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function missing(field: string, message: string): Problem {
  return wrongFields({ [field]: message }, t("Something is missing"));
}
