// The chat of a show that is watched again: what could be read at the moment that is seen.

import { useLayoutEffect, useRef } from "preact/hooks";
import { hueClass, hueOf } from "../lib/hue";
import type { MessageView } from "../types.gen";
import type { Rerun } from "./rerun";

export function ReplayChat({ rerun }: { rerun: Rerun }) {
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
        aria-label="Chat at this moment"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        ref={log}
      >
        {messages.length === 0 && (
          <p class="chat-empty">
            {rerun.isKnown ? "Nobody had said anything by now." : "The chat is coming."}
          </p>
        )}
        {messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </div>
    </div>
  );
}

function Message({ message }: { message: MessageView }) {
  const names = ["message", hueClass(hueOf(message.handle))];
  if (message.is_staff) names.push("is-staff");
  return (
    <div class={names.join(" ")} data-message={message.id}>
      <p class="message-body">
        {message.badge && <span class="message-badge">{message.badge}</span>}
        <strong class="message-handle">{message.handle}</strong>
        <span class="visually-hidden">: </span>
        <span class="message-text">{message.text}</span>
      </p>
    </div>
  );
}
