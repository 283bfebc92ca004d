// What this page knows of a person's teams: states with versions, so that late or repeated ones change nothing.

import { t } from "../lib/words";
import type { MyTeamView } from "../types.gen";

/** By the team. */
export type Teams = ReadonlyMap<string, MyTeamView>;

export function withTeam(teams: Teams, mine: MyTeamView): Teams {
  const old = teams.get(mine.team.id);
  return old && !isNewer(mine, old) ? teams : new Map(teams).set(mine.team.id, mine);
}

/** Who paid is no change of the team itself. */
function isNewer(mine: MyTeamView, old: MyTeamView): boolean {
  if (mine.team.version !== old.team.version) return mine.team.version > old.team.version;
  return paid(mine) > paid(old);
}

/** The person's team for a deal, of those that are not over: the newest. Ids grow with time. */
export function teamFor(teams: Teams, dealId: string): MyTeamView | null {
  const found = [...teams.values()].filter(
    ({ team }) => team.deal_id === dealId && team.status !== "ended",
  );
  return found.sort((one, other) => (one.team.id < other.team.id ? 1 : -1))[0] ?? null;
}

/** What its members are told when it is decided on; null if there is nothing new. */
export function teamNews(mine: MyTeamView, old: MyTeamView | undefined): string | null {
  const { status, title } = mine.team;
  if (old?.team.status === status) return null;
  if (status === "complete") return t("Your team is complete: “{title}” is yours.", { title });
  if (status === "ended") {
    return t("Your team for “{title}” was not filled. Whoever paid gets the money back.", {
      title,
    });
  }
  return null;
}

function paid({ team }: MyTeamView): number {
  return team.members.filter(({ is_paid }) => is_paid).length;
}
