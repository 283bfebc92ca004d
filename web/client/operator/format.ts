// Numbers of machines for people: short, and with their units.

import { t } from "../lib/words";

const LOCALE = "en-GB";
const WHOLE = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const SHORT = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 2 });
const CLOCK = new Intl.DateTimeFormat(LOCALE, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** `7`, `12,345`, `1.25M` */
export function formatCount(count: number): string {
  return Math.abs(count) < 1_000_000 ? WHOLE.format(count) : SHORT.format(count);
}

/** `0`, `0.4`, `250`, `1.25M` */
export function formatRate(perSecond: number): string {
  return perSecond < 10 ? TENTHS.format(perSecond) : formatCount(perSecond);
}

/** `0 B`, `12.3 kB`, `2 MB` */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? WHOLE.format(size) : TENTHS.format(size)} ${units[unit]}`;
}

/** `0 kbit/s`, `810 kbit/s`, `2.5 Mbit/s` */
export function formatBits(bits: number): string {
  return bits < 1_000_000
    ? t("{format} kbit/s", { format: WHOLE.format(bits / 1000) })
    : `${TENTHS.format(bits / 1_000_000)} Mbit/s`;
}

/** `0 %`, `0.4 %` */
export function formatShare(share: number): string {
  return `${TENTHS.format(share * 100)} %`;
}

/** `0.4 ms`, `120 ms` */
export function formatMs(ms: number): string {
  return t("{count} ms", { count: ms < 10 ? TENTHS.format(ms) : WHOLE.format(ms) });
}

/** `0 s`, `2.5 s`, `3 min`, `2 h` */
export function formatAge(seconds: number): string {
  if (seconds < 10) return `${TENTHS.format(seconds)} s`;
  if (seconds < 120) return `${WHOLE.format(seconds)} s`;
  return seconds < 7200
    ? t("{format} min", { format: WHOLE.format(seconds / 60) })
    : `${WHOLE.format(seconds / 3600)} h`;
}

/** `20:00:05` */
export function formatClock(atS: number): string {
  return CLOCK.format(atS * 1000);
}
