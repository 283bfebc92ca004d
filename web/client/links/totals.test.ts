import { describe, expect, it } from "vitest";
import type { DeskView, LinkView, RewardView } from "../types.gen";
import { changed, isNewReward, refreshed, totalsOf } from "./totals";

function link(code: string, more: Partial<LinkView> = {}): LinkView {
  return { code, clicks: 0, orders: 0, pending_minor: 0, currency: "EUR", ...more } as LinkView;
}

const reward = { id: "r1", amount_minor: 120, version: 1 } as RewardView;

describe("totalsOf", () => {
  it("adds up clicks and orders, and rewards within their currency only", () => {
    const totals = totalsOf([
      link("a", { clicks: 3, orders: 1, pending_minor: 100 }),
      link("b", { clicks: 1, pending_minor: 50 }),
      link("c", { currency: "JPY", orders: 1, pending_minor: 900 }),
    ]);
    expect(totals).toEqual({
      clicks: 4,
      orders: 2,
      pending: [
        { currency: "EUR", amountMinor: 150 },
        { currency: "JPY", amountMinor: 900 },
      ],
    });
  });
});

describe("changed", () => {
  const desk: DeskView = { links: [link("a", { clicks: 1 }), link("b")], rewards: [] };

  it("replaces the link in its place", () => {
    const after = changed(desk, { t: "my_link", link: link("b", { clicks: 1 }), reward: null });
    expect(after.links.map(({ code, clicks }) => [code, clicks])).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
  });

  it("puts a link that it does not know first", () => {
    const after = changed(desk, { t: "my_link", link: link("c"), reward: null });
    expect(after.links.map(({ code }) => code)).toEqual(["c", "a", "b"]);
  });

  it("takes a reward that is another than it was, and none that is older", () => {
    const known: DeskView = { ...desk, rewards: [reward] };
    const smaller = { ...reward, amount_minor: 60, version: 2 } as RewardView;
    const cancelled = { ...reward, status: "cancelled", version: 2 } as RewardView;
    const told = (to: DeskView, given: RewardView) =>
      changed(to, { t: "my_link", link: link("a"), reward: given });
    expect(told(known, smaller).rewards).toEqual([smaller]);
    expect(told(told(known, smaller), reward).rewards).toEqual([smaller]);
    expect(told(told(known, cancelled), reward).rewards).toEqual([cancelled]);
    expect(isNewReward(known, reward)).toBe(false);
    expect(isNewReward(desk, cancelled)).toBe(false);
  });

  it("takes whether a reward is held from its newest state", () => {
    const held = { ...reward, is_held: true, version: 2 } as RewardView;
    const released = { ...reward, version: 3 } as RewardView;
    const known = changed(
      { ...desk, rewards: [reward] },
      {
        t: "my_link",
        link: link("a"),
        reward: held,
      },
    );
    expect(known.rewards).toEqual([held]);
    expect(refreshed(known, { ...desk, rewards: [reward] }).rewards).toEqual([held]);
    expect(refreshed(known, { ...desk, rewards: [released] }).rewards).toEqual([released]);
  });

  it("takes the same reward once", () => {
    const change = { t: "my_link" as const, link: link("a", { clicks: 1, orders: 1 }), reward };
    expect(changed(changed(desk, change), change).rewards).toEqual([reward]);
  });

  it("keeps what has counted more when an older state comes late", () => {
    const after = changed(desk, { t: "my_link", link: link("a"), reward: null });
    expect(after.links[0]?.clicks).toBe(1);
  });
});

describe("refreshed", () => {
  it("does not take back what was told while the answer was on its way", () => {
    const asked: DeskView = { links: [link("a"), link("b", { clicks: 4 })], rewards: [] };
    const told = changed(asked, { t: "my_link", link: link("a", { clicks: 1 }), reward });
    const after = refreshed(told, asked);
    expect(after.links.map(({ clicks }) => clicks)).toEqual([1, 4]);
    expect(after.rewards).toEqual([reward]);
  });

  it("takes what is new", () => {
    const known: DeskView = { links: [link("a", { title: "Lamp" })], rewards: [reward] };
    const answer: DeskView = {
      links: [link("c"), link("a", { title: "Table lamp" })],
      rewards: [{ ...reward, status: "cancelled", version: 2 } as RewardView],
    };
    expect(refreshed(known, answer)).toEqual(answer);
  });
});
