// Cutting a clip: its beginning and its end are taken from where the replay plays, or typed.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { RoomSession } from "../room/session";
import type { ClipView, NewClip } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { Field, TextField } from "../ui/Field";
import { useDraft } from "../ui/useDraft";
import { ScissorsIcon } from "./icons";
import type { Rerun } from "./rerun";
import { formatPosition, parsePosition } from "./timeline";

const FIELDS = ["title", "starts_ms", "ends_ms", "product_ids"];
const USUAL_MS = 30_000;
const MOST_PRODUCTS = 10;

interface Props {
  session: RoomSession;
  rerun: Rerun;
  onCut: (clip: ClipView) => void;
}

export function CutClip({ session, rerun, onCut }: Props) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button onClick={() => setOpen(true)}>
        <ScissorsIcon /> {t("Cut a clip")}
      </Button>
    );
  }
  return (
    <CutForm
      session={session}
      rerun={rerun}
      onCut={(clip) => {
        setOpen(false);
        onCut(clip);
      }}
    />
  );
}

interface Draft {
  title: string;
  /** As typed. */
  starts: string;
  ends: string;
  productIds: readonly string[];
}

function CutForm({ session, rerun, onCut }: Props) {
  const at = rerun.watching.positionMs;
  const firstDraft = (): Draft => ({
    title: "",
    starts: formatPosition(at.peek()),
    ends: formatPosition(Math.min(at.peek() + USUAL_MS, rerun.replay.length_ms)),
    productIds: [],
  });
  const { draft, edit, wrong, form } = useDraft(firstDraft, errorsOf, async (draft) => {
    const showId = session.live.room.peek().show.id;
    const clip: NewClip = {
      title: draft.title,
      starts_ms: parsePosition(draft.starts) ?? 0,
      ends_ms: Math.min(parsePosition(draft.ends) ?? 0, rerun.replay.length_ms),
      product_ids: [...draft.productIds] as Required<NewClip>["product_ids"],
    };
    const made = await api.post<ClipView>(`/api/shows/${showId}/clips`, clip);
    onCut(made);
    await session.share("clip", made.id);
  });
  return (
    <ActionForm {...form} fields={FIELDS} label={t("Cut the clip")}>
      <TextField
        label={t("Title")}
        name="title"
        value={draft.title}
        onText={(title) => edit({ title })}
        error={wrong.title}
        autocomplete="off"
        maxLength={120}
        required
      />
      <div class="form-row">
        <Place
          label={t("Begins at")}
          text={draft.starts}
          onText={(starts) => edit({ starts })}
          error={wrong.starts_ms}
          onHere={() => edit({ starts: formatPosition(at.peek()) })}
        />
        <Place
          label={t("Ends at")}
          text={draft.ends}
          onText={(ends) => edit({ ends })}
          error={wrong.ends_ms}
          onHere={() => edit({ ends: formatPosition(at.peek()) })}
        />
      </div>
      <Products
        rerun={rerun}
        chosen={draft.productIds}
        onChoose={(productIds) => edit({ productIds })}
      />
    </ActionForm>
  );
}

function errorsOf({ title, starts, ends }: Draft): Record<string, string> {
  const errors: Record<string, string> = {};
  const [startsMs, endsMs] = [parsePosition(starts), parsePosition(ends)];
  if (title.trim().length < 3) errors.title = t("Use at least 3 characters.");
  if (startsMs === null)
    errors.starts_ms = t("Write it as minutes and seconds, for example 12:30.");
  if (endsMs === null) errors.ends_ms = t("Write it as minutes and seconds, for example 13:00.");
  else if (startsMs !== null && endsMs <= startsMs) errors.ends_ms = t("It ends before it begins.");
  return errors;
}

interface PlaceProps {
  label: string;
  text: string;
  error: string | undefined;
  onText: (text: string) => void;
  onHere: () => void;
}

function Place({ label, text, error, onText, onHere }: PlaceProps) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <div class="clips-place">
          <input
            {...control}
            class="input numeral"
            autocomplete="off"
            value={text}
            onInput={({ currentTarget }) => onText(currentTarget.value)}
          />
          <Button size="s" onClick={onHere}>
            {t("Here")}
            <span class="visually-hidden">
              {t(", where the replay is: {label}", { label: label.toLowerCase() })}
            </span>
          </Button>
        </div>
      )}
    </Field>
  );
}

interface ProductsProps {
  rerun: Rerun;
  chosen: readonly string[];
  onChoose: (ids: readonly string[]) => void;
}

function Products({ rerun, chosen, onChoose }: ProductsProps) {
  const goods = new Map(rerun.drops.map(({ product_id, title }) => [product_id, title]));
  if (goods.size === 0) return null;
  return (
    <fieldset class="clips-products">
      <legend>{t("Products in it")}</legend>
      {[...goods].map(([id, title]) => (
        <label key={id} class="clips-product">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            disabled={!chosen.includes(id) && chosen.length >= MOST_PRODUCTS}
            onChange={({ currentTarget }) =>
              onChoose(
                currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id),
              )
            }
          />
          {title}
        </label>
      ))}
    </fieldset>
  );
}
