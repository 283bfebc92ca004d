// The packet as a picture: a red envelope, whose flap lifts and from which coins rise when it was opened just now.

const COINS = [0, 1, 2, 3, 4, 5];

export function Envelope({ isOpen, isFresh }: { isOpen: boolean; isFresh: boolean }) {
  const names = ["envelope", isOpen && "is-open", isFresh && "is-fresh"].filter(Boolean);
  return (
    <span class={names.join(" ")} aria-hidden="true">
      <svg viewBox="0 0 48 56" width="48" height="56" aria-hidden="true">
        <rect class="envelope-back" x="4" y="10" width="40" height="44" rx="5" />
        <path class="envelope-flap" d="M4 15a5 5 0 0 1 5-5h30a5 5 0 0 1 5 5L24 32z" />
        <circle class="envelope-seal" cx="24" cy="30" r="6" />
      </svg>
      {isFresh && COINS.map((coin) => <span key={coin} class={`coin coin-${coin}`} />)}
    </span>
  );
}
