// Icons of the replay. Decoration: what they stand for is said beside them.

import { Icon } from "../ui/icons";

export const PlayIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M8 5v14l11-7z" fill="currentColor" />
  </Icon>
);

export const PauseIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M8.5 5v14M15.5 5v14" stroke-width="3.5" />
  </Icon>
);

export const ScissorsIcon = () => (
  <Icon class="icon" size={20}>
    <circle cx="6.5" cy="6.5" r="2.5" />
    <circle cx="6.5" cy="17.5" r="2.5" />
    <path d="M8.5 8.5L20 18M8.5 15.5L20 6" />
  </Icon>
);
