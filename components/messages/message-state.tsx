import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import type { Tone } from "@/components/ui/tone";
import { type MessageState, STATE_INFO } from "@/lib/messages/states";

const LOOKS: Record<MessageState, { tone: Tone; shape: MarkShape }> = {
  queued: { tone: "info", shape: "clock" },
  sending: { tone: "info", shape: "half" },
  sent: { tone: "neutral", shape: "dot" },
  delivered: { tone: "success", shape: "check" },
  opened: { tone: "success", shape: "ring" },
  bounced: { tone: "error", shape: "cross" },
  complained: { tone: "warning", shape: "triangle" },
  failed: { tone: "error", shape: "cross" },
  cancelled: { tone: "neutral", shape: "dash" },
};

/** What became of a message. */
export function MessageStateMark({ state }: { state: MessageState }) {
  return <StatusMark {...LOOKS[state]}>{STATE_INFO[state].label}</StatusMark>;
}
