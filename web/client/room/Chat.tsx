// The room's chat. Everyone reads it; who writes signs in first, and the text they wrote is said then.

import { ChatLog } from "../live/ChatLog";
import { Composer } from "../live/Composer";
import { chatClosedBecause } from "../live/chatClosed";
import { useRoom } from "../live/hooks";
import type { RoomSession } from "./session";

export function Chat({ session }: { session: RoomSession }) {
  const closedBecause = useRoom(session.live, chatClosedBecause).value;
  return (
    <>
      <ChatLog live={session.live} />
      <Composer onSay={(text) => session.say(text)} closedBecause={closedBecause} />
    </>
  );
}
