// Short messages for everyone's eyes and ears. The regions stand in each page from the start (base.html),
// because assistive technology announces only regions that it already knows.

const SHOWN_MS = 5000;

export type ToastTone = "plain" | "good" | "bad";

/** Show a message for five seconds, and announce it. */
export function toast(text: string, tone: ToastTone = "plain"): void {
  const message = document.createElement("div");
  message.className = tone === "plain" ? "toast" : `toast toast-${tone}`;
  message.textContent = text;
  region("toasts", "toasts").append(message);
  setTimeout(() => message.remove(), SHOWN_MS);
}

/** Announce something that is visible elsewhere; the same text again is announced again. */
export function announce(text: string): void {
  const place = region("announcer", "visually-hidden");
  place.textContent = place.textContent === text ? `${text}\u00a0` : text;
}

function region(id: string, className: string): HTMLElement {
  const existing = document.getElementById(id);
  if (existing) return existing;
  const made = document.createElement("div");
  made.id = id;
  made.className = className;
  made.setAttribute("role", "status");
  made.setAttribute("aria-live", "polite");
  document.body.append(made);
  return made;
}
