import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import type { Tone } from "@/components/ui/tone";
import type { DeliveryState } from "@/lib/webhooks/attempt";

type Look = { tone: Tone; shape: MarkShape; label: string };

export const DELIVERY_STATES: Record<DeliveryState, Look> = {
  waiting: { tone: "info", shape: "clock", label: "Waiting" },
  delivered: { tone: "success", shape: "check", label: "Delivered" },
  failed: { tone: "error", shape: "cross", label: "Given up" },
  cancelled: { tone: "neutral", shape: "dash", label: "Not sent" },
};

/** What became of a delivery. */
export function DeliveryStateMark({ state }: { state: DeliveryState }) {
  const { label, ...look } = DELIVERY_STATES[state];
  return <StatusMark {...look}>{label}</StatusMark>;
}

type WebhookStateProps = { offAt: Date | null; offBecause: string | null; failingSince: Date | null };

/** Whether a webhook is on, and whether anybody answers. */
export function WebhookStateMark({ offAt, offBecause, failingSince }: WebhookStateProps) {
  const { label, ...look } = lookOf({ offAt, offBecause, failingSince });
  return <StatusMark {...look}>{label}</StatusMark>;
}

function lookOf({ offAt, offBecause, failingSince }: WebhookStateProps): Look {
  if (offAt && offBecause !== "person")
    return { tone: "error", shape: "cross", label: "Switched off: it failed" };
  if (offAt) return { tone: "neutral", shape: "pause", label: "Switched off" };
  if (failingSince) return { tone: "warning", shape: "triangle", label: "On, failing" };
  return { tone: "success", shape: "check", label: "On" };
}
