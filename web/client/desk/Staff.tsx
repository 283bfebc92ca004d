// A brand's staff, for its managers.

import { useState } from "preact/hooks";
import { api } from "../lib/api";
import { t } from "../lib/words";
import type { BrandView, StaffView } from "../types.gen";
import { Avatar, Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { ChoiceField } from "../ui/ChoiceField";
import { ConfirmDialog } from "../ui/Dialog";
import { TextField } from "../ui/Field";
import { ProblemNote } from "../ui/ProblemNote";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";

const ROLES = {
  moderator: { label: t("Moderator"), hint: t("Keeps the chat in order.") },
  host: { label: t("Host"), hint: t("Runs shows and deals, and moderates.") },
  manager: { label: t("Manager"), hint: t("Does all that, and chooses the staff.") },
} as const;
type RoleName = keyof typeof ROLES;
const ROLE_CHOICES = Object.entries(ROLES).map(([name, { label }]): [RoleName, string] => [
  name as RoleName,
  label,
]);

export interface StaffProps {
  brand: BrandView;
  staff: StaffView[];
  /** Who looks: they are told before they dismiss themselves. */
  handle: string;
}

export function Staff({ brand, staff: initial, handle }: StaffProps) {
  const [staff, setStaff] = useState(initial);
  const [leaving, setLeaving] = useState<StaffView | null>(null);
  const dismiss = useAction(async (person: StaffView) => {
    await api.delete(`/api/brands/${brand.slug}/staff/${person.handle}`);
    setStaff((known) => known.filter((other) => other.account_id !== person.account_id));
    setLeaving(null);
    toast(
      t("{handle} is no longer on the staff of {name}.", {
        handle: person.handle,
        name: brand.name,
      }),
      "good",
    );
  });
  return (
    <div class="staff">
      <ul class="staff-list card">
        {staff.map((person) => (
          <li key={person.account_id} class="staff-row">
            <Avatar name={person.handle} />
            <span class="staff-handle">{person.handle}</span>
            <Badge tone="tier">{ROLES[person.role as RoleName].label}</Badge>
            <Button
              size="s"
              variant="quiet"
              onClick={() => {
                dismiss.clear();
                setLeaving(person);
              }}
            >
              {t("Remove")} <span class="visually-hidden">{person.handle}</span>
            </Button>
          </li>
        ))}
      </ul>
      <AppointForm
        brand={brand}
        onAppointed={(person) =>
          setStaff((known) => [
            ...known.filter((other) => other.account_id !== person.account_id),
            person,
          ])
        }
      />
      <ConfirmDialog
        isOpen={leaving !== null}
        title={t("Remove {handle}?", { handle: leaving?.handle ?? "" })}
        text={
          leaving?.handle === handle
            ? t("You would lose your own access to {name}'s desk.", { name: brand.name })
            : t("They lose their access to the desk and shows of {name}.", { name: brand.name })
        }
        action={t("Remove from the staff")}
        isDangerous
        isBusy={dismiss.isBusy}
        error={dismiss.problem?.detail}
        onConfirm={() => leaving && void dismiss.run(leaving)}
        onClose={() => setLeaving(null)}
      />
    </div>
  );
}

interface AppointFormProps {
  brand: BrandView;
  onAppointed: (person: StaffView) => void;
}

function AppointForm({ brand, onAppointed }: AppointFormProps) {
  const [handle, setHandle] = useState("");
  const [role, setRole] = useState<RoleName>("host");
  const [missing, setMissing] = useState("");
  const action = useAction(async () => {
    const name = handle.trim().replace(/^@/, "");
    setMissing(name ? "" : t("Write the handle of the person."));
    if (!name) return;
    const path = `/api/brands/${brand.slug}/staff/${encodeURIComponent(name)}`;
    const person = await api.put<StaffView>(path, { role });
    onAppointed(person);
    setHandle("");
    toast(
      t("{handle} is {role} at {name} now.", {
        handle: person.handle,
        role: ROLES[person.role as RoleName].label,
        name: brand.name,
      }),
      "good",
    );
  });
  return (
    <form
      class="staff-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void action.run();
      }}
    >
      <TextField
        label={t("Handle")}
        name="handle"
        value={handle}
        onText={setHandle}
        error={missing || action.problem?.fields.handle}
        autocomplete="off"
        maxLength={25}
        required
      />
      <ChoiceField
        label={t("Role")}
        hint={ROLES[role].hint}
        error={action.problem?.fields.role}
        name="role"
        value={role}
        choices={ROLE_CHOICES}
        onChoose={setRole}
      />
      <Button type="submit" isBusy={action.isBusy}>
        {t("Add to the staff")}
      </Button>
      <ProblemNote problem={action.problem} besides={["handle", "role"]} />
    </form>
  );
}
