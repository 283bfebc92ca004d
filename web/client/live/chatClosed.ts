// When nothing can be said in a room, and why.

import { formatTime } from "../lib/dates";
import { t } from "../lib/words";
import type { Room } from "./room";

export function chatClosedBecause({ show, you }: Room, nowMs: number): string | null {
  if (show.status === "scheduled") return t("You can write here once the show is live.");
  if (show.status === "cancelled") return t("This show was cancelled; its chat is closed.");
  if (show.status === "ended") return t("The show is over; its chat can be read but not written.");
  if (!you?.is_muted) return null;
  const until = you.muted_until_ms;
  if (until === null)
    return t("A moderator muted you in this show. You can still watch and claim.");
  if (until <= nowMs) return null;
  return t("A moderator muted you until {time}. You can still watch and claim.", {
    time: formatTime(until),
  });
}
