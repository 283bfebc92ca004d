// The room's chat as staff see it: they speak, delete messages, and mute and unmute people.

import { ChatLog } from "../live/ChatLog";
import { Composer } from "../live/Composer";
import { chatClosedBecause } from "../live/chatClosed";
import { useRoom } from "../live/hooks";
import { MuteIcon } from "../live/icons";
import type { MessageView, MuteView } from "../types.gen";
import { Button } from "../ui/Button";
import { TrashIcon } from "../ui/icons";
import { ProblemNote } from "../ui/ProblemNote";
import { type Action, useAction } from "../ui/useAction";
import type { ControlSession } from "./session";

export function Moderation({ session }: { session: ControlSession }) {
  const remove = useAction((id: string) => session.deleteMessage(id));
  const mute = useAction((accountId: string) => session.mute(accountId));
  const closedBecause = useRoom(session.live, chatClosedBecause).value;
  return (
    <section class="control-chat panel" id="control-chat" aria-labelledby="chat-title">
      <h2 id="chat-title">Chat</h2>
      <Muted session={session} />
      <ChatLog
        live={session.live}
        actions={(message) => (
          <MessageActions session={session} message={message} remove={remove} mute={mute} />
        )}
      />
      <div class="control-chat-problem">
        <ProblemNote problem={remove.problem ?? mute.problem} />
      </div>
      <Composer
        onSay={async (text) => {
          await session.live.say(text);
          return true;
        }}
        closedBecause={closedBecause}
      />
    </section>
  );
}

interface ActionsProps {
  session: ControlSession;
  message: MessageView;
  remove: Action<[string]>;
  mute: Action<[string]>;
}

function MessageActions({ session, message, remove, mute }: ActionsProps) {
  const { id, handle, account_id, is_staff } = message;
  const isMuted = useRoom(session.live, (room) => isAmong(room.mutes, account_id)).value;
  return (
    <div class="message-actions">
      <button
        type="button"
        class="icon-button"
        title="Delete"
        aria-label={`Delete the message of ${handle}`}
        onClick={() => void remove.run(id)}
      >
        <TrashIcon />
      </button>
      {!is_staff && !isMuted && (
        <button
          type="button"
          class="icon-button"
          title="Mute"
          aria-label={`Mute ${handle}`}
          onClick={() => void mute.run(account_id)}
        >
          <MuteIcon />
        </button>
      )}
    </div>
  );
}

function isAmong(mutes: readonly MuteView[], accountId: string): boolean {
  return mutes.some(({ account_id }) => account_id === accountId);
}

function Muted({ session }: { session: ControlSession }) {
  const mutes = useRoom(session.live, (room) => room.mutes).value;
  const unmute = useAction((mute: MuteView) => session.unmute(mute));
  if (mutes.length === 0) return null;
  return (
    <details class="muted-people">
      <summary>
        {mutes.length === 1 ? "1 person is muted" : `${mutes.length} people are muted`}
      </summary>
      <ul>
        {mutes.map((mute) => (
          <li key={mute.account_id} class="row-between">
            <span>{mute.handle}</span>
            <Button size="s" variant="ghost" onClick={() => void unmute.run(mute)}>
              Unmute
              <span class="visually-hidden"> {mute.handle}</span>
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote problem={unmute.problem} />
    </details>
  );
}
