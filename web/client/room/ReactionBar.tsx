// Five buttons to react with while the show is live. Tapping needs no account.

import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import { NAMES, ReactionPicture } from "./reactionIcons";
import { KINDS } from "./reactions";
import type { RoomSession } from "./session";

export function ReactionBar({ session }: { session: RoomSession }) {
  const isLive = useRoom(session.live, ({ show }) => show.status === "live").value;
  if (!isLive) return null;
  return (
    <fieldset class="reaction-bar">
      <legend class="visually-hidden">{t("React")}</legend>
      {KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          class="reaction"
          aria-label={NAMES[kind]}
          title={NAMES[kind]}
          onClick={() => session.reactions.tap(kind)}
        >
          <ReactionPicture kind={kind} />
        </button>
      ))}
    </fieldset>
  );
}
