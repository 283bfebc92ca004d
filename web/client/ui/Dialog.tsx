// A modal dialog: the browser's own <dialog>, labelled by its title, with the focus given back when it closes.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useId } from "../lib/useId";
import { t } from "../lib/words";
import { Button } from "./Button";
import { CloseIcon } from "./icons";

export interface DialogProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  isWide?: boolean;
  children: ComponentChildren;
}

export function Dialog({ isOpen, title, onClose, isWide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const backdrop = useBackdrop(dialog, isOpen, onClose);
  const titleId = useId();
  // At once, not after the next paint, so that the focus is back before anything else can ask where it is.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!isOpen || !element) return;
    const trail = trailOf(document.activeElement);
    element.showModal();
    if (matchMedia("(pointer: fine)").matches) firstField(element)?.focus();
    return () => {
      element.close();
      giveFocusBack(trail);
    };
  }, [isOpen]);
  // What had the focus may have given way to something else, as a form to its answer.
  useLayoutEffect(() => {
    if (isOpen && document.activeElement === document.body)
      dialog.current?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  });
  if (!isOpen) return null;
  return (
    <dialog
      {...backdrop}
      ref={dialog}
      class={isWide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={titleId} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" class="icon-button" aria-label={t("Close")} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

/**
 * A press beside the dialog closes it, but not while there is something in it that was typed, and not where a text was
 * marked in it and the pointer let go outside.
 */
function useBackdrop(
  dialog: { current: HTMLDialogElement | null },
  isOpen: boolean,
  onClose: () => void,
) {
  const isTyped = useRef(false);
  const beganBeside = useRef(false);
  useLayoutEffect(() => {
    isTyped.current = false;
  }, [isOpen]);
  return {
    onInput: () => {
      isTyped.current = true;
    },
    onPointerDown: ({ target }: Event) => {
      beganBeside.current = target === dialog.current;
    },
    onClick: ({ target }: Event) => {
      if (target === dialog.current && beganBeside.current && !isTyped.current) onClose();
    },
  };
}

// Where there is a real keyboard one can begin to type at once; elsewhere it would bring up one on the screen.
function firstField(dialog: HTMLElement): HTMLElement | null {
  return dialog.querySelector(".dialog-body :is(input:not([readonly]), textarea, select)");
}

/**
 * A modal dialog makes everything else on the page inert, also what Stripe's script puts there to ask the person something.
 * So the dialog around `inside`, if there is one, steps aside while that happens.
 */
export async function withDialogAside<T>(inside: Element, happens: () => Promise<T>): Promise<T> {
  const dialog = inside.closest<HTMLDialogElement>("dialog[open]");
  dialog?.close();
  try {
    return await happens();
  } finally {
    if (dialog?.isConnected && !dialog.open) dialog.showModal();
  }
}

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** The opener and what it stands in, from the inside out. It may be gone when the dialog closes. */
function trailOf(opener: Element | null): HTMLElement[] {
  const trail: HTMLElement[] = [];
  for (let place = opener; place instanceof HTMLElement; place = place.parentElement) {
    if (place !== document.body) trail.push(place);
  }
  return trail;
}

/** To the opener, or to what can have the focus nearest to where it was. */
function giveFocusBack(trail: readonly HTMLElement[]): void {
  for (const place of trail) {
    if (!place.isConnected) continue;
    const target = place.matches(FOCUSABLE) ? place : place.querySelector<HTMLElement>(FOCUSABLE);
    target?.focus({ preventScroll: true });
    if (target !== null && target === document.activeElement) return;
  }
}

export interface ConfirmDialogProps {
  isOpen: boolean;
  title: string;
  /** What happens then. */
  text: string;
  action: string;
  isDangerous?: boolean;
  isBusy?: boolean;
  error?: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog isOpen={props.isOpen} title={props.title} onClose={props.onClose}>
      <p class="muted">{props.text}</p>
      {props.error && (
        <p class="note note-bad" role="alert">
          {props.error}
        </p>
      )}
      <div class="dialog-actions">
        <Button variant="quiet" onClick={props.onClose}>
          {t("Keep it as it is")}
        </Button>
        <Button
          variant={props.isDangerous ? "danger" : "primary"}
          isBusy={props.isBusy ?? false}
          onClick={props.onConfirm}
        >
          {props.action}
        </Button>
      </div>
    </Dialog>
  );
}
