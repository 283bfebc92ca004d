// Decides a draw again, as share/draws/lot.py describes it, with nothing but the browser's own cryptography.

import { hmac, sha256 } from "../lib/hashes";
import { t } from "../lib/words";
import type { DrawView } from "../types.gen";

export interface Finding {
  readonly what: string;
  readonly holds: boolean;
}

/** What must hold of a decided draw, and whether it does. */
export async function findingsOf(draw: DrawView, tickets: readonly string[]): Promise<Finding[]> {
  const seed = draw.seed ?? "";
  const won = await winning(seed, tickets, draw.places);
  const published = draw.winners.map(({ ticket }) => ticket);
  return [
    {
      what: t("The seed is the one whose hash was published when the draw opened."),
      holds: (await sha256(seed)) === draw.seed_hash,
    },
    { what: t("No ticket is there twice."), holds: new Set(tickets).size === tickets.length },
    {
      what: t("The list of tickets is the one whose hash is published."),
      holds: (await hashOfTickets(tickets)) === draw.entrants_hash,
    },
    {
      what: t("These tickets win: {won}.", { won: won.join(", ") || "none" }),
      holds: won.join() === published.join(),
    },
  ];
}

/** The winning tickets, the first place first. */
async function winning(
  seed: string,
  tickets: readonly string[],
  places: number,
): Promise<string[]> {
  const listed = await hashOfTickets(tickets);
  const sign = await hmac(seed);
  const numbered = await Promise.all(
    tickets.map(async (ticket) => ({ ticket, number: await sign(`${listed}:${ticket}`) })),
  );
  numbered.sort((one, other) => (one.number < other.number ? -1 : 1));
  return numbered.slice(0, places).map(({ ticket }) => ticket);
}

async function hashOfTickets(tickets: readonly string[]): Promise<string> {
  return sha256(
    [...tickets]
      .sort()
      .map((ticket) => `${ticket}\n`)
      .join(""),
  );
}
