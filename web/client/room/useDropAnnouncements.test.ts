import { expect, it } from "vitest";
import { NO_VIDEO } from "../live/room";
import { aDeal, aShow, aViewer, NOW_MS } from "../live/samples";
import type { DealView, ServerFrame } from "../types.gen";
import { Drops, dropSentence, Prices, priceSentence } from "./useDropAnnouncements";

function entering(...deals: DealView[]): ServerFrame {
  const rules = { slow_mode_s: 0, links: "members" as const, version: 0 };
  const parts = {
    video: NO_VIDEO,
    messages: [],
    vouchers: [],
    draw: null,
    packet: null,
    leaders: [],
    challenge: null,
    rules,
    audience: 1,
    board: null,
    orders: [],
    mutes: [],
  };
  const state = { show: aShow(), deals, ...parts };
  const rest = { epoch: "e", seq: 1, server_ms: NOW_MS, you: aViewer(), is_degraded: false };
  return { t: "welcome", ...rest, state };
}

function dealFrame(changes: Partial<DealView>): ServerFrame {
  return { t: "deal", seq: 2, deal: aDeal(changes) };
}

it("announces a deal when it drops, once", () => {
  const drops = new Drops();
  drops.take(entering());
  expect(drops.take(dealFrame({ version: 2 }))?.id).toBe("deal1");
  expect(drops.take(dealFrame({ version: 3, is_pinned: true }))).toBeNull();
});

it("is silent about what had dropped before one came in", () => {
  const drops = new Drops();
  drops.take(entering(aDeal()));
  expect(drops.take(dealFrame({ version: 3 }))).toBeNull();
});

it("announces to the host what leaves the queue", () => {
  const drops = new Drops();
  drops.take(entering(aDeal({ status: "queued" })));
  expect(drops.take(dealFrame({ version: 3 }))?.id).toBe("deal1");
});

it("does not announce a deal that has ended meanwhile", () => {
  expect(new Drops().take(dealFrame({ status: "ended" }))).toBeNull();
});

it("says what it is, what it costs, what is saved and how many there are", () => {
  expect(dropSentence(aDeal())).toBe("New deal: Wool scarf for €25.00, 37% off. 20 available.");
});

it("announces a price that changed while one is in the room", () => {
  const prices = new Prices();
  prices.take(entering(aDeal()));
  expect(prices.take(dealFrame({ version: 3, is_pinned: true }))).toBeNull();
  const changed = prices.take(dealFrame({ version: 4, price_minor: 1_999 }));
  expect(changed && priceSentence(changed)).toBe("Wool scarf costs €19.99 now.");
  expect(prices.take(dealFrame({ id: "new", version: 1 }))).toBeNull();
});
