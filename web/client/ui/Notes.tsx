// Why a price holds: each rule of a quote that applied, and each that did not and why.

import { t } from "../lib/words";
import type { QuoteView } from "../types.gen";

type Note = QuoteView["notes"][number];

export interface NotesProps {
  quote: QuoteView;
  /** Those to show, if not all. */
  notes?: readonly Note[];
}

export function Notes({ quote, notes = quote.notes }: NotesProps) {
  return (
    <ul class="notes">
      {notes.map((note, place) => (
        <li key={place} data-applied={note.is_applied}>
          <span class="visually-hidden">
            {note.is_applied ? t("Applied:") : t("Did not apply:")}{" "}
          </span>
          {titleOf(quote, note)}
          {note.text}
        </li>
      ))}
    </ul>
  );
}

/** Of what the note is about, where there is more than one thing. */
export function titleOf({ lines }: QuoteView, { line }: Note): string {
  const title = line === null ? undefined : lines[line]?.title;
  return title && lines.length > 1 ? `${title}: ` : "";
}
