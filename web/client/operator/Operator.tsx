// The operator's page: what needs a look, the last five minutes, the streams, where the viewers are, the processes one by one.

import { useState } from "preact/hooks";
import { SaleWindows } from "../desk/SaleWindows";
import { Vouchers } from "../desk/Vouchers";
import { festival, type VoucherShow } from "../desk/voucherDraft";
import type { Problem } from "../lib/api";
import { t } from "../lib/words";
import type { SaleWindowView, VoucherView } from "../types.gen";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/EmptyState";
import { Chart } from "./Chart";
import { CHARTS } from "./charts";
import { formatClock } from "./format";
import { LargestRooms } from "./LargestRooms";
import { Processes } from "./Processes";
import { ReadingsTable } from "./ReadingsTable";
import { State } from "./State";
import { Streams } from "./Streams";
import { type Readings, useReadings } from "./useReadings";

export interface OperatorProps {
  windows: SaleWindowView[];
  /** For all brands. */
  vouchers: VoucherView[];
  /** Live, or to come. */
  shows: VoucherShow[];
  /** Of the brands. */
  currencies: string[];
}

export function Operator({ windows, vouchers, shows, currencies }: OperatorProps) {
  const [isPaused, setPaused] = useState(false);
  const [isTable, setTable] = useState(false);
  const readings = useReadings(isPaused);
  const { view, history, problem } = readings;
  // Nothing may stand where the first reading will be.
  if (view === null && problem === null) return <div class="skeleton operator-skeleton" />;
  return (
    <div class="operator">
      <div class="row-between">
        <Line readings={readings} isPaused={isPaused} />
        <div class="row">
          <Button aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {t("Show as a table")}
          </Button>
          <Button aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
            {t("Pause")}
          </Button>
        </div>
      </div>
      {view === null ? (
        <EmptyState title={t("No reading yet")} heading="h2">
          {t("The first one comes within a second of the server's answer.")}
        </EmptyState>
      ) : (
        <>
          <section aria-label={t("State")}>
            <State view={view} />
          </section>
          <section class="section" aria-labelledby="operator-charts">
            <h2 id="operator-charts">{t("The last five minutes")}</h2>
            {isTable ? (
              <ReadingsTable history={history} />
            ) : (
              <div class="charts">
                {CHARTS.map((chart) => (
                  <Chart key={chart.title} {...chart} history={history} />
                ))}
              </div>
            )}
          </section>
          <section class="section" aria-labelledby="operator-streams">
            <h2 id="operator-streams">{t("Streams")}</h2>
            <Streams streams={view.streams} silent={view.silent_media} nowMs={view.server_ms} />
          </section>
          <section class="section" aria-labelledby="operator-rooms">
            <h2 id="operator-rooms">{t("Largest rooms")}</h2>
            <LargestRooms rooms={view.rooms} />
          </section>
          <section class="section" aria-labelledby="operator-processes">
            <h2 id="operator-processes">{t("Processes")}</h2>
            <Processes view={view} />
          </section>
        </>
      )}
      <section class="section" aria-labelledby="operator-windows">
        <h2 id="operator-windows">{t("Sale windows of the festival")}</h2>
        <SaleWindows windows={windows} brand={null} />
      </section>
      <section class="section" aria-labelledby="operator-vouchers">
        <h2 id="operator-vouchers">{t("Vouchers of the festival")}</h2>
        <p class="muted small">{t("They count with all brands that sell in their currency.")}</p>
        <Vouchers issuer={festival(currencies)} shows={shows} vouchers={vouchers} />
      </section>
    </div>
  );
}

function saying({ detail, mayRetry }: Problem): string {
  return mayRetry ? t("{detail} This page keeps asking.", { detail }) : detail;
}

/** Whether what is shown is of now. Announced when that changes, not with each reading. */
function Line({
  readings: { view, problem },
  isPaused,
}: {
  readings: Readings;
  isPaused: boolean;
}) {
  const at = view && formatClock(view.server_ms / 1000);
  return (
    <div>
      <p role="status">
        {isPaused ? t("Paused.") : problem ? saying(problem) : t("Following live.")}
      </p>
      {at && (
        <p class="muted small numeral">
          {t("Reading of {at} · Dealcast {version}", { at, version: view.version })}
        </p>
      )}
    </div>
  );
}
