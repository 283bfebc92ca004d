// Who would change if the programme were saved as it stands in the form.

import { useEffect, useRef } from "preact/hooks";
import { t, tn } from "../lib/words";
import type { PreviewView } from "../types.gen";
import { Button } from "../ui/Button";

export interface PreviewProps {
  preview: PreviewView;
  isBusy: boolean;
  onSave: () => void;
}

export function Preview({ preview, isBusy, onSave }: PreviewProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { rising, at_risk, tiers, examples_rising, examples_at_risk } = preview;
  return (
    <section class="programme-part card card-pad" aria-labelledby="preview-title">
      <h2 id="preview-title" tabIndex={-1} ref={heading}>
        {t("Who changes")}
      </h2>
      <table class="programme-counts">
        <thead>
          <tr>
            <th scope="col">{t("Tier")}</th>
            <th scope="col">{t("Members now")}</th>
            <th scope="col">{t("Then")}</th>
          </tr>
        </thead>
        <tbody>
          {tiers.map(({ rank, name, now, then }) => (
            <tr key={rank}>
              <th scope="row">{name}</th>
              <td class="numeral">{now}</td>
              <td class="numeral">{then}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {rising === 0
          ? t("Nobody rises.")
          : tn("{count} member rises at once.", "{count} members rise at once.", rising)}
      </p>
      <Examples changes={examples_rising} />
      <p>
        {at_risk === 0
          ? t("Nobody is about to lose a tier.")
          : tn(
              "{count} would lose a tier when their period ends, if they bought nothing more.",
              "{count} would lose a tier when their period ends, if they bought nothing more.",
              at_risk,
            )}
      </p>
      <Examples changes={examples_at_risk} />
      <div class="row">
        <Button variant="primary" isBusy={isBusy} onClick={onSave}>
          {t("Save the programme")}
        </Button>
      </div>
    </section>
  );
}

function Examples({ changes }: { changes: PreviewView["examples_rising"] }) {
  if (changes.length === 0) return null;
  return (
    <ul class="programme-examples small muted">
      {changes.map(({ handle, was, becomes }) => (
        <li key={handle}>
          {handle}: {was} → {becomes}
        </li>
      ))}
    </ul>
  );
}
