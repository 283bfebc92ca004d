// The room's chat as staff see it: they speak, set its rules, delete messages, and mute and unmute people.

import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { t } from "../lib/words";
import { ChatLog } from "../live/ChatLog";
import { Composer } from "../live/Composer";
import { chatClosedBecause } from "../live/chatClosed";
import { MuteIcon } from "../live/icons";
import type { MessageView } from "../types.gen";
import { TrashIcon } from "../ui/icons";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import { ChatRules } from "./ChatRules";
import { Muted } from "./Muted";
import { PersonDialog } from "./PersonDialog";
import type { ControlSession } from "./session";

export function Moderation({ session }: { session: ControlSession }) {
  const { live } = session;
  const remove = useAction((id: string) => session.deleteMessage(id));
  const [author, setAuthor] = useState<MessageView | null>(null);
  const closedBecause = useComputed(() => chatClosedBecause(live.room.value, live.now.value)).value;
  return (
    <section class="control-chat panel" id="control-chat" aria-labelledby="chat-title">
      <h2 id="chat-title">{t("Chat")}</h2>
      <ChatRules session={session} />
      <Muted session={session} />
      <ChatLog
        live={live}
        actions={(message) => (
          <MessageActions
            message={message}
            onDelete={() => void remove.run(message.id)}
            onAuthor={() => setAuthor(message)}
          />
        )}
      />
      <div class="control-chat-problem">
        <ProblemNote problem={remove.problem} />
      </div>
      <Composer
        onSay={async (text) => {
          await live.say(text);
          return true;
        }}
        closedBecause={closedBecause}
      />
      <PersonDialog session={session} author={author} onClose={() => setAuthor(null)} />
    </section>
  );
}

interface ActionsProps {
  message: MessageView;
  onDelete: () => void;
  onAuthor: () => void;
}

function MessageActions({ message, onDelete, onAuthor }: ActionsProps) {
  const { handle, is_staff } = message;
  return (
    <div class="message-actions">
      <button
        type="button"
        class="icon-button"
        title={t("Delete")}
        aria-label={t("Delete the message of {handle}", { handle })}
        onClick={onDelete}
      >
        <TrashIcon />
      </button>
      {!is_staff && (
        <button
          type="button"
          class="icon-button"
          title={t("Mute, or delete all")}
          aria-label={t("Moderate {handle}", { handle })}
          onClick={onAuthor}
        >
          <MuteIcon />
        </button>
      )}
    </div>
  );
}
