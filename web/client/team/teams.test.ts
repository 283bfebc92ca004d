import { describe, expect, it } from "vitest";
import type { MyTeamView, TeamView } from "../types.gen";
import { teamFor, teamNews, withTeam } from "./teams";

const TEAM: TeamView = {
  id: "team1",
  deal_id: "deal1",
  show_id: "show1",
  brand_id: "brand1",
  title: "Wool scarf",
  status: "forming",
  size: 2,
  left: 1,
  members: [{ handle: "mira", is_leader: true, is_paid: false }],
  price_minor: 1_500,
  currency: "EUR",
  fills_by_ms: 1,
  version: 2,
};

function mine(changes: Partial<TeamView> = {}): MyTeamView {
  return { team: { ...TEAM, ...changes }, order_id: "order1" };
}

describe("a person's teams", () => {
  it("take what is newer, and nothing that is late", () => {
    const newer = withTeam(new Map(), mine({ version: 3, left: 0 }));
    expect(withTeam(newer, mine()).get("team1")?.team.left).toBe(0);
    expect(
      withTeam(newer, mine({ version: 4, status: "complete" })).get("team1")?.team.status,
    ).toBe("complete");
  });

  it("take a payment, which is no change of the team", () => {
    const members = [{ handle: "mira", is_leader: true, is_paid: true }];
    const known = withTeam(withTeam(new Map(), mine({ members })), mine());
    expect(known.get("team1")?.team.members[0]?.is_paid).toBe(true);
  });

  it("stand at their deal until they are over", () => {
    const known = withTeam(new Map(), mine());
    expect(teamFor(known, "deal1")?.team.id).toBe("team1");
    expect(teamFor(withTeam(known, mine({ version: 3, status: "ended" })), "deal1")).toBeNull();
  });

  it("are told once what became of them", () => {
    const ended = mine({ version: 3, status: "ended" });
    expect(teamNews(ended, mine())).toContain("was not filled");
    expect(teamNews(ended, ended)).toBeNull();
    expect(teamNews(mine({ status: "complete" }), undefined)).toContain("is complete");
    expect(teamNews(mine(), undefined)).toBeNull();
  });
});
