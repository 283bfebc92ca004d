// Where a message is written. A refused text stays, with the reason beneath it; where it only came too soon, the button
// counts down to when it can go out.

import { useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../lib/api";
import { t } from "../lib/words";
import { SendIcon } from "./icons";

/** The server's bound (chat/views.py), in characters as people count them. */
export const MOST_CHARACTERS = 300;
/** From so many left on the count shows. */
const COUNT_FROM = 60;
/** Waiting for this one ends with another text. */
const REPEATED = "chat.repeated";

export interface ComposerProps {
  /** Throws a `Problem` when the text was refused; returns false when it waits for something else first. */
  onSay: (text: string) => Promise<boolean>;
  /** Why nothing can be said; the field is closed then. */
  closedBecause?: string | null;
  placeholder?: string;
  /** Between two messages of this person; 0 is none. */
  slowModeS?: number;
}

export function Composer(props: ComposerProps) {
  const { onSay, closedBecause, placeholder = t("Say something"), slowModeS = 0 } = props;
  const [text, setText] = useState("");
  const pace = usePace();
  const sending = useSending(onSay, {
    onSaid: () => {
      setText("");
      pace.wait(slowModeS);
    },
    onRefused: (problem) => pace.wait(problem.retry_after_s ?? 0),
  });
  const left = charactersLeft(text);
  const input = useRef<HTMLInputElement>(null);
  if (closedBecause) return <p class="composer-closed">{closedBecause}</p>;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && left >= 0 && pace.leftS === 0) void sending.send(text.trim());
        input.current?.focus();
      }}
    >
      {slowModeS > 0 && (
        <p class="composer-pace" id="composer-pace">
          {t("Slow mode: one message every {time}", { time: spoken(slowModeS) })}
        </p>
      )}
      <div class="composer-row">
        <input
          ref={input}
          class="input"
          aria-label={t("Message")}
          aria-describedby={slowModeS > 0 ? "composer-pace composer-note" : "composer-note"}
          aria-invalid={left < 0 || sending.problem !== null}
          placeholder={placeholder}
          autocomplete="off"
          enterkeyhint="send"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            if (sending.problem?.code === REPEATED) pace.wait(0);
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
          aria-label={pace.leftS > 0 ? t("Send, in a moment") : t("Send")}
          aria-busy={sending.isBusy}
          aria-disabled={pace.leftS > 0 || undefined}
          disabled={!text.trim() || left < 0}
        >
          <SendFace isBusy={sending.isBusy} leftS={pace.leftS} />
        </button>
      </div>
      <p class="composer-note" id="composer-note" role="alert">
        {left < 0
          ? t("That is {count} too long: {most} characters fit.", {
              count: -left,
              most: MOST_CHARACTERS,
            })
          : sending.problem?.detail}
      </p>
    </form>
  );
}

function SendFace({ isBusy, leftS }: { isBusy: boolean; leftS: number }) {
  if (isBusy) return <span class="spinner" />;
  if (leftS === 0) return <SendIcon />;
  return (
    <span class="numeral" aria-hidden="true">
      {leftS}
    </span>
  );
}

/** How many more characters fit; below 0 it is too long. Counts code points, as the server does. */
export function charactersLeft(text: string): number {
  return MOST_CHARACTERS - [...text.trim()].length;
}

function spoken(seconds: number): string {
  return seconds > 60
    ? t("{count} minutes", { count: seconds / 60 })
    : t("{seconds} seconds", { seconds });
}

interface Pace {
  /** Seconds until the next message may go out. */
  readonly leftS: number;
  wait: (seconds: number) => void;
}

function usePace(): Pace {
  const [readyAtMs, setReadyAt] = useState(0);
  const [nowMs, setNow] = useState(0);
  useEffect(() => {
    if (readyAtMs === 0) return;
    const timer = setInterval(() => {
      if (Date.now() >= readyAtMs) setReadyAt(0);
      setNow(Date.now());
    }, 200);
    return () => clearInterval(timer);
  }, [readyAtMs]);
  const wait = (seconds: number) => {
    setNow(Date.now());
    setReadyAt(seconds > 0 ? Date.now() + seconds * 1000 : 0);
  };
  return { leftS: Math.max(0, Math.ceil((readyAtMs - nowMs) / 1000)), wait };
}

interface Outcomes {
  onSaid: () => void;
  onRefused: (problem: Problem) => void;
}

function useSending(onSay: ComposerProps["onSay"], { onSaid, onRefused }: Outcomes) {
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
      const refused = asProblem(thrown);
      setProblem(refused);
      onRefused(refused);
    } finally {
      setBusy(false);
    }
  };
  return { send, isBusy, problem, clear: () => setProblem(null) };
}
