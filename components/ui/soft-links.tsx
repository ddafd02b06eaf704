"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/**
 * Makes the plain links of tables below a `data-soft` change pages as `Link` does, without a component of its own for
 * each of them.
 */
export function SoftLinks() {
  const router = useRouter();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = (event.target as Element).closest("[data-soft] tbody a");
      if (!link || event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      router.push(link.getAttribute("href") ?? "");
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [router]);
  return null;
}
