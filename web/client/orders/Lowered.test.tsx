import { expect, it } from "vitest";
import { anOrder } from "../live/samples";
import type { GrantView } from "../types.gen";
import { loweredNews, loweredWords } from "./Lowered";

const GRANT: GrantView = {
  line: 1,
  price_minor: 2_000,
  units: 1,
  amount_minor: 500,
  status: "succeeded",
  granted_at_ms: Date.UTC(2026, 10, 22, 12),
};

it("says what was refunded, when and why", () => {
  const words = loweredWords(anOrder(), GRANT);
  expect(words).toMatch(/^€5\.00 refunded on .*2026, because Wool scarf was offered for €20\.00/);
});

it("does not call refunded what is still on its way, or did not arrive", () => {
  expect(loweredWords(anOrder(), { ...GRANT, status: "under_way" })).toContain("on its way");
  expect(loweredWords(anOrder(), { ...GRANT, status: "failed" })).toContain("could not be sent");
});

it("sums up what goes back for all lines", () => {
  const order = anOrder({ lowered: [GRANT, { ...GRANT, line: 2, amount_minor: 250 }] });
  expect(loweredNews(order)).toContain("€7.50");
});
