"use client";

import { useMemo } from "react";
import type { Html } from "@/components/ui/html";

/**
 * The rows of a table, for long lists of plain rows. Those that have not changed are left as they stand, with the boxes
 * ticked in them.
 */
export function HtmlRows({ rows }: { rows: Html }) {
  const { text } = rows;
  // React writes it again whenever the object is another one.
  const inner = useMemo(() => ({ __html: text }), [text]);
  return <tbody dangerouslySetInnerHTML={inner} />;
}
