// The brand's segments, with how many members are in each.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t, tn } from "../lib/words";
import type { BrandView, SegmentView } from "../types.gen";
import { Button } from "../ui/Button";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { EmptyState } from "../ui/EmptyState";
import { PlusIcon } from "../ui/icons";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { SegmentForm } from "./SegmentForm";

export interface SegmentsProps {
  brand: BrandView;
  categories: string[];
  segments: SegmentView[];
  onChange: (segments: SegmentView[]) => void;
}

export function Segments({ brand, categories, segments, onChange }: SegmentsProps) {
  const [writing, setWriting] = useState<null | "new" | SegmentView>(null);
  const put = (saved: SegmentView) =>
    onChange(
      [...segments.filter(({ id }) => id !== saved.id), saved].sort((one, other) =>
        one.name.localeCompare(other.name),
      ),
    );
  return (
    <section aria-labelledby="segments-title">
      <h2 id="segments-title">{t("Segments")}</h2>
      {segments.length === 0 ? (
        <EmptyState title={t("No segments yet")}>
          {t(
            "A segment is a rule such as: gold, and bought nothing for 30 days. Who fits it is in it, at any moment.",
          )}
        </EmptyState>
      ) : (
        <ul class="card campaign-list">
          {segments.map((segment) => (
            <Segment
              key={segment.id}
              segment={segment}
              onEdit={() => setWriting(segment)}
              onRemoved={() => onChange(segments.filter(({ id }) => id !== segment.id))}
            />
          ))}
        </ul>
      )}
      <Button onClick={() => setWriting("new")}>
        <PlusIcon /> {t("Make a segment")}
      </Button>
      <Dialog
        isOpen={writing !== null}
        isWide
        title={writing === "new" ? t("Make a segment") : t("Change the segment")}
        onClose={() => setWriting(null)}
      >
        <SegmentForm
          brand={brand}
          categories={categories}
          segment={writing === "new" ? null : writing}
          onSaved={(saved) => {
            put(saved);
            setWriting(null);
            toast(t("“{name}” is saved.", { name: saved.name }), "good");
          }}
        />
      </Dialog>
    </section>
  );
}

interface SegmentProps {
  segment: SegmentView;
  onEdit: () => void;
  onRemoved: () => void;
}

function Segment({ segment, onEdit, onRemoved }: SegmentProps) {
  const [isRemoving, setRemoving] = useState(false);
  const remove = useAction(async () => {
    await api.delete(`/api/segments/${segment.id}`);
    setRemoving(false);
    onRemoved();
  });
  return (
    <li class="campaign-row">
      <div>
        <strong>{segment.name}</strong>
        <p class="small muted numeral">
          {tn("{count} member", "{count} members", segment.members)}
        </p>
      </div>
      <div class="row">
        <Button size="s" onClick={onEdit}>
          {t("Change")}
          <span class="visually-hidden"> {segment.name}</span>
        </Button>
        <Button size="s" variant="quiet" onClick={() => setRemoving(true)}>
          {t("Remove")}
          <span class="visually-hidden"> {segment.name}</span>
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isRemoving}
        title={t("Remove “{name}”?", { name: segment.name })}
        text={t("This cannot be taken back. Members are not touched by it.")}
        action={t("Remove the segment")}
        isDangerous
        isBusy={remove.isBusy}
        error={remove.problem?.detail}
        onConfirm={() => void remove.run()}
        onClose={() => setRemoving(false)}
      />
    </li>
  );
}
