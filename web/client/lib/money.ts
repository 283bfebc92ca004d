// Money for people: integer minor units and an ISO 4217 currency in, text out, and back.

import { pageLanguage } from "./words";

const LOCALE = pageLanguage();
const formats = new Map<string, Intl.NumberFormat>();

/** `formatMoney(1999, "EUR")` is `€19.99`; `formatMoney(2480, "JPY")` is `¥2,480`. */
export function formatMoney(amountMinor: number, currency: string): string {
  return formatOf(currency).format(toMajor(amountMinor, currency));
}

/** How many decimals the currency has: JPY 0, EUR 2, KWD 3. */
export function minorDigits(currency: string): number {
  return formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The amount as an input shows it: `formatAmount(1950, "EUR")` is `19.50`. */
export function formatAmount(amountMinor: number, currency: string): string {
  return toMajor(amountMinor, currency).toFixed(minorDigits(currency));
}

/** What a person typed, in minor units; null if it is no amount of this currency. */
export function parseAmount(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const plain = text.trim().replace(/[\s\u00a0\u202f']/g, "");
  const normal = plain.replace(/,(?=\d{3}(\D|$))/g, "").replace(",", ".");
  const parts = /^(\d{1,12})(?:\.(\d+))?$/.exec(normal);
  if (!parts) return null;
  const fraction = parts[2] ?? "";
  if (fraction.length > digits) return null;
  return Number(`${parts[1]}${fraction.padEnd(digits, "0")}`);
}

/** By how many whole percent the price is below the list price; 0 if it is not. */
export function percentOff(priceMinor: number, listPriceMinor: number): number {
  if (listPriceMinor <= priceMinor || listPriceMinor <= 0) return 0;
  return Math.floor(((listPriceMinor - priceMinor) * 100) / listPriceMinor);
}

/** Basis points as a percentage: `formatRate(550)` is `5.5%`. */
export function formatRate(rateBp: number): string {
  return `${new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 }).format(rateBp / 100)}%`;
}

function toMajor(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** minorDigits(currency);
}

function formatOf(currency: string): Intl.NumberFormat {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, { style: "currency", currency });
    formats.set(currency, format);
  }
  return format;
}
