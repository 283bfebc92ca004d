// A link made to one's wishes: a name, an end, a moment of the show, tags for whoever counts visits.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { LinkView } from "../types.gen";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field, TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { type Errors, NO_WISHES, read, type Wishes } from "./tailoring";

export interface TailorDialogProps {
  /** What the new link is to lead to; the dialog is open while there is one. */
  link: LinkView | null;
  onMade: (link: LinkView) => void;
  onClose: () => void;
}

export function TailorDialog({ link, onMade, onClose }: TailorDialogProps) {
  return (
    <Dialog isOpen={link !== null} title={t("A link of your own")} onClose={onClose}>
      {link && <TailorForm link={link} onMade={onMade} />}
    </Dialog>
  );
}

function TailorForm({ link, onMade }: { link: LinkView; onMade: (link: LinkView) => void }) {
  const [wishes, setWishes] = useState<Wishes>(NO_WISHES);
  const [errors, setErrors] = useState<Errors>({});
  const make = useAction(async () => {
    const { wanted, errors: found } = read(wishes, link);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    onMade(await api.post<LinkView>("/api/links", wanted));
    toast(t("Your link is ready."), "good");
  });
  const set = (change: Partial<Wishes>) => {
    setWishes((known) => ({ ...known, ...change }));
    make.clear();
  };
  const refused = make.problem?.fields ?? {};
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void make.run();
      }}
    >
      <p class="muted">{link.title}</p>
      <TextField
        label={t("Name")}
        name="code"
        autocomplete="off"
        maxLength={32}
        value={wishes.code}
        onText={(code) => set({ code })}
        error={errors.code ?? refused.code}
        hint={t(
          "People open {host}/s/{name}. Letters, digits and hyphens; without one it gets a random code.",
          { host: location.host, name: wishes.code.trim().toLowerCase() || "your-name" },
        )}
      />
      <TextField
        label={t("Ends")}
        name="ends"
        type="datetime-local"
        value={wishes.ends}
        onText={(ends) => set({ ends })}
        error={errors.ends ?? refused.expires_at_ms}
        isOptional
      />
      {link.show_id && (
        <TextField
          label={t("Begins at")}
          name="moment"
          autocomplete="off"
          placeholder="12:30"
          value={wishes.moment}
          onText={(moment) => set({ moment })}
          error={errors.moment ?? refused.at_s}
          hint={t("Minutes and seconds from the start of the show.")}
          isOptional
        />
      )}
      <TextField
        label={t("Source")}
        name="source"
        autocomplete="off"
        maxLength={100}
        value={wishes.source}
        onText={(source) => set({ source })}
        hint={t("Passed on as utm_source, for instance newsletter.")}
        isOptional
      />
      <TextField
        label={t("Campaign")}
        name="campaign"
        autocomplete="off"
        maxLength={100}
        value={wishes.campaign}
        onText={(campaign) => set({ campaign })}
        hint={t("Passed on as utm_campaign.")}
        isOptional
      />
      <Field
        label={t("Straight to the page")}
        hint={t("People skip the preview of what you share. Chat apps still show it.")}
        isChecked
      >
        {(control) => (
          <input
            {...control}
            type="checkbox"
            checked={wishes.isDirect}
            onChange={(event) => set({ isDirect: event.currentTarget.checked })}
          />
        )}
      </Field>
      <ProblemNote problem={make.problem} besides={["code", "expires_at_ms", "at_s"]} />
      <Button type="submit" variant="primary" isWide isBusy={make.isBusy}>
        {t("Make the link")}
      </Button>
    </form>
  );
}
