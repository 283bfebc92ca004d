// The rail of deals. Cards stand in slots and take their places by transform: a drop moves them
// over one another without moving anything else, and for that moment none can be pressed by mistake.

import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../lib/words";
import { shownDeals } from "../live/deals";
import { useOrder, useRoom } from "../live/hooks";
import { BoltIcon } from "../live/icons";
import type { ShowView } from "../types.gen";
import { DealCard } from "./DealCard";
import type { RoomSession } from "./session";
import { type Slot, slotsOf, styleOf } from "./slots";
import { useLinkedDeal } from "./useLinkedDeal";

/** As long as cards move to their places, in step with room.css. */
const SETTLING_MS = 350;
/** Held free from the start. */
const RESERVED = slotsOf([undefined, undefined]);

export function DealRail({ session }: { session: RoomSession }) {
  const ids = useOrder(session.live, shownDeals);
  const isSettling = useSettling(ids.join(" "));
  const hasEntered = session.live.hasEntered.value;
  useLinkedDeal(hasEntered);
  const { deals } = session.live.room.peek();
  const slots = slotsOf(ids.map((id) => deals.get(id)?.view));
  const heightRem = Math.max(bottomOf(slots), bottomOf(RESERVED));
  return (
    <ul class={isSettling ? "rail is-settling" : "rail"} style={{ height: `${heightRem}rem` }}>
      {hasEntered && ids.length === 0 && <NothingYet session={session} />}
      {ids.map((id, place) => (
        <DealCard key={id} session={session} dealId={id} slot={slots[place]} />
      ))}
      {!hasEntered && <Skeletons />}
    </ul>
  );
}

function NothingYet({ session }: { session: RoomSession }) {
  const status = useRoom(session.live, (room) => room.show.status).value;
  return (
    <li class="slot" style={styleOf(RESERVED[0])}>
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
  return RESERVED.map((slot) => (
    <li key={slot.topRem} class="slot" aria-hidden="true" style={styleOf(slot)}>
      <div class="deal skeleton" />
    </li>
  ));
}

function bottomOf(slots: readonly Slot[]): number {
  const last = slots.at(-1);
  return last ? last.topRem + last.heightRem : 0;
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
