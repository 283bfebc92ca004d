import { describe, expect, it } from "vitest";
import type { DrawView } from "../types.gen";
import { drawPhase, entriesText, isShown, resultText } from "./draws";

function aDraw(more: Partial<DrawView> = {}): DrawView {
  return { status: "open", closes_at_ms: 60_000, winners: [], ...more } as DrawView;
}

const winner = (place: number, handle: string) => ({ place, handle, ticket: `t${place}` });

describe("drawPhase", () => {
  it("is open until its time, and deciding until the result is there", () => {
    expect(drawPhase(aDraw(), 59_999)).toBe("open");
    expect(drawPhase(aDraw(), 60_000)).toBe("deciding");
    expect(drawPhase(aDraw({ status: "decided" }), 10_000)).toBe("decided");
  });
});

describe("isShown", () => {
  it("is for ten minutes after the end", () => {
    const decided = aDraw({ status: "decided" });
    expect(isShown(decided, 60_000 + 599_999)).toBe(true);
    expect(isShown(decided, 60_000 + 600_000)).toBe(false);
    expect(isShown(aDraw(), 60_000 + 600_000)).toBe(true);
  });
});

describe("words", () => {
  it("name the winners", () => {
    expect(resultText(aDraw({ winners: [winner(1, "ana")] }))).toBe("Won by ana.");
    expect(resultText(aDraw({ winners: [winner(1, "ana"), winner(2, "ben")] }))).toBe(
      "Won by ana and ben.",
    );
    expect(resultText(aDraw())).toBe("Nobody entered, so nobody won.");
  });

  it("count the entries", () => {
    expect(entriesText(1)).toBe("1 entry");
    expect(entriesText(1200)).toBe("1,200 entries");
  });
});
