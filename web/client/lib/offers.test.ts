import { expect, it } from "vitest";
import { tierEarns } from "./offers";

const tier = { rank: 2, share_rate_bp: 500 };

it.each([
  [{}, { amount: "5%", isByRate: true }],
  [{ 1: { kind: "fixed", amount: 500 } }, { amount: "5%", isByRate: true }],
  [{ 2: { kind: "fixed", amount: 500 } }, { amount: "€5.00", isByRate: false }],
  [{ 2: { kind: "points", amount: 1 } }, { amount: "1 point", isByRate: false }],
  [{ 2: { kind: "points", amount: 200 } }, { amount: "200 points", isByRate: false }],
] as const)("says what a tier's links earn with the offers %j", (offers, earns) => {
  expect(tierEarns(tier, offers, "EUR")).toEqual(earns);
});
