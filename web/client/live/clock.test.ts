import { describe, expect, it } from "vitest";
import { ServerClock } from "./clock";

/** A device whose clock the test sets. */
function device(startMs = 1_000_000) {
  const state = { nowMs: startMs };
  return { clock: new ServerClock(() => state.nowMs), state };
}

/** Ask and be answered, the way there and back taking `thereMs` and `backMs`. */
function measure(
  { clock, state }: ReturnType<typeof device>,
  aheadMs: number,
  thereMs: number,
  backMs: number,
): void {
  const askedMs = state.nowMs;
  const serverMs = askedMs + thereMs + aheadMs;
  state.nowMs += thereMs + backMs;
  clock.learn(askedMs, serverMs);
}

describe("the server's clock", () => {
  it("is the device's until something is known", () => {
    const { clock, state } = device();
    expect(clock.now()).toBe(state.nowMs);
  });

  it("takes the greeting's time at once", () => {
    const { clock, state } = device();
    clock.greet(state.nowMs + 90_000);
    expect(clock.now()).toBe(state.nowMs + 90_000);
  });

  it("assumes that an answer took as long as its question", () => {
    const subject = device();
    measure(subject, 5_000, 40, 40);
    expect(subject.clock.offsetMs).toBe(5_000);
  });

  it("trusts the shortest round trip most", () => {
    const subject = device();
    measure(subject, 5_000, 400, 20);
    measure(subject, 5_000, 10, 10);
    measure(subject, 5_000, 20, 300);
    expect(subject.clock.offsetMs).toBe(5_000);
  });

  it("prefers a measured time to the greeting's", () => {
    const subject = device();
    subject.clock.greet(subject.state.nowMs + 4_200);
    measure(subject, 5_000, 30, 30);
    expect(subject.clock.offsetMs).toBe(5_000);
  });

  it("starts again when the device's clock was set", () => {
    const subject = device();
    measure(subject, 0, 5, 5);
    subject.state.nowMs += 3_600_000;
    measure(subject, -3_600_000, 100, 100);
    expect(subject.clock.offsetMs).toBe(-3_600_000);
  });

  it("forgets old samples", () => {
    const subject = device();
    measure(subject, 100, 5, 5);
    for (let times = 0; times < 8; times += 1) measure(subject, 108, 6, 6);
    expect(subject.clock.offsetMs).toBe(108);
  });

  it("ignores an answer from before its question", () => {
    const { clock, state } = device();
    clock.learn(state.nowMs + 50, 1);
    expect(clock.offsetMs).toBe(0);
  });
});
