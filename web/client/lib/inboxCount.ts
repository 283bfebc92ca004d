// How many messages of brands wait to be read, beside the link to the inbox in the page's header. Asked for once a page;
// whoever learns of another number tells it here.

import type { UnreadView } from "../types.gen";
import { api } from "./api";
import { tn } from "./words";

export async function countInbox(): Promise<void> {
  if (places().length === 0) return;
  const found = await api.get<UnreadView>("/api/inbox/unread").catch(() => null);
  if (found) showUnread(found.unread);
}

export function showUnread(unread: number): void {
  for (const place of places()) {
    place.hidden = unread === 0;
    place.textContent = unread > 99 ? "99+" : String(unread);
    place.setAttribute("aria-label", tn("{count} not read", "{count} not read", unread));
  }
}

function places(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-inbox-count]")];
}
