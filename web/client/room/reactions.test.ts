import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServerFrame } from "../types.gen";
import { MOST_A_SECOND, MOST_FLOATING, Reactions, sample } from "./reactions";

class Room {
  hear: (frame: ServerFrame) => void = () => {};
  react = vi.fn();
  listen = (listener: (frame: ServerFrame) => void) => {
    this.hear = listener;
    return () => {};
  };
}

let room: Room;
let reactions: Reactions;

function begin(isStill = false): void {
  room = new Room();
  reactions = new Reactions(room, isStill, () => 0.5);
}

function everyone(counts: Record<string, number>): void {
  room.hear({ t: "reactions", counts });
}

beforeEach(() => {
  vi.useFakeTimers();
  begin();
});

afterEach(() => {
  reactions.close();
  vi.useRealTimers();
});

describe("reacting", () => {
  it("rises at once and goes out once a second, summed", () => {
    for (const kind of ["heart", "heart", "wow"] as const) reactions.tap(kind);
    expect(reactions.floating.value.map(({ kind }) => kind)).toEqual(["heart", "heart", "wow"]);
    expect(room.react).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(room.react.mock.calls).toEqual([[{ heart: 2, wow: 1 }]]);
  });

  it("counts no more than the server would take", () => {
    const taken = Array.from({ length: MOST_A_SECOND + 2 }, () => reactions.tap("fire"));
    expect(taken.filter(Boolean)).toHaveLength(MOST_A_SECOND);
  });
});

describe("what everyone taps", () => {
  it("rises, without what this person has seen rise already", () => {
    reactions.tap("heart");
    everyone({ heart: 3 });
    expect(reactions.floating.value).toHaveLength(3);
    everyone({ heart: 1 });
    expect(reactions.floating.value).toHaveLength(4);
  });

  it("is never a cloud", () => {
    everyone({ heart: 900, wow: 300 });
    expect(reactions.floating.value).toHaveLength(MOST_FLOATING);
    const first = reactions.floating.value[0];
    if (first) reactions.remove(first.id);
    everyone({ star: 5 });
    expect(reactions.floating.value.map(({ kind }) => kind).at(-1)).toBe("star");
  });

  it("stands still as counts for those who want that, and goes when it is quiet", () => {
    begin(true);
    reactions.tap("heart");
    everyone({ heart: 12, unknown: 4 });
    expect(reactions.floating.value).toEqual([]);
    expect(reactions.lately.value.heart).toBe(12);
    vi.advanceTimersByTime(3_000);
    expect(reactions.lately.value).toEqual({});
  });

  it("is sampled in proportion", () => {
    const kinds = sample({ heart: 60, fire: 30, star: 10 }, 10);
    expect(kinds.filter((kind) => kind === "heart")).toHaveLength(6);
    expect(kinds.filter((kind) => kind === "fire")).toHaveLength(3);
    expect(sample({ heart: 2 }, 10)).toEqual(["heart", "heart"]);
    expect(sample({ heart: 2 }, 0)).toEqual([]);
  });
});
