"use client";

import { type ComponentProps, useMemo } from "react";
import type { Html } from "@/components/ui/html";

/**
 * The rows of a table, for long lists of plain rows. Those that have not changed are left as they stand, with the boxes
 * ticked in them.
 */
export function HtmlRows({ rows }: { rows: Html }) {
  return <tbody dangerouslySetInnerHTML={useInner(rows)} />;
}

/** A part of the frame, which stands on every page. One that has not changed keeps the focus in it. */
export function HtmlBlock({ content, ...rest }: Omit<ComponentProps<"div">, "content"> & { content: Html }) {
  return <div {...rest} dangerouslySetInnerHTML={useInner(content)} />;
}

function useInner({ text }: Html) {
  // React writes it again whenever the object is another one.
  return useMemo(() => ({ __html: text }), [text]);
}
