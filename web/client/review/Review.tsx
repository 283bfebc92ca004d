// Held rewards: what the rules found, and a decision about each.

import { useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, CasePageView, CaseView, RulebookView } from "../types.gen";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { EmptyState } from "../ui/EmptyState";
import { ProblemNote } from "../ui/ProblemNote";
import { announce } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { Case } from "./Case";
import { type Filters, pathOf, WAITING, withCase, withMore } from "./cases";
import { Decide, type Wish } from "./Decide";
import { type RuleCode, ruleTitle } from "./findings";
import { Rules } from "./Rules";

const RULES: RuleCode[] = [
  "same_browser",
  "same_device",
  "same_card",
  "same_network",
  "same_mailbox",
  "disposable_email",
  "one_per_friend",
  "ring",
  "rewards_an_hour",
  "rewards_a_day",
  "new_friends_an_hour",
];

export interface ReviewProps {
  /** Without one it is about all brands. */
  brand: BrandView | null;
  page: CasePageView;
  rulebook: RulebookView | null;
}

export function Review({ brand, page: initial, rulebook }: ReviewProps) {
  const [page, setPage] = useState(initial);
  const [filters, setFilters] = useState(WAITING);
  const [wish, setWish] = useState<Wish | null>(null);
  const slug = brand?.slug ?? null;
  // Of two answers that pass each other the one that was asked for last counts.
  const asked = useRef(0);
  const find = async (wanted: Filters) => {
    setFilters(wanted);
    asked.current += 1;
    const number = asked.current;
    const found = await api.get<CasePageView>(pathOf(slug, wanted));
    if (number !== asked.current) return;
    setPage(found);
    announce(found.cases.length === 0 ? t("Nothing found.") : t("The list has changed."));
  };
  const search = useAction(find);
  const more = useAction(async () => {
    const next = await api.get<CasePageView>(pathOf(slug, filters, page.next));
    setPage((known) => withMore(known, next));
  });
  const take = (changed: CaseView) => setPage((known) => withCase(known, changed));
  return (
    <div class="review">
      <FilterBar filters={filters} onChange={(wanted) => void search.run(wanted)} />
      <ProblemNote problem={search.problem ?? more.problem} />
      {page.cases.length === 0 ? (
        <NoCases filters={filters} />
      ) : (
        <ol class="review-list" aria-label={t("Cases")}>
          {page.cases.map((one) => (
            <Case
              key={one.reward_id}
              one={one}
              isOfAll={brand === null}
              onDecide={(action) => setWish({ action, one })}
            />
          ))}
        </ol>
      )}
      {page.next !== null && (
        <Button isBusy={more.isBusy} onClick={() => void more.run()}>
          {t("Show more")}
        </Button>
      )}
      {brand && rulebook && <Rules brand={brand} rulebook={rulebook} />}
      <Decide
        wish={wish}
        onClose={() => setWish(null)}
        onDecided={take}
        onOvertaken={() => void search.run(filters)}
      />
    </div>
  );
}

function FilterBar({ filters, onChange }: { filters: Filters; onChange: (to: Filters) => void }) {
  return (
    <search class="filters card" aria-label={t("Cases")}>
      <ChoiceField
        label={t("Show")}
        value={filters.status}
        choices={[
          ["waiting", t("What waits for a decision")],
          ["decided", t("What was decided")],
        ]}
        onChoose={(status) => onChange({ ...filters, status })}
      />
      <ChoiceField
        label={t("Rule")}
        value={filters.rule}
        choices={[["", t("Any")], ...RULES.map((code) => [code, ruleTitle(code)] as const)]}
        onChoose={(rule) => onChange({ ...filters, rule })}
      />
      <ChoiceField
        label={t("Earned")}
        value={filters.olderThanH}
        choices={[
          ["", t("At any time")],
          ["24", t("More than a day ago")],
          ["72", t("More than three days ago")],
          ["168", t("More than a week ago")],
        ]}
        onChoose={(olderThanH) => onChange({ ...filters, olderThanH })}
      />
    </search>
  );
}

function NoCases({ filters }: { filters: Filters }) {
  if (filters.rule || filters.olderThanH) {
    return (
      <EmptyState title={t("Nothing found")} heading="h2">
        {t("No case is like that. Choose another rule or time.")}
      </EmptyState>
    );
  }
  if (filters.status === "decided") {
    return (
      <EmptyState title={t("Nothing was decided yet")} heading="h2">
        {t("Each decision stays here, with who made it, when and why.")}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t("Nothing waits")} heading="h2">
      {t("When a rule finds something in a reward, the reward waits here until you have decided.")}
    </EmptyState>
  );
}
