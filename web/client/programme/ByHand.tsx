// Tiers that managers give by hand: a form, and what was decided last.

import { useEffect, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDate, formatDateTime } from "../lib/dates";
import { t } from "../lib/words";
import type { BrandView, DecisionView } from "../types.gen";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { Dialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

const LONGEST_REASON = 200;
const FIELDS = ["handle", "rank", "until_ms", "reason"];

export function ByHand({ brand }: { brand: BrandView }) {
  const [decisions, setDecisions] = useState<DecisionView[]>([]);
  const load = useAction(async () =>
    setDecisions(await api.get<DecisionView[]>(`/api/brands/${brand.slug}/tier-decisions`)),
  );
  useEffect(() => void load.run(), []);
  return (
    <section class="programme-part" aria-labelledby="by-hand-title">
      <h2 id="by-hand-title">{t("Tiers by hand")}</h2>
      <p class="small muted">
        {t(
          "A tier that you give stays until its day, whatever someone buys or returns. Then the rules decide again. The member sees your reason.",
        )}
      </p>
      <GiveForm brand={brand} onGiven={() => void load.run()} />
      <ProblemNote problem={load.problem} />
      {decisions.length > 0 && (
        <ul class="by-hand card" aria-label={t("Given by hand")}>
          {decisions.map((each, place) => (
            <Row
              key={each.id}
              brand={brand}
              decision={each}
              isNewest={decisions.findIndex(({ handle }) => handle === each.handle) === place}
              onEnded={() => void load.run()}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function GiveForm({ brand, onGiven }: { brand: BrandView; onGiven: () => void }) {
  const [handle, setHandle] = useState("");
  const [rank, setRank] = useState(String(brand.tiers.at(-1)?.rank ?? 1));
  const [day, setDay] = useState("");
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const name = handle.trim().replace(/^@/, "");
  const action = useAction(async () => {
    setTried(true);
    if (!name || !reason.trim()) return;
    const path = `/api/brands/${brand.slug}/members/${encodeURIComponent(name)}/tier`;
    const body = { rank: Number(rank), reason: reason.trim(), until_ms: endOf(day) };
    const given = await api.put<DecisionView>(path, body);
    setHandle("");
    setReason("");
    setTried(false);
    toast(
      t("{handle} is {tier} now.", { handle: given.handle, tier: given.tier_name ?? "" }),
      "good",
    );
    onGiven();
  });
  const errors = action.problem?.fields ?? {};
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void action.run();
      }}
    >
      <div class="programme-fields">
        <TextField
          label={t("Member's handle")}
          name="by-hand-handle"
          value={handle}
          onText={setHandle}
          error={isTried && !name ? t("Write the handle of the member.") : errors.handle}
          autocomplete="off"
          maxLength={25}
        />
        <ChoiceField
          label={t("Tier by hand")}
          error={errors.rank}
          name="by-hand-rank"
          value={Number(rank)}
          choices={brand.tiers.map((tier) => [tier.rank, tier.name])}
          onChoose={(chosen) => setRank(String(chosen))}
        />
        <TextField
          label={t("Until the end of")}
          name="by-hand-until"
          type="date"
          value={day}
          onText={setDay}
          error={errors.until_ms}
          isOptional
        />
        <TextField
          label={t("Reason")}
          name="by-hand-reason"
          value={reason}
          onText={setReason}
          error={isTried && !reason.trim() ? t("Write why.") : errors.reason}
          autocomplete="off"
          maxLength={LONGEST_REASON}
        />
      </div>
      <ProblemNote problem={action.problem} besides={FIELDS} />
      <div class="row">
        <Button type="submit" isBusy={action.isBusy}>
          {t("Give the tier")}
        </Button>
      </div>
    </form>
  );
}

interface RowProps {
  brand: BrandView;
  decision: DecisionView;
  /** Of this member. */
  isNewest: boolean;
  onEnded: () => void;
}

function Row({ brand, decision, isNewest, onEnded }: RowProps) {
  const { handle, tier_name, until_ms, reason, decided_by, decided_at_ms } = decision;
  const isOver = until_ms !== null && until_ms <= Date.now();
  return (
    <li class="row-between">
      <div>
        <p>{decisionText(decision)}</p>
        <p class="small muted">
          {reason} · {decided_by} · {formatDateTime(decided_at_ms)}
        </p>
      </div>
      {isNewest && tier_name !== null && !isOver && (
        <EndButton brand={brand} handle={handle} onEnded={onEnded} />
      )}
    </li>
  );
}

function decisionText({ handle, tier_name, until_ms }: DecisionView): string {
  if (tier_name === null) return t("{handle}: by the rules again", { handle });
  if (until_ms === null) return t("{handle}: {tier} for good", { handle, tier: tier_name });
  const date = formatDate(until_ms);
  return t("{handle}: {tier} until {date}", { handle, tier: tier_name, date });
}

function EndButton({
  brand,
  handle,
  onEnded,
}: {
  brand: BrandView;
  handle: string;
  onEnded: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const end = useAction(async () => {
    setTried(true);
    if (!reason.trim()) return;
    const path = `/api/brands/${brand.slug}/members/${encodeURIComponent(handle)}/tier/end`;
    await api.post(path, { reason: reason.trim() });
    setAsking(false);
    onEnded();
  });
  return (
    <>
      <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
        {t("End it")}
        <span class="visually-hidden"> {handle}</span>
      </Button>
      <Dialog
        isOpen={isAsking}
        title={t("Let the rules decide of {handle} again?", { handle })}
        onClose={() => setAsking(false)}
      >
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void end.run();
          }}
        >
          <TextField
            label={t("Reason")}
            name="end-reason"
            value={reason}
            onText={setReason}
            error={isTried && !reason.trim() ? t("Write why.") : undefined}
            autocomplete="off"
            maxLength={LONGEST_REASON}
          />
          <ProblemNote problem={end.problem} />
          <Button type="submit" variant="primary" isBusy={end.isBusy}>
            {t("Let the rules decide")}
          </Button>
        </form>
      </Dialog>
    </>
  );
}

/** The last moment of a day where the manager is; null for none. */
function endOf(day: string): number | null {
  const end = new Date(`${day}T23:59:59.999`).getTime();
  return Number.isNaN(end) ? null : end;
}
