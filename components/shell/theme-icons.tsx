import { Icon } from "@/components/ui/icon";

/** The icons of `ThemeToggle`, drawn by the server. */
export const themeIcons = {
  system: <Icon name="monitor" size={14} />,
  light: <Icon name="sun" size={14} />,
  dark: <Icon name="moon" size={14} />,
};
