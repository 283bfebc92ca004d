// Why a price holds: each rule of a quote that applied, and each that did not and why.

import type { QuoteView } from "../types.gen";

type Note = QuoteView["notes"][number];

export function Notes({ notes }: { notes: readonly Note[] }) {
  return (
    <ul class="notes">
      {notes.map((note, place) => (
        <li key={place} data-applied={note.is_applied}>
          <span class="visually-hidden">{note.is_applied ? "Applied: " : "Did not apply: "}</span>
          {note.text}
        </li>
      ))}
    </ul>
  );
}
