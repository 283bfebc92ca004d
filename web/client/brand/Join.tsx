// Joining a brand's members: one click, or the tier one has.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { type TierOffers, tierEarns } from "../lib/offers";
import { t } from "../lib/words";
import type { BrandView, MembershipView } from "../types.gen";
import { AuthDialog } from "../ui/AuthDialog";
import { Button } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

export interface JoinProps {
  brand: BrandView;
  membership: MembershipView | null;
  is_signed_in: boolean;
  /** What links of a tier earn in place of its rate, by rank. */
  offers?: TierOffers | undefined;
}

export function Join({ brand, membership: initial, is_signed_in, offers = {} }: JoinProps) {
  const [membership, setMembership] = useState(initial);
  const [isAsking, setAsking] = useState(false);
  const [wasSignedIn, setSignedIn] = useState(is_signed_in);
  const action = useAction(async () => {
    const joined = await api.put<MembershipView>(`/api/brands/${brand.slug}/membership`);
    setMembership(joined);
    const who = { tier: joined.tier.name, brand: brand.name };
    toast(t("You are {tier} with {brand} now.", who), "good");
    // The header and the tiers below show who is signed in and on which tier.
    location.reload();
  });
  if (membership) {
    return <Joined membership={membership} offers={offers} currency={brand.currency} />;
  }
  const first = brand.tiers[0];
  if (!first) return null;
  const { amount, isByRate } = tierEarns(first, offers, brand.currency);
  return (
    <div class="join">
      <Button
        variant="primary"
        size="l"
        isWide
        isBusy={action.isBusy}
        onClick={() => (wasSignedIn ? void action.run() : setAsking(true))}
      >
        {t("Join {brand}", { brand: brand.name })}
      </Button>
      <p class="muted small">
        {isByRate
          ? t("Free. You start as {tier} and earn {rate} of what friends buy by your links.", {
              tier: first.name,
              rate: amount,
            })
          : t(
              "Free. You start as {tier} and earn {amount} for each order of friends by your links.",
              {
                tier: first.name,
                amount,
              },
            )}
      </p>
      <ProblemNote problem={action.problem} />
      <AuthDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reason={t("Create an account or sign in to join {name}.", { name: brand.name })}
        onSignedIn={() => {
          setAsking(false);
          setSignedIn(true);
          void action.run();
        }}
      />
    </div>
  );
}

interface JoinedProps {
  membership: MembershipView;
  offers: TierOffers;
  currency: string;
}

function Joined({ membership, offers, currency }: JoinedProps) {
  const { amount, isByRate } = tierEarns(membership.tier, offers, currency);
  return (
    <p class="note note-good">
      <strong>{t("You are {tier}", { tier: membership.tier.name })}</strong>
      <span>
        {isByRate
          ? t("You earn {rate} when friends buy by your links.", { rate: amount })
          : t("You earn {amount} for each order of friends by your links.", { amount })}{" "}
        <a class="link" href="/wallet">
          {t("Your points and progress")}
        </a>
      </span>
    </p>
  );
}
