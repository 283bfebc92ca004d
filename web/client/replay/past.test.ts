import { expect, test } from "vitest";
import { emptyRoom } from "../live/room";
import { aDeal, aShow } from "../live/samples";
import type { DealMomentView, MessageView } from "../types.gen";
import { covers, dealsThen, saidThen, viewsThen } from "./past";
import { featuredThen } from "./ThenFeatured";

function moment(at_ms: number, change: Partial<DealMomentView> = {}): DealMomentView {
  return {
    deal_id: "lamp",
    at_ms,
    status: "live",
    price_minor: 2_000,
    stock: 10,
    stock_left: 10,
    is_pinned: false,
    ...change,
  };
}

const HISTORY = {
  before: [moment(1_000)],
  after: [moment(2_000, { is_pinned: true }), moment(3_000, { stock_left: 4 })],
  until_ms: null,
};

test("deals are as their last moment by then says", () => {
  expect(dealsThen(HISTORY, 1_500).get("lamp")).toMatchObject({ stock_left: 10, is_pinned: false });
  expect(dealsThen(HISTORY, 2_500).get("lamp")).toMatchObject({ is_pinned: true });
  expect(dealsThen(HISTORY, 9_000).get("lamp")).toMatchObject({ stock_left: 4 });
});

test("a page is good from its moment to where the next begins", () => {
  const page = { fromMs: 1_000, untilMs: 2_000, view: null };
  expect([999, 1_000, 2_000, 2_001].map((at) => covers(page, at))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(covers({ ...page, untilMs: null }, 1e12)).toBe(true);
  expect(covers(null, 0)).toBe(false);
});

test("nothing is read before it was said", () => {
  const said = (id: string, sent_at_ms: number) => ({ id, sent_at_ms }) as MessageView;
  const view = { before: [said("a", 1)], after: [said("b", 5), said("c", 9)], until_ms: null };
  expect(saidThen(view, 5).map(({ id }) => id)).toEqual(["a", "b"]);
});

test("cards show prices and stock of the moment, and only what had dropped", () => {
  const lamp = aDeal({ id: "lamp", status: "ended", price_minor: 1_500, stock_left: 0 });
  const room = emptyRoom(aShow(), [lamp, aDeal({ id: "chair" })]);
  const [view, ...others] = viewsThen(room, dealsThen(HISTORY, 2_500));
  expect(others).toEqual([]);
  expect(view).toMatchObject({ id: "lamp", status: "live", price_minor: 2_000, stock_left: 10 });
});

test("a drop is on the stage while it is new, then what is pinned", () => {
  const pinned = aDeal({ id: "chair", is_pinned: true, opened_at_ms: 0 });
  const fresh = aDeal({ id: "lamp", opened_at_ms: 60_000 });
  expect(featuredThen([pinned, fresh], 61_000)?.id).toBe("lamp");
  expect(featuredThen([pinned, fresh], 90_000)?.id).toBe("chair");
  expect(featuredThen([{ ...pinned, status: "ended" }], 90_000)).toBeNull();
});
