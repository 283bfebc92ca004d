import { describe, expect, it } from "vitest";
import {
  afterFault,
  type Choice,
  chosen,
  type Fault,
  firstChoice,
  mayGoBack,
  playing,
  waiting,
} from "./choosing";

const NOW = 1_000_000;

function failing(choice: Choice, ...faults: Fault[]): Choice {
  return faults.reduce((now, fault) => afterFault(now, fault, NOW).choice, choice);
}

describe("the first way", () => {
  it.each([
    ["auto", "webrtc"],
    ["lowest", "webrtc"],
    ["balanced", "hls"],
  ] as const)("of %s is %s", (wish, way) => {
    expect(firstChoice(wish).way).toBe(way);
  });
});

describe("when a way fails", () => {
  it("the other is tried at once", () => {
    const next = afterFault(firstChoice("auto"), "unreachable", NOW);
    expect([next.choice.way, next.afterMs, next.renews]).toEqual(["hls", 0, false]);
    const back = afterFault(firstChoice("balanced"), "stalled", NOW);
    expect([back.choice.way, back.afterMs]).toEqual(["webrtc", 0]);
  });

  it("and the other too, we wait longer each time, and say so in the end", () => {
    let choice = firstChoice("auto");
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const next = afterFault(choice, "unreachable", NOW);
      waits.push(next.afterMs);
      choice = next.choice;
    }
    expect(waits.filter((wait) => wait > 0)).not.toHaveLength(0);
    expect(Math.max(...waits)).toBe(8_000);
    expect(choice.phase).toBe("failed");
    expect(playing(choice, "hls")).toMatchObject({ phase: "playing", failures: 0 });
  });

  it("because it is full, who asked for it knocks again in a minute, the others in ten", () => {
    expect(failing(firstChoice("auto"), "full").notBefore.webrtc).toBe(NOW + 600_000);
    const choice = failing(firstChoice("lowest"), "full");
    expect(choice.way).toBe("hls");
    expect(choice.notBefore.webrtc).toBe(NOW + 60_000);
    expect(chosen(choice, {}, NOW + 59_999).way).toBe("hls");
    expect(chosen(choice, {}, NOW + 60_000).way).toBe("webrtc");
  });

  it("because the browser cannot, it is never tried again", () => {
    const choice = failing(firstChoice("lowest"), "unsupported");
    expect(chosen(choice, {}, NOW * 1_000).way).toBe("hls");
    expect(failing(choice, "unreachable").way).toBe("hls");
  });

  it("because the pass expired, a new one is asked for and the same way goes on at once", () => {
    const next = afterFault(firstChoice("auto"), "refused", NOW);
    expect(next).toMatchObject({ afterMs: 0, renews: true, choice: { way: "webrtc" } });
    expect(afterFault(next.choice, "refused", NOW).afterMs).toBeGreaterThan(0);
  });

  it("because nobody publishes, the same way waits", () => {
    const next = afterFault(firstChoice("balanced"), "absent", NOW);
    expect([next.choice.way, next.afterMs]).toEqual(["hls", 1_000]);
  });
});

describe("a viewer", () => {
  it("who goes back in time watches by HLS, and live again as wished", () => {
    const back = chosen(firstChoice("auto"), { isRewound: true }, NOW);
    expect(back.way).toBe("hls");
    expect(chosen(back, { isRewound: false }, NOW).way).toBe("webrtc");
    expect(chosen({ ...back, wish: "balanced" }, { isRewound: false }, NOW).way).toBe("hls");
  });

  it("who was sent to HLS is taken back to the lower delay when that may work again", () => {
    const sent = playing(failing(firstChoice("auto"), "stalled"), "hls");
    expect(mayGoBack(sent, NOW)).toBe(false);
    expect(mayGoBack(sent, NOW + 20_000)).toBe(true);
    expect(mayGoBack({ ...sent, wish: "balanced" }, NOW + 20_000)).toBe(false);
    expect(mayGoBack({ ...sent, isRewound: true }, NOW + 20_000)).toBe(false);
  });

  it("who is sent there again is left there twice as long, until the lower delay works", () => {
    let choice = firstChoice("auto");
    const lengths: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      choice = playing(failing({ ...choice, way: "webrtc" }, "unreachable"), "hls");
      lengths.push((choice.notBefore.webrtc - NOW) / 1_000);
    }
    expect(lengths).toEqual([20, 40, 80, 160, 320, 320]);
    const near = playing({ ...choice, way: "webrtc" }, "webrtc");
    expect(failing(near, "stalled").notBefore.webrtc).toBe(NOW + 20_000);
  });

  it("waits only where pictures moved before", () => {
    expect(waiting(firstChoice("auto")).phase).toBe("connecting");
    expect(waiting(playing(firstChoice("auto"), "webrtc")).phase).toBe("waiting");
  });
});
