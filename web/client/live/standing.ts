// What someone is in a room, by the rank that the server gave them (membership/ranks.py).

import type { You } from "../types.gen";

const STAFF_RANK = 100;

export function isStaff(you: You | null): boolean {
  return you !== null && you.rank >= STAFF_RANK;
}
