// Sharing as an action with its own busy state; a refusal is told by a toast, since a card has no room for it.

import { useEffect } from "preact/hooks";
import type { LinkView } from "../types.gen";
import { toast } from "../ui/Toast";
import { type Action, useAction } from "../ui/useAction";
import type { RoomSession } from "./session";

export function useShare(session: RoomSession): Action<[LinkView["kind"], string]> {
  const action = useAction((kind: LinkView["kind"], id: string) => session.share(kind, id));
  const { problem } = action;
  useEffect(() => {
    if (problem) toast(problem.detail, "bad");
  }, [problem]);
  return action;
}
