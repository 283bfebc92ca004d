// One deal of the run sheet, and what the host can do with it in its phase.

import { useState } from "preact/hooks";
import { formatDuration } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { depositWords, windowWords } from "../lib/presale";
import { t } from "../lib/words";
import type { Phase } from "../live/deals";
import { nextStep, tierNameOf } from "../live/deals";
import { useDeal, usePhase, useRoom } from "../live/hooks";
import { BoltIcon, EditIcon, PinIcon } from "../live/icons";
import { StockBar } from "../live/StockBar";
import type { DealView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { ConfirmDialog } from "../ui/Dialog";
import { TrashIcon } from "../ui/icons";
import { Price } from "../ui/Price";
import { ProblemNote } from "../ui/ProblemNote";
import { type Action, useAction } from "../ui/useAction";
import { EditDealDialog } from "./DealForm";
import { LiveTermsButton } from "./LiveTerms";
import type { ControlSession, DealVerb } from "./session";
import { Withdrawal } from "./Withdrawal";

interface RowProps {
  session: ControlSession;
  dealId: string;
}

export function DealRow({ session, dealId }: RowProps) {
  const deal = useDeal(session.live, dealId).value;
  const phase = usePhase(session.live, dealId).value;
  const act = useAction((verb: DealVerb) => session.actOnDeal(dealId, verb));
  if (!deal) return null;
  return (
    <li class="run" data-phase={phase} data-deal={dealId}>
      <img class="run-picture" src={deal.image_url} alt="" width="80" height="80" />
      <div class="run-text">
        <h3>{deal.title}</h3>
        <Price
          priceMinor={deal.price_minor}
          listPriceMinor={deal.was_price_minor ?? deal.list_price_minor}
          currency={deal.currency}
        />
        <Terms session={session} deal={deal} />
      </div>
      <Standing session={session} deal={deal} phase={phase} />
      <div class="run-actions">
        {phase === "queued" && <QueuedActions session={session} deal={deal} act={act} />}
        {phase === "live" && <LiveActions session={session} deal={deal} act={act} />}
        {phase !== "queued" && deal.presale && <Withdraw session={session} deal={deal} />}
      </div>
      <div class="run-problem">
        <ProblemNote problem={act.problem} />
      </div>
    </li>
  );
}

interface PartProps {
  session: ControlSession;
  deal: DealView;
}

function Terms({ session, deal }: PartProps) {
  return (
    <p class="run-terms">
      <span>{t("{stock} pieces", { stock: deal.stock })}</span>
      <span>{t("{perBuyerLimit} per buyer", { perBuyerLimit: deal.per_buyer_limit })}</span>
      <span>{formatDuration(deal.duration_s)}</span>
      {deal.min_tier_rank > 0 && (
        <Badge tone="tier">{tierNameOf(session.brand, deal.min_tier_rank)}</Badge>
      )}
      {deal.tiers_first && <Badge tone="tier">{t("Tiers first")}</Badge>}
      <OpensNext session={session} deal={deal} />
      {deal.is_lowest_price && <Badge tone="good">{t("Lowest price in 30 days")}</Badge>}
      {deal.presale && (
        <>
          <Badge tone="tier">{t("Pre-sale")}</Badge>
          <span>{depositWords(deal.presale, deal.currency)}</span>
          <span>{t("balance {window}", { window: windowWords(deal.presale) })}</span>
        </>
      )}
      {deal.team && (
        <Badge tone="tier">
          {t("{price} each as a team of {size}", {
            price: formatMoney(deal.team.price_minor, deal.currency),
            size: deal.team.size,
          })}
        </Badge>
      )}
    </p>
  );
}

/** To whom it opens next, and when. */
function OpensNext({ session, deal }: PartProps) {
  const step = nextStep(deal);
  if (!step) return null;
  return (
    <span>
      {step.min_tier_rank === 0
        ? t("Opens to everyone in")
        : t("Opens to {tier} in", { tier: tierNameOf(session.brand, step.min_tier_rank) })}{" "}
      <Countdown untilMs={step.at_ms} now={session.live.clock.now} />
    </span>
  );
}

/** For managers, until it is done: a pre-sale that the brand cannot keep. */
function Withdraw({ session, deal }: PartProps) {
  if (deal.presale?.is_withdrawn) return <Badge tone="bad">{t("Withdrawn")}</Badge>;
  if (!session.isManager) return null;
  return (
    <Withdrawal
      what={deal.title}
      title={t("Withdraw the pre-sale of “{title}”?", { title: deal.title })}
      text={t(
        "It ends now, and each deposit goes back in full. Orders whose balance is paid stay: send or refund them. This cannot be taken back.",
      )}
      withdraw={() => session.withdrawDeal(deal.id)}
    />
  );
}

function Standing({ session, deal, phase }: PartProps & { phase: Phase }) {
  const taken = deal.stock - deal.stock_left;
  if (phase === "queued") return null;
  return (
    <div class="run-standing">
      {phase === "live" && deal.closes_at_ms !== null ? (
        <Countdown class="run-clock" untilMs={deal.closes_at_ms} now={session.live.clock.now} />
      ) : (
        <Badge tone="quiet">{t("Ended")}</Badge>
      )}
      <StockBar deal={deal} />
      <p class="small muted numeral">
        {t("{taken} taken", { taken })}
        {deal.waiting > 0 && ` · ${t("{waiting} in line", { waiting: deal.waiting })}`}
      </p>
    </div>
  );
}

type Act = Action<[DealVerb]>;

function QueuedActions({ session, deal, act }: PartProps & { act: Act }) {
  const [isEditing, setEditing] = useState(false);
  const status = useRoom(session.live, (room) => room.show.status).value;
  if (status === "ended" || status === "cancelled")
    return <Badge tone="quiet">{t("Not dropped")}</Badge>;
  const isLive = status === "live";
  return (
    <>
      <Button
        variant="primary"
        isBusy={act.isBusy}
        disabled={!isLive}
        {...(!isLive && { title: t("Go live first") })}
        onClick={() => void act.run("drop")}
      >
        <BoltIcon /> {t("Drop")}
        <span class="visually-hidden"> {deal.title}</span>
      </Button>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Edit {title}", { title: deal.title })}
        onClick={() => setEditing(true)}
      >
        <EditIcon />
      </button>
      <RemoveButton session={session} deal={deal} />
      {isEditing && (
        <EditDealDialog session={session} deal={deal} onClose={() => setEditing(false)} />
      )}
    </>
  );
}

function RemoveButton({ session, deal }: PartProps) {
  const [isAsking, setAsking] = useState(false);
  const remove = useAction(() => session.removeDeal(deal.id));
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Remove {title}", { title: deal.title })}
        onClick={() => setAsking(true)}
      >
        <TrashIcon />
      </button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("Remove this deal?")}
        text={t("“{title}” leaves the run sheet. You can add it again from the catalogue.", {
          title: deal.title,
        })}
        action={t("Remove it")}
        isDangerous
        isBusy={remove.isBusy}
        error={remove.problem?.detail}
        onConfirm={() => void remove.run()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

function endText({ title, waiting }: DealView): string {
  const end = t("Nobody can claim “{title}” any more. What is claimed stays with its buyers.", {
    title,
  });
  return waiting > 0 ? `${end} ${t("Those in line are sent away: {waiting}.", { waiting })}` : end;
}

function LiveActions({ session, deal, act }: PartProps & { act: Act }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant={deal.is_pinned ? "plain" : "ghost"}
        isBusy={act.isBusy && !isAsking}
        aria-pressed={deal.is_pinned}
        onClick={() => void act.run(deal.is_pinned ? "unpin" : "pin")}
      >
        <PinIcon /> {deal.is_pinned ? t("Unpin") : t("Pin")}
        <span class="visually-hidden"> {deal.title}</span>
      </Button>
      <LiveTermsButton session={session} deal={deal} />
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t("End early")}
        <span class="visually-hidden"> {deal.title}</span>
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("End this deal now?")}
        text={endText(deal)}
        action={t("End the deal")}
        isDangerous
        isBusy={act.isBusy}
        error={act.problem?.detail}
        onConfirm={() => void act.run("end")}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
