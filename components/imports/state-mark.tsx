import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import type { Tone } from "@/components/ui/tone";
import type { ImportState } from "@/lib/imports/state";

const LOOKS: Record<ImportState, { tone: Tone; shape: MarkShape; word: string }> = {
  uploading: { tone: "neutral", shape: "ring", word: "Waiting for its file" },
  reading: { tone: "info", shape: "half", word: "Reading" },
  matching: { tone: "info", shape: "clock", word: "Columns to match" },
  parsing: { tone: "info", shape: "half", word: "Judging rows" },
  review: { tone: "info", shape: "clock", word: "In review" },
  refused: { tone: "error", shape: "cross", word: "Refused" },
  scheduled: { tone: "info", shape: "clock", word: "Scheduled" },
  hashing: { tone: "info", shape: "half", word: "Preparing passwords" },
  committing: { tone: "info", shape: "half", word: "Importing" },
  done: { tone: "success", shape: "check", word: "Imported" },
  failed: { tone: "error", shape: "triangle", word: "Failed" },
  cancelled: { tone: "neutral", shape: "dash", word: "Given up" },
  undoing: { tone: "info", shape: "half", word: "Being taken back" },
  undone: { tone: "neutral", shape: "dash", word: "Taken back" },
};

const WAITING = { tone: "warning", shape: "clock", word: "Waiting for approval" } as const;

export function StateMark({ state, waits = false }: { state: ImportState; waits?: boolean }) {
  const { tone, shape, word } = waits ? WAITING : LOOKS[state];
  return (
    <StatusMark tone={tone} shape={shape}>
      {word}
    </StatusMark>
  );
}
