// A replay's own time, from 0 to its length, and the time of the day at which it happened. Pure; like streams/replay/recording.py.

import type { StretchView } from "../types.gen";

/** What time it was at this place of the replay. */
export function momentAt(positionMs: number, stretches: readonly StretchView[]): number {
  const found = stretches.findLast(({ starts_ms }) => starts_ms <= positionMs) ?? stretches[0];
  if (!found) return 0;
  const into = Math.min(Math.max(positionMs - found.starts_ms, 0), found.lasts_ms);
  return found.began_at_ms + into;
}

/** Where a moment lies in the replay. One that was not recorded lies where the replay goes on after it. */
export function positionOf(atMs: number, stretches: readonly StretchView[]): number {
  const found = stretches.findLast(({ began_at_ms }) => began_at_ms <= atMs);
  if (!found) return 0;
  return found.starts_ms + Math.min(atMs - found.began_at_ms, found.lasts_ms);
}

/** `12:30`, `1:02:03` */
export function formatPosition(positionMs: number): string {
  const total = Math.max(0, Math.floor(positionMs / 1000));
  const parts = [Math.floor(total / 60) % 60, total % 60].map((part, place) =>
    place === 0 && total < 3600 ? String(part) : String(part).padStart(2, "0"),
  );
  return (total >= 3600 ? [Math.floor(total / 3600), ...parts] : parts).join(":");
}

/** `12:30` or `1:02:03` or `75` as milliseconds; null if it is none of them. */
export function parsePosition(text: string): number | null {
  const parts = text.trim().split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d{1,5}$/.test(part))) return null;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}
