import { StatusMark } from "@/components/ui/status-mark";
import { type RequestState, STATE_LABELS } from "@/lib/support/states";

const LOOKS = {
  open: { tone: "warning", shape: "half" },
  answered: { tone: "success", shape: "check" },
  closed: { tone: "neutral", shape: "ring" },
} as const;

/** The state of a request as a word, a shape and a colour. */
export function RequestStateMark({ state }: { state: RequestState }) {
  return <StatusMark {...LOOKS[state]}>{STATE_LABELS[state]}</StatusMark>;
}
