// The rules of the chat: how often one person may write, and who may post links. A choice holds at once.

import { t, tn } from "../lib/words";
import { useRoom } from "../live/hooks";
import type { RulesChange, RulesView } from "../types.gen";
import { ChoiceField } from "../ui/ChoiceField";
import { ProblemNote } from "../ui/ProblemNote";
import { useAction } from "../ui/useAction";
import type { ControlSession } from "./session";

type SlowMode = NonNullable<RulesChange["slow_mode_s"]>;
type Links = RulesView["links"];

const SLOW_MODES: readonly [SlowMode, string][] = [
  [0, t("Off")],
  [5, tn("{count} second", "{count} seconds", 5)],
  [10, tn("{count} second", "{count} seconds", 10)],
  [30, tn("{count} second", "{count} seconds", 30)],
  [60, tn("{count} minute", "{count} minutes", 1)],
  [300, tn("{count} minute", "{count} minutes", 5)],
];

const LINKS: readonly [Links, string][] = [
  ["members", t("Members")],
  ["staff", t("Staff")],
  ["nobody", t("Nobody")],
];

const LINK_HINTS: Record<Links, string> = {
  members: t("The brand’s members, and staff"),
  staff: t("The brand’s staff alone"),
  nobody: t("Not even staff"),
};

export function ChatRules({ session }: { session: ControlSession }) {
  const rules = useRoom(session.live, (room) => room.rules).value;
  const change = useAction((wanted: RulesChange) => session.changeRules(wanted));
  return (
    <details class="chat-rules">
      <summary>
        {t("Rules")} <span class="muted">{summary(rules)}</span>
      </summary>
      <div class="chat-rules-fields">
        <ChoiceField
          label={t("Slow mode")}
          hint={t("For each person, staff exempt")}
          value={rules.slow_mode_s as SlowMode}
          choices={SLOW_MODES}
          onChoose={(slow_mode_s) => void change.run({ slow_mode_s })}
        />
        <ChoiceField
          label={t("Who may post links")}
          hint={LINK_HINTS[rules.links]}
          value={rules.links}
          choices={LINKS}
          onChoose={(links) => void change.run({ links })}
        />
      </div>
      <ProblemNote problem={change.problem} />
    </details>
  );
}

function summary({ slow_mode_s, links }: RulesView): string {
  const pace = SLOW_MODES.find(([seconds]) => seconds === slow_mode_s)?.[1] ?? `${slow_mode_s} s`;
  const who = LINKS.find(([each]) => each === links)?.[1] ?? links;
  const slow = slow_mode_s === 0 ? t("slow mode off") : t("slow mode {pace}", { pace });
  return `· ${slow} · ${t("links: {who}", { who: who.toLowerCase() })}`;
}
