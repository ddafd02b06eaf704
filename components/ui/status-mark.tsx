import type { ReactNode } from "react";
import type { MarkShape } from "@/components/ui/mark";
import type { Tone } from "@/components/ui/tone";

type StatusMarkProps = { tone: Tone; shape: MarkShape; children: ReactNode };

/** A state as a word, a shape and a colour, for rows of data. The word keeps the colour of text, which is calmer. */
export function StatusMark({ tone, shape, children }: StatusMarkProps) {
  return <span className={statusMarkLook(tone, shape)}>{children}</span>;
}

export const statusMarkLook = (tone: Tone, shape: MarkShape) => `status-mark mark-${shape} tone-${tone}`;
