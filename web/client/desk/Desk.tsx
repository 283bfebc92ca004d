// The host desk: each of my brands with its shows and, for managers, its staff.

import { useState } from "preact/hooks";
import { accessLabel } from "../gate/gate";
import { api } from "../lib/api";
import { formatDateTime } from "../lib/dates";
import { hueClass } from "../lib/hue";
import { showArtUrl } from "../lib/pictures";
import { t } from "../lib/words";
import type { BrandView, SaleWindowView, ShowView, StaffView, VoucherView } from "../types.gen";
import { Avatar, Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { ConfirmDialog, Dialog } from "../ui/Dialog";
import { EmptyState } from "../ui/EmptyState";
import { PlusIcon } from "../ui/icons";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import { BrandNav, type BrandPlace } from "./BrandNav";
import { SaleWindows } from "./SaleWindows";
import { ShowForm } from "./ShowForm";
import { Staff } from "./Staff";
import { grouped, withShow } from "./shows";
import { Vouchers } from "./Vouchers";
import { issuerOf } from "./voucherDraft";

export interface BrandDesk {
  brand: BrandView;
  role: "moderator" | "host" | "manager";
  shows: ShowView[];
  /** For managers. */
  staff: StaffView[] | null;
  /** For managers. */
  vouchers: VoucherView[] | null;
  /** For managers: those that the brand may use. */
  windows: SaleWindowView[] | null;
}

const ROLES: Record<BrandDesk["role"], string> = {
  moderator: t("You are a moderator here."),
  host: t("You are a host here."),
  manager: t("You are a manager here."),
};

export interface DeskProps {
  desks: BrandDesk[];
  handle: string;
  isOperator: boolean;
  /** Where a brand's staff work besides. */
  places: BrandPlace[];
}

export function Desk({ desks, handle, isOperator, places }: DeskProps) {
  if (desks.length === 0) {
    return (
      <EmptyState title={t("No brand yet")} heading="h2">
        {isOperator ? (
          <a class="link" href="/operator/brands">
            {t("Found the first brand")}
          </a>
        ) : (
          t("Ask a brand's manager to put you on its staff. Its shows will then be here.")
        )}
      </EmptyState>
    );
  }
  return (
    <div class="desks">
      {desks.map((desk) => (
        <BrandSection key={desk.brand.id} desk={desk} handle={handle} places={places} />
      ))}
    </div>
  );
}

interface SectionProps extends Pick<DeskProps, "handle" | "places"> {
  desk: BrandDesk;
}

function BrandSection({ desk, handle, places }: SectionProps) {
  const { brand, role, staff, vouchers, windows } = desk;
  const [shows, setShows] = useState(desk.shows);
  const [form, setForm] = useState<"new" | ShowView | null>(null);
  const isHost = role !== "moderator";
  const groups = grouped(shows);
  const save = (show: ShowView) => {
    setShows((known) => withShow(known, show));
    setForm(null);
    toast(
      t("“{title}” is set for {time}.", {
        title: show.title,
        time: formatDateTime(show.scheduled_at_ms),
      }),
      "good",
    );
  };
  return (
    <section class={`desk ${hueClass(brand.hue)}`} aria-labelledby={`desk-${brand.slug}`}>
      <div class="desk-head">
        <Avatar name={brand.name} hue={brand.hue} size="l" />
        <div class="desk-name">
          <h2 id={`desk-${brand.slug}`}>
            <a href={`/brands/${brand.slug}`}>{brand.name}</a>
          </h2>
          <p class="muted small">{ROLES[role]}</p>
        </div>
        {isHost && (
          <Button variant="primary" onClick={() => setForm("new")}>
            <PlusIcon /> {t("Schedule a show")}
          </Button>
        )}
      </div>
      {isHost && <BrandNav brand={brand} places={places} isManager={role === "manager"} />}
      {groups.length === 0 && (
        <EmptyState title={t("No shows yet")}>
          {isHost
            ? t(
                "Schedule the first one. You can prepare its deals at once and go live whenever you are ready.",
              )
            : t("A host of the brand has to schedule one.")}
        </EmptyState>
      )}
      {groups.map((group) => (
        <div key={group.title} class="desk-group">
          <h3 class="eyebrow">{group.title}</h3>
          <ul class="desk-shows">
            {group.shows.map((show) => (
              <ShowRow
                key={show.id}
                show={show}
                isHost={isHost}
                onEdit={() => setForm(show)}
                onChanged={(changed) => setShows((known) => withShow(known, changed))}
              />
            ))}
          </ul>
        </div>
      ))}
      {vouchers && (
        <details class="desk-more">
          <summary>{t("Vouchers of {name}", { name: brand.name })}</summary>
          <Vouchers issuer={issuerOf(brand)} shows={shows} vouchers={vouchers} />
        </details>
      )}
      {windows && (
        <details class="desk-more">
          <summary>{t("Sale windows of {name}", { name: brand.name })}</summary>
          <SaleWindows windows={windows} brand={brand} />
        </details>
      )}
      {staff && (
        <details class="desk-more">
          <summary>{t("Staff of {name}", { name: brand.name })}</summary>
          <Staff brand={brand} staff={staff} handle={handle} />
        </details>
      )}
      <Dialog
        isOpen={form !== null}
        title={
          form === "new"
            ? t("Schedule a show of {name}", { name: brand.name })
            : t("Change the show")
        }
        onClose={() => setForm(null)}
      >
        <ShowForm
          brand={brand}
          {...(form !== null && form !== "new" ? { show: form } : {})}
          onSaved={save}
        />
      </Dialog>
    </section>
  );
}

interface ShowRowProps {
  show: ShowView;
  isHost: boolean;
  onEdit: () => void;
  onChanged: (show: ShowView) => void;
}

function ShowRow({ show, isHost, onEdit, onChanged }: ShowRowProps) {
  const [isCancelling, setCancelling] = useState(false);
  const label = accessLabel(show.access);
  const cancel = useAction(async () => {
    onChanged(await api.delete<ShowView>(`/api/shows/${show.id}`));
    setCancelling(false);
    toast(t("“{title}” is cancelled.", { title: show.title }));
  });
  return (
    <li class="desk-show card">
      <img src={showArtUrl(show.id)} alt="" width="160" height="90" loading="lazy" />
      <div class="desk-show-text">
        <h4>{show.title}</h4>
        <p class="row small muted">
          <StatusBadge status={show.status} />
          {label && <Badge tone="tier">{label}</Badge>}
          {formatDateTime(show.started_at_ms ?? show.scheduled_at_ms)}
        </p>
      </div>
      <div class="desk-show-actions">
        {isHost && show.status === "scheduled" && (
          <>
            <Button size="s" variant="quiet" onClick={onEdit}>
              {t("Change")}
            </Button>
            <Button size="s" variant="quiet" onClick={() => setCancelling(true)}>
              {t("Cancel")}
            </Button>
          </>
        )}
        <a class={buttonClass("quiet", "s")} href={`/shows/${show.id}`}>
          {t("Room")}
        </a>
        {show.status !== "cancelled" && (
          <a
            class={buttonClass(show.status === "live" ? "primary" : "plain", "s")}
            href={`/host/shows/${show.id}`}
          >
            {t("Control panel")}
          </a>
        )}
      </div>
      <ConfirmDialog
        isOpen={isCancelling}
        title={t("Cancel “{title}”?", { title: show.title })}
        text={t(
          "People who open its page will read that it is cancelled. This cannot be taken back.",
        )}
        action={t("Cancel the show")}
        isDangerous
        isBusy={cancel.isBusy}
        error={cancel.problem?.detail}
        onConfirm={() => void cancel.run()}
        onClose={() => setCancelling(false)}
      />
    </li>
  );
}

function StatusBadge({ status }: { status: ShowView["status"] }) {
  if (status === "live") return <Badge tone="live">{t("Live")}</Badge>;
  if (status === "scheduled") return <Badge tone="tier">{t("Upcoming")}</Badge>;
  if (status === "ended") return <Badge tone="quiet">{t("Ended")}</Badge>;
  return <Badge tone="bad">{t("Cancelled")}</Badge>;
}
