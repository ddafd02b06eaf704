import { type ComponentProps, type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import type { ButtonLook } from "@/components/ui/button-look";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";

type MenuProps = ButtonLook & {
  /** The words on the button, or its name when it shows an icon alone. */
  label: string;
  icon?: ReactNode;
  /** Only the icon is shown. */
  iconOnly?: boolean;
  /** Which edge of the button the menu lines up with. */
  align?: "start" | "end";
  children: ReactNode;
};

/** A button that opens a list of actions. Arrows, Home, End and letters move in it, by `Enhance` in the root layout. */
export function Menu({ label, icon, iconOnly, align = "end", children, ...look }: MenuProps) {
  const menuId = useId();
  return (
    <>
      <Button
        {...look}
        popoverTarget={menuId}
        aria-haspopup="menu"
        aria-label={iconOnly ? label : undefined}
        square={iconOnly}
        icon={icon}
        iconAfter={iconOnly ? undefined : <Icon name="chevron-down" />}
      >
        {iconOnly ? undefined : label}
      </Button>
      <div
        id={menuId}
        popover="auto"
        role="menu"
        aria-label={label}
        className="popover-panel"
        data-align={align}
      >
        {children}
      </div>
    </>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  tone?: "danger";
  /** Keys that do the same, such as `mod+e`. */
  shortcut?: string;
  children: ReactNode;
} & (
  | (Omit<ComponentProps<"button">, "className" | "role"> & { href?: undefined })
  | { href: string; prefetch?: boolean }
);

/** One action of a menu: a link with `href`, else a button (give it `form`, `name` and `value`, or `opens(id)`). */
export function MenuItem({ icon, tone, shortcut, children, ...rest }: MenuItemProps) {
  const content = (
    <>
      {icon}
      <span className="flex-1">{children}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </>
  );
  if (rest.href !== undefined) {
    return (
      <Link variant="bare" role="menuitem" tabIndex={-1} className="menu-item" data-tone={tone} {...rest}>
        {content}
      </Link>
    );
  }
  const { href: _, ...button } = rest;
  return (
    <button type="button" {...button} role="menuitem" tabIndex={-1} className="menu-item" data-tone={tone}>
      {content}
    </button>
  );
}

/** A line between groups of actions. */
export function MenuSeparator() {
  return <hr className="mx-1 my-1.5 border-line" />;
}
