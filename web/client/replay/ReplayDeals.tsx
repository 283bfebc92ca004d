// The deals of a show that is watched again: as they were at the moment that is seen, with what can still be bought.

import { formatMoney } from "../lib/money";
import { t } from "../lib/words";
import { usePhase } from "../live/hooks";
import { BoltIcon, ClockIcon, PinIcon } from "../live/icons";
import { StockBar } from "../live/StockBar";
import { ClaimButton } from "../room/ClaimButton";
import { PresaleTerms } from "../room/PresaleTerms";
import type { RoomSession } from "../room/session";
import type { DealView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Countdown } from "../ui/Countdown";
import { CloseIcon } from "../ui/icons";
import { Price } from "../ui/Price";
import type { Rerun } from "./rerun";
import { formatPosition } from "./timeline";

interface Props {
  session: RoomSession;
  rerun: Rerun;
}

export function ReplayDeals({ session, rerun }: Props) {
  const deals = rerun.deals.value;
  const tagged = new Set(rerun.clip?.product_ids ?? []);
  const later = rerun.drops
    .filter(({ id }) => !deals.some((deal) => deal.id === id))
    .map((deal) => ({ ...deal, is_pinned: false }));
  // A clip's own products are there from its beginning.
  const shown = [...deals, ...later.filter(({ product_id }) => tagged.has(product_id))].sort(
    (one, other) => Number(tagged.has(other.product_id)) - Number(tagged.has(one.product_id)),
  );
  return (
    <ul class="replay-deals">
      {shown.length === 0 && (
        <li class="slot-empty">
          <BoltIcon />
          <p>{later.length > 0 ? t("No deal had dropped by now.") : EMPTY}</p>
        </li>
      )}
      {shown.map((deal) => (
        <Card
          key={deal.id}
          session={session}
          rerun={rerun}
          deal={deal}
          isTagged={tagged.has(deal.product_id)}
        />
      ))}
    </ul>
  );
}

const EMPTY = t("No deals were dropped in this show.");

function Card({ session, rerun, deal, isTagged }: Props & { deal: DealView; isTagged: boolean }) {
  const present = session.live.room.value.deals.get(deal.id)?.view ?? deal;
  const isOnSale = usePhase(session.live, deal.id).value === "live";
  const names = ["deal", "is-past"];
  if (deal.status === "ended") names.push("is-over");
  if (deal.is_pinned || isTagged) names.push("is-pinned");
  return (
    <li>
      <article class={names.join(" ")} aria-label={deal.title} data-deal={deal.id}>
        <div class="deal-picture">
          <img src={deal.image_url} alt="" width="96" height="96" />
        </div>
        <div class="deal-text">
          <h3 class="deal-title">{deal.title}</h3>
          <Price
            priceMinor={deal.price_minor}
            listPriceMinor={deal.list_price_minor}
            currency={deal.currency}
          />
          <div class="deal-labels">
            {isTagged && <Badge tone="tier">{t("In this clip")}</Badge>}
            {deal.is_pinned && (
              <span class="deal-pin">
                <PinIcon /> {t("Pinned")}
              </span>
            )}
            <Dropped rerun={rerun} deal={deal} />
          </div>
        </div>
        <PresaleTerms deal={deal} />
        <div class="deal-foot">
          <div class="deal-standing">
            <Problem session={session} deal={deal} />
            <StockBar deal={deal} />
            {isOnSale && <StillOnSale session={session} then={deal} now={present} />}
          </div>
          <ClaimButton session={session} deal={present} />
        </div>
      </article>
    </li>
  );
}

/** When it dropped, and the way there. */
function Dropped({ rerun, deal }: { rerun: Rerun; deal: DealView }) {
  const at = rerun.droppedAt(deal);
  const { startsMs, endsMs } = rerun.watching.span;
  if (at === null || at < startsMs || at > endsMs) return null;
  return (
    <button type="button" class="replay-jump" onClick={() => rerun.watching.seek(at)}>
      <ClockIcon />
      <span class="visually-hidden">{t("{title} dropped at", { title: deal.title })} </span>
      {formatPosition(at - startsMs)}
    </button>
  );
}

function Problem({ session, deal }: { session: RoomSession; deal: DealView }) {
  const problem = session.problems.value.get(deal.id);
  return (
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
  );
}

function StillOnSale({
  session,
  then,
  now,
}: {
  session: RoomSession;
  then: DealView;
  now: DealView;
}) {
  return (
    <p class="replay-now numeral">
      {t("Still on sale")}
      {now.price_minor !== then.price_minor &&
        ` · ${t("now {amount}", { amount: formatMoney(now.price_minor, now.currency) })}`}
      {now.stock_left !== then.stock_left && ` · ${t("{count} left", { count: now.stock_left })}`}
      {now.closes_at_ms !== null && (
        <>
          {" · "}
          <Countdown untilMs={now.closes_at_ms} now={session.live.clock.now} />
        </>
      )}
    </p>
  );
}
