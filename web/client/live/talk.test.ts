import { describe, expect, it } from "vitest";
import { aMessage } from "./samples";
import {
  MOST_MESSAGES,
  type Talk,
  talkOf,
  withGap,
  withMessage,
  withoutMessage,
  withoutMessagesOf,
} from "./talk";

function said({ messages }: Talk): string[] {
  return messages.map(({ id }) => id);
}

function talk(...ids: string[]): Talk {
  return ids.reduce((before, id) => withMessage(before, aMessage({ id })), talkOf([]));
}

describe("what is said", () => {
  it("is shown once", () => {
    const before = talk("a");
    expect(withMessage(before, aMessage({ id: "a" }))).toBe(before);
  });

  it("stands in the order in which it was said, whoever hears of it first", () => {
    expect(said(talk("b", "d", "a", "c"))).toEqual(["a", "b", "c", "d"]);
  });

  it("is kept to the newest two hundred", () => {
    const ids = Array.from({ length: 230 }, (_, index) => String(1_000 + index));
    const kept = said(talk(...ids));
    expect(kept).toHaveLength(MOST_MESSAGES);
    expect([kept.at(0), kept.at(-1)]).toEqual(["1030", "1229"]);
    expect(said(talk(...ids, "0999"))).toEqual(kept);
  });
});

describe("what is deleted", () => {
  it("stays away, even if a late frame brings it again", () => {
    const after = withoutMessage(talk("a", "b"), "a");
    expect(said(withMessage(after, aMessage({ id: "a" })))).toEqual(["b"]);
  });

  it("may be all that a person wrote, but not what they write next", () => {
    const others = aMessage({ id: "b", account_id: "account2" });
    const before = withMessage(talk("a", "c"), others);
    const after = withoutMessagesOf(before, "account1", "c");
    expect(said(after)).toEqual(["b"]);
    expect(said(withMessage(after, aMessage({ id: "bb" })))).toEqual(["b"]);
    expect(said(withMessage(after, aMessage({ id: "d" })))).toEqual(["b", "d"]);
  });
});

describe("what is missing", () => {
  it("is counted where it is missing", () => {
    const after = withGap(withGap(talk("a"), 3), 4);
    expect(after.gaps).toEqual([{ afterId: "a", count: 7 }]);
    expect(withGap(withMessage(after, aMessage({ id: "b" })), 1).gaps).toHaveLength(2);
    expect(withGap(talkOf([]), 2).gaps).toEqual([{ afterId: null, count: 2 }]);
  });
});
