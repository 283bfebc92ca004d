// The room: stage, deals and chat of one show, and what a person does there.

import { useComputed } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { hueClass } from "../lib/hue";
import type { TierOffers } from "../lib/offers";
import { t } from "../lib/words";
import { phaseOf } from "../live/deals";
import { useRoom } from "../live/hooks";
import { Clips } from "../replay/Clips";
import { ReplayChat } from "../replay/ReplayChat";
import { ReplayDeals } from "../replay/ReplayDeals";
import { Rerun } from "../replay/rerun";
import type {
  BrandView,
  ClipView,
  MeView,
  MyVoucherView,
  ReplayView,
  ShowView,
} from "../types.gen";
import { AuthDialog } from "../ui/AuthDialog";
import { ShareDialog } from "../ui/ShareDialog";
import { ChallengeCard } from "./ChallengeCard";
import { Chat } from "./Chat";
import { DealRail } from "./DealRail";
import { DrawCard } from "./DrawCard";
import { Leaders } from "./Leaders";
import { Tiers } from "./Membership";
import { MyOrders } from "./MyOrders";
import { PacketCard } from "./PacketCard";
import { PaymentDialog } from "./PaymentDialog";
import { RoomHead } from "./RoomHead";
import { Stage } from "./Stage";
import { RoomSession } from "./session";
import { useHeaderOffers } from "./siteHeader";
import { useDropAnnouncements } from "./useDropAnnouncements";
import { Vouchers } from "./Vouchers";

export interface RoomProps {
  show: ShowView;
  brand: BrandView;
  offers: TierOffers;
  me: MeView | null;
  vouchers: MyVoucherView[];
  /** Of a show that has ended. */
  replay: ReplayView | null;
  clip: ClipView | null;
}

type Panel = "deals" | "chat" | "about";

export function Room({ show, brand, offers, me, vouchers, replay, clip }: RoomProps) {
  const [session] = useState(() => new RoomSession(show, brand, me, offers));
  const [rerun] = useState(() => rerunOf(session, replay, clip));
  const [panel, setPanel] = useState<Panel>("deals");
  useEffect(() => () => session.close(), [session]);
  useEffect(() => () => rerun?.close(), [rerun]);
  useDropAnnouncements(session.live);
  useHeaderOffers(session);
  return (
    <div class={`room ${hueClass(brand.hue)}`} data-panel={panel}>
      <div class="room-main">
        <Stage session={session} rerun={rerun} />
        <RoomHead session={session} clip={clip} />
        <About session={session} rerun={rerun} />
      </div>
      <Panels panel={panel} onPanel={setPanel} session={session} />
      <section
        class="room-deals panel"
        id="room-deals"
        aria-labelledby="deals-title"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <h2 id="deals-title">{t("Deals")}</h2>
        <Vouchers session={session} initial={vouchers} />
        {rerun ? <ReplayDeals session={session} rerun={rerun} /> : <DealRail session={session} />}
      </section>
      <section class="room-chat panel" id="room-chat" aria-labelledby="chat-title">
        <h2 id="chat-title">{t("Chat")}</h2>
        {!rerun && <DrawCard session={session} />}
        {!rerun && <PacketCard session={session} />}
        <ChallengeCard session={session} />
        {rerun ? (
          <ReplayChat rerun={rerun} ownId={session.me.value?.account_id ?? null} />
        ) : (
          <Chat session={session} />
        )}
      </section>
      <Dialogs session={session} />
    </div>
  );
}

/** Where the address names a moment (`?t=750`, in seconds from the show's start) it begins there. */
function rerunOf({ live }: RoomSession, replay: ReplayView | null, clip: ClipView | null) {
  if (replay?.status !== "ready") return null;
  const asked = new URLSearchParams(location.search).get("t") ?? "";
  return new Rerun(live, replay, clip, /^\d{1,6}$/.test(asked) ? Number(asked) : 0);
}

interface AboutProps {
  session: RoomSession;
  rerun: Rerun | null;
}

function About({ session, rerun }: AboutProps) {
  const description = useRoom(session.live, (room) => room.show.description).value;
  return (
    <section
      class="room-about panel"
      id="room-about"
      aria-label={t("About this show")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {rerun && <Clips session={session} rerun={rerun} />}
      <MyOrders session={session} />
      {description && <p class="room-description">{description}</p>}
      <Leaders session={session} />
      <Tiers session={session} />
    </section>
  );
}

interface PanelsProps {
  session: RoomSession;
  panel: Panel;
  onPanel: (panel: Panel) => void;
}

/** Where there is no room for all at once, one is shown at a time. */
function Panels({ session, panel, onPanel }: PanelsProps) {
  const live = useComputed(() => countLive(session)).value;
  const names: [Panel, string][] = [
    ["deals", t("Deals")],
    ["chat", t("Chat")],
    ["about", t("About")],
  ];
  return (
    <nav class="room-panels tabs" aria-label={t("Parts of the room")}>
      {names.map(([name, label]) => (
        <button
          key={name}
          type="button"
          class="tab"
          data-tab={name}
          aria-current={panel === name ? "page" : undefined}
          aria-controls={`room-${name}`}
          onClick={() => onPanel(name)}
        >
          {label}
          {name === "deals" && live > 0 && (
            <span class="tab-count numeral">
              {live}
              <span class="visually-hidden"> {t("live")}</span>
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}

function countLive({ live }: RoomSession): number {
  const deals = [...live.room.value.deals.values()];
  return deals.filter(({ view }) => phaseOf(view, live.now.value) === "live").length;
}

function Dialogs({ session }: { session: RoomSession }) {
  const invitation = session.invitation.value;
  return (
    <>
      <AuthDialog
        isOpen={invitation !== null}
        onClose={() => session.declineInvitation()}
        onSignedIn={(me) => void session.welcome(me)}
        {...(invitation && { reason: invitation.reason, initialMode: invitation.mode })}
      />
      <PaymentDialog session={session} />
      <ShareDialog
        link={session.link.value}
        onClose={() => {
          session.link.value = null;
        }}
        onJoin={session.membership ? undefined : () => session.joinToEarn()}
      />
    </>
  );
}
