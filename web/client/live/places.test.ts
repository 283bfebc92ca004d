import { describe, expect, it } from "vitest";
import type { WaiterView } from "../types.gen";
import { lostPlaces, ordinal, placeIn, withoutPlace, withPlace } from "./places";
import { apply, emptyRoom, type Room } from "./room";
import { aDeal, aShow } from "./samples";

const PLACE: WaiterView = { deal_id: "deal1", quantity: 1, number: 7, place: 5, version: 10 };

function room(): Room {
  const deal = aDeal({ stock_left: 0, waiting: 5, line_served: 2, version: 4 });
  return withPlace(emptyRoom(aShow(), [deal]), PLACE);
}

function moved(waiting: number, line_served: number, version = 11): Room {
  return apply(room(), {
    t: "stock",
    deal_id: "deal1",
    stock_left: 0,
    waiting,
    line_served,
    version,
  });
}

describe("a place in line", () => {
  it("is as it was told until the room hears something newer", () => {
    expect(placeIn(room(), "deal1")).toBe(5);
    expect(placeIn(moved(9, 6, 9), "deal1")).toBe(5);
  });

  it("moves up with the line, and never back", () => {
    expect(placeIn(moved(8, 4), "deal1")).toBe(3);
    expect(placeIn(moved(9, 2), "deal1")).toBe(5);
    expect(placeIn(moved(2, 2), "deal1")).toBe(2);
  });

  it("is lost when the line has passed it or is closed", () => {
    for (const after of [moved(3, 7), moved(0, 2)]) {
      expect(placeIn(after, "deal1")).toBeNull();
      expect(lostPlaces(after)).toEqual(["deal1"]);
    }
    expect(lostPlaces(room())).toEqual([]);
  });

  it("is nobody's who left", () => {
    expect(placeIn(withoutPlace(room(), "deal1"), "deal1")).toBeNull();
  });

  it("is said as an ordinal", () => {
    expect([1, 2, 3, 4, 11, 22, 1_003].map(ordinal)).toEqual([
      "1st",
      "2nd",
      "3rd",
      "4th",
      "11th",
      "22nd",
      "1,003rd",
    ]);
  });
});
