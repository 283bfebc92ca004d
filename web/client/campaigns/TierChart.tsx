// How many members each tier has, and had at the end of each day.

import { useMemo } from "preact/hooks";
import { formatDate } from "../lib/dates";
import { t } from "../lib/words";
import type { BrandView, TierDayView } from "../types.gen";
import { EmptyState } from "../ui/EmptyState";
import { DayChart } from "./DayChart";
import { tierLines } from "./lines";

export function TierChart({ brand, days }: { brand: BrandView; days: TierDayView[] }) {
  const lines = useMemo(() => tierLines(brand, days), [brand, days]);
  const names = useMemo(() => days.map(({ day_ms }) => formatDate(day_ms)), [days]);
  return (
    <section aria-labelledby="members-title">
      <h2 id="members-title">{t("Members")}</h2>
      {days.length === 0 ? (
        <EmptyState title={t("Nothing to show yet")}>
          {t("Members are counted by tier each day. Come back when the first have joined.")}
        </EmptyState>
      ) : (
        <DayChart
          title={t("Members by tier")}
          days={names}
          lines={lines}
          format={(value) => (Number.isInteger(value) ? String(value) : "")}
          dayTitle={t("Day")}
          tableTitle={t("As a table")}
        />
      )}
    </section>
  );
}
