// Decides a draw again, as share/draws/lot.py describes it, with nothing but the browser's own cryptography.

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
      what: "The seed is the one whose hash was published when the draw opened.",
      holds: (await sha256(seed)) === draw.seed_hash,
    },
    { what: "No ticket is there twice.", holds: new Set(tickets).size === tickets.length },
    {
      what: "The list of tickets is the one whose hash is published.",
      holds: (await hashOfTickets(tickets)) === draw.entrants_hash,
    },
    {
      what: `These tickets win: ${won.join(", ") || "none"}.`,
      holds: won.join() === published.join(),
    },
  ];
}

/** The winning tickets, the first place first. */
export async function winning(
  seed: string,
  tickets: readonly string[],
  places: number,
): Promise<string[]> {
  const listed = await hashOfTickets(tickets);
  const key = await crypto.subtle.importKey(
    "raw",
    bytes(seed),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const numbered = await Promise.all(
    tickets.map(async (ticket) => {
      const number = hex(await crypto.subtle.sign("HMAC", key, bytes(`${listed}:${ticket}`)));
      return { ticket, number };
    }),
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

async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", bytes(text)));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
