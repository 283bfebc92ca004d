import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyRoom } from "../live/room";
import { aDeal, aShow } from "../live/samples";
import type { LiveRoom } from "../live/store";
import type { ReplayView } from "../types.gen";
import { Rerun } from "./rerun";

const EIGHT = Date.UTC(2026, 10, 11, 20);
const MINUTE = 60_000;
const PAGE_MS = 5 * MINUTE;
const REPLAY: ReplayView = {
  status: "ready",
  hls_url: "/replay/index.m3u8",
  length_ms: 10 * MINUTE,
  stretches: [{ starts_ms: 0, began_at_ms: EIGHT, lasts_ms: 10 * MINUTE }],
  kept_until_ms: null,
};
const DROP = {
  deal_id: "lamp",
  at_ms: EIGHT + MINUTE,
  status: "live",
  price_minor: 2_000,
  stock: 9,
  stock_left: 9,
  is_pinned: false,
};

const asked: string[] = [];
let isDown = false;

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  isDown = false;
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url.replace(/.*\/(\S+)\?at_ms=(\d+)/, (_, name, at) => `${name} ${at - EIGHT}`));
    if (isDown) throw new TypeError("no network");
    const isFirstPage = url.includes("deal-moments") && Number(url.split("=")[1]) < EIGHT + PAGE_MS;
    return Response.json({
      before: [],
      after: isFirstPage ? [DROP] : [],
      until_ms: isFirstPage ? EIGHT + PAGE_MS : null,
    });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function begin(): Rerun {
  const room = signal(emptyRoom(aShow(), [aDeal({ id: "lamp", opened_at_ms: EIGHT + MINUTE })]));
  return new Rerun({ room } as unknown as LiveRoom, REPLAY, null, 0);
}

test("what was in the room is asked for once, and followed as the replay goes on", async () => {
  const rerun = begin();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual(["deal-moments 0", "said 0"]);
  expect(rerun.deals.value).toEqual([]);
  rerun.watching.seek(2 * MINUTE);
  expect(rerun.deals.value.map(({ id }) => id)).toEqual(["lamp"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveLength(2);
  rerun.close();
});

test("who goes on beyond a page, or back before it, gets another", async () => {
  const rerun = begin();
  await vi.advanceTimersByTimeAsync(1_000);
  rerun.watching.seek(6 * MINUTE);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.slice(2)).toEqual([`deal-moments ${6 * MINUTE}`]);
  rerun.watching.seek(MINUTE);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.slice(3)).toEqual([`deal-moments ${MINUTE}`]);
  rerun.close();
});

test("while somebody drags, only where they stop is asked for", async () => {
  const rerun = begin();
  for (let at = 0; at < 5; at += 1) {
    rerun.watching.seek(at * MINUTE);
    await vi.advanceTimersByTimeAsync(50);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual([`deal-moments ${4 * MINUTE}`, `said ${4 * MINUTE}`]);
  rerun.close();
});

test("what could not be fetched is asked for again, until nobody watches", async () => {
  isDown = true;
  const rerun = begin();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(asked).toHaveLength(4);
  rerun.close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(4);
});

test("a deal is found where it dropped", () => {
  const rerun = begin();
  const [lamp] = rerun.drops;
  expect(lamp && rerun.droppedAt(lamp)).toBe(MINUTE);
  rerun.close();
});
