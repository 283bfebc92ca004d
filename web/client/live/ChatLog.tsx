// Messages, newest at the bottom. Follows them only while the reader is at the bottom; else it says how many are new.

import { type ComponentChildren, Fragment } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { hueClass, hueOf } from "../lib/hue";
import { t } from "../lib/words";
import type { MessageView, ShowView } from "../types.gen";
import { useRoom } from "./hooks";
import { DownIcon } from "./icons";
import type { LiveRoom } from "./store";

/** How near to the bottom still counts as there. */
const NEAR_PX = 48;
/** So many messages within so long are more than anyone wants read aloud. */
const BUSY_MESSAGES = 8;
const BUSY_WITHIN_MS = 8_000;

export interface ChatLogProps {
  live: LiveRoom;
  /** What stands beside a message, for instance what a moderator can do with it. */
  actions?: (message: MessageView) => ComponentChildren;
}

export function ChatLog({ live, actions }: ChatLogProps) {
  const { messages, gaps } = useRoom(live, (room) => room.talk).value;
  const ownId = useRoom(live, (room) => room.you?.account_id ?? null).value;
  const emptyText = useRoom(live, ({ show }) => EMPTY[show.status]).value;
  const log = useRef<HTMLDivElement>(null);
  const { unseen, follow } = useFollowing(log, messages.at(-1)?.id ?? null, messages);
  const skipped = new Map(gaps.map(({ afterId, count }) => [afterId, count]));
  return (
    <div class="chat-log-frame">
      <Sampled live={live} />
      <div
        class={live.oneIn.value > 1 ? "chat-log is-sampled" : "chat-log"}
        role="log"
        aria-label={t("Chat")}
        aria-live={isBusy(messages) ? "off" : "polite"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        ref={log}
      >
        {messages.length === 0 && <p class="chat-empty">{emptyText}</p>}
        <Skipped count={skipped.get(null)} />
        {messages.map((message) => (
          <Fragment key={message.id}>
            <Message message={message} isOwn={message.account_id === ownId} actions={actions} />
            <Skipped count={skipped.get(message.id)} />
          </Fragment>
        ))}
      </div>
      {unseen > 0 && (
        <button type="button" class="button button-s chat-new" onClick={follow}>
          <DownIcon /> {unseen === 1 ? t("1 new message") : t("{unseen} new messages", { unseen })}
        </button>
      )}
    </div>
  );
}

const EMPTY: Record<ShowView["status"], string> = {
  scheduled: t("Quiet so far. The chat opens when the show goes live."),
  live: t("Nobody has said anything yet. Say hello."),
  ended: t("Nobody said anything in this show."),
  cancelled: t("This show was cancelled before anyone could write."),
};

/** Whether messages come faster than they can be read aloud. */
export function isBusy(messages: readonly MessageView[]): boolean {
  const first = messages.at(-BUSY_MESSAGES);
  const last = messages.at(-1);
  if (!first || !last) return false;
  return last.sent_at_ms - first.sent_at_ms < BUSY_WITHIN_MS;
}

/** Lies over the log, so that nothing moves when it comes and goes. */
function Sampled({ live }: { live: LiveRoom }) {
  const oneIn = live.oneIn.value;
  if (oneIn === 1) return null;
  return (
    <p class="chat-sampled">
      {t("Busy chat: you see")} <strong>{t("1 in {oneIn}", { oneIn })}</strong>
    </p>
  );
}

function Skipped({ count }: { count: number | undefined }) {
  if (!count) return null;
  return (
    <p class="chat-skipped">
      {count === 1 ? t("1 message skipped") : t("{count} messages skipped", { count })}
    </p>
  );
}

/** A role of the brand's staff in the reader's language; a tier as the brand calls it. */
function badgeWords({ badge, is_staff }: MessageView): string {
  if (!is_staff) return badge;
  if (badge === "Moderator") return t("Moderator");
  return badge === "Operator" ? t("Operator") : t("Host");
}

interface MessageProps {
  message: MessageView;
  isOwn: boolean;
  actions?: ChatLogProps["actions"];
}

export function Message({ message, isOwn, actions }: MessageProps) {
  const names = ["message", hueClass(hueOf(message.handle))];
  if (message.is_staff) names.push("is-staff");
  if (isOwn) names.push("is-own");
  if (message.is_shadowed) names.push("is-shadowed");
  return (
    <div class={names.join(" ")} data-message={message.id}>
      <p class="message-body">
        {message.is_shadowed && <span class="message-shadow">{t("Hidden")}</span>}
        {message.badge && <span class="message-badge">{badgeWords(message)}</span>}
        <strong class="message-handle">{message.handle}</strong>
        {isOwn && <span class="visually-hidden"> {t("(you)")}</span>}
        <span class="visually-hidden">: </span>
        <span class="message-text">{message.text}</span>
      </p>
      {actions?.(message)}
    </div>
  );
}

interface Following {
  readonly unseen: number;
  readonly follow: () => void;
}

function useFollowing(
  log: { current: HTMLElement | null },
  lastId: string | null,
  messages: readonly MessageView[],
): Following {
  const isAtBottom = useRef(true);
  const lastSeen = useRef<string | null>(null);
  const [unseen, setUnseen] = useState(0);
  const follow = () => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
    lastSeen.current = lastId;
    setUnseen(0);
  };
  const latest = useRef(follow);
  latest.current = follow;
  useLayoutEffect(() => {
    if (isAtBottom.current) latest.current();
    else setUnseen(countAfter(messages, lastSeen.current));
  }, [messages]);
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const onScroll = () => {
      isAtBottom.current = isNearBottom(element);
      if (isAtBottom.current) latest.current();
    };
    // A log that was hidden, or whose room changed, stands at the bottom again if it stood there before.
    const resized = new ResizeObserver(() => isAtBottom.current && latest.current());
    element.addEventListener("scroll", onScroll, { passive: true });
    resized.observe(element);
    return () => {
      element.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, [log]);
  return { unseen, follow };
}

function isNearBottom({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_PX;
}

/** How many messages follow the last that was seen; all of them, if that one is gone. */
function countAfter(messages: readonly { id: string }[], seenId: string | null): number {
  return messages.length - 1 - messages.findIndex(({ id }) => id === seenId);
}
