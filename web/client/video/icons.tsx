// Icons of the player and the camera. Decoration: what they stand for is said beside them.

import { Icon } from "../ui/icons";

export const SoundIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />
  </Icon>
);

export const SoundOffIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5" />
  </Icon>
);

export const BackIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M5 5v5h5M5.5 10a7.5 7.5 0 1 1-.6 5.5" />
  </Icon>
);

export const FullscreenIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
  </Icon>
);

export const ForwardIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M19 5v5h-5M18.5 10a7.5 7.5 0 1 0 .6 5.5" />
  </Icon>
);

export const PauseIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M9 5.5v13M15 5.5v13" />
  </Icon>
);

export const PlayIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M8 5.5v13l10.5-6.5z" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon class="icon" size={20}>
    <path d="M4 7h8M16 7h4M4 17h4M12 17h8M12 7a2 2 0 1 0 4 0 2 2 0 1 0-4 0M8 17a2 2 0 1 0 4 0 2 2 0 1 0-4 0" />
  </Icon>
);
