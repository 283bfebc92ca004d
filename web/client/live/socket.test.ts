import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServerFrame } from "../types.gen";
import { ServerClock } from "./clock";
import { type Connection, connect } from "./socket";

class FakeSocket {
  static readonly OPEN = 1;
  static made: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  isClosed = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.isClosed = true;
  }

  hear(frame: object): void {
    this.readyState = 1;
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drop(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const WELCOME = {
  t: "welcome",
  epoch: "e1",
  seq: 10,
  server_ms: 5_000_000,
  you: { account_id: null, handle: null, rank: 0, tier_name: "", is_muted: false },
};
const WITH_STATE = { ...WELCOME, state: { deals: [], messages: [], audience: 1 } };

let open: Connection[] = [];
let heard: ServerFrame[] = [];
let position: string | null = null;

function start(clock?: ServerClock): Connection {
  const connection = connect({
    path: "/live/s1",
    onFrame: (frame) => heard.push(frame),
    since: () => position,
    ...(clock && { clock }),
  });
  open.push(connection);
  return connection;
}

function socket(index = -1): FakeSocket {
  const found = FakeSocket.made.at(index);
  if (!found) throw new Error("no socket was made");
  return found;
}

function look(visibility: DocumentVisibilityState): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibility);
  document.dispatchEvent(new Event("visibilitychange"));
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("visible");
  FakeSocket.made = [];
  heard = [];
  position = null;
});

afterEach(() => {
  for (const connection of open) connection.close();
  open = [];
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a lasting socket", () => {
  it("asks for its path on this site, without a position at first", () => {
    start();
    expect(socket().url).toMatch(/^ws:.*\/live\/s1$/);
  });

  it("is open once it was welcomed with the state", () => {
    const connection = start();
    expect(connection.status.value).toBe("connecting");
    socket().hear(WITH_STATE);
    expect(connection.status.value).toBe("open");
    expect(heard.map((frame) => frame.t)).toEqual(["welcome"]);
  });

  it("returns with its position, and catches up until the line is current", () => {
    const connection = start();
    socket().hear(WITH_STATE);
    position = "e1.10";
    socket().drop(1006);
    expect(connection.status.value).toBe("connecting");
    vi.advanceTimersByTime(1_000);
    expect(socket().url).toContain("since=e1.10");
    socket().hear(WELCOME);
    socket().hear({ t: "message_deleted", seq: 11, message_id: "m" });
    expect(connection.status.value).toBe("catching_up");
    socket().hear({ t: "time", client_ms: Date.now(), server_ms: Date.now() });
    expect(connection.status.value).toBe("open");
  });

  it("does not catch up forever", () => {
    position = "e1.10";
    const connection = start();
    socket().hear(WELCOME);
    vi.advanceTimersByTime(3_000);
    expect(connection.status.value).toBe("open");
  });

  it("is open at once where there is nothing to catch up with", () => {
    const connection = start();
    socket().hear(WELCOME);
    expect(connection.status.value).toBe("open");
  });

  it("does not return after a final code, and says which it was", () => {
    const connection = start();
    socket().drop(4504);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
    expect(connection.status.value).toBe("closed");
    expect(connection.finalCode.value).toBe(4504);
  });

  it.each([1001, 1013, 4000])("returns after %i", (code) => {
    start();
    socket().drop(code);
    vi.advanceTimersByTime(1_000);
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("asks for the whole state when it lost its place in the log", () => {
    position = "e1.10";
    start();
    socket().drop(4001);
    vi.advanceTimersByTime(1_000);
    expect(socket().url).not.toContain("since");
  });

  it("restarts at once with no position", () => {
    position = "e1.10";
    const connection = start();
    const first = socket();
    connection.restart();
    expect(first.isClosed).toBe(true);
    expect(FakeSocket.made).toHaveLength(2);
    expect(socket().url).not.toContain("since");
  });

  it("still wants the whole state if the first attempt after a restart fails", () => {
    position = "e1.10";
    start().restart();
    socket().drop(1006);
    vi.advanceTimersByTime(1_000);
    expect(socket().url).not.toContain("since");
    socket().hear(WITH_STATE);
    socket().drop(1006);
    vi.advanceTimersByTime(2_000);
    expect(socket().url).toContain("since=e1.10");
  });

  it("waits with returning while nobody looks", () => {
    start();
    socket().hear(WITH_STATE);
    look("hidden");
    socket().drop(1006);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
    look("visible");
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("returns at once when the network is back", () => {
    start();
    for (let times = 0; times < 5; times += 1) {
      socket().drop(1006);
      vi.advanceTimersByTime(15_000);
    }
    socket().drop(1006);
    const made = FakeSocket.made.length;
    window.dispatchEvent(new Event("online"));
    expect(FakeSocket.made).toHaveLength(made + 1);
  });

  it("notices a line that died silently", () => {
    const connection = start();
    socket().hear(WITH_STATE);
    vi.advanceTimersByTime(10_000);
    expect(connection.status.value).toBe("connecting");
    vi.advanceTimersByTime(1_000);
    expect(FakeSocket.made.length).toBe(2);
  });

  it("asks whether the line still holds when the device says that it is offline", () => {
    const connection = start();
    socket().hear(WITH_STATE);
    vi.advanceTimersByTime(1_600);
    socket().hear({ t: "time", client_ms: 0, server_ms: 0 });
    vi.advanceTimersByTime(9_000);
    window.dispatchEvent(new Event("offline"));
    vi.advanceTimersByTime(9_900);
    expect(connection.status.value).toBe("open");
    vi.advanceTimersByTime(100);
    expect(connection.status.value).toBe("connecting");
  });

  it("measures the time several times at first, then twice a minute", () => {
    const clock = new ServerClock(() => Date.now());
    start(clock);
    socket().hear(WITH_STATE);
    expect(clock.now()).toBe(5_000_000);
    vi.advanceTimersByTime(1_500);
    expect(socket().sent).toHaveLength(4);
    socket().hear({ t: "time", client_ms: Date.now() - 20, server_ms: Date.now() + 69_990 });
    expect(clock.offsetMs).toBe(70_000);
    vi.advanceTimersByTime(28_500);
    expect(socket().sent).toHaveLength(5);
  });

  it("says when it could not send", () => {
    const connection = start();
    expect(connection.send({ t: "say", ref: "r", text: "hi" })).toBe(false);
    socket().hear(WITH_STATE);
    expect(connection.send({ t: "say", ref: "r", text: "hi" })).toBe(true);
  });

  it("lets a broken frame pass", () => {
    const connection = start();
    socket().onmessage?.({ data: "{" });
    socket().onmessage?.({ data: new ArrayBuffer(2) });
    expect(heard).toEqual([]);
    expect(connection.status.value).toBe("connecting");
  });

  it("gives its socket back while the page rests in the back-forward cache", () => {
    start();
    socket().hear(WITH_STATE);
    window.dispatchEvent(new Event("pagehide"));
    expect(socket().isClosed).toBe(true);
    window.dispatchEvent(new Event("pageshow"));
    expect(FakeSocket.made).toHaveLength(2);
  });

  it("is silent once closed", () => {
    const connection = start();
    connection.close();
    window.dispatchEvent(new Event("online"));
    connection.restart();
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.made).toHaveLength(1);
  });
});
