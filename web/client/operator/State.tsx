// What needs a look, before any chart: each tile says in a word whether it is well.

import { t } from "../lib/words";
import type { OperatorView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { formatAge, formatCount, formatMs } from "./format";
import { pointOf } from "./history";

/** From here on viewers notice; docs/operations.md has the same limits as alerts. */
const LATE_LOOP_MS = 100;
const LATE_EVENT_S = 10;
const MANY_PAUSED = 0.1;

export interface Tile {
  name: string;
  value: string;
  word: string;
  isWell: boolean;
}

export function tilesOf(view: OperatorView): Tile[] {
  const { connections, viewers, paused, lagMs, backlog, oldestS } = pointOf(view);
  const givenUp = Math.max(0, ...view.processes.map((process) => process.outbox_given_up));
  const count = view.processes.length;
  return [
    {
      name: t("Sockets"),
      value: formatCount(connections),
      word: t("{count} in rooms", { count: formatCount(viewers) }),
      isWell: true,
    },
    {
      name: t("Paused viewers"),
      value: formatCount(paused),
      word: paused > MANY_PAUSED * connections ? t("Many") : t("Few"),
      isWell: paused <= MANY_PAUSED * connections,
    },
    {
      name: t("Event loop, p99"),
      value: formatMs(lagMs),
      word: lagMs > LATE_LOOP_MS ? t("Late") : t("On time"),
      isWell: lagMs <= LATE_LOOP_MS,
    },
    {
      name: t("Outbox"),
      value:
        backlog === 0
          ? t("Empty")
          : t("{count}, oldest {time}", {
              count: formatCount(backlog),
              time: formatAge(oldestS),
            }),
      word:
        givenUp > 0 ? t("{count} given up", { count: formatCount(givenUp) }) : outboxWord(oldestS),
      isWell: givenUp === 0 && oldestS <= LATE_EVENT_S,
    },
    upOrDown(t("Broker"), view.processes.filter((process) => !process.is_broker_up).length, count),
    upOrDown(
      t("Database"),
      view.processes.filter((process) => !process.is_database_up).length,
      count,
    ),
  ];
}

function outboxWord(oldestS: number): string {
  return oldestS > LATE_EVENT_S ? t("Late") : t("On time");
}

function upOrDown(name: string, downAt: number, count: number): Tile {
  const value = downAt === 0 ? t("Up") : t("Away");
  const word = downAt === 0 ? t("For all") : t("For {downAt} of {count}", { downAt, count });
  return { name, value, word, isWell: downAt === 0 };
}

export function State({ view }: { view: OperatorView }) {
  return (
    <dl class="operator-tiles">
      {tilesOf(view).map(({ name, value, word, isWell }) => (
        <div key={name} class={isWell ? "operator-tile card" : "operator-tile card is-unwell"}>
          <dt>{name}</dt>
          <dd>
            <span class="operator-value numeral">{value}</span>
            <Badge tone={isWell ? "quiet" : "bad"}>{word}</Badge>
          </dd>
        </div>
      ))}
    </dl>
  );
}
