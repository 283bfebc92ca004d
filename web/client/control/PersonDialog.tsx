// What a moderator can do about a person: mute them, openly or not, and take back all that they wrote.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import type { MessageView, NewMute } from "../types.gen";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import type { ControlSession } from "./session";

interface Terms {
  readonly label: string;
  readonly note: string;
  readonly terms: NewMute;
}

const MUTES: readonly Terms[] = [
  {
    label: t("Mute for 10 minutes"),
    note: t("They are told so, and may write again by themselves."),
    terms: { minutes: 10, is_shadow: false },
  },
  {
    label: t("Mute for this show"),
    note: t("They are told so."),
    terms: { minutes: null, is_shadow: false },
  },
  {
    label: t("Shadow mute"),
    note: t("They are not told. They see what they write, and nobody else but staff does."),
    terms: { minutes: null, is_shadow: true },
  },
];

interface PersonDialogProps {
  session: ControlSession;
  /** A message of the person; without one the dialog is closed. */
  author: MessageView | null;
  onClose: () => void;
}

export function PersonDialog({ session, author, onClose }: PersonDialogProps) {
  return (
    <Dialog
      isOpen={author !== null}
      title={t("About {handle}", { handle: author?.handle ?? "" })}
      onClose={onClose}
    >
      {author && <Choices session={session} author={author} onClose={onClose} />}
    </Dialog>
  );
}

interface ChoicesProps extends PersonDialogProps {
  author: MessageView;
}

function Choices({ session, author, onClose }: ChoicesProps) {
  const { account_id, handle } = author;
  const [alsoDeletes, setAlsoDeletes] = useState(false);
  const mute = useAction(async (terms: NewMute) => {
    await session.mute(account_id, terms);
    if (alsoDeletes) await session.deleteMessagesOf(account_id);
    toast(
      terms.is_shadow
        ? t("{handle} is muted and is not told.", { handle })
        : t("{handle} is muted.", { handle }),
    );
    onClose();
  });
  const removeAll = useAction(async () => {
    await session.deleteMessagesOf(account_id);
    toast(t("All messages of {handle} are deleted.", { handle }));
    onClose();
  });
  return (
    <div class="person-choices">
      <ul>
        {MUTES.map(({ label, note, terms }) => (
          <li key={label}>
            <Button isWide isBusy={mute.isBusy} onClick={() => void mute.run(terms)}>
              {label}
            </Button>
            <p class="muted small">{note}</p>
          </li>
        ))}
      </ul>
      <label class="person-also">
        <input
          type="checkbox"
          checked={alsoDeletes}
          onChange={(event) => setAlsoDeletes(event.currentTarget.checked)}
        />
        {t("Also delete all they wrote")}
      </label>
      <Button
        variant="danger"
        isWide
        isBusy={removeAll.isBusy}
        onClick={() => void removeAll.run()}
      >
        {t("Delete all their messages")}
      </Button>
      <ProblemNote problem={mute.problem ?? removeAll.problem} />
    </div>
  );
}
