// The best teams of a challenge, with their scores and what they were given.

import { pageLanguage, t } from "../lib/words";
import type { ChallengeView } from "../types.gen";

export interface BoardProps {
  challenge: ChallengeView;
  /** Of the reader's own team. */
  ownId?: string | undefined;
  most?: number;
}

export function Board({ challenge, ownId, most = 10 }: BoardProps) {
  if (challenge.teams.length === 0) {
    return <p class="small muted">{t("No teams yet. Form the first one.")}</p>;
  }
  return (
    <ol class="challenge-board" aria-label={t("Best teams")}>
      {challenge.teams.slice(0, most).map((team) => (
        <li key={team.id} data-own={team.id === ownId}>
          <span class="challenge-rank numeral">{team.rank}</span>
          <span class="challenge-name">
            <strong>{team.name}</strong>
            <span class="small muted">{team.members.map(toldOf).join(", ")}</span>
          </span>
          <strong class="numeral">{team.score.toLocaleString(pageLanguage())}</strong>
        </li>
      ))}
    </ol>
  );
}

function toldOf({ handle, points }: { handle: string; points: number }): string {
  return points > 0 ? t("{handle} (+{points} points)", { handle, points }) : handle;
}
