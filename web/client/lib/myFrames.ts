// What concerns the person who is signed in, live over /live/me. What happened while there was no connection is
// not sent again, so whoever listens is told to ask anew each time the connection comes back.

import { useEffect, useMemo, useRef } from "preact/hooks";
import { ServerClock } from "../live/clock";
import { connect } from "../live/socket";
import type { ServerFrame } from "../types.gen";
import { showUnread } from "./inboxCount";

/** Follow the frames while the component is mounted. Returns the server's clock. */
export function useMyFrames(onFrame: (frame: ServerFrame) => void, onReturn: () => void) {
  const clock = useMemo(() => new ServerClock(), []);
  const listener = useRef({ onFrame, onReturn });
  listener.current = { onFrame, onReturn };
  useEffect(() => {
    const connection = connect({
      path: "/live/me",
      clock,
      onFrame: (frame) => {
        if (frame.t === "my_inbox") showUnread(frame.unread);
        if (frame.t === "welcome") listener.current.onReturn();
        else listener.current.onFrame(frame);
      },
    });
    return () => connection.close();
  }, [clock]);
  return clock.now;
}
