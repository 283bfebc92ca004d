// Where a message is written. A refused text stays, with the reason beneath it.

import { useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../lib/api";
import { SendIcon } from "./icons";

/** The server's bound (chat/views.py), in characters as people count them. */
export const MOST_CHARACTERS = 300;
/** From so many left on the count shows. */
const COUNT_FROM = 60;

export interface ComposerProps {
  /** Throws a `Problem` when the text was refused; returns false when it waits for something else first. */
  onSay: (text: string) => Promise<boolean>;
  /** Why nothing can be said; the field is closed then. */
  closedBecause?: string | null;
  placeholder?: string;
}

export function Composer({ onSay, closedBecause, placeholder = "Say something" }: ComposerProps) {
  const [text, setText] = useState("");
  const sending = useSending(onSay, () => setText(""));
  const left = charactersLeft(text);
  const input = useRef<HTMLInputElement>(null);
  if (closedBecause) return <p class="composer-closed">{closedBecause}</p>;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && left >= 0) void sending.send(text.trim());
        input.current?.focus();
      }}
    >
      <div class="composer-row">
        <input
          ref={input}
          class="input"
          aria-label="Message"
          aria-describedby="composer-note"
          aria-invalid={left < 0 || sending.problem !== null}
          placeholder={placeholder}
          autocomplete="off"
          enterkeyhint="send"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            sending.clear();
          }}
        />
        {left < COUNT_FROM && (
          <span class={left < 0 ? "composer-count is-over numeral" : "composer-count numeral"}>
            {left}
          </span>
        )}
        <button
          type="submit"
          class="composer-send"
          aria-label="Send"
          aria-busy={sending.isBusy}
          disabled={!text.trim() || left < 0}
        >
          {sending.isBusy ? <span class="spinner" /> : <SendIcon />}
        </button>
      </div>
      <p class="composer-note" id="composer-note" role="alert">
        {left < 0
          ? `That is ${-left} too long: ${MOST_CHARACTERS} characters fit.`
          : sending.problem?.detail}
      </p>
    </form>
  );
}

/** How many more characters fit; below 0 it is too long. Counts code points, as the server does. */
export function charactersLeft(text: string): number {
  return MOST_CHARACTERS - [...text.trim()].length;
}

function useSending(onSay: ComposerProps["onSay"], onSaid: () => void) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isMounted = useRef(true);
  useEffect(
    () => () => {
      isMounted.current = false;
    },
    [],
  );
  const send = async (text: string) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      if ((await onSay(text)) && isMounted.current) onSaid();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { send, isBusy, problem, clear: () => setProblem(null) };
}
