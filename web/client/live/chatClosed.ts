// When nothing can be said in a room, and why.

import type { Room } from "./room";

export function chatClosedBecause({ show, you }: Room): string | null {
  if (show.status === "scheduled") return "You can write here once the show is live.";
  if (show.status === "cancelled") return "This show was cancelled; its chat is closed.";
  if (show.status === "ended") return "The show is over; its chat can be read but not written.";
  if (you?.is_muted) return "A moderator muted you in this show. You can still watch and claim.";
  return null;
}
