// The room's chat. Everyone reads it; who writes signs in first, and the text they wrote is said then.

import { ChatLog } from "../live/ChatLog";
import { Composer } from "../live/Composer";
import { useRoom } from "../live/hooks";
import type { RoomSession } from "./session";

export function Chat({ session }: { session: RoomSession }) {
  const closedBecause = useRoom(session.live, ({ you, show }) => {
    if (show.status === "cancelled") return "This show was cancelled; its chat is closed.";
    if (show.status === "ended") return "The show is over; its chat can be read but not written.";
    if (you?.is_muted) return "A moderator muted you in this show. You can still watch and claim.";
    return null;
  }).value;
  return (
    <>
      <ChatLog live={session.live} />
      <Composer onSay={(text) => session.say(text)} closedBecause={closedBecause} />
    </>
  );
}
