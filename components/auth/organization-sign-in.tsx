"use client";

import { buttonLook } from "@/components/ui/button-look";

/** The way to one's organization's own sign-in, with the username that stands in the form. */
export function OrganizationSignIn({ href }: { href: string }) {
  return (
    <div className="mt-3">
      <a
        href={href}
        className={buttonLook({ wide: true })}
        onClick={(event) => {
          const typed = document.querySelector<HTMLInputElement>("input[name=username]")?.value.trim();
          if (!typed) return;
          event.preventDefault();
          window.location.assign(
            `${href}${href.includes("?") ? "&" : "?"}${new URLSearchParams({ username: typed })}`,
          );
        }}
      >
        <span>Sign in with your organization</span>
      </a>
    </div>
  );
}
