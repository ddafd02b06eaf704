/** How soon somebody needs an answer. Critical is what stops work in production [S1]. */
export const URGENCIES = ["normal", "high", "critical"] as const;
export type Urgency = (typeof URGENCIES)[number];

export const URGENCY_LABELS: Record<Urgency, string> = {
  normal: "Normal",
  high: "High",
  critical: "Critical",
};

export const URGENCY_HINTS: Record<Urgency, string> = {
  normal: "Whenever somebody has time.",
  high: "Work is slow or awkward until it is answered.",
  critical: "Work in production stands still.",
};

/** open: nobody has answered what was said last; answered: support has; closed: nothing is left to say. */
export const REQUEST_STATES = ["open", "answered", "closed"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const STATE_LABELS: Record<RequestState, string> = {
  open: "Open",
  answered: "Answered",
  closed: "Closed",
};

/** How a request came: within hours, as a critical one outside of them, or to wait until hours begin. */
export const WAYS = ["open", "onCall", "waits"] as const;
export type Way = (typeof WAYS)[number];

/** Which way a request goes at a moment. Where nobody is on call, critical ones wait like the others. */
export function wayOf(urgency: Urgency, { isOpen, hasOnCall }: { isOpen: boolean; hasOnCall: boolean }): Way {
  if (isOpen) return "open";
  return urgency === "critical" && hasOnCall ? "onCall" : "waits";
}
