// Schedules a show, or changes one that has not begun.

import { useState } from "preact/hooks";
import { api, type Problem, wrongFields } from "../lib/api";
import { fromLocalInput, timeZoneName, toLocalInput } from "../lib/dates";
import { t } from "../lib/words";
import type { BrandView, ShowView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Field, TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";
import { AccessFields } from "./AccessFields";
import { ACCESS_FIELDS, accessTerms } from "./access";
import { proposedStart } from "./shows";

const MAX_DESCRIPTION = 2000;

export interface ShowFormProps {
  brand: BrandView;
  /** The show to change; without one a new show is scheduled. */
  show?: ShowView;
  onSaved: (show: ShowView) => void;
}

export function ShowForm({ brand, show, onSaved }: ShowFormProps) {
  const [title, setTitle] = useState(show?.title ?? "");
  const [description, setDescription] = useState(show?.description ?? "");
  const [start, setStart] = useState(() =>
    toLocalInput(show?.scheduled_at_ms ?? proposedStart(Date.now())),
  );
  const [access, setAccess] = useState(() => accessTerms(show));
  const action = useAction(async () => {
    const scheduled_at_ms = fromLocalInput(start);
    if (scheduled_at_ms === null) throw noStart();
    const body = {
      title: title.trim(),
      description: description.trim(),
      scheduled_at_ms,
      access,
    };
    onSaved(
      show
        ? await api.patch<ShowView>(`/api/shows/${show.id}`, body)
        : await api.post<ShowView>("/api/shows", { ...body, brand_id: brand.id }),
    );
  });
  const fields = action.problem?.fields ?? {};
  return (
    <ActionForm
      action={action}
      fields={["title", "description", "scheduled_at_ms", ...ACCESS_FIELDS]}
      label={show ? t("Save changes") : t("Schedule the show")}
    >
      <TextField
        label={t("Title")}
        name="title"
        value={title}
        onText={setTitle}
        error={fields.title}
        hint={t("3 to 120 characters. It is on the poster and in shared links.")}
        maxLength={120}
        required
      />
      <Field label={t("Description")} error={fields.description} isOptional>
        {(control) => (
          <textarea
            {...control}
            class="input"
            name="description"
            maxLength={MAX_DESCRIPTION}
            value={description}
            onInput={(event) => setDescription(event.currentTarget.value)}
          />
        )}
      </Field>
      <TextField
        label={t("Start")}
        name="scheduled_at"
        type="datetime-local"
        value={start}
        onText={setStart}
        error={fields.scheduled_at_ms}
        hint={t("Your local time ({time}). You go live by hand, whenever you are ready.", {
          time: timeZoneName(),
        })}
        required
      />
      {brand.tiers.length > 0 && (
        <AccessFields brand={brand} terms={access} errors={fields} onChange={setAccess} />
      )}
    </ActionForm>
  );
}

function noStart(): Problem {
  const message = t("Choose the day and the time at which the show starts.");
  return wrongFields({ scheduled_at_ms: message }, t("The start is missing"));
}
