import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import type { Tone } from "@/components/ui/tone";
import type { RunState as State } from "@/lib/sync/kinds";

const STATES: Record<State, { label: string; tone: Tone; shape: MarkShape }> = {
  reading: { label: "Reading the directory", tone: "info", shape: "clock" },
  confirming: { label: "Asking after those not named", tone: "info", shape: "clock" },
  planning: { label: "Comparing", tone: "info", shape: "clock" },
  importing: { label: "Importing", tone: "info", shape: "clock" },
  review: { label: "Waits for your review", tone: "warning", shape: "triangle" },
  applying: { label: "Applying", tone: "info", shape: "clock" },
  waiting: { label: "Waits for your word", tone: "warning", shape: "triangle" },
  done: { label: "Done", tone: "success", shape: "check" },
  failed: { label: "Came to nothing", tone: "error", shape: "cross" },
  superseded: { label: "Given up for another", tone: "neutral", shape: "dash" },
};

/** Where a run stands. */
export function RunState({ state }: { state: State }) {
  const { label, tone, shape } = STATES[state];
  return (
    <StatusMark tone={tone} shape={shape}>
      {label}
    </StatusMark>
  );
}
