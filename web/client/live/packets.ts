// What a packet is at this moment, by the server's clock.

import { t, tn } from "../lib/words";
import type { PacketView } from "../types.gen";

/** Between the last share, or the end of its time, and its result there is a moment. */
export type PacketPhase = "open" | "ending" | "ended";

/** How long a result is shown in the room; its page stays. */
const RESULT_SHOWN_MS = 10 * 60_000;

export function packetPhase(packet: PacketView, nowMs: number): PacketPhase {
  if (packet.status === "ended") return "ended";
  return nowMs < packet.closes_at_ms && packet.opened < packet.shares ? "open" : "ending";
}

export function isPacketShown(packet: PacketView, nowMs: number): boolean {
  return packet.status === "open" || nowMs < packet.closes_at_ms + RESULT_SHOWN_MS;
}

/** `1,000 points for 50 people, split by chance`. */
export function packetText({ points, shares, split }: PacketView): string {
  return split === "lucky"
    ? t("{points} points for {shares} people, split by chance", { points, shares })
    : t("{points} points for {shares} people, in equal shares", { points, shares });
}

/** `12 of 50 opened`. */
export function openedText({ opened, shares }: PacketView): string {
  return t("{opened} of {shares} opened", { opened, shares });
}

/** What became of it. */
export function packetResult({ opened, opened_points, points }: PacketView): string {
  if (opened === 0) return t("Nobody opened it, so all points stay with the brand.");
  const left = points - opened_points;
  const values = { given: opened_points, left };
  return left === 0
    ? tn("{count} person got {given} points.", "{count} people got {given} points.", opened, values)
    : tn(
        "{count} person got {given} points; {left} stay with the brand.",
        "{count} people got {given} points; {left} stay with the brand.",
        opened,
        values,
      );
}
