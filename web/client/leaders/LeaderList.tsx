// Who brought most friends, the first first.

import { tn } from "../lib/words";
import type { LeaderView } from "../types.gen";

interface LeaderListProps {
  leaders: readonly LeaderView[];
  /** This person's handle. */
  ownHandle?: string | undefined;
}

export function LeaderList({ leaders, ownHandle }: LeaderListProps) {
  return (
    <ol class="leader-list">
      {leaders.map(({ place, handle, friends }) => (
        <li key={handle} class={handle === ownHandle ? "leader is-mine" : "leader"}>
          <span class="leader-place numeral" data-place={place} aria-hidden="true">
            {place}
          </span>{" "}
          <strong class="leader-name">{handle}</strong>{" "}
          <span class="small numeral">{tn("{count} friend", "{count} friends", friends)}</span>
        </li>
      ))}
    </ol>
  );
}
