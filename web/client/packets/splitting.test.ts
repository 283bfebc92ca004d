import { expect, it } from "vitest";
import { sha256 } from "../lib/hashes";
import type { PacketView } from "../types.gen";
import { arrivalsOf, findingsOf, sharesOf } from "./splitting";

const TERMS = { split: "lucky", points: 10, shares: 3, seed: "seed" } as const;

it("finds the shares that the server finds (tests/unit/share/test_packets.py)", async () => {
  expect(await sharesOf(TERMS)).toEqual([1, 4, 5]);
  expect(await sharesOf({ ...TERMS, split: "equal" })).toEqual([4, 3, 3]);
});

async function published(text: string): Promise<PacketView> {
  return {
    ...TERMS,
    seed_hash: await sha256("seed"),
    arrivals_hash: await sha256(text),
    luckiest: [
      { place: 2, handle: "ana", points: 4 },
      { place: 1, handle: "ben", points: 1 },
    ],
  } as unknown as PacketView;
}

it("finds that all holds, and what does not", async () => {
  const text = "aaa 1\nbbb 4\n";
  const shares = await sharesOf(TERMS);
  expect(arrivalsOf(text)).toEqual([
    { ticket: "aaa", points: 1 },
    { ticket: "bbb", points: 4 },
  ]);
  const held = async (packet: PacketView, list: string, split = shares) =>
    (await findingsOf(packet, split, list)).map(({ holds }) => holds);
  const packet = await published(text);
  expect(await held(packet, text)).toEqual([true, true, true, true]);
  expect(await held({ ...packet, seed: "other" }, text)).toEqual([false, true, true, true]);
  expect(await held(packet, "bbb 4\naaa 1\n")).toEqual([true, true, false, false]);
  expect(await held(packet, text, [1, 4, 6])).toEqual([true, false, true, true]);
});
