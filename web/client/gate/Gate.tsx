// The gate of a show that is not open to this person, or not yet: why, and how they come in.

import { useEffect, useRef, useState } from "preact/hooks";
import { Join } from "../brand/Join";
import { api } from "../lib/api";
import type { TierOffers } from "../lib/offers";
import { t } from "../lib/words";
import { tierNameOf } from "../live/deals";
import type { BrandView, MembershipView, MeView, ShowView } from "../types.gen";
import { Countdown } from "../ui/Countdown";
import { gateOf, headStartText } from "./gate";

export interface GateProps {
  show: ShowView;
  brand: BrandView;
  offers: TierOffers;
  me: MeView | null;
  /** The server's time as it made the page. */
  now_ms: number;
}

/** Everyone who waits asks; not all at once. */
const ASK_EVERY_MS = 5_000;
const ASK_LATER_BY_MS = 5_000;
/** The door opens a little after the countdown's end: this page's clock may be fast by the page's way here. */
const KNOCK_AFTER_MS = 500;

export function Gate({ show: initial, brand, offers, me, now_ms }: GateProps) {
  const show = useShow(initial);
  const now = useServerClock(now_ms);
  const membership = me?.memberships.find(({ brand_id }) => brand_id === brand.id) ?? null;
  const gate = gateOf(show, membership?.tier.rank ?? 0, now());
  useEffect(() => {
    if (gate.kind !== "open") return;
    const timer = setTimeout(enter, KNOCK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [gate.kind]);
  if (gate.kind === "members") {
    return (
      <ForMembers
        show={show}
        brand={brand}
        offers={offers}
        membership={membership}
        isSignedIn={me !== null}
      />
    );
  }
  const { first_tier_rank, head_start_s } = show.access;
  const comesFirstByJoining = !membership && (brand.tiers[0]?.rank ?? 0) >= first_tier_rank;
  return (
    <section class="gate-why" aria-labelledby="gate-title">
      <h2 id="gate-title">{titleOf(show)}</h2>
      {gate.kind === "first" && gate.opensAtMs !== null ? (
        <p class="gate-when">
          {t("It opens to you in")}{" "}
          <Countdown
            untilMs={gate.opensAtMs}
            now={now}
            onEnd={() => setTimeout(enter, KNOCK_AFTER_MS)}
          />
        </p>
      ) : (
        <>
          <p class="gate-when">
            {show.scheduled_at_ms > now() ? (
              <>
                {t("The show starts in")} <Countdown untilMs={show.scheduled_at_ms} now={now} />
              </>
            ) : (
              t("The host is getting ready.")
            )}
          </p>
          <p>
            {t("It opens to you {headStart} after it has begun.", {
              headStart: headStartText(head_start_s),
            })}
          </p>
        </>
      )}
      <p class="muted small">
        {t("You can stay here: you come in by yourself.")}{" "}
        <a class="link" href={`/brands/${brand.slug}`}>
          {t("What each tier brings")}
        </a>
      </p>
      {comesFirstByJoining && (
        <Join brand={brand} offers={offers} membership={null} is_signed_in={me !== null} />
      )}
      {!me && <SignIn showId={show.id} />}
    </section>
  );
}

interface ForMembersProps {
  show: ShowView;
  brand: BrandView;
  offers: TierOffers;
  membership: MembershipView | null;
  isSignedIn: boolean;
}

function ForMembers({ show, brand, offers, membership, isSignedIn }: ForMembersProps) {
  const { min_tier_rank } = show.access;
  const tier = tierNameOf(brand, min_tier_rank);
  return (
    <section class="gate-why" aria-labelledby="gate-title">
      <h2 id="gate-title">
        {min_tier_rank === 1
          ? t("Join {name}'s programme to watch", { name: brand.name })
          : t("For {tier} members of {name}", { tier, name: brand.name })}
      </h2>
      {min_tier_rank > 1 && (
        <p>
          {membership
            ? t("You are {name}. This show is for {tier} members and above.", {
                name: membership.tier.name,
                tier,
              })
            : t("Members begin as {name}; this show is for {tier} members and above.", {
                name: brand.tiers[0]?.name ?? "",
                tier,
              })}{" "}
          <a class="link" href={`/brands/${brand.slug}`}>
            {t("See all tiers")}
          </a>
        </p>
      )}
      {!membership && (
        <Join brand={brand} offers={offers} membership={null} is_signed_in={isSignedIn} />
      )}
      {!isSignedIn && <SignIn showId={show.id} />}
    </section>
  );
}

function SignIn({ showId }: { showId: string }) {
  return (
    <p class="muted small">
      {t("Are you a member already?")}{" "}
      <a class="link" href={`/sign-in?next=/shows/${showId}`}>
        {t("Sign in")}
      </a>
    </p>
  );
}

function titleOf({ access, status }: ShowView): string {
  return status === "live"
    ? t("{firstTierName} members are in already", { firstTierName: access.first_tier_name })
    : t("{firstTierName} members come in first", { firstTierName: access.first_tier_name });
}

function enter(): void {
  location.reload();
}

/** The show as it is now: that it begins, or is open to others, is heard by asking. */
function useShow(initial: ShowView): ShowView {
  const [show, setShow] = useState(initial);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const now = await api.get<ShowView>(`/api/shows/${initial.id}`).catch(() => null);
      if (now) setShow(now);
      timer = setTimeout(ask, ASK_EVERY_MS + Math.random() * ASK_LATER_BY_MS);
    };
    timer = setTimeout(ask, Math.random() * ASK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [initial.id]);
  return show;
}

function useServerClock(serverMs: number): () => number {
  const clock = useRef<(() => number) | null>(null);
  if (!clock.current) {
    const offsetMs = serverMs - Date.now();
    clock.current = () => Date.now() + offsetMs;
  }
  return clock.current;
}
