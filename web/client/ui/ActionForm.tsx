// A form of one action: it is sent once at a time, its button says so, and a refusal stands above the button unless a field
// says it. The focus goes to the first field that is wrong.
//
//   const send = useAction(async () => onSaved(await api.post("/api/shows", draft)));
//   <ActionForm action={send} fields={["title"]} label="Schedule the show">…fields…</ActionForm>

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, type ButtonProps } from "./Button";
import { ProblemNote } from "./ProblemNote";
import type { Action } from "./useAction";

export interface ActionFormProps {
  action: Action<[]>;
  /** The wire's fields that the form has. */
  fields: readonly string[];
  /** What the button says. */
  label: string;
  variant?: ButtonProps["variant"];
  /** Its button stands at the end of a dialog, and is not wide. */
  isInDialog?: boolean;
  /** It stands beside others on a page: its button is as wide as its words. */
  isNarrow?: boolean;
  /** What is wrong already: then nothing is sent, and `onWrong` is told. */
  errors?: object;
  onWrong?: () => void;
  children: ComponentChildren;
}

export function ActionForm(props: ActionFormProps) {
  const { action, fields, label, variant = "primary", isInDialog = false, children } = props;
  const { errors = {}, onWrong, isNarrow = isInDialog } = props;
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (action.problem) focusFirstWrong(form.current);
  }, [action.problem]);
  useEffect(() => {
    if (tries > 0) focusFirstWrong(form.current);
  }, [tries]);
  const submit = () => {
    if (Object.keys(errors).length === 0) void action.run();
    else {
      onWrong?.();
      setTries(tries + 1);
    }
  };
  const button = (
    <Button type="submit" variant={variant} isWide={!isNarrow} isBusy={action.isBusy}>
      {label}
    </Button>
  );
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      <ProblemNote problem={action.problem} besides={fields} />
      {isNarrow ? <div class={isInDialog ? "dialog-actions" : "row"}>{button}</div> : button}
    </form>
  );
}

function focusFirstWrong(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
