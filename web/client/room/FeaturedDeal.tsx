// The deal on the stage: the pinned one, or for its first moments the one that just dropped.

import { t } from "../lib/words";
import { openedAtMs, pinnedDeal, shownDeals } from "../live/deals";
import { useDeal, useOrder } from "../live/hooks";
import { BoltIcon, PinIcon } from "../live/icons";
import type { Room } from "../live/room";
import { stockText } from "../live/StockBar";
import type { DealView } from "../types.gen";
import { Countdown } from "../ui/Countdown";
import { Price } from "../ui/Price";
import { ClaimButton } from "./ClaimButton";
import { LowestBadge } from "./LowestBadge";
import { OffBadge } from "./OffBadge";
import { PresaleTerms } from "./PresaleTerms";
import type { RoomSession } from "./session";

const JUST_DROPPED_MS = 20_000;

export function FeaturedDeal({ session }: { session: RoomSession }) {
  const [id] = useOrder(session.live, featured);
  return id ? <FeaturedCard key={id} session={session} dealId={id} /> : null;
}

/** At most one deal; a drop outshines a pin for as long as it is new. */
export function featured(room: Room, nowMs: number): DealView[] {
  if (room.show.status !== "live") return [];
  const openedMs = (deal: DealView) => openedAtMs(deal, room.you?.rank ?? 0) ?? 0;
  const newest = shownDeals(room, nowMs)
    .filter((deal) => deal.status === "live" && isNew(deal, openedMs(deal), nowMs))
    .sort((one, other) => openedMs(other) - openedMs(one));
  const chosen = newest[0] ?? pinnedDeal(room, nowMs);
  return chosen ? [chosen] : [];
}

function isNew({ closes_at_ms }: DealView, openedMs: number, nowMs: number): boolean {
  const isOpen = closes_at_ms === null || closes_at_ms > nowMs;
  return isOpen && nowMs - openedMs < JUST_DROPPED_MS;
}

function FeaturedCard({ session, dealId }: { session: RoomSession; dealId: string }) {
  const deal = useDeal(session.live, dealId).value;
  if (!deal) return null;
  return (
    <aside class="featured" aria-label={t("Deal on the stage")}>
      <div class="featured-picture">
        <img src={deal.image_url} alt="" width="92" height="92" />
        <OffBadge deal={deal} />
        <LowestBadge deal={deal} />
      </div>
      <div class="featured-text">
        <p class="featured-why">
          {deal.is_pinned ? <PinIcon /> : <BoltIcon />}
          {deal.is_pinned ? t("Pinned") : t("Just dropped")}
        </p>
        <p class="featured-title">{deal.title}</p>
        <Price
          priceMinor={deal.price_minor}
          listPriceMinor={deal.was_price_minor ?? deal.list_price_minor}
          currency={deal.currency}
          size="l"
        />
        <PresaleTerms deal={deal} />
        <p class="featured-left numeral">
          {stockText(deal)}
          {deal.closes_at_ms !== null && (
            <>
              {" · "}
              <Countdown untilMs={deal.closes_at_ms} now={session.live.clock.now} />
            </>
          )}
        </p>
      </div>
      <ClaimButton session={session} deal={deal} />
    </aside>
  );
}
