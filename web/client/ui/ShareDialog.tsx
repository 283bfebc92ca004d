// A share link to hand on: short address, QR code, the device's share sheet, and what it earns.

import { useRef, useState } from "preact/hooks";
import { copyFrom } from "../lib/clipboard";
import { offerWords } from "../lib/offers";
import { t } from "../lib/words";
import type { LinkView } from "../types.gen";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { CheckIcon, CopyIcon, ShareIcon } from "./icons";
import { ProblemNote } from "./ProblemNote";
import { announce } from "./Toast";
import { useAction } from "./useAction";

export interface ShareDialogProps {
  /** The link to share; the dialog is open while there is one. */
  link: LinkView | null;
  onClose: () => void;
  /** Joins the link's brand, and makes the link known again with what it earns then. */
  onJoin?: (() => Promise<void>) | undefined;
}

export function ShareDialog({ link, onClose, onJoin }: ShareDialogProps) {
  return (
    <Dialog isOpen={link !== null} title={t("Share")} onClose={onClose}>
      {link && <ShareCard link={link} onJoin={onJoin} />}
    </Dialog>
  );
}

/** The link's address as it is handed on. What comes by the socket may know only its path. */
export function addressOf(link: LinkView): string {
  return new URL(link.url, location.origin).href;
}

interface CardProps {
  link: LinkView;
  onJoin?: ShareDialogProps["onJoin"];
}

/** What stands in the dialog. */
export function ShareCard({ link, onJoin }: CardProps) {
  return (
    <>
      <p class="muted">{link.title}</p>
      <CopyField text={addressOf(link)} label={t("Short link")} />
      <img
        class="qr"
        src={link.qr_url}
        alt={t("QR code of {link}", { link: addressOf(link) })}
        width="200"
        height="200"
      />
      <p class="row small share-assets">
        <a class="link" href={`/s/${link.code}/qr.png`} download={`${link.code}-qr.png`}>
          {t("QR code as PNG")}
        </a>
        <a class="link" href={link.qr_url} download={`${link.code}-qr.svg`}>
          {t("as SVG")}
        </a>
        <a class="link" href={link.picture_url} download={`${link.code}.png`}>
          {t("Picture to post")}
        </a>
      </p>
      <Earning link={link} onJoin={onJoin} />
      {typeof navigator.share === "function" && (
        <Button variant="primary" isWide onClick={() => void shareByDevice(link)}>
          <ShareIcon /> {t("Share by this device")}
        </Button>
      )}
    </>
  );
}

/** What the link earns; who is no member of the brand can become one here. */
function Earning({ link, onJoin }: CardProps) {
  const join = useAction(async () => onJoin?.());
  const earns = offerWords(link) !== "";
  return (
    <>
      <p class={earns ? "note note-good" : "note"} role="status">
        {earningLine(link)}
      </p>
      {!earns && onJoin && (
        <>
          <ProblemNote problem={join.problem} />
          <Button variant="primary" isWide isBusy={join.isBusy} onClick={() => void join.run()}>
            {t("Join {brand_name} for free", { brand_name: link.brand_name })}
          </Button>
        </>
      )}
    </>
  );
}

/** “You earn 5% as Gold …”, or how to begin to earn. */
export function earningLine(link: LinkView): string {
  const offer = offerWords(link);
  if (!offer) {
    return t(
      "Join {brand_name} to earn a share of what your friends buy. Until then this link earns nothing.",
      { brand_name: link.brand_name },
    );
  }
  if (link.reward_kind !== "rate") {
    return t(
      "You earn {offer} as {tier_name} for each order that friends pay after they come by this link.",
      { offer, tier_name: link.tier_name },
    );
  }
  return t(
    "You earn {rate} as {tier_name} of each order that friends pay after they come by this link.",
    { rate: offer, tier_name: link.tier_name },
  );
}

/** A text with a button that copies it. */
export function CopyField({
  text,
  label,
  said = t("The link is copied."),
}: {
  text: string;
  label: string;
  said?: string;
}) {
  const [isCopied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    if (input.current) await copyFrom(input.current);
    setCopied(true);
    announce(said);
    setTimeout(() => setCopied(false), 2500);
  };
  return (
    <div class="copy">
      <input ref={input} class="input" readOnly aria-label={label} value={text} />
      <Button onClick={() => void copy()}>
        {isCopied ? <CheckIcon /> : <CopyIcon />}
        {isCopied ? t("Copied") : t("Copy")}
      </Button>
    </div>
  );
}

async function shareByDevice(link: LinkView): Promise<void> {
  // The person may close the share sheet: that is no failure.
  await navigator.share({ title: link.title, url: addressOf(link) }).catch(() => undefined);
}
