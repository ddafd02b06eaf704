import type { MarkShape } from "@/components/ui/mark";
import type { Tone } from "@/components/ui/tone";
import type { ReviewRow } from "@/lib/imports/row-queries";

type Look = { tone: Tone; shape: MarkShape; word: string };

/** How what will happen to a row looks. */
export const FATE_LOOKS: Record<ReviewRow["fate"] | "unselected", Look> = {
  create: { tone: "success", shape: "plus", word: "Create" },
  update: { tone: "info", shape: "diamond", word: "Update" },
  unchanged: { tone: "neutral", shape: "dash", word: "Unchanged" },
  exists: { tone: "neutral", shape: "check", word: "Already here" },
  absent: { tone: "neutral", shape: "dash", word: "Not here" },
  invalid: { tone: "error", shape: "cross", word: "Error" },
  unselected: { tone: "neutral", shape: "ring", word: "Left out" },
};

export const lookOf = ({ fate, selected }: Pick<ReviewRow, "fate" | "selected">): Look =>
  FATE_LOOKS[selected ? fate : "unselected"];

/** What an edit came to, in a sentence to be read aloud. */
export function verdictOf(row: ReviewRow): string {
  const issues = row.issues.map(({ message }) => message).join(" ");
  return `Line ${row.line}: ${lookOf(row).word}.${issues ? ` ${issues}` : ""}`;
}
