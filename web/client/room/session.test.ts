import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aBrand, aDeal, anOrder, aShow, aViewer } from "../live/samples";
import type { Claim, MeView, ServerFrame } from "../types.gen";
import { RoomSession } from "./session";

const ME: MeView = {
  account_id: "account1",
  handle: "mira",
  email: "mira@example.com",
  is_operator: false,
  roles: [],
  memberships: [],
};

class FakeSocket {
  static readonly OPEN = 1;
  static last: FakeSocket | null = null;
  readyState = 0;
  sent: Claim[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    FakeSocket.last = this;
  }

  send(text: string): void {
    const frame = JSON.parse(text);
    if (frame.t === "claim") this.sent.push(frame);
  }

  close(): void {}

  hear(frame: object): void {
    this.readyState = 1;
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drop(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1006 });
  }
}

const WELCOME = { t: "welcome", epoch: "e", seq: 1, server_ms: 1, you: aViewer(), state: null };

let answers: Response[] = [];
let requests: { path: string; key: string | null; body: unknown }[] = [];
const sessions: RoomSession[] = [];

function answer(status: number, body: unknown): void {
  answers.push(new Response(JSON.stringify(body), { status }));
}

async function fakeFetch(path: string, init?: RequestInit): Promise<Response> {
  const body = init?.body ? JSON.parse(String(init.body)) : null;
  requests.push({ path, key: new Headers(init?.headers).get("idempotency-key"), body });
  const next = answers.shift();
  if (!next) throw new TypeError("no network");
  return next;
}

function enter(me: MeView | null): RoomSession {
  const session = new RoomSession(aShow(), aBrand(), me);
  sessions.push(session);
  return session;
}

/** A frame comes over the socket. */
function hear(frame: ServerFrame): void {
  lastSocket().hear(frame);
}

/** Enter, and be connected. */
function enterConnected(): { session: RoomSession; socket: FakeSocket } {
  const session = enter(ME);
  const socket = lastSocket();
  socket.hear(WELCOME);
  requests = [];
  return { session, socket };
}

function lastSocket(): FakeSocket {
  if (!FakeSocket.last) throw new Error("no socket was made");
  return FakeSocket.last;
}

function claims() {
  return requests.filter(({ path }) => path === "/api/deals/deal1/claims");
}

beforeEach(() => {
  vi.stubGlobal("WebSocket", FakeSocket);
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

  it("says no more that a claim was lost when it came through", async () => {
    const session = enter(ME);
    await session.claim(aDeal(), 1);
    expect(session.problems.value.size).toBe(1);
    hear({ t: "my_order", order: anOrder() });
    expect(session.problems.value.size).toBe(0);
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

describe("waiting in line", () => {
  const DEAL = aDeal({ stock_left: 0 });
  const PLACE = { deal_id: "deal1", quantity: 1, number: 3, place: 2, version: 9 };

  async function waiting(): Promise<RoomSession> {
    const session = enter(ME);
    session.live.learn({ t: "deal", deal: DEAL });
    answer(200, PLACE);
    await session.waiting.join(DEAL, 1);
    return session;
  }

  it("is asked of a guest once they have signed in", async () => {
    const session = enter(null);
    await session.waiting.join(DEAL, 1);
    expect(requests).toEqual([]);
    expect(session.invitation.value?.reason).toContain("wait for “Wool scarf”");
  });

  it("has a place, until one leaves", async () => {
    const session = await waiting();
    expect(session.live.room.value.myPlaces.get("deal1")).toEqual(PLACE);
    expect(document.body.textContent).toContain("You are 2nd in line for “Wool scarf”.");
    answers.push(new Response(null, { status: 204 }));
    await session.waiting.leave(DEAL);
    expect(session.live.room.value.myPlaces.size).toBe(0);
  });

  it("ends with a word when the line is closed, and with an offer when one's turn has come", async () => {
    const session = await waiting();
    hear({ t: "deal", deal: { ...DEAL, status: "ended", waiting: 0, version: 10 } });
    expect(session.live.room.value.myPlaces.size).toBe(0);
    expect(document.body.textContent).toContain("The waitlist for “Wool scarf” is closed");
    hear({ t: "my_order", order: anOrder({ was_offered: true }) });
    expect(document.body.textContent).toContain("Your turn: “Wool scarf”");
  });

  it("says what the buyer saw when there is something to claim", async () => {
    const session = enter(ME);
    answer(201, anOrder());
    await session.claim(aDeal(), 1);
    expect(claims()[0]?.body).toEqual({ quantity: 1, price_minor: 2_500 });
  });
});

describe("claiming over the socket", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("needs no request", async () => {
    const { session, socket } = enterConnected();
    const claiming = session.claim(aDeal(), 2);
    const [sent] = socket.sent;
    expect(sent).toMatchObject({ deal_id: "deal1", quantity: 2 });
    socket.hear({ t: "claimed", ref: sent?.ref, order: anOrder() });
    await claiming;
    expect(session.live.room.value.myOrders).toHaveLength(1);
    expect(claims()).toEqual([]);
  });

  it("takes a refusal for an answer", async () => {
    const { session, socket } = enterConnected();
    const claiming = session.claim(aDeal(), 1);
    const refusal = { code: "sold_out", status: 409, title: "Sold out", detail: "It is gone." };
    socket.hear({ t: "refused", ref: socket.sent[0]?.ref, ...refusal });
    await claiming;
    expect(session.problems.value.get("deal1")?.detail).toBe("It is gone.");
    expect(claims()).toEqual([]);
  });

  it.each([
    ["the line is lost", (socket: FakeSocket) => socket.drop()],
    ["there is no answer", () => vi.advanceTimersByTime(3_000)],
    [
      "the server cannot say what became of it",
      (socket: FakeSocket) => {
        const refusal = { code: "unavailable", status: 503, title: "Away", detail: "Wait." };
        socket.hear({ t: "refused", ref: socket.sent[0]?.ref, ...refusal });
      },
    ],
  ])("asks by a request with the same key when %s", async (_, fail) => {
    const { session, socket } = enterConnected();
    answer(201, anOrder());
    const claiming = session.claim(aDeal(), 1);
    fail(socket);
    await claiming;
    expect(claims().map(({ key }) => key)).toEqual([socket.sent[0]?.key]);
    socket.hear({ t: "claimed", ref: socket.sent[0]?.ref, order: anOrder() });
    expect(session.live.room.value.myOrders).toHaveLength(1);
  });

  it("asks again with the same key when the server is back", async () => {
    const { session, socket } = enterConnected();
    const claiming = session.claim(aDeal(), 1);
    socket.drop();
    await vi.advanceTimersByTimeAsync(1_000);
    const back = lastSocket();
    expect(back).not.toBe(socket);
    back.hear(WELCOME);
    await vi.advanceTimersByTimeAsync(0);
    expect(back.sent[0]?.key).toBe(socket.sent[0]?.key);
    back.hear({ t: "claimed", ref: back.sent[0]?.ref, order: anOrder() });
    await claiming;
    expect(session.live.room.value.myOrders).toHaveLength(1);
    expect(session.problems.value.size).toBe(0);
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
