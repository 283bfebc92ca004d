import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aBrand, aDeal, anOrder, aShow } from "../live/samples";
import type { MeView } from "../types.gen";
import { RoomSession } from "./session";

const ME: MeView = {
  account_id: "account1",
  handle: "mira",
  email: "mira@example.com",
  is_operator: false,
  roles: [],
  memberships: [],
};

class SilentSocket {
  static readonly OPEN = 1;
  readyState = 0;
  send(): void {}
  close(): void {}
}

let answers: Response[] = [];
let requests: { path: string; key: string | null }[] = [];
const sessions: RoomSession[] = [];

function answer(status: number, body: unknown): void {
  answers.push(new Response(JSON.stringify(body), { status }));
}

async function fakeFetch(path: string, init?: RequestInit): Promise<Response> {
  requests.push({ path, key: new Headers(init?.headers).get("idempotency-key") });
  const next = answers.shift();
  if (!next) throw new TypeError("no network");
  return next;
}

function enter(me: MeView | null): RoomSession {
  const session = new RoomSession(aShow(), aBrand(), me);
  sessions.push(session);
  return session;
}

function claims() {
  return requests.filter(({ path }) => path === "/api/deals/deal1/claims");
}

beforeEach(() => {
  vi.stubGlobal("WebSocket", SilentSocket);
  vi.stubGlobal("fetch", fakeFetch);
  answers = [];
  requests = [];
});

afterEach(() => {
  for (const session of sessions.splice(0)) session.live.close();
  vi.unstubAllGlobals();
});

describe("claiming", () => {
  it("shows the order at once", async () => {
    const session = enter(ME);
    answer(201, anOrder());
    await session.claim(aDeal(), 1);
    expect(session.live.room.value.myOrders).toHaveLength(1);
  });

  it("asks a guest to sign in, and claims when they have", async () => {
    const session = enter(null);
    await session.claim(aDeal(), 2);
    expect(claims()).toEqual([]);
    expect(session.invitation.value?.reason).toContain("Wool scarf");
    answer(201, anOrder());
    await session.welcome(ME);
    expect(claims()).toHaveLength(1);
    expect(session.invitation.value).toBeNull();
  });

  it("forgets the wish when the guest would rather not", async () => {
    const session = enter(null);
    await session.claim(aDeal(), 1);
    session.declineInvitation();
    await session.welcome(ME);
    expect(claims()).toEqual([]);
  });

  it("sends the key again after a silence, and says what happened", async () => {
    const session = enter(ME);
    await session.claim(aDeal(), 1);
    expect(session.problems.value.get("deal1")?.code).toBe("network");
    answer(201, anOrder());
    await session.claim(aDeal(), 1);
    const [first, second] = claims();
    expect(first?.key).toBeTruthy();
    expect(second?.key).toBe(first?.key);
    expect(session.problems.value.size).toBe(0);
  });

  it("shows a refusal on the deal's card", async () => {
    const session = enter(ME);
    answer(409, { code: "sold_out", title: "Sold out", detail: "The last one is gone." });
    await session.claim(aDeal(), 1);
    expect(session.problems.value.get("deal1")?.detail).toBe("The last one is gone.");
    expect(session.claimingId.value).toBeNull();
  });
});

describe("joining", () => {
  it("makes one a member without another press after signing in", async () => {
    const session = enter(null);
    await session.join();
    answer(200, "");
    const tier = { rank: 1, name: "Silver", share_rate_bp: 200, perk: "" };
    const brand = { brand_id: "brand1", brand_slug: "kumo", brand_name: "Kumo" };
    answer(200, { ...brand, tier, joined_at_ms: 1 });
    await session.welcome(ME);
    expect(session.membership?.tier.name).toBe("Silver");
  });
});

describe("writing", () => {
  it("keeps a guest's text when they do not sign in", async () => {
    const session = enter(null);
    const said = session.say("hello");
    session.declineInvitation();
    expect(await said).toBe(false);
  });
});
