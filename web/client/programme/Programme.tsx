// A brand's programme, for its managers: tiers, what purchases earn, what points buy; and who changes before it is saved.

import { useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import type { Titled } from "../lib/titled";
import { t } from "../lib/words";
import type { BrandView, PreviewView, ProgrammeView } from "../types.gen";
import { Button } from "../ui/Button";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { ByHand } from "./ByHand";
import { Earning } from "./Earning";
import { Offers } from "./Offers";
import { Preview } from "./Preview";
import { type Draft, draftOf, type Errors, read } from "./programmeDraft";
import { Tiers } from "./Tiers";

export interface ProgrammeProps {
  brand: BrandView;
  programme: ProgrammeView;
  /** Those of the brand that are handed out by name. */
  vouchers: Titled[];
}

/** What each part of the form is given. */
export interface PartProps {
  brand: BrandView;
  vouchers: readonly Titled[];
  draft: Draft;
  errors: Errors;
  onChange: (part: Partial<Draft>) => void;
}

export function Programme({ brand, programme: initial, vouchers }: ProgrammeProps) {
  const [programme, setProgramme] = useState(initial);
  const [draft, setDraft] = useState(() => draftOf(initial, brand.currency));
  const [preview, setPreview] = useState<PreviewView | null>(null);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { body, errors } = read(draft, brand.currency, programme.version);
  const path = `/api/brands/${brand.slug}/programme`;
  const look = useAction(async () =>
    setPreview(await api.post<PreviewView>(`${path}/preview`, body)),
  );
  const save = useAction(async () => {
    const saved = await api.put<ProgrammeView>(path, body);
    setProgramme(saved);
    setDraft(draftOf(saved, brand.currency));
    setPreview(null);
    toast(t("Saved. Who reaches a higher tier by it rises within seconds."), "good");
  });
  const shown = { ...(isTried ? errors : {}), ...look.problem?.fields, ...save.problem?.fields };
  const part: PartProps = {
    brand,
    vouchers,
    draft,
    errors: shown,
    onChange: (changed) => {
      setDraft({ ...draft, ...changed });
      setPreview(null);
      look.clear();
      save.clear();
    },
  };
  const tryIt = async () => {
    setTried(true);
    if (Object.keys(errors).length === 0) await look.run();
    requestAnimationFrame(() => {
      const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
      if (wrong) wrong.focus();
    });
  };
  return (
    <div class="programme">
      <form
        ref={form}
        class="programme"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void tryIt();
        }}
      >
        <Tiers {...part} />
        <Earning {...part} />
        <Offers {...part} />
        <ProblemNote problem={look.problem ?? save.problem} besides={Object.keys(shown)} />
        {preview ? (
          <Preview preview={preview} isBusy={save.isBusy} onSave={() => void save.run()} />
        ) : (
          <div class="row">
            <Button type="submit" variant="primary" isBusy={look.isBusy}>
              {t("See who changes")}
            </Button>
            <p class="small muted">{t("Nothing is saved yet.")}</p>
          </div>
        )}
      </form>
      <ByHand brand={brand} />
    </div>
  );
}
