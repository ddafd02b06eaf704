import type { Daily } from "@/lib/overview/figures";
import type { FigureName } from "@/lib/overview/order";
import { STATUS_MEANINGS, STATUSES, type Status } from "@/lib/users/status";

export const DAILY_TITLES: Record<Daily, string> = {
  "user.activated": "Activations",
  "session.started": "Sign-ins",
  "import.committed": "Imports carried out",
};

/** By what the managed organizations can be put in order: each is a figure of their overview. */
export const ORDERS = [
  "people",
  ...STATUSES,
  "waiting",
  "failed",
  "activated",
  "signIns",
  "imports",
] as const satisfies FigureName[];
export type Order = (typeof ORDERS)[number];

export const ORDER_LABELS: Record<Order, string> = {
  people: "People",
  ...(Object.fromEntries(STATUSES.map((status) => [status, STATUS_MEANINGS[status].label])) as Record<
    Status,
    string
  >),
  waiting: "Invitations waiting",
  failed: "Invitations failed",
  activated: "Activations",
  signIns: "Sign-ins",
  imports: "Imports",
};
