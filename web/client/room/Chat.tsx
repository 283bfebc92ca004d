// The room's chat. Everyone reads it; who writes signs in first, and the text they wrote is said then.

import { useComputed } from "@preact/signals";
import { ChatLog } from "../live/ChatLog";
import { Composer } from "../live/Composer";
import { chatClosedBecause } from "../live/chatClosed";
import { useRoom } from "../live/hooks";
import { isStaff } from "../live/standing";
import { ReactionBar } from "./ReactionBar";
import type { RoomSession } from "./session";

export function Chat({ session }: { session: RoomSession }) {
  const { live } = session;
  const closedBecause = useComputed(() => chatClosedBecause(live.room.value, live.now.value)).value;
  const slowModeS = useRoom(live, ({ rules, you }) => (isStaff(you) ? 0 : rules.slow_mode_s)).value;
  return (
    <>
      <ChatLog live={live} />
      <ReactionBar session={session} />
      <Composer
        onSay={(text) => session.say(text)}
        closedBecause={closedBecause}
        slowModeS={slowModeS}
      />
    </>
  );
}
