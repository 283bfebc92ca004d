// The heart on a page that is no room: a guest signs in without leaving it.

import { useState } from "preact/hooks";
import { t } from "../lib/words";
import type { ItemView } from "../types.gen";
import { AuthDialog } from "../ui/AuthDialog";
import { HeartButton } from "./HeartButton";

export interface HeartProps {
  kind: ItemView["kind"];
  id: string;
  title: string;
  is_signed_in: boolean;
}

export function Heart({ kind, id, title, is_signed_in }: HeartProps) {
  const [wanted, setWanted] = useState<(() => Promise<void>) | null>(null);
  return (
    <>
      <HeartButton
        kind={kind}
        id={id}
        title={title}
        isSignedIn={is_signed_in}
        onGuest={(then) => setWanted(() => then)}
      />
      <AuthDialog
        isOpen={wanted !== null}
        onClose={() => setWanted(null)}
        reason={t("Create an account or sign in to keep {title}.", { title })}
        onSignedIn={async () => {
          await wanted?.();
          location.reload();
        }}
      />
    </>
  );
}
