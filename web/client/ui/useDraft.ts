// What a form holds: its draft, and what its fields say is wrong: what keeps it from being sent, as soon as somebody has tried,
// and what the server refused until it is changed.
//
//   const { draft, edit, wrong, form } = useDraft(EMPTY, errorsOf, async (draft) => {
//     onSaved(await api.post("/api/shows", bodyOf(draft)));
//   });
//   <ActionForm {...form} fields={["title"]} label="Schedule the show">…fields…</ActionForm>

import { useState } from "preact/hooks";
import { type Action, useAction } from "./useAction";

export interface DraftForm<D> {
  draft: D;
  edit: (part: Partial<D>) => void;
  /** By the field's name on the wire. */
  wrong: Readonly<Record<string, string>>;
  /** The form's part of it. */
  form: { action: Action<[]>; errors: object; onWrong: () => void };
}

/** `errorsOf` says what keeps a draft from being sent, by the field's name on the wire. */
export function useDraft<D extends object>(
  initial: D | (() => D),
  errorsOf: (draft: D) => object,
  send: (draft: D) => Promise<void>,
): DraftForm<D> {
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const errors = errorsOf(draft);
  const action = useAction(() => send(draft));
  return {
    draft,
    edit: (part) => {
      setDraft({ ...draft, ...part });
      action.clear();
    },
    wrong: { ...(isTried ? errors : {}), ...action.problem?.fields },
    form: { action, errors, onWrong: () => setTried(true) },
  };
}
