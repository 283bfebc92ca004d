// An inbox and what happens to it. Pure.

import type { InboxMessageView, InboxView } from "../types.gen";

/** With a message that came in; told twice it is there once. */
export function withMessage(
  inbox: InboxView,
  message: InboxMessageView,
  unread: number,
): InboxView {
  const others = inbox.messages.filter(({ id }) => id !== message.id);
  const messages = [message, ...others].sort((one, other) => (one.id < other.id ? 1 : -1));
  return { ...inbox, messages, unread };
}

export function withOlder(inbox: InboxView, older: InboxView): InboxView {
  const known = new Set(inbox.messages.map(({ id }) => id));
  const more = older.messages.filter(({ id }) => !known.has(id));
  return { ...inbox, messages: [...inbox.messages, ...more], next: older.next };
}

/** This message and all older ones are read. */
export function marked(inbox: InboxView, upTo: string, unread: number): InboxView {
  const messages = inbox.messages.map((message) =>
    message.id <= upTo ? { ...message, is_read: true } : message,
  );
  return { ...inbox, messages, unread };
}
