// What came of a campaign: those it was sent to beside those held out, said no more surely than the figures are.

import { useEffect, useMemo, useState } from "preact/hooks";
import { api, asProblem, type Problem } from "../lib/api";
import { formatDate } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { said } from "../lib/reasons";
import { t, tn } from "../lib/words";
import type { DifferenceView, FatesView, GroupView, ResultsView } from "../types.gen";
import { ProblemNote } from "../ui/ProblemNote";
import { DayChart } from "./DayChart";
import { rateLines } from "./lines";
import { TableScroll } from "./TableScroll";

export function Results({ campaignId }: { campaignId: string }) {
  const [results, setResults] = useState<ResultsView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    api
      .get<ResultsView>(`/api/campaigns/${campaignId}/results`)
      .then(setResults, (error) => setProblem(asProblem(error)));
  }, [campaignId]);
  if (!results) return problem ? <ProblemNote problem={problem} /> : <p>{t("One moment …")}</p>;
  return (
    <div class="results">
      <p class={`note ${noteOf(results)}`} data-verdict={results.verdict}>
        <strong>{verdictText(results)}</strong>
        <span>{untilText(results)}</span>
      </p>
      <Comparison results={results} />
      <RateChart results={results} />
      <People people={results.campaign.people} />
      {results.failures.length > 0 && (
        <section aria-labelledby="failures-title">
          <h3 id="failures-title">{t("Why mails failed")}</h3>
          <ul class="small">
            {results.failures.map(({ reason, people }) => (
              <li key={reason}>
                {tn("{count} person: {reason}", "{count} people: {reason}", people, {
                  reason: said(reason),
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Comparison({ results }: { results: ResultsView }) {
  const { treated, held_out, rate, revenue, currency } = results;
  const money = (amount: number) => formatMoney(Math.round(amount), currency);
  const groups: [string, GroupView][] = [
    [t("Sent to"), treated],
    [t("Held out"), held_out],
  ];
  return (
    <TableScroll label={t("Both groups")}>
      <table class="examples">
        <thead>
          <tr>
            <th scope="col">{t("Group")}</th>
            <th scope="col">{t("People")}</th>
            <th scope="col">{t("Bought")}</th>
            <th scope="col">{t("Revenue a head")}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(([name, group]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="numeral">{group.people}</td>
              <td class="numeral">
                {t("{buyers} ({rate})", {
                  buyers: group.buyers,
                  rate: percent(group.people ? (100 * group.buyers) / group.people : 0),
                })}
              </td>
              <td class="numeral">
                {money(group.people ? group.revenue_minor / group.people : 0)}
              </td>
            </tr>
          ))}
          {rate && revenue && (
            <tr>
              <th scope="row">{t("Difference")}</th>
              <td />
              <td class="numeral">{ranged(rate, (bp) => points(bp / 100))}</td>
              <td class="numeral">{ranged(revenue, money)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </TableScroll>
  );
}

function RateChart({ results }: { results: ResultsView }) {
  const { treated, held_out } = results;
  const lines = useMemo(
    () =>
      rateLines([
        [t("Sent to"), treated],
        [t("Held out"), held_out],
      ]),
    [treated, held_out],
  );
  const days = useMemo(() => (lines[0]?.values ?? []).map((_, day) => String(day)), [lines]);
  return (
    <DayChart
      title={t("Percent who bought, by days since the start")}
      days={days}
      lines={lines}
      format={percent}
      dayTitle={t("Days")}
      tableTitle={t("As a table")}
    />
  );
}

function People({ people }: { people: FatesView }) {
  const all: [string, number][] = [
    [t("Sent"), people.sent],
    [t("On its way"), people.waiting + people.queued + people.sending],
    [t("Failed"), people.failed],
    [t("Held out"), people.held_out],
    [t("Did not agree to it"), people.no_consent],
    [t("Had enough this week"), people.quiet],
  ];
  return (
    <section aria-labelledby="people-title">
      <h3 id="people-title">{t("The audience")}</h3>
      <dl class="totals">
        {all
          .filter(([, count]) => count > 0)
          .map(([name, count]) => (
            <div class="card" key={name}>
              <dt>{name}</dt>
              <dd class="numeral">{count}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function verdictText({ verdict }: ResultsView): string {
  if (verdict === "more") return t("It made people buy more.");
  if (verdict === "less") return t("It made people buy less.");
  if (verdict === "unclear") return t("No difference can be seen: it may have changed nothing.");
  return t("Too few people or purchases to say.");
}

function noteOf({ verdict }: ResultsView): string {
  if (verdict === "more") return "note-good";
  return verdict === "less" ? "note-bad" : "";
}

function untilText({ is_final, measured_until_ms }: ResultsView): string {
  if (measured_until_ms === null) return t("Nobody has been reached yet.");
  const date = formatDate(measured_until_ms);
  return is_final
    ? t("Measured until {date}.", { date })
    : t("It is measured until {date}, and may change until then.", { date });
}

/** The difference, and between what it is in 95 of 100 campaigns. */
function ranged(difference: DifferenceView, format: (value: number) => string): string {
  return t("{value}, between {low} and {high}", {
    value: format(difference.value),
    low: format(difference.low),
    high: format(difference.high),
  });
}

function percent(value: number): string {
  return `${value.toFixed(1)}%`;
}

function points(value: number): string {
  return t("{value} points", { value: value.toFixed(1) });
}
