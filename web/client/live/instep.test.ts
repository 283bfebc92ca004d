import { describe, expect, it } from "vitest";
import type { DealChanged, DealView, ServerFrame } from "../types.gen";
import { InStep, LONGEST_MS } from "./instep";
import { apply, emptyRoom, type Room } from "./room";
import { aDeal, aShow, NOW_MS } from "./samples";

const BEHIND_MS = 3_000;
const OPEN = { status: "live" as const, stock: 10, stock_left: 10 };

function dropped(changes: Partial<DealView> = {}, atMs = NOW_MS): DealChanged {
  const deal = aDeal({ ...OPEN, opened_at_ms: NOW_MS, closes_at_ms: null, version: 2, ...changes });
  return { t: "deal", seq: 11, at_ms: atMs, deal } as DealChanged;
}

function stock(left: number, version = 3): ServerFrame {
  return {
    t: "stock",
    seq: 12,
    deal_id: "deal1",
    stock_left: left,
    waiting: 0,
    line_served: 0,
    version,
  };
}

/** A viewer whose picture is behind by so much, or who has none. */
class Viewer {
  room: Room = emptyRoom(aShow());
  readonly #inStep = new InStep();
  nowMs = NOW_MS;

  constructor(private readonly behindMs: number | null = BEHIND_MS) {}

  get #pictureMs(): number | null {
    return this.behindMs === null ? null : this.nowMs - this.behindMs;
  }

  take(...frames: ServerFrame[]): this {
    for (const frame of frames)
      this.#show(this.#inStep.take(frame, this.room, this.nowMs, this.#pictureMs));
    return this;
  }

  after(ms: number): this {
    this.nowMs += ms;
    this.#show(this.#inStep.due(this.nowMs, this.#pictureMs));
    return this;
  }

  get deal(): DealView | undefined {
    return this.room.deals.get("deal1")?.view;
  }

  #show(frames: readonly ServerFrame[]): void {
    for (const frame of frames) this.room = apply(this.room, frame);
  }
}

describe("a drop", () => {
  it("is shown when the picture has come to it", () => {
    const viewer = new Viewer().take(dropped());
    expect(viewer.deal).toBeUndefined();
    expect(viewer.after(BEHIND_MS - 1).deal).toBeUndefined();
    expect(viewer.after(1).deal?.status).toBe("live");
  });

  it("is shown at once without a moving picture, and when the picture stops being one", () => {
    expect(new Viewer(null).take(dropped()).deal).toBeDefined();
    const inStep = new InStep();
    inStep.take(dropped(), emptyRoom(aShow()), NOW_MS, NOW_MS - BEHIND_MS);
    expect(inStep.due(NOW_MS, null)).toHaveLength(1);
  });

  it("waits ten seconds at most", () => {
    const viewer = new Viewer(300_000).take(dropped());
    expect(viewer.after(LONGEST_MS - 1).deal).toBeUndefined();
    expect(viewer.after(1).deal).toBeDefined();
  });

  it("loses at most a fifth of the time in which it can be claimed", () => {
    const viewer = new Viewer().take(dropped({ closes_at_ms: NOW_MS + 10_000 }));
    expect(viewer.after(1_999).deal).toBeUndefined();
    expect(viewer.after(1).deal).toBeDefined();
  });

  it("brings the stock that was told meanwhile", () => {
    const viewer = new Viewer().take(dropped(), stock(9), stock(7, 4));
    expect(viewer.deal).toBeUndefined();
    expect(viewer.after(BEHIND_MS).deal?.stock_left).toBe(7);
  });

  it("is shown at once when half of its units are gone", () => {
    expect(new Viewer().take(dropped(), stock(6)).deal).toBeUndefined();
    expect(new Viewer().take(dropped(), stock(5)).deal?.stock_left).toBe(5);
    expect(new Viewer().take(dropped({ stock_left: 5 })).deal).toBeDefined();
  });

  it("is forgotten when the deal has ended or is gone before", () => {
    const ended = dropped({ status: "ended", version: 3 });
    const viewer = new Viewer().take(dropped(), ended);
    expect(viewer.deal?.status).toBe("ended");
    expect(viewer.after(BEHIND_MS).deal?.status).toBe("ended");
    const without = new Viewer().take(dropped(), { t: "deal_removed", seq: 13, deal_id: "deal1" });
    expect(without.after(BEHIND_MS).deal).toBeUndefined();
  });
});

describe("a deal that is shown", () => {
  const shown = () => new Viewer().take(dropped({}, NOW_MS - BEHIND_MS));

  it("is pinned and becomes cheaper in step", () => {
    const viewer = shown().take(dropped({ is_pinned: true, version: 3 }));
    viewer.take(dropped({ is_pinned: true, price_minor: 100, version: 4 }));
    expect(viewer.deal?.is_pinned).toBe(false);
    viewer.after(BEHIND_MS);
    expect([viewer.deal?.is_pinned, viewer.deal?.price_minor]).toEqual([true, 100]);
  });

  it("becomes dearer, and ends, at once", () => {
    expect(shown().take(dropped({ price_minor: 99_999, version: 3 })).deal?.price_minor).toBe(
      99_999,
    );
    expect(shown().take(dropped({ status: "ended", version: 3 })).deal?.status).toBe("ended");
  });

  it("says its stock at once, also while a pin waits", () => {
    const viewer = shown().take(dropped({ is_pinned: true, version: 3 }), stock(8, 4));
    expect([viewer.deal?.stock_left, viewer.deal?.is_pinned]).toEqual([8, false]);
    viewer.after(BEHIND_MS);
    expect([viewer.deal?.stock_left, viewer.deal?.is_pinned]).toEqual([8, true]);
  });
});

it("holds nothing else, and nothing of before the room was entered anew", () => {
  const inStep = new InStep();
  const room = emptyRoom(aShow());
  const message = { t: "audience", count: 3 } as const;
  expect(inStep.take(message, room, NOW_MS, NOW_MS - BEHIND_MS)).toEqual([message]);
  const { at_ms: _, ...untimed } = dropped();
  expect(inStep.take(untimed as DealChanged, room, NOW_MS, NOW_MS - BEHIND_MS)).toHaveLength(1);
});
