// What every page runs: the styles, times in the person's own zone, and the account menu.

import "../styles/site.css";
import { api, asProblem } from "../lib/api";
import { formatDateTime, formatTime } from "../lib/dates";
import { toast } from "../ui/Toast";

for (const element of document.querySelectorAll<HTMLTimeElement>("time[data-local]")) {
  const atMs = Date.parse(element.dateTime);
  element.textContent = element.dataset.local === "time" ? formatTime(atMs) : formatDateTime(atMs);
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-sign-out]")) {
  button.addEventListener("click", () => void signOut(button));
}

const menu = document.querySelector<HTMLDetailsElement>("details.menu");
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target as Node)) menu.open = false;
});
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});

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
