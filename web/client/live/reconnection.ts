// When to return after a socket closed: how long to wait, and whether at all. The ranges are the server's
// (`Close` in server/wire.py).

const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** From this code on the server has said that returning would not help. */
const FINAL_FROM = 4500;

export function mayReturn(closeCode: number): boolean {
  return closeCode < FINAL_FROM;
}

/**
 * How long to wait before attempt number `attempt` (from 0). The ceiling doubles with each attempt; the wait is
 * spread over its upper half, so that a room full of viewers does not return in one moment.
 */
export function waitMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (attempt + 1));
  return Math.max(SHORTEST_WAIT_MS, ceiling * (0.5 + random() / 2));
}
