// The brand's membership: joined in one press, and what each tier brings.

import { useEffect } from "preact/hooks";
import { type TierOffers, tierEarns } from "../lib/offers";
import { bringsText, pointsText, thresholdText } from "../lib/points";
import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import type { TierView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { CheckIcon } from "../ui/icons";
import { TierProgress } from "../ui/TierProgress";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import type { RoomSession } from "./session";

/** Staff rank far above all tiers. */
const STAFF_FROM = 100;

interface Standing {
  readonly rank: number;
  readonly tierName: string;
  readonly isStaff: boolean;
}

/** Join, or the tier that this person has. */
export function MembershipButton({ session }: { session: RoomSession }) {
  const { tierName, isStaff } = useStanding(session);
  const join = useAction(() => session.join());
  const { problem } = join;
  useEffect(() => {
    if (problem) toast(problem.detail, "bad");
  }, [problem]);
  if (tierName) return <Badge tone="tier">{t("{tier} member", { tier: tierName })}</Badge>;
  if (isStaff) return <Badge tone="tier">{t("Staff")}</Badge>;
  return (
    <Button
      variant="primary"
      class="room-join"
      isBusy={join.isBusy}
      onClick={() => void join.run()}
    >
      {t("Join")}
      <span class="visually-hidden"> {t("{brand} for free", { brand: session.brand.name })}</span>
    </Button>
  );
}

export function Tiers({ session }: { session: RoomSession }) {
  const { rank, tierName, isStaff } = useStanding(session);
  const { brand } = session;
  return (
    <section class="perks" aria-labelledby="tiers-title">
      <h2 id="tiers-title">{t("{brand} membership", { brand: brand.name })}</h2>
      <p class="muted small">
        {tierName || isStaff
          ? t("Your links earn by your tier, and deals can open to members first.")
          : t(
              "Free, and joined in one press. Deals can open to members first, and your links earn.",
            )}
      </p>
      <ol class="perk-list">
        {brand.tiers.map((tier) => (
          <Tier
            key={tier.rank}
            tier={tier}
            offers={session.offers}
            currency={brand.currency}
            isMine={tier.rank === rank}
          />
        ))}
      </ol>
      <MyProgress session={session} />
    </section>
  );
}

/** How far it is to the next tier: it moves as one buys. It comes late, and stands where it moves nothing else. */
function MyProgress({ session }: { session: RoomSession }) {
  const wallet = session.wallet.value;
  if (!wallet) return null;
  return (
    <div class="stack-s">
      <TierProgress wallet={wallet} />
      <p class="small">
        <a class="link" href="/wallet">
          {t("{points} to spend, {pending} pending", {
            points: pointsText(wallet.active),
            pending: wallet.pending,
          })}
        </a>
      </p>
    </div>
  );
}

interface TierProps {
  tier: TierView;
  offers: TierOffers;
  currency: string;
  isMine: boolean;
}

function Tier({ tier, offers, currency, isMine }: TierProps) {
  const { amount, isByRate } = tierEarns(tier, offers, currency);
  return (
    <li class={isMine ? "perk is-mine" : "perk"}>
      <p class="perk-name">
        {tier.name}
        {isMine && (
          <>
            <CheckIcon />
            <span class="visually-hidden"> {t("(yours)")}</span>
          </>
        )}
      </p>
      <p class="perk-rate">
        <span class="numeral">{amount}</span>{" "}
        {isByRate ? t("of what friends buy") : t("for each order of friends")}
      </p>
      <p class="perk-text">
        {[thresholdText(tier, currency), bringsText(tier)].filter(Boolean).join(" · ")}
      </p>
    </li>
  );
}

function useStanding(session: RoomSession): Standing {
  const you = useRoom(session.live, (room) => room.you).value;
  const tier = session.membership?.tier;
  const isStaff = (you?.rank ?? 0) >= STAFF_FROM;
  const rank = tier?.rank ?? (isStaff ? 0 : (you?.rank ?? 0));
  return { rank, tierName: tier?.name ?? you?.tier_name ?? "", isStaff };
}
