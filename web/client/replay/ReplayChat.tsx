// The chat of a show that is watched again: what could be read at the moment that is seen.

import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../lib/words";
import { Message } from "../live/ChatLog";
import type { Rerun } from "./rerun";

interface ChatProps {
  rerun: Rerun;
  /** Of the person who watches. */
  ownId: string | null;
}

export function ReplayChat({ rerun, ownId }: ChatProps) {
  const messages = rerun.messages.value;
  const log = useRef<HTMLDivElement>(null);
  const last = messages.at(-1)?.id;
  useLayoutEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [last]);
  return (
    <div class="chat-log-frame">
      <div
        class="chat-log"
        role="log"
        aria-label={t("Chat at this moment")}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        ref={log}
      >
        {messages.length === 0 && (
          <p class="chat-empty">
            {rerun.isKnown ? t("Nobody had said anything by now.") : t("The chat is coming.")}
          </p>
        )}
        {messages.map((message) => (
          <Message key={message.id} message={message} isOwn={message.account_id === ownId} />
        ))}
      </div>
    </div>
  );
}
