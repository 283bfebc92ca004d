// The rail of deals. Cards stand in slots of one height and take their places by transform: a drop moves them
// over one another without moving anything else, and for that moment none can be pressed by mistake.

import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../lib/words";
import { shownDeals } from "../live/deals";
import { useOrder, useRoom } from "../live/hooks";
import { BoltIcon } from "../live/icons";
import type { ShowView } from "../types.gen";
import { DealCard } from "./DealCard";
import type { RoomSession } from "./session";
import { useLinkedDeal } from "./useLinkedDeal";

/** As long as cards move to their places, in step with room.css. */
const SETTLING_MS = 350;
/** Slots that are held free from the start. */
const RESERVED = 2;

export function DealRail({ session }: { session: RoomSession }) {
  const ids = useOrder(session.live, shownDeals);
  const isSettling = useSettling(ids.join(" "));
  const hasEntered = session.live.hasEntered.value;
  useLinkedDeal(hasEntered);
  const slots = Math.max(RESERVED, ids.length);
  const hasPresale = useRoom(session.live, (room) =>
    [...room.deals.values()].some(({ view }) => view.presale !== null),
  ).value;
  const hasTeams = useRoom(session.live, (room) =>
    [...room.deals.values()].some(({ view }) => view.team !== null),
  ).value;
  const names = ["rail"];
  if (isSettling) names.push("is-settling");
  if (hasPresale) names.push("has-presale");
  if (hasTeams) names.push("has-teams");
  return (
    <ul class={names.join(" ")} style={{ "--slots": String(slots) }}>
      {hasEntered && ids.length === 0 && <NothingYet session={session} />}
      {ids.map((id, place) => (
        <DealCard key={id} session={session} dealId={id} place={place} />
      ))}
      {!hasEntered && <Skeletons />}
    </ul>
  );
}

function NothingYet({ session }: { session: RoomSession }) {
  const status = useRoom(session.live, (room) => room.show.status).value;
  return (
    <li class="slot">
      <div class="slot-empty">
        <BoltIcon />
        <p>{EMPTY[status]}</p>
      </div>
    </li>
  );
}

const EMPTY: Record<ShowView["status"], string> = {
  scheduled: t("Deals drop here once the show is live. They are limited: be there."),
  live: t("The next deal drops right here. It is limited: be quick."),
  ended: t("No deals were dropped in this show."),
  cancelled: t("There will be no deals: the show was cancelled."),
};

function Skeletons() {
  return Array.from({ length: RESERVED }, (_, place) => (
    <li
      key={`skeleton-${place}`}
      class="slot"
      aria-hidden="true"
      style={{ transform: `translateY(${place * 100}%)` }}
    >
      <div class="deal skeleton" />
    </li>
  ));
}

/** True for a moment after the cards' order changed. */
function useSettling(order: string): boolean {
  const [isSettling, setSettling] = useState(false);
  const before = useRef(order);
  useEffect(() => {
    if (before.current === order) return;
    const hadCards = before.current !== "";
    before.current = order;
    if (!hadCards) return;
    setSettling(true);
    const timer = setTimeout(() => setSettling(false), SETTLING_MS);
    return () => clearTimeout(timer);
  }, [order]);
  return isSettling;
}
