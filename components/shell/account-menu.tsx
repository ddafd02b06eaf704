"use client";

import type { ComponentProps } from "react";
import type { Theme } from "@/components/shell/theme";
import { themeIcons } from "@/components/shell/theme-icons";
import { ThemeToggle } from "@/components/shell/theme-toggle";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";

type AccountMenuProps = {
  name: string;
  username: string;
  /** The role in words. */
  roleName: string;
  theme: Theme;
  /** One's own account. */
  accountHref: string;
  /** Where the form of "Sign out" goes: a path or a server action. */
  signOut: ComponentProps<"form">["action"];
  /** How that form is sent when it goes to a path. */
  signOutMethod?: "post" | "get";
};

/** Who one is, how the application looks, and the way out. */
export function AccountMenu({
  name,
  username,
  roleName,
  theme,
  accountHref,
  signOut,
  signOutMethod,
}: AccountMenuProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget={ACCOUNT_ID}
        aria-label={`Account of ${name}`}
        className="cursor-pointer rounded-full"
      >
        <Avatar name={name} />
      </button>
      <div id={ACCOUNT_ID} popover="auto" className="popover-panel w-68" data-align="end">
        <div className="px-2.5 pt-2 pb-3">
          <p className="truncate font-semibold">{name}</p>
          <p className="truncate text-dense text-muted">{username}</p>
          <p className="mt-2">
            <Badge variant="outline">{roleName}</Badge>
          </p>
        </div>
        <ThemeToggle theme={theme} icons={themeIcons} />
        <hr className="mx-1 my-1.5 border-line" />
        <Link href={accountHref} variant="bare" className="menu-item">
          <Icon name="user-round" />
          Your account
        </Link>
        <form action={signOut} method={signOutMethod}>
          <button type="submit" className="menu-item">
            <Icon name="log-out" />
            Sign out
          </button>
        </form>
      </div>
    </>
  );
}

const ACCOUNT_ID = "account";
