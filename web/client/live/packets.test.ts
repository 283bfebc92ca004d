import { describe, expect, it } from "vitest";
import type { PacketView } from "../types.gen";
import { isPacketShown, openedText, packetPhase, packetResult, packetText } from "./packets";

function aPacket(more: Partial<PacketView> = {}): PacketView {
  const packet = { status: "open", closes_at_ms: 60_000, opened: 0, opened_points: 0 };
  return { ...packet, points: 1_000, shares: 50, split: "lucky", ...more } as PacketView;
}

describe("packetPhase", () => {
  it("is open until its time is over or all is opened, and ends when it is said", () => {
    expect(packetPhase(aPacket(), 59_999)).toBe("open");
    expect(packetPhase(aPacket(), 60_000)).toBe("ending");
    expect(packetPhase(aPacket({ opened: 50 }), 0)).toBe("ending");
    expect(packetPhase(aPacket({ status: "ended" }), 0)).toBe("ended");
  });
});

it("is shown while it is open, and its result for ten minutes", () => {
  const ended = aPacket({ status: "ended" });
  expect(isPacketShown(aPacket(), 60_000 + 600_000)).toBe(true);
  expect(isPacketShown(ended, 59_999 + 600_000)).toBe(true);
  expect(isPacketShown(ended, 60_000 + 600_000)).toBe(false);
});

it("says what there is, how far it is, and what became of it", () => {
  expect(packetText(aPacket())).toBe("1,000 points for 50 people, split by chance");
  expect(packetText(aPacket({ split: "equal" }))).toContain("in equal shares");
  expect(openedText(aPacket({ opened: 12 }))).toBe("12 of 50 opened");
  expect(packetResult(aPacket())).toContain("Nobody opened it");
  expect(packetResult(aPacket({ opened: 1, opened_points: 30 }))).toBe(
    "1 person got 30 points; 970 stay with the brand.",
  );
  expect(packetResult(aPacket({ opened: 50, opened_points: 1_000 }))).toBe(
    "50 people got 1,000 points.",
  );
});
