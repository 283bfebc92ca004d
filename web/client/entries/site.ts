// What every page runs: the styles, times in the person's own zone, the cart's count, and the account menu. The header can be replaced
// while the page stands (who signs in in a room stays there), so its parts are looked up when something happens.

import "../styles/site.css";
import { api, asProblem } from "../lib/api";
import { countCart } from "../lib/cartCount";
import { formatDateTime, formatTime } from "../lib/dates";
import { countInbox } from "../lib/inboxCount";
import { toast } from "../ui/Toast";

for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
  const atMs = Date.parse(element.dateTime);
  element.textContent = element.dataset.local === "time" ? formatTime(atMs) : formatDateTime(atMs);
}

// Rows of links that are wider than the window begin where the person is. Not by `scrollIntoView`: the first Tab would go on
// from there, past the skip link.
for (const link of document.querySelectorAll(":is(.site-nav, .brand-nav) > [aria-current]")) {
  const row = link.parentElement as HTMLElement;
  const [place, frame] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += place.left - frame.left - (frame.width - place.width) / 2;
}

void countCart();
void countInbox();

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  const button = target.closest<HTMLButtonElement>("[data-sign-out]");
  if (button) void signOut(button);
  const menu = openMenu();
  if (menu && !menu.contains(target)) menu.open = false;
});

document.addEventListener("keydown", ({ key, target }) => {
  const menu = openMenu();
  if (key !== "Escape" || !menu?.contains(target as Node)) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

function openMenu(): HTMLDetailsElement | null {
  return document.querySelector<HTMLDetailsElement>("details.menu[open]");
}

async function signOut(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  try {
    await api.delete("/api/session");
    location.assign("/");
  } catch (error) {
    button.disabled = false;
    toast(asProblem(error).detail, "bad");
  }
}
