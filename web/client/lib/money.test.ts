import { describe, expect, it } from "vitest";
import {
  formatAmount,
  formatMoney,
  formatRate,
  minorDigits,
  parseAmount,
  percentOff,
} from "./money";

describe("money", () => {
  it("writes an amount with its currency's own decimals", () => {
    expect(formatMoney(1999, "EUR")).toBe("€19.99");
    expect(formatMoney(2480, "JPY")).toBe("¥2,480");
    expect(minorDigits("KWD")).toBe(3);
  });

  it("reads back what it shows in an input", () => {
    for (const [amount, currency] of [
      [1950, "EUR"],
      [2480, "JPY"],
      [12345, "KWD"],
    ] as const) {
      expect(parseAmount(formatAmount(amount, currency), currency)).toBe(amount);
    }
  });

  it("takes a decimal comma and thousands", () => {
    expect(parseAmount("19,90", "EUR")).toBe(1990);
    expect(parseAmount("1,299.00", "EUR")).toBe(129900);
    expect(parseAmount("12,800", "JPY")).toBe(12800);
  });

  it("refuses what is no amount of the currency", () => {
    for (const text of ["", "abc", "-4", "1.999"]) expect(parseAmount(text, "EUR")).toBeNull();
    expect(parseAmount("10.5", "JPY")).toBeNull();
  });

  it("rounds a saving down, so that no price looks better than it is", () => {
    expect(percentOff(6667, 10000)).toBe(33);
    expect(percentOff(100, 100)).toBe(0);
    expect(percentOff(120, 100)).toBe(0);
  });

  it("writes basis points as a percentage", () => {
    expect(formatRate(500)).toBe("5%");
    expect(formatRate(550)).toBe("5.5%");
  });
});
