"use client";

import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";

type OrganizationSwitcherProps = {
  organizations: { name: string; href: string }[];
  /** Where all of them are listed, when there are more than a menu should hold. */
  all?: { label: string; href: string };
};

/** Leads to the same place in another organization. */
export function OrganizationSwitcher({ organizations, all }: OrganizationSwitcherProps) {
  return (
    <Menu
      label="Switch organization"
      icon={<Icon name="chevrons-up-down" />}
      iconOnly
      variant="ghost"
      size="sm"
      align="start"
    >
      {organizations.map(({ name, href }) => (
        <MenuItem key={href} href={href}>
          {name}
        </MenuItem>
      ))}
      {all && (
        <>
          <MenuSeparator />
          <MenuItem href={all.href}>{all.label}</MenuItem>
        </>
      )}
    </Menu>
  );
}
