// The one thing to do with a deal: claim it, pay what is claimed, or read why not.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { formatMoney } from "../lib/money";
import { isDepositDue } from "../lib/presale";
import { t } from "../lib/words";
import { MinusIcon } from "../live/icons";
import { ordinal } from "../live/places";
import type { DealView, OrderView } from "../types.gen";
import { Button } from "../ui/Button";
import { Countdown } from "../ui/Countdown";
import { CheckIcon, PlusIcon } from "../ui/icons";
import { useAction } from "../ui/useAction";
import type { Offer } from "./claiming";
import type { RoomSession } from "./session";
import { useOffer } from "./useOffer";

interface ClaimProps {
  session: RoomSession;
  deal: DealView;
}

export function ClaimButton({ session, deal }: ClaimProps) {
  const offer = useOffer(session, deal.id).value;
  const place = useKeptFocus(offer.kind);
  return (
    <div class="claim" data-offer={offer.kind} ref={place}>
      <Action session={session} deal={deal} offer={offer} />
    </div>
  );
}

/** Who pressed a button here with the keyboard is on the one that takes its place. */
function useKeptFocus(kind: Offer["kind"]) {
  const place = useRef<HTMLDivElement>(null);
  const hadFocus = place.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (!hadFocus || place.current?.contains(document.activeElement)) return;
    place.current?.querySelector<HTMLElement>(".claim-action")?.focus();
  }, [kind]);
  return place;
}

function Action({ session, deal, offer }: ClaimProps & { offer: Offer }) {
  const [wanted, setWanted] = useState(1);
  switch (offer.kind) {
    case "open":
    case "sold_out": {
      const quantity = Math.min(wanted, offer.most);
      const Act = offer.kind === "open" ? Claim : JoinLine;
      return (
        <>
          {offer.most > 1 && (
            <Stepper
              title={deal.title}
              quantity={quantity}
              most={offer.most}
              onQuantity={setWanted}
            />
          )}
          <Act session={session} deal={deal} quantity={quantity} />
        </>
      );
    }
    case "in_line":
      return <InLine session={session} deal={deal} place={offer.place} />;
    case "sign_in":
      return <Claim session={session} deal={deal} quantity={1} />;
    case "pay":
      return <PayNow session={session} deal={deal} offer={offer} />;
    case "join":
      return <Join session={session} deal={deal} tierName={offer.tierName} />;
    default:
      return <Reason offer={offer} />;
  }
}

function Claim({ session, deal, quantity }: ClaimProps & { quantity: number }) {
  const isGuest = session.me.value === null;
  return (
    <Button
      variant="primary"
      class="claim-action"
      isBusy={session.claimingId.value === deal.id}
      onClick={() => void session.claim(deal, quantity)}
    >
      {isGuest ? t("Sign in to claim") : claimWords(deal, quantity)}
      <span class="visually-hidden"> {deal.title}</span>
    </Button>
  );
}

/** Sold out: wait for units that come back. */
function JoinLine({ session, deal, quantity }: ClaimProps & { quantity: number }) {
  return (
    <Button
      class="claim-action"
      isBusy={session.claimingId.value === deal.id}
      onClick={() => void session.waiting.join(deal, quantity)}
    >
      {t("Join the waitlist")}
      <span class="visually-hidden">
        {" "}
        {t("for {what}, which is sold out", {
          what: quantity > 1 ? `${quantity} × ${deal.title}` : deal.title,
        })}
      </span>
    </Button>
  );
}

function InLine({ session, deal, place }: ClaimProps & { place: number }) {
  return (
    <>
      <p class="claim-reason">{t("{place} in line", { place: ordinal(place) })}</p>
      <Button
        variant="quiet"
        class="claim-action claim-leave"
        isBusy={session.claimingId.value === deal.id}
        onClick={() => void session.waiting.leave(deal)}
      >
        {t("Leave")}
        <span class="visually-hidden"> {t("the waitlist for {title}", { title: deal.title })}</span>
      </Button>
    </>
  );
}

function claimWords({ presale, currency }: DealView, quantity: number): string {
  if (presale)
    return t("Reserve for {amount}", {
      amount: formatMoney(presale.deposit_minor * quantity, currency),
    });
  return quantity > 1 ? t("Claim {quantity}", { quantity }) : t("Claim");
}

function PayNow({ session, deal, offer }: ClaimProps & { offer: Extract<Offer, { kind: "pay" }> }) {
  return (
    <Button
      variant="primary"
      class="claim-action claim-pay"
      onClick={() => {
        session.payingId.value = offer.order.id;
      }}
    >
      <PayWords order={offer.order} />
      <span class="visually-hidden"> {t("for {title}", { title: deal.title })}</span>
      <Countdown untilMs={offer.order.hold_expires_at_ms} now={session.live.clock.now} />
    </Button>
  );
}

function PayWords({ order }: { order: OrderView }) {
  if (!order.was_offered || order.status !== "held") {
    return <>{isDepositDue(order) ? t("Pay the deposit") : t("Pay now")}</>;
  }
  return (
    <>
      {t("Your turn")}
      <span class="claim-verb">{t(": pay")}</span>
    </>
  );
}

function Join({ session, deal, tierName }: ClaimProps & { tierName: string }) {
  const join = useAction(() => session.join());
  return (
    <Button class="claim-action" isBusy={join.isBusy} onClick={() => void join.run()}>
      {t("Join: for {tierName} members", { tierName })}
      <span class="visually-hidden">
        {" "}
        {t("of {name}, to claim {title}", { name: session.brand.name, title: deal.title })}
      </span>
    </Button>
  );
}

const REASONS = {
  ended: t("Ended"),
  waiting: t("Opens with the show"),
} as const;

function Reason({ offer }: { offer: Offer }) {
  if (offer.kind === "bought") {
    return (
      <p class="claim-reason claim-bought">
        <CheckIcon /> {offer.isReserved ? t("Reserved") : t("Yours")}
        {offer.held > 1 ? ` × ${offer.held}` : ""}
      </p>
    );
  }
  if (offer.kind === "in_team") {
    return <p class="claim-reason">{t("Paid: waits for your team")}</p>;
  }
  if (offer.kind === "tier")
    return <p class="claim-reason">{t("For {tierName} members", { tierName: offer.tierName })}</p>;
  return <p class="claim-reason">{REASONS[offer.kind as keyof typeof REASONS]}</p>;
}

interface StepperProps {
  title: string;
  quantity: number;
  most: number;
  onQuantity: (quantity: number) => void;
}

function Stepper({ title, quantity, most, onQuantity }: StepperProps) {
  return (
    // What is at its end stays in the order of Tab: who presses it by keyboard is still there.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that shows
    <div class="stepper" role="group" aria-label={t("How many of {title}", { title })}>
      <button
        type="button"
        aria-label={t("One less")}
        aria-disabled={quantity <= 1}
        onClick={() => onQuantity(Math.max(1, quantity - 1))}
      >
        <MinusIcon />
      </button>
      <output class="numeral">{quantity}</output>
      <button
        type="button"
        aria-label={t("One more")}
        aria-disabled={quantity >= most}
        onClick={() => onQuantity(Math.min(most, quantity + 1))}
      >
        <PlusIcon />
      </button>
    </div>
  );
}
