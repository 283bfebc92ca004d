// Who brings most friends to the show, where one stands oneself, and how to come higher or not to be seen.

import { LeaderList } from "../leaders/LeaderList";
import { t, tn } from "../lib/words";
import { useRoom } from "../live/hooks";
import type { LeadView } from "../types.gen";
import { Button } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import type { RoomSession } from "./session";

export function Leaders({ session }: { session: RoomSession }) {
  const leaders = useRoom(session.live, (room) => room.leaders).value;
  const isOver = useRoom(session.live, (room) => room.show.status === "ended").value;
  const mine = session.leading.mine.value;
  if (isOver && leaders.length === 0) return null;
  return (
    <section class="leaders" aria-labelledby="leaders-title">
      <h2 id="leaders-title">{t("Top sharers")}</h2>
      <p class="muted small">
        {isOver
          ? t("Who brought most friends to this show. Each friend counted once.")
          : t(
              "Friends who follow your link and come in count, each once. Of equals the first leads.",
            )}
      </p>
      {leaders.length === 0 ? (
        <p class="note">{t("Nobody has brought a friend yet. Share the show and be the first.")}</p>
      ) : (
        <LeaderList leaders={leaders} ownHandle={session.me.value?.handle} />
      )}
      {mine && mine.friends > 0 && <Mine session={session} mine={mine} />}
      <p class="muted small">
        {t("Friends whose orders the brand still looks at, or has refused, are not counted.")}
      </p>
    </section>
  );
}

function Mine({ session, mine }: { session: RoomSession; mine: LeadView }) {
  const change = useAction(() => session.leading.setListed(!mine.is_listed));
  return (
    <>
      <p class="row small">
        <span>{standingText(mine)}</span>
        <Button size="s" variant="quiet" isBusy={change.isBusy} onClick={() => void change.run()}>
          {mine.is_listed ? t("Hide me on leaderboards") : t("Show me again")}
        </Button>
      </p>
      <ProblemNote problem={change.problem} />
    </>
  );
}

function standingText({ place, friends, is_listed }: LeadView): string {
  if (place !== null) {
    return tn(
      "You are number {place} with {count} friend.",
      "You are number {place} with {count} friends.",
      friends,
      { place },
    );
  }
  return is_listed
    ? tn("You brought {count} friend.", "You brought {count} friends.", friends)
    : tn(
        "You brought {count} friend, and nobody sees it.",
        "You brought {count} friends, and nobody sees it.",
        friends,
      );
}
