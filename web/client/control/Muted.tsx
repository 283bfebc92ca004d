// Who is muted in this show, on which terms, and letting them write again.

import { useComputed } from "@preact/signals";
import { formatTime } from "../lib/dates";
import { t } from "../lib/words";
import type { MuteView } from "../types.gen";
import { Button } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import type { ControlSession } from "./session";

export function Muted({ session }: { session: ControlSession }) {
  const mutes = useMutes(session);
  const unmute = useAction((mute: MuteView) => session.unmute(mute));
  if (mutes.length === 0) return null;
  return (
    <details class="muted-people">
      <summary>
        {mutes.length === 1
          ? t("1 person is muted")
          : t("{count} people are muted", { count: mutes.length })}
      </summary>
      <ul>
        {mutes.map((mute) => (
          <li key={mute.account_id} class="row-between">
            <span>
              {mute.handle} <span class="muted small">{termsOf(mute)}</span>
            </span>
            <Button size="s" variant="ghost" onClick={() => void unmute.run(mute)}>
              {t("Unmute")}
              <span class="visually-hidden"> {mute.handle}</span>
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote problem={unmute.problem} />
    </details>
  );
}

/** Those that hold by the server's clock: nobody says when one ends by itself. */
function useMutes({ live }: ControlSession): readonly MuteView[] {
  const holding = useComputed(() => {
    const ids = live.room.value.mutes.filter((mute) => holds(mute, live.now.value));
    return ids.map(({ account_id }) => account_id).join(" ");
  }).value;
  const ids = new Set(holding.split(" "));
  return live.room.value.mutes.filter(({ account_id }) => ids.has(account_id));
}

export function holds({ until_ms }: MuteView, nowMs: number): boolean {
  return until_ms === null || nowMs < until_ms;
}

function termsOf({ until_ms, is_shadow }: MuteView): string {
  const time =
    until_ms === null
      ? t("to the end of the show")
      : t("until {time}", { time: formatTime(until_ms) });
  return is_shadow ? t("{time}, without being told", { time }) : time;
}
