// Signing up or in without leaving the page.

import { t } from "../lib/words";
import type { MeView } from "../types.gen";
import { AuthForm, type AuthMode } from "./AuthForm";
import { Dialog } from "./Dialog";

export interface AuthDialogProps {
  isOpen: boolean;
  onClose: () => void;
  onSignedIn: (me: MeView) => void;
  /** What the person wanted to do, as a sentence: “Sign in to claim this deal.” */
  reason?: string;
  initialMode?: AuthMode;
}

export function AuthDialog({ isOpen, onClose, onSignedIn, reason, initialMode }: AuthDialogProps) {
  return (
    <Dialog isOpen={isOpen} title={t("Join Dealcast")} onClose={onClose}>
      {reason && <p class="muted">{reason}</p>}
      <AuthForm initialMode={initialMode ?? "sign-up"} onSignedIn={onSignedIn} />
    </Dialog>
  );
}
