// Splits a packet again, as share/packets/splitting.py describes it, with nothing but the browser's own cryptography.

import { hmac, sha256 } from "../lib/hashes";
import { t } from "../lib/words";
import type { PacketView } from "../types.gen";

export interface Finding {
  readonly what: string;
  readonly holds: boolean;
}

/** Who opened a share, in order of arrival. */
export interface Arrival {
  readonly ticket: string;
  readonly points: number;
}

type Terms = Pick<PacketView, "split" | "points" | "shares" | "seed">;

/** All shares, in the order in which they are opened. */
export async function sharesOf({ split, points, shares, seed }: Terms): Promise<number[]> {
  return split === "equal" ? equalShares(points, shares) : luckyShares(seed ?? "", points, shares);
}

export function arrivalsOf(text: string): Arrival[] {
  const lines = text.split("\n").filter(Boolean);
  return lines.map((line) => {
    const [ticket = "", points] = line.split(" ");
    return { ticket, points: Number(points) };
  });
}

/** What must hold of a packet that has ended, and whether it does. */
export async function findingsOf(
  packet: PacketView,
  shares: readonly number[],
  text: string,
): Promise<Finding[]> {
  const arrivals = arrivalsOf(text);
  const got = arrivals.map(({ points }) => points);
  const published = packet.luckiest.map(({ place, points }) => `${place} ${points}`);
  const luckiest = packet.split === "lucky" ? mostOf(got) : [];
  return [
    {
      what: t("The seed is the one whose hash was published when the packet was dropped."),
      holds: (await sha256(packet.seed ?? "")) === packet.seed_hash,
    },
    {
      what: t("The shares sum to {points} points, and each is one point at least.", {
        points: packet.points,
      }),
      holds: sum(shares) === packet.points && shares.every((share) => share >= 1),
    },
    {
      what: t("The list of arrivals is the one whose hash is published, and no ticket is twice."),
      holds:
        (await sha256(text)) === packet.arrivals_hash &&
        new Set(arrivals.map(({ ticket }) => ticket)).size === arrivals.length,
    },
    {
      what: t("Everyone got the share of their place, and the luckiest are those who got most."),
      holds:
        got.every((points, place) => points === shares[place]) &&
        luckiest.join() === published.join(),
    },
  ];
}

function equalShares(points: number, count: number): number[] {
  const more = points % count;
  const share = (points - more) / count;
  return Array.from({ length: count }, (_, place) => (place < more ? share + 1 : share));
}

async function luckyShares(seed: string, points: number, count: number): Promise<number[]> {
  const sign = await hmac(seed);
  const shares: number[] = [];
  let left = points;
  for (let number = 1; number < count; number++) {
    const waiting = BigInt(count - number + 1);
    const spare = BigInt(left) - waiting;
    const drawn = BigInt(`0x${await sign(String(number))}`) % ((2n * spare + 1n) * waiting);
    const share = 1 + Number((drawn / waiting + (drawn % waiting)) / waiting);
    shares.push(share);
    left -= share;
  }
  return [...shares, left];
}

/** The places and points of the ten who got most, the first first among equals. */
function mostOf(got: readonly number[]): string[] {
  return got
    .map((points, place) => ({ points, place: place + 1 }))
    .sort((one, other) => other.points - one.points || one.place - other.place)
    .slice(0, 10)
    .map(({ place, points }) => `${place} ${points}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
