// Icons of the live parts. Decoration: what they stand for is said beside them or by aria-label.

import { Icon } from "../ui/icons";

export const PeopleIcon = () => (
  <Icon class="icon" size={18}>
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.5 20c.6-3.6 3.2-5.5 6.5-5.5s5.9 1.9 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18.5 15c1.7.9 2.7 2.6 3 5" />
  </Icon>
);

export const PinIcon = () => (
  <Icon class="icon" size={18}>
    <path d="M9 3h6l-1 6 4 4H6l4-4zM12 13v8" />
  </Icon>
);

export const SendIcon = () => (
  <Icon class="icon" size={18}>
    <path d="M4 12l16-8-6 16-3-6.5z" />
  </Icon>
);

export const ClockIcon = () => (
  <Icon class="icon" size={18}>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7v5l3.5 2" />
  </Icon>
);

export const BoltIcon = () => (
  <Icon class="icon" size={18}>
    <path d="M13 2.5L5 13.5h6l-1 8 8-11h-6z" fill="currentColor" stroke="none" />
  </Icon>
);

export const DownIcon = () => (
  <Icon class="icon" size={18}>
    <path d="M12 5v14M6 13l6 6 6-6" />
  </Icon>
);

export const MinusIcon = () => (
  <Icon class="icon" size={18}>
    <path d="M5 12h14" />
  </Icon>
);

export const OutIcon = () => (
  <Icon class="icon" size={18}>
    <path d="M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5" />
  </Icon>
);

export const EditIcon = () => (
  <Icon class="icon" size={18}>
    <path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19z" />
  </Icon>
);

export const MuteIcon = () => (
  <Icon class="icon" size={18}>
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5" />
  </Icon>
);
