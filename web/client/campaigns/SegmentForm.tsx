// Writes a segment: its rule, and while it is written how many members fit it and who the first of them are.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { formatDate } from "../lib/dates";
import { formatMoney } from "../lib/money";
import { t, tn } from "../lib/words";
import type { BrandView, Rule, SegmentCountView, SegmentView } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";
import { Conditions } from "./Conditions";
import { draftOf, read } from "./ruleDraft";
import { TableScroll } from "./TableScroll";

const SETTLES_MS = 300;

export interface SegmentFormProps {
  brand: BrandView;
  categories: string[];
  /** The segment to change; without one a new one is made. */
  segment: SegmentView | null;
  onSaved: (segment: SegmentView) => void;
}

export function SegmentForm({ brand, categories, segment, onSaved }: SegmentFormProps) {
  const [name, setName] = useState(segment?.name ?? "");
  const [draft, setDraft] = useState(() => draftOf(segment?.rule ?? {}, brand.currency));
  const [isTried, setTried] = useState(false);
  const { rule, errors } = read(draft, brand.currency);
  const missing = name.trim() ? {} : { name: t("Give it a name.") };
  const action = useAction(async () => {
    const body = { name: name.trim(), rule };
    onSaved(
      segment
        ? await api.put<SegmentView>(`/api/segments/${segment.id}`, body)
        : await api.post<SegmentView>(`/api/brands/${brand.slug}/segments`, body),
    );
  });
  return (
    <ActionForm
      action={action}
      fields={["name"]}
      errors={{ ...errors, ...missing }}
      onWrong={() => setTried(true)}
      label={segment ? t("Save the segment") : t("Make the segment")}
      isInDialog
    >
      <TextField
        label={t("Name")}
        name="name"
        value={name}
        onText={setName}
        error={(isTried && missing.name) || action.problem?.fields.name || undefined}
        hint={t("For your team; members never see it.")}
        maxLength={60}
        required
      />
      <Conditions
        brand={brand}
        categories={categories}
        draft={draft}
        errors={isTried ? errors : {}}
        onChange={setDraft}
      />
      <LiveCount brand={brand} rule={rule} isWhole={Object.keys(errors).length === 0} />
    </ActionForm>
  );
}

interface LiveCountProps {
  brand: BrandView;
  rule: Rule;
  /** Whether the rule says everything that stands in the form. */
  isWhole: boolean;
}

function LiveCount({ brand, rule, isWhole }: LiveCountProps) {
  const found = useCount(brand.slug, rule, isWhole);
  return (
    <section class="live-count" aria-labelledby="live-count-title">
      <h3 id="live-count-title" class="eyebrow">
        {t("Who fits now")}
      </h3>
      <p role="status" class="live-count-number" data-count={isWhole ? found?.members : undefined}>
        {isWhole
          ? found && tn("{count} member", "{count} members", found.members)
          : t("Complete the conditions to see how many fit.")}
      </p>
      {isWhole && found && found.examples.length > 0 && (
        <TableScroll label={t("The first of them")}>
          <table class="examples small">
            <thead>
              <tr>
                <th scope="col">{t("Member")}</th>
                <th scope="col">{t("Tier")}</th>
                <th scope="col">{t("Orders")}</th>
                <th scope="col">{t("Spend")}</th>
                <th scope="col">{t("Last bought")}</th>
                <th scope="col">{t("Shows")}</th>
              </tr>
            </thead>
            <tbody>
              {found.examples.map((one) => (
                <tr key={one.handle}>
                  <th scope="row">{one.handle}</th>
                  <td>{brand.tiers.find(({ rank }) => rank === one.tier_rank)?.name}</td>
                  <td class="numeral">{one.orders}</td>
                  <td class="numeral">{formatMoney(one.spend_minor, brand.currency)}</td>
                  <td>
                    {one.last_bought_at_ms === null
                      ? t("Never")
                      : formatDate(one.last_bought_at_ms)}
                  </td>
                  <td class="numeral">{one.shows_watched}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}

/** Asked for once the rule has rested a moment; an answer that was overtaken is not shown. */
function useCount(slug: string, rule: Rule, isWhole: boolean): SegmentCountView | null {
  const [found, setFound] = useState<SegmentCountView | null>(null);
  const asked = JSON.stringify(rule);
  const newest = useRef("");
  useEffect(() => {
    newest.current = asked;
    if (!isWhole) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const options = { signal: abort.signal };
      api
        .post<SegmentCountView>(`/api/brands/${slug}/segments/count`, JSON.parse(asked), options)
        .then((count) => newest.current === asked && setFound(count))
        .catch(() => undefined);
    }, SETTLES_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, isWhole, slug]);
  return found;
}
