"use client";

import { useSoftLinks } from "@/components/ui/use-soft-links";

/**
 * Makes the plain links of tables below a `data-soft` change pages as `Link` does, without a component of its own for
 * each of them.
 */
export function SoftLinks() {
  useSoftLinks("[data-soft] tbody a");
  return null;
}
