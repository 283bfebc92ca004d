// Joining a brand's members: one click, or the tier one has.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatRate } from "../lib/money";
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
}

export function Join({ brand, membership: initial, is_signed_in }: JoinProps) {
  const [membership, setMembership] = useState(initial);
  const [isAsking, setAsking] = useState(false);
  const [wasSignedIn, setSignedIn] = useState(is_signed_in);
  const action = useAction(async () => {
    const joined = await api.put<MembershipView>(`/api/brands/${brand.slug}/membership`);
    setMembership(joined);
    toast(`You are ${joined.tier.name} with ${brand.name} now.`, "good");
    // The header and the tiers below show who is signed in and on which tier.
    location.reload();
  });
  if (membership) return <Joined membership={membership} />;
  const first = brand.tiers[0];
  if (!first) return null;
  return (
    <div class="join">
      <Button
        variant="primary"
        size="l"
        isWide
        isBusy={action.isBusy}
        onClick={() => (wasSignedIn ? void action.run() : setAsking(true))}
      >
        Join {brand.name}
      </Button>
      <p class="muted small">
        Free. You start as {first.name} and earn {formatRate(first.share_rate_bp)} of what friends
        buy by your links.
      </p>
      <ProblemNote problem={action.problem} />
      <AuthDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reason={`Create an account or sign in to join ${brand.name}.`}
        onSignedIn={() => {
          setAsking(false);
          setSignedIn(true);
          void action.run();
        }}
      />
    </div>
  );
}

function Joined({ membership }: { membership: MembershipView }) {
  return (
    <p class="note note-good">
      <strong>You are {membership.tier.name}</strong>
      <span>
        You earn {formatRate(membership.tier.share_rate_bp)} when friends buy by your links.{" "}
        <a class="link" href="/wallet">
          Your points and progress
        </a>
      </span>
    </p>
  );
}
