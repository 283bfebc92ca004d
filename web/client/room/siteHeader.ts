// The page's header was rendered for a guest; once they have signed in here, it is rendered again.

import { api, asProblem } from "../lib/api";
import { toast } from "../ui/Toast";

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
  for (const button of renewed.querySelectorAll<HTMLButtonElement>("[data-sign-out]")) {
    button.addEventListener("click", () => void signOut());
  }
}

async function signOut(): Promise<void> {
  try {
    await api.delete("/api/session");
    location.assign("/");
  } catch (thrown) {
    toast(asProblem(thrown).detail, "bad");
  }
}
