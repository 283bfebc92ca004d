// A deal in the rail. Its height is fixed, so that nothing below it moves whatever it has to say.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import { EARLY_RANK, nextStep, openedAtMs, tierNameOf } from "../live/deals";
import { useDeal, usePhase, useRoom } from "../live/hooks";
import { ClockIcon, PinIcon } from "../live/icons";
import { StockBar } from "../live/StockBar";
import type { DealView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Countdown } from "../ui/Countdown";
import { CloseIcon, ShareIcon } from "../ui/icons";
import { Price } from "../ui/Price";
import { HeartButton } from "../wishes/HeartButton";
import { ClaimButton } from "./ClaimButton";
import { LowestBadge } from "./LowestBadge";
import { OffBadge } from "./OffBadge";
import { PresaleTerms } from "./PresaleTerms";
import type { RoomSession } from "./session";
import { type Slot, styleOf } from "./slots";
import { TeamOffer } from "./TeamOffer";
import { isLinked } from "./useLinkedDeal";
import { useShare } from "./useShare";

/** A card that appears this soon after its drop shows that it is new. */
const FRESH_MS = 5_000;

export interface DealCardProps {
  session: RoomSession;
  dealId: string;
  /** Where it stands in the rail. */
  slot: Slot | undefined;
}

export function DealCard({ session, dealId, slot }: DealCardProps) {
  const deal = useDeal(session.live, dealId).value;
  const phase = usePhase(session.live, dealId).value;
  const rank = useRoom(session.live, (room) => room.you?.rank ?? 0).value;
  const [isFresh] = useState(() => isJustDropped(deal, rank, session.live.clock.now()));
  if (!deal) return null;
  const names = ["deal"];
  if (phase === "ended" || deal.stock_left === 0) names.push("is-over");
  if (deal.is_pinned && phase === "live") names.push("is-pinned");
  if (isFresh) names.push("is-fresh");
  if (isLinked(dealId)) names.push("is-linked");
  return (
    <li class="slot" style={styleOf(slot)}>
      <article class={names.join(" ")} aria-label={deal.title} data-deal={deal.id}>
        <Picture deal={deal} />
        <div class="deal-text">
          <h3 class="deal-title">{deal.title}</h3>
          <Price
            priceMinor={deal.price_minor}
            listPriceMinor={deal.was_price_minor ?? deal.list_price_minor}
            currency={deal.currency}
          />
          <Labels session={session} deal={deal} isLive={phase === "live"} />
        </div>
        <PresaleTerms deal={deal} />
        <TeamOffer session={session} deal={deal} />
        <div class="deal-foot">
          <Standing session={session} deal={deal} />
          <ClaimButton session={session} deal={deal} />
        </div>
        <ShareDeal session={session} deal={deal} />
        <KeepDeal session={session} deal={deal} />
      </article>
    </li>
  );
}

function Picture({ deal }: { deal: DealView }) {
  return (
    <div class="deal-picture">
      <img src={deal.image_url} alt="" width="96" height="96" />
      <OffBadge deal={deal} />
      <LowestBadge deal={deal} />
    </div>
  );
}

interface PartProps {
  session: RoomSession;
  deal: DealView;
}

function Labels({ session, deal, isLive }: PartProps & { isLive: boolean }) {
  return (
    <div class="deal-labels">
      {isLive && deal.closes_at_ms !== null && (
        <span class="deal-clock">
          <ClockIcon />
          <Countdown untilMs={deal.closes_at_ms} now={session.live.clock.now} />
        </span>
      )}
      {isLive && deal.is_pinned && (
        <span class="deal-pin">
          <PinIcon /> {t("Pinned")}
        </span>
      )}
      {deal.min_tier_rank > 0 && <TierLabel session={session} deal={deal} />}
    </div>
  );
}

/** For which tier it is; while others still wait for it, for how long. */
function TierLabel({ session, deal }: PartProps) {
  const tier = tierNameOf(session.brand, deal.is_early ? EARLY_RANK : deal.min_tier_rank);
  const step = nextStep(deal);
  if (!step) return <Badge tone="tier">{tier}</Badge>;
  return (
    <Badge tone="tier">
      {deal.is_early ? t("You first") : t("{tier} first", { tier })}{" "}
      <Countdown untilMs={step.at_ms} now={session.live.clock.now} />
    </Badge>
  );
}

/** The stock; or, for as long as it has not been put away, why a claim was refused. */
function Standing({ session, deal }: PartProps) {
  const problem = session.problems.value.get(deal.id);
  return (
    <div class="deal-standing">
      <div role="alert">
        {problem && (
          <p class="deal-problem">
            <span class="deal-problem-text">{problem.detail}</span>
            <button
              type="button"
              class="icon-button"
              aria-label={t("Put this message away")}
              onClick={() => session.forgetProblem(deal.id)}
            >
              <CloseIcon />
            </button>
          </p>
        )}
      </div>
      {!problem && <StockBar deal={deal} />}
    </div>
  );
}

function ShareDeal({ session, deal }: PartProps) {
  const share = useShare(session);
  return (
    <button
      type="button"
      class="icon-button deal-share"
      aria-label={t("Share {title}", { title: deal.title })}
      aria-busy={share.isBusy}
      onClick={() => void share.run("deal", deal.id)}
    >
      <ShareIcon />
    </button>
  );
}

function KeepDeal({ session, deal }: PartProps) {
  return (
    <HeartButton
      class="deal-heart"
      kind="deal"
      id={deal.id}
      title={deal.title}
      isSignedIn={session.me.value !== null}
      onGuest={(then) =>
        session.invite(
          t("Create an account or sign in to keep {title}.", { title: deal.title }),
          then,
        )
      }
    />
  );
}

function isJustDropped(deal: DealView | undefined, rank: number, nowMs: number): boolean {
  const openedMs = deal ? openedAtMs(deal, rank) : null;
  return openedMs !== null && nowMs - openedMs < FRESH_MS;
}
