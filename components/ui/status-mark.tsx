import type { ReactNode } from "react";
import { Mark, type MarkShape } from "@/components/ui/mark";
import { type Tone, toneText } from "@/components/ui/tone";

type StatusMarkProps = { tone: Tone; shape: MarkShape; children: ReactNode };

/** A state as a word, a shape and a colour, for rows of data. The word keeps the colour of text, which is calmer. */
export function StatusMark({ tone, shape, children }: StatusMarkProps) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Mark shape={shape} className={toneText[tone]} />
      {children}
    </span>
  );
}
