// Keeps a product or a deal on the wish list, or lets it go.

import { useEffect, useState } from "preact/hooks";
import { asProblem } from "../lib/api";
import { t } from "../lib/words";
import type { ItemView } from "../types.gen";
import { HeartIcon } from "../ui/icons";
import { announce, toast } from "../ui/Toast";
import { isKept, keep, loadKept } from "./kept";

export interface HeartButtonProps {
  kind: ItemView["kind"];
  id: string;
  title: string;
  isSignedIn: boolean;
  /** Ask a guest to sign in, and go on with `then`. */
  onGuest: (then: () => Promise<void>) => void;
  class?: string;
}

export function HeartButton(props: HeartButtonProps) {
  const { kind, id, title, isSignedIn, onGuest, class: extra = "" } = props;
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (isSignedIn) loadKept();
  }, [isSignedIn]);
  const isOn = isKept(id);
  const change = async (isWanted: boolean) => {
    setBusy(true);
    try {
      await keep(kind, id, isWanted);
      announce(
        isWanted
          ? t("{title} is on your wish list.", { title })
          : t("{title} is no longer on your wish list.", { title }),
      );
    } catch (thrown) {
      toast(asProblem(thrown).detail, "bad");
    } finally {
      setBusy(false);
    }
  };
  const press = () => {
    if (isBusy) return;
    if (isSignedIn) void change(!isOn);
    else onGuest(() => change(true));
  };
  return (
    <button
      type="button"
      class={`icon-button heart ${extra}`}
      aria-label={t("Keep {title} on my wish list", { title })}
      aria-pressed={isOn}
      aria-busy={isBusy}
      onClick={press}
    >
      <HeartIcon />
    </button>
  );
}
