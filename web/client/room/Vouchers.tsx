// The show's vouchers: collected in one press, by a guest after signing in.

import { useComputed } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../lib/api";
import { benefitText, conditionText, STATE_TEXTS } from "../lib/vouchers";
import { t } from "../lib/words";
import { useRoom } from "../live/hooks";
import type { MyVoucherView } from "../types.gen";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { toast } from "../ui/Toast";
import { useAction } from "../ui/useAction";
import type { RoomSession } from "./session";
import { shownVouchers } from "./vouchers";

interface VouchersProps {
  session: RoomSession;
  /** As the page had them. */
  initial: MyVoucherView[];
}

export function Vouchers({ session, initial }: VouchersProps) {
  const [vouchers, setVouchers] = useState(initial);
  const accountId = session.me.value?.account_id ?? null;
  const seenBy = useRef(accountId);
  useEffect(() => {
    if (seenBy.current === accountId) return;
    seenBy.current = accountId;
    // Someone signed in: what was anybody's may be theirs. What they have just collected is newer than this answer.
    const path = `/api/shows/${session.live.room.value.show.id}/vouchers`;
    const take = (found: MyVoucherView[]) =>
      setVouchers((known) => found.map((one) => newer(known, one)));
    void api.get<MyVoucherView[]>(path).then(take, () => {});
  }, [accountId, session]);
  const shown = useShown(session, vouchers);
  if (shown.length === 0) return null;
  const put = (changed: MyVoucherView) =>
    setVouchers((known) => [
      ...known.filter(({ terms }) => terms.id !== changed.terms.id),
      changed,
    ]);
  return (
    <ul class="vouchers" aria-label={t("Vouchers")}>
      {shown.map((voucher) => (
        <Voucher key={voucher.terms.id} session={session} voucher={voucher} onChanged={put} />
      ))}
    </ul>
  );
}

/** Drawn anew when the room has news of a voucher, or when one is over. */
function useShown({ live }: RoomSession, own: readonly MyVoucherView[]): MyVoucherView[] {
  const known = useRoom(live, (room) => room.vouchers).value;
  const ends = [...own, ...known.values()].map(({ terms }) => terms.ends_at_ms);
  useComputed(() => ends.filter((endsAtMs) => endsAtMs <= live.now.value).length).value;
  return shownVouchers(own, known, live.now.peek());
}

interface VoucherProps {
  session: RoomSession;
  voucher: MyVoucherView;
  onChanged: (voucher: MyVoucherView) => void;
}

function Voucher({ session, voucher, onChanged }: VoucherProps) {
  const { terms, state } = voucher;
  const collect = useAction(async () => {
    const collected = await session.collect(terms);
    if (collected) onChanged(collected);
  });
  const { problem } = collect;
  useEffect(() => {
    if (problem) toast(problem.detail, "bad");
  }, [problem]);
  return (
    <li class="voucher">
      <div class="voucher-text">
        <strong>{benefitText(terms)}</strong>
        <p class="small muted">
          {[terms.title, conditionText(terms), leftText(voucher)].filter(Boolean).join(" · ")}
        </p>
      </div>
      {state === "open" ? (
        <Button size="s" isBusy={collect.isBusy} onClick={() => void collect.run()}>
          {t("Collect")}
          <span class="visually-hidden"> {terms.title}</span>
        </Button>
      ) : (
        <Badge tone={state === "ready" || state === "waiting" ? "good" : "quiet"}>
          {STATE_TEXTS[state]}
        </Badge>
      )}
    </li>
  );
}

function leftText({ state, places_left }: MyVoucherView): string {
  return state === "open" && places_left !== null
    ? t("{placesLeft} left", { placesLeft: places_left })
    : "";
}

function newer(known: readonly MyVoucherView[], found: MyVoucherView): MyVoucherView {
  const mine = known.find(({ terms, state }) => terms.id === found.terms.id && state !== "open");
  return mine ?? found;
}
