// The chat's part of a room: what was said, what was taken back, and where something is missing. Pure, like `room.ts`.

import type { MessageView, RulesView } from "../types.gen";

export const MOST_MESSAGES = 200;
const MOST_REMEMBERED_REMOVALS = 500;

/** So many messages were left out after this one (null: before the first). */
export interface Gap {
  readonly afterId: string | null;
  readonly count: number;
}

export interface Talk {
  /** By id, which is the order in which they were said. */
  readonly messages: readonly MessageView[];
  readonly gaps: readonly Gap[];
  /** Ids of messages that were deleted, so that a late frame cannot bring them back. */
  readonly deleted: ReadonlySet<string>;
  /** People whose messages were all deleted, up to and with the one of this id. */
  readonly silenced: ReadonlyMap<string, string>;
}

export const NO_RULES: RulesView = { slow_mode_s: 0, links: "members", version: -1 };

export function talkOf(messages: readonly MessageView[]): Talk {
  return {
    messages: messages.slice(-MOST_MESSAGES),
    gaps: [],
    deleted: new Set(),
    silenced: new Map(),
  };
}

export function withMessage(talk: Talk, message: MessageView): Talk {
  if (isGone(talk, message) || talk.messages.some(({ id }) => id === message.id)) return talk;
  const place = talk.messages.findLastIndex(({ id }) => id < message.id) + 1;
  return { ...talk, messages: talk.messages.toSpliced(place, 0, message).slice(-MOST_MESSAGES) };
}

export function withoutMessage(talk: Talk, id: string): Talk {
  const messages = talk.messages.filter((message) => message.id !== id);
  const deleted = new Set([...[...talk.deleted].slice(1 - MOST_REMEMBERED_REMOVALS), id]);
  return { ...talk, messages, deleted };
}

export function withoutMessagesOf(talk: Talk, accountId: string, lastId: string): Talk {
  const silenced = new Map(talk.silenced).set(accountId, lastId);
  const next = { ...talk, silenced };
  return { ...next, messages: talk.messages.filter((message) => !isGone(next, message)) };
}

export function withGap(talk: Talk, count: number): Talk {
  const afterId = talk.messages.at(-1)?.id ?? null;
  const before = talk.gaps.find((gap) => gap.afterId === afterId);
  const others = talk.gaps.filter((gap) => gap !== before);
  return { ...talk, gaps: [...others, { afterId, count: count + (before?.count ?? 0) }] };
}

function isGone({ deleted, silenced }: Talk, { id, account_id }: MessageView): boolean {
  const lastId = silenced.get(account_id);
  return deleted.has(id) || (lastId !== undefined && id <= lastId);
}
