import { cx } from "@/components/ui/cx";
import type { IconName } from "@/components/ui/icon-names";

type IconProps = {
  name: IconName;
  /** In pixels. */
  size?: 14 | 16 | 18 | 20;
  className?: string;
};

/** A drawing in the colour of the text around it. Decoration: the words stand beside it or are its button's name. */
export function Icon({ name, size = 16, className }: IconProps) {
  return (
    <span
      className={cx("icon", `icon-${name}`, size !== 16 && `icon-${size}`, className)}
      aria-hidden="true"
    />
  );
}
