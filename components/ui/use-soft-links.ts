"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Has plain links change pages as `Link` does. @param selector which of the document's links */
export function useSoftLinks(selector: string): void {
  const router = useRouter();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = (event.target as Element).closest(selector);
      if (!link || event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      router.push(link.getAttribute("href") ?? "");
    };
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [router, selector]);
}
