// Cutting a clip: its beginning and its end are taken from where the replay plays, or typed.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { RoomSession } from "../room/session";
import type { ClipView, NewClip } from "../types.gen";
import { ActionForm } from "../ui/ActionForm";
import { Button } from "../ui/Button";
import { Field, TextField } from "../ui/Field";
import { useAction } from "../ui/useAction";
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

function CutForm({ session, rerun, onCut }: Props) {
  const at = rerun.watching.positionMs;
  const [title, setTitle] = useState("");
  const [starts, setStarts] = useState(() => formatPosition(at.peek()));
  const [ends, setEnds] = useState(() =>
    formatPosition(Math.min(at.peek() + USUAL_MS, rerun.replay.length_ms)),
  );
  const [productIds, setProductIds] = useState<readonly string[]>([]);
  const [isTried, setTried] = useState(false);
  const showId = session.live.room.peek().show.id;
  const [starts_ms, ends_ms] = [parsePosition(starts), parsePosition(ends)];
  const errors = errorsOf(title, starts_ms, ends_ms);
  const cut = useAction(async () => {
    const clip: NewClip = {
      title,
      starts_ms: starts_ms ?? 0,
      ends_ms: Math.min(ends_ms ?? 0, rerun.replay.length_ms),
      product_ids: [...productIds] as Required<NewClip>["product_ids"],
    };
    const made = await api.post<ClipView>(`/api/shows/${showId}/clips`, clip);
    onCut(made);
    await session.share("clip", made.id);
  });
  const shown = { ...(isTried ? errors : {}), ...cut.problem?.fields };
  return (
    <ActionForm
      action={cut}
      fields={FIELDS}
      label={t("Cut the clip")}
      errors={errors}
      onWrong={() => setTried(true)}
    >
      <TextField
        label={t("Title")}
        name="title"
        value={title}
        onText={setTitle}
        error={shown.title}
        autocomplete="off"
        maxLength={120}
        required
      />
      <div class="form-row">
        <Place
          label={t("Begins at")}
          text={starts}
          onText={setStarts}
          error={shown.starts_ms}
          onHere={() => setStarts(formatPosition(at.peek()))}
        />
        <Place
          label={t("Ends at")}
          text={ends}
          onText={setEnds}
          error={shown.ends_ms}
          onHere={() => setEnds(formatPosition(at.peek()))}
        />
      </div>
      <Products rerun={rerun} chosen={productIds} onChoose={setProductIds} />
    </ActionForm>
  );
}

function errorsOf(title: string, startsMs: number | null, endsMs: number | null) {
  const errors: Record<string, string> = {};
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
