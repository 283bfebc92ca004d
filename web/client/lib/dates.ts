// Times for people, in their own time zone. Times come as milliseconds since the epoch.

import { pageLanguage, t, tn } from "./words";

const LOCALE = pageLanguage() === "en" ? "en-GB" : pageLanguage();
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `Tue 11 Nov, 20:00`, and of another year `Tue, 11 Nov 2025, 20:00`. */
export function formatDateTime(atMs: number, nowMs = Date.now()): string {
  if (new Date(atMs).getFullYear() === new Date(nowMs).getFullYear()) return formatSoon(atMs);
  return new Intl.DateTimeFormat(LOCALE, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(atMs);
}

/** `Sun 22 Nov, 20:00`, of what is not far away. */
export function formatSoon(atMs: number): string {
  return new Intl.DateTimeFormat(LOCALE, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(atMs);
}

/** `22 Nov 2026` */
export function formatDate(atMs: number): string {
  const parts = { day: "numeric", month: "short", year: "numeric" } as const;
  return new Intl.DateTimeFormat(LOCALE, parts).format(atMs);
}

/** `20:00` */
export function formatTime(atMs: number): string {
  return new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" }).format(atMs);
}

/** `just now`, `4 min ago`, `2 h ago`, or the date. */
export function formatAgo(atMs: number, nowMs: number): string {
  const past = nowMs - atMs;
  if (past < MINUTE) return t("just now");
  if (past < HOUR) {
    return t("{count} min ago", { count: Math.floor(past / MINUTE) });
  }
  if (past < DAY) return t("{count} h ago", { count: Math.floor(past / HOUR) });
  return formatDateTime(atMs);
}

/** What a countdown shows: `9:59`, `1:02:03`, `2 d 3 h`. Never below zero, and 0:00 only when it is over. */
export function formatCountdown(leftMs: number): string {
  const total = Math.max(0, Math.ceil(leftMs / SECOND));
  const days = Math.floor(total / 86_400);
  const hours = Math.floor(total / 3600) % 24;
  const minutes = Math.floor(total / 60) % 60;
  const seconds = total % 60;
  if (days > 0) return t("{days} d {hours} h", { days, hours });
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds)}`;
  return `${minutes}:${two(seconds)}`;
}

/** The same in words, for assistive technology: `9 minutes 59 seconds`. */
export function speakCountdown(leftMs: number): string {
  const total = Math.max(0, Math.ceil(leftMs / SECOND));
  const days = Math.floor(total / 86_400);
  const hours = Math.floor(total / 3600) % 24;
  const minutes = Math.floor(total / 60) % 60;
  const said = [
    days > 0 && tn("{count} day", "{count} days", days),
    hours > 0 && tn("{count} hour", "{count} hours", hours),
    minutes > 0 && tn("{count} minute", "{count} minutes", minutes),
    (total % 60 > 0 || total === 0) && tn("{count} second", "{count} seconds", total % 60),
  ];
  return said.filter(Boolean).slice(0, 2).join(" ");
}

/** A duration a person chose: `10 s`, `5 min`, `1 h 30 min`. */
export function formatDuration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = seconds % 60;
  const said = [
    days > 0 && t("{count} d", { count: days }),
    hours > 0 && t("{count} h", { count: hours }),
    minutes > 0 && t("{count} min", { count: minutes }),
    (rest > 0 || seconds === 0) && t("{count} s", { count: rest }),
  ];
  return said.filter(Boolean).join(" ");
}

/** The value of `<input type="datetime-local">` for a time, in the person's zone. */
export function toLocalInput(atMs: number): string {
  const at = new Date(atMs);
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The time that such an input names, or null if it names none. */
export function fromLocalInput(value: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return null;
  const atMs = new Date(value).getTime();
  return Number.isNaN(atMs) ? null : atMs;
}

/** The person's time zone, for a hint beside a time field. */
export function timeZoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
