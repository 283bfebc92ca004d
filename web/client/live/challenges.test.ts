import { describe, expect, it } from "vitest";
import type { ChallengeView } from "../types.gen";
import { challengePhase, isShown, resultText } from "./challenges";
import { apply, emptyRoom } from "./room";
import { aShow } from "./samples";

function aChallenge(changes: Partial<ChallengeView> = {}): ChallengeView {
  return {
    id: "challenge1",
    show_id: "show1",
    brand_id: "brand1",
    title: "Who brings most",
    pot: 1_000,
    winners: 3,
    status: "open",
    started_at_ms: 0,
    ends_at_ms: 60_000,
    teams: [],
    team_count: 0,
    version: 1,
    ...changes,
  };
}

const TEAM = { id: "team1", name: "Foxes", rank: 1, score: 10 };

describe("a challenge", () => {
  it("is open, splits its pot, and is settled", () => {
    expect(challengePhase(aChallenge(), 59_999)).toBe("open");
    expect(challengePhase(aChallenge(), 60_000)).toBe("splitting");
    expect(challengePhase(aChallenge({ status: "settled" }), 70_000)).toBe("settled");
  });

  it("is shown for half an hour after its end, and beside a replay for ever", () => {
    const over = aChallenge({ status: "settled" });
    expect(isShown(over, 60_000 + 29 * 60_000, false)).toBe(true);
    expect(isShown(over, 60_000 + 31 * 60_000, false)).toBe(false);
    expect(isShown(over, 60_000 + 31 * 60_000, true)).toBe(true);
  });

  it("says who shares the pot", () => {
    const members = [{ handle: "mira", points: 1_000 }];
    const teams = [{ ...TEAM, members }];
    expect(resultText(aChallenge({ status: "settled", teams }))).toContain("Foxes");
    expect(resultText(aChallenge({ status: "settled" }))).toContain("nobody won");
    expect(resultText(aChallenge({ status: "cancelled" }))).toContain("called it off");
  });

  it("takes what is newer, and nothing that is late", () => {
    const room = emptyRoom(aShow());
    const newer = apply(room, { t: "challenge", challenge: aChallenge({ version: 3 }) });
    const late = apply(newer, { t: "challenge", challenge: aChallenge({ version: 2 }) });
    expect(late.challenge?.version).toBe(3);
  });
});
