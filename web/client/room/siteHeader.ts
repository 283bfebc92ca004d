// The page's header, which the server rendered for a guest: in the room its offers to sign in open the dialog, and once
// they have signed in it is rendered again.

import { useEffect } from "preact/hooks";
import { countCart } from "../lib/cartCount";
import { t } from "../lib/words";
import type { AuthMode } from "../ui/AuthForm";
import type { RoomSession } from "./session";

/** Without a network the old header stays: nothing in it becomes wrong but its offer to sign in. */
export async function renewHeader(): Promise<void> {
  const header = document.querySelector(".site-header");
  const page = await fetch(location.pathname).then(
    (answer) => answer.text(),
    () => "",
  );
  const renewed = new DOMParser().parseFromString(page, "text/html").querySelector(".site-header");
  if (!header || !renewed) return;
  header.replaceWith(renewed);
  void countCart();
}

const REASON = t("You stay in the room, and can chat, claim deals and share.");

/** Keep in the room who presses “Sign up” or “Sign in” in the header. Opening those in another tab still works. */
export function useHeaderOffers(session: RoomSession): void {
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const mode = offerOf(event);
      if (mode === null) return;
      event.preventDefault();
      session.invite(REASON, undefined, undefined, mode);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, [session]);
}

function offerOf(event: MouseEvent): AuthMode | null {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!isPlain || event.button !== 0 || !(event.target instanceof Element)) return null;
  const link = event.target.closest<HTMLAnchorElement>(".site-header a");
  if (link?.pathname === "/sign-up") return "sign-up";
  return link?.pathname === "/sign-in" ? "sign-in" : null;
}
